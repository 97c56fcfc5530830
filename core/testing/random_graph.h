// For tests: graphs of all sorts, the same for the same seed on every machine.

#ifndef OPFIT_CORE_TESTING_RANDOM_GRAPH_H_
#define OPFIT_CORE_TESTING_RANDOM_GRAPH_H_

#include <cstdint>
#include <string>
#include <vector>

namespace opfit {

// The lines (graph_lines.h) of a graph of about twenty nodes, in topological
// order: convolutions, sums, views, splits and more, annotated well, badly, in
// part or not at all, with shared specs that lead somewhere, nowhere or around.
std::vector<std::string> RandomGraph(uint32_t seed);

// The same lines in another topological order.
std::vector<std::string> Reordered(const std::vector<std::string>& lines,
                                   uint32_t seed);

}  // namespace opfit

#endif  // OPFIT_CORE_TESTING_RANDOM_GRAPH_H_
