// The project's own format: `{"format": "annotated-graph", "version": "1.0",
// "nodes": [...]}`. Keys come in any order. Written by hand, it may leave out
// more than its schema lets: `null` stands for an optional key that is not
// given, an annotation is `annotated` unless it says otherwise, one output spec
// is for every output, and a list of `{"node": …}` is a list of tensors. A node
// with an error is broken; a node without a name is not in the graph.

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
