#include "core/check/plan.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/catalog.h"
#include "core/catalog/mapping.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/params.h"
#include "core/rules/rows.h"

namespace opfit {
namespace {

// The tensor that an argument names; kNoId if it names none.
ValueId TensorOf(const Graph& graph, const Node& node, const ArgRef& ref) {
  const Arg* arg = FindArg(graph, node, ref);
  if (arg == nullptr || arg->kind != Arg::Kind::kTensor) return kNoId;
  return graph.tensors(*arg).front();
}

}  // namespace

Plans::Plans(const RuleContext& context) : context_(context) {
  const absl::Span<const absl::string_view> names = context.graph().op_names();
  plans_.reserve(names.size());
  std::vector<const Mapping*> mappings(names.size(), nullptr);
  for (const Node& node : context.graph().nodes()) {
    if (node.op != kNoId) mappings[node.op] = context.MappingOf(node);
  }
  for (OpId op = 0; op < names.size(); ++op) {
    plans_.push_back(PlanOf(op, mappings[op]));
  }
}

OpPlan Plans::PlanOf(OpId op, const Mapping* mapping) {
  OpPlan plan;
  plan.mapping = mapping;
  if (mapping != nullptr) {
    for (const Mapping::Choice& choice : mapping->to) {
      PlannedChoice planned = MakeChoice(choice.ops);
      planned.when = choice.when;
      planned.in = choice.in.empty() ? absl::MakeConstSpan(mapping->in)
                                     : absl::MakeConstSpan(choice.in);
      plan.choices.push_back(std::move(planned));
    }
    return plan;
  }
  const DialectMapping* dialect = context_.dialect();
  if (dialect == nullptr || !dialect->same_name) return plan;
  const absl::string_view name = context_.graph().op_names()[op];
  const BackendOp same{std::string(name), ""};
  plan.choices.push_back(MakeChoice({&same, 1}));
  plan.choices.back().name = name;
  return plan;
}

PlannedChoice Plans::MakeChoice(absl::Span<const BackendOp> ops) const {
  PlannedChoice choice;
  if (!ops.empty()) choice.name = ops.front().op;
  for (const BackendOp& op : ops) {
    const OpEntry* entry = context_.catalog().FindOp(op.op);
    if (entry == nullptr) continue;
    if (choice.entry == nullptr || choice.entry->rows.empty()) {
      choice.entry = entry;
    }
    Candidate candidate =
        MakeCandidate(*entry, op.operation, context_.target());
    if (candidate.rows.empty()) continue;
    // The first alternative is the operator that the stack makes of the op; a
    // generic one beside it may accept more, but does not reopen the question.
    if (choice.candidates.empty()) {
      choice.reopened = !entry->IsClosedFor(context_.target().sdk);
    }
    choice.candidates.push_back(std::move(candidate));
  }
  return choice;
}

bool Plans::Holds(const MappingPredicate& predicate, const Node& node,
                  const OpPlan& plan) const {
  const Graph& graph = context_.graph();
  const NodePorts no_ports;
  const NodeView view{context_, node, plan.mapping, no_ports};
  switch (predicate.kind) {
    case MappingPredicate::Kind::kRank: {
      const ValueId value = TensorOf(graph, node, predicate.arg);
      return value != kNoId && graph.value(value).rank == predicate.rank;
    }
    case MappingPredicate::Kind::kArgEquals: {
      const std::optional<ParamValue> have =
          ParamOf(graph, FindArg(graph, node, predicate.arg));
      return have.has_value() &&
             std::any_of(predicate.values.begin(), predicate.values.end(),
                         [&](const ParamValue& want) {
                           return SameParam(*have, want, -1);
                         });
    }
    case MappingPredicate::Kind::kDepthwise: {
      // One input channel for each group: torch's weight is [out, 1, …].
      const std::optional<ParamValue> groups = FindParam(view, "group");
      if (!groups.has_value() || groups->integer <= 1) return false;
      if (plan.mapping->in.size() < 2) return false;
      const ValueId weight = TensorOf(graph, node, plan.mapping->in[1].arg);
      if (weight == kNoId) return false;
      const absl::Span<const int64_t> dims = graph.dims(graph.value(weight));
      return dims.size() >= 2 && dims[1] == 1;
    }
    case MappingPredicate::Kind::kTransposed: {
      const std::optional<ParamValue> value = FindParam(view, "transposed");
      return value.has_value() && value->integer != 0;
    }
  }
  return false;
}

const PlannedChoice* Plans::Choose(const Node& node) const {
  const OpPlan& plan = Of(node);
  for (const PlannedChoice& choice : plan.choices) {
    const bool holds = std::all_of(
        choice.when.begin(), choice.when.end(),
        [&](const MappingPredicate& p) { return Holds(p, node, plan); });
    if (holds) return &choice;
  }
  return nullptr;
}

}  // namespace opfit
