// A graph of any format as an annotated graph: the JSON to paste, share, diff
// and edit (docs/annotated-graph.md).
//
//   const ReadResult read = ReadGraph(bytes, limits);   // an ONNX model, say
//   const std::string json = RenderAnnotatedGraph(read.graph);
//
// Reading the document gives a graph that every check says the same of: the
// same ops with the same outcomes and findings. Tensors that the input declares
// on their own become nodes of kind `input` and `const`; those that nodes yield
// keep their name where it is not the node's.

#ifndef OPFIT_CORE_RENDER_ANNOTATED_GRAPH_H_
#define OPFIT_CORE_RENDER_ANNOTATED_GRAPH_H_

#include <string>

#include "core/graph/graph.h"

namespace opfit {

// UTF-8 with a line for each node and a line break at its end. For a graph
// that was read without errors; of a node that is broken it writes what is
// known. What no check looks at is left out: the values of constants, the
// arguments of observers, the names of symbolic sizes.
std::string RenderAnnotatedGraph(const Graph& graph);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_ANNOTATED_GRAPH_H_
