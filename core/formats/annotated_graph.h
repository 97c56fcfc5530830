// The project's own format: `{"format": "annotated-graph", "version": "1.0",
// "nodes": [...]}`. Keys come in any order; `null` stands for an optional key
// that is not given.

#ifndef OPFIT_CORE_FORMATS_ANNOTATED_GRAPH_H_
#define OPFIT_CORE_FORMATS_ANNOTATED_GRAPH_H_

#include <cstddef>
#include <string>

#include "core/formats/limits.h"
#include "core/graph/builder.h"

namespace opfit {

// Reads the document that begins at `start` of `source`.
ReadResult ReadAnnotatedGraph(std::string source, size_t start,
                              const Limits& limits);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ANNOTATED_GRAPH_H_
