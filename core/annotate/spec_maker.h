// Puts the specs that annotations need into a graph, each distinct one once.

#ifndef OPFIT_CORE_ANNOTATE_SPEC_MAKER_H_
#define OPFIT_CORE_ANNOTATE_SPEC_MAKER_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/annotate/recipe.h"
#include "core/annotate/rules.h"
#include "core/annotate/settings.h"
#include "core/catalog/target.h"
#include "core/graph/reannotation.h"

namespace opfit {

class SpecMaker {
 public:
  // Refers to its arguments.
  SpecMaker(const AnnotationRules& rules, const Target& target,
            const std::vector<Settings>& settings, Reannotation& out);

  // The settings, by index, that the calls below mean.
  void Use(uint32_t settings);

  // Each is kFloatSpec where the activations stay floating point.
  SpecId Activation();
  SpecId Operand();
  SpecId Scale8();
  SpecId Bias32();
  SpecId Union();
  SpecId Fixed(const KnownParameters& known);

  // Of a weight whose channels are along `axis`; `block` is the shape of a
  // block, of the weight's rank, and only of kPerBlock.
  SpecId Weight(Granularity granularity, int axis,
                absl::Span<const int64_t> block);
  // Derived from what `node` says of an activation and a weight.
  SpecId Bias(NodeId activation, NodeId weight, NodeId node, bool per_channel);

  SpecId SharedWithNode(NodeId producer);
  SpecId SharedWithEdge(NodeId producer, NodeId consumer);

  // One that a recipe writes; its references were looked up.
  SpecId Written(const SpecDraft& draft, absl::Span<const SpecRef> refs);

 private:
  enum Role {
    kActivation,
    kOperand,
    kScale8,
    kBias32,
    kUnion,
    kFixed,
    kPerTensor,
    kRoles,
  };
  struct Made {
    std::array<SpecId, kRoles> by_role = {};  // kNoSpec: not yet
    // By axis, then the sizes of a block (none: per channel).
    absl::flat_hash_map<std::vector<int64_t>, SpecId> weights;
    double fixed_scale = 0;
    int64_t fixed_zero_point = 0;
  };

  const Settings& settings() const { return settings_[current_]; }
  const SpecTemplate* ActivationTemplate() const;
  const Observers& observers() const;
  // A copy of an observer's name that lives as long as the graph.
  absl::string_view Name(absl::string_view observer);
  QuantSpec Concrete(const SpecTemplate& made_of, absl::string_view observer);
  SpecId Add(Role role, const SpecTemplate& made_of,
             absl::string_view observer);

  const AnnotationRules& rules_;
  const Target& target_;
  const std::vector<Settings>& settings_;
  Reannotation& out_;
  uint32_t current_ = 0;
  std::vector<Made> made_;  // by settings
  absl::flat_hash_map<absl::string_view, absl::string_view> names_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_SPEC_MAKER_H_
