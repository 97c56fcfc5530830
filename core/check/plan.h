// Which operators of the backend stand for each op of a graph, looked up once a
// distinct op rather than once a node.

#ifndef OPFIT_CORE_CHECK_PLAN_H_
#define OPFIT_CORE_CHECK_PLAN_H_

#include <deque>
#include <vector>

#include "absl/types/span.h"
#include "core/catalog/mapping.h"
#include "core/catalog/op_entry.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/rows.h"

namespace opfit {

// One way an op may become operators of the backend.
struct PlannedChoice {
  absl::Span<const MappingPredicate> when;  // all must hold
  absl::Span<const MappedInput> in;         // empty: arguments in order
  std::vector<Candidate> candidates;        // that have rows
  // The entry to speak of: the first there is, with rows or without; null
  // where the catalog has none.
  const OpEntry* entry = nullptr;
  absl::string_view name;  // of the backend's operator, even without an entry
  // The first candidate's rows are not the whole set for the target.
  bool reopened = false;
};

struct OpPlan {
  const Mapping* mapping = nullptr;
  std::vector<PlannedChoice> choices;
};

class Plans {
 public:
  explicit Plans(const RuleContext& context);
  const OpPlan& Of(const Node& node) const { return plans_[node.op]; }

  // The first choice whose predicates hold; null if none does.
  const PlannedChoice* Choose(const Node& node) const;

 private:
  OpPlan PlanOf(OpId op, const Mapping* mapping);
  PlannedChoice MakeChoice(absl::Span<const BackendOp> ops) const;
  bool Holds(const MappingPredicate& predicate, const Node& node,
             const OpPlan& plan) const;

  const RuleContext& context_;
  std::vector<OpPlan> plans_;  // by OpId
};

}  // namespace opfit

#endif  // OPFIT_CORE_CHECK_PLAN_H_
