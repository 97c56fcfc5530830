// Reads programs that torch.export saved: the JSON text, wherever it comes
// from. Schema versions 1 (torch 2.1), 5 and 8; of others what can be read,
// with a warning.
//
// The graph is that of torch's own node list: every tensor is a node, and where
// an operator gives several, `_operator.getitem` nodes take them. Nodes that
// quantize and dequantize become specs (conversions.h), and annotations that
// opfit's exporter has attached to `custom` are read like those of annotated
// graphs.

#ifndef OPFIT_CORE_FORMATS_PT2_PROGRAM_H_
#define OPFIT_CORE_FORMATS_PT2_PROGRAM_H_

#include <cstddef>

#include "core/formats/limits.h"
#include "core/formats/pt2/stored_tensor.h"
#include "core/graph/builder.h"

namespace opfit {

// Where the graph lies in the text, as a JSON Pointer.
inline constexpr char kProgramGraph[] = "/graph_module/graph";

// Reads builder.source() from `start` on. `find_stored` gives the values of
// scales that the text does not have. False if it is no graph; the builder's
// findings then say why.
bool ReadProgram(GraphBuilder& builder, size_t start, const Limits& limits,
                 const FindStored& find_stored);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_PROGRAM_H_
