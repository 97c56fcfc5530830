// Reads torch.export programs: `.pt2` archives, of torch 2.1 to now, and the
// JSON text that is in them.
//
// Of an archive, the graph's text is read and the values of the scales that it
// names; weights stay where they are. A finding's pointer begins with the name
// of the entry: "models/model.json#/graph_module/graph/nodes/3".

#ifndef OPFIT_CORE_FORMATS_PT2_PT2_H_
#define OPFIT_CORE_FORMATS_PT2_PT2_H_

#include <cstddef>
#include <string>

#include "core/formats/limits.h"
#include "core/graph/builder.h"

namespace opfit {

// `bytes` are a zip archive.
ReadResult ReadPt2(std::string bytes, const Limits& limits);

// `source` is an exported program as JSON, from `start` on. Values that only an
// archive has are not known.
ReadResult ReadProgramText(std::string source, size_t start,
                           const Limits& limits);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_PT2_H_
