// For tests: a graph as text, with everything that is known of it and nothing
// of how it is stored, so that two graphs are equal if their texts are.

#ifndef OPFIT_CORE_FORMATS_GRAPH_TEXT_H_
#define OPFIT_CORE_FORMATS_GRAPH_TEXT_H_

#include <string>

#include "core/graph/graph.h"

namespace opfit {

// "x: input -> float32[1, 3]", one line for each node; tensors that no node
// yields come first.
std::string GraphText(const Graph& graph);
std::string NodeText(const Graph& graph, const Node& node);
std::string SpecText(const Graph& graph, SpecId spec);
std::string ArgText(const Graph& graph, const Arg& arg);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_GRAPH_TEXT_H_
