// Where shared specs lead. A spec may say "as that one", which may say the
// same of a third; following the chain ends at a spec that stands for itself.
// All ports that end at the same place form one sharing group and will have
// the same scale and zero point.
//
//   ResolvedSpecs resolved(graph);
//   resolved.OfValue(value).spec     // never of kind kShared
//
// Rules, as torchao and ExecuTorch have them: a reference to a node means its
// (first) output; a reference to an edge means what the consumer says of it,
// or, where it says nothing, what the producer says. An edge that repeats its
// producer's spec shares with it (implicit sharing), unless the consumer's
// annotation forbids it.

#ifndef OPFIT_CORE_GRAPH_RESOLVE_H_
#define OPFIT_CORE_GRAPH_RESOLVE_H_

#include <vector>

#include "core/graph/graph.h"

namespace opfit {

struct ResolvedSpec {
  enum class Problem : uint8_t {
    kNone,
    kCycle,        // the chain comes back to itself
    kUnknownName,  // it names a node that does not exist
    kNothing,      // it ends where nothing is said
  };
  SpecId spec = kNoSpec;   // kNoSpec if there is a problem
  uint32_t group = kNoId;  // equal exactly for ports that share
  Problem problem = Problem::kNone;
};

class ResolvedSpecs {
 public:
  // Resolves every spec of the graph; linear in their number, whatever the
  // length of the chains. Keeps a reference to the graph.
  explicit ResolvedSpecs(const Graph& graph);

  // What the producer of `value` (or its declaration) says of it.
  const ResolvedSpec& OfValue(ValueId value) const { return places_[value]; }
  // What `node` says of its i-th annotated input, or else its producer.
  const ResolvedSpec& OfInput(const Node& node, size_t i) const {
    return places_[graph_->values().size() + node.first_input_spec + i];
  }

 private:
  // A place where a spec is said: a value, or (after all values) an edge.
  using PlaceId = uint32_t;

  void Follow(PlaceId start);
  PlaceId Next(PlaceId place, ResolvedSpec& end) const;
  PlaceId PlaceOf(const SpecRef& ref) const;
  SpecId SpecAt(PlaceId place) const;

  const Graph* graph_;
  std::vector<NodeId> edge_consumer_;  // per edge
  std::vector<ResolvedSpec> places_;
  std::vector<uint8_t> state_;  // while resolving: 0 new, 1 on the path, 2 done
  std::vector<PlaceId> path_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_GRAPH_RESOLVE_H_
