// The same graph, saying something else of its quantization.
//
//   Reannotation result(graph.Copy());
//   const SpecId spec = result.AddSpec(activation, {});
//   result.Annotate(node, {{producer, spec}}, {spec});
//   Graph annotated = std::move(result).Finish();
//
// Nodes, tensors and text stay as they are; so do the annotations that nobody
// replaces. Nodes are annotated in the order of the graph, each at most once.

#ifndef OPFIT_CORE_GRAPH_REANNOTATION_H_
#define OPFIT_CORE_GRAPH_REANNOTATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/graph/graph.h"

namespace opfit {

class Reannotation {
 public:
  explicit Reannotation(Graph graph);

  // As it is so far. Of inputs, only those of nodes without a new annotation.
  const Graph& graph() const { return graph_; }

  // Forgets every annotation and every spec. Before any other change.
  void Clear();

  // Copies `text` to where it lives as long as the graph.
  absl::string_view Keep(absl::string_view text);

  // Adds a spec of kind kQuant. Strings must be the graph's or come from
  // Keep().
  SpecId AddSpec(QuantSpec spec, absl::Span<const int64_t> block_size);
  // Adds a spec of kind kFixed.
  SpecId AddFixed(QuantSpec spec, double scale, int64_t zero_point);
  // Adds one of kind kShared (one reference) or kDerived.
  SpecId AddReference(QuantSpec spec, absl::Span<const SpecRef> refs);

  // A reference to the output of a node, and to what `consumer` takes from it.
  SpecRef ToNode(NodeId producer) const;
  SpecRef ToEdge(NodeId producer, NodeId consumer) const;

  // Replaces what `node` says: of its inputs, one entry a producer, and of its
  // outputs, one spec for all of them or one for each.
  void Annotate(NodeId node, absl::Span<const InputSpec> inputs,
                absl::Span<const SpecId> outputs);

  Graph Finish() &&;

 private:
  // Copies the inputs of the nodes from next_ up to `end`, which keep theirs.
  void KeepInputsUntil(NodeId end);

  Graph graph_;
  std::vector<InputSpec> input_specs_;
  NodeId next_ = 0;
  std::string* block_ = nullptr;  // of graph_.kept_, ours to write
};

}  // namespace opfit

#endif  // OPFIT_CORE_GRAPH_REANNOTATION_H_
