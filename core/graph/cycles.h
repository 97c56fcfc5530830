// Nodes that feed themselves, directly or around.

#ifndef OPFIT_CORE_GRAPH_CYCLES_H_
#define OPFIT_CORE_GRAPH_CYCLES_H_

#include <vector>

#include "core/finding/finding.h"
#include "core/graph/graph.h"

namespace opfit {

// The disjoint cycles of the graph, each in the order of its edges and
// beginning with its first node in the file. Every cycle shares a node with a
// reported one; a graph in topological order costs one pass over its edges.
std::vector<std::vector<NodeId>> FindCycles(const Graph& graph);

// OF006 at the first node of the cycle, naming all of it.
Finding CycleFinding(const Graph& graph, const std::vector<NodeId>& cycle);

}  // namespace opfit

#endif  // OPFIT_CORE_GRAPH_CYCLES_H_
