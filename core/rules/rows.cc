#include "core/rules/rows.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/op_entry.h"
#include "core/graph/dtype.h"
#include "core/rules/demands.h"
#include "core/rules/params.h"
#include "core/rules/ports.h"

namespace opfit {
namespace {

bool IsVariadic(const std::vector<PortDef>& defs) {
  return !defs.empty() && defs.back().variadic;
}

// The types a row takes at a position; the last ones repeat for a variadic
// port. Null past the end.
const DTypeSet* TypesAt(const std::vector<PortDef>& defs,
                        const std::vector<DTypeSet>& types, size_t position) {
  if (position < types.size()) return &types[position];
  return IsVariadic(defs) ? &types.back() : nullptr;
}

// Whether nothing need stand at a position; variadic ports have many.
bool MayBeAbsent(const std::vector<PortDef>& defs, const DTypeSet* want,
                 size_t position) {
  return want == nullptr || *want == 0 ||
         defs[std::min(position, defs.size() - 1)].optional;
}

bool SideMatches(const std::vector<PortDef>& defs,
                 const std::vector<DTypeSet>& types, const PortList& ports) {
  const size_t count = std::max(ports.size(), types.size());
  for (size_t i = 0; i < count; ++i) {
    const bool present = i < ports.size() && ports[i].present;
    const DTypeSet* want = TypesAt(defs, types, i);
    if (present) {
      if (want == nullptr || !(*want & ports[i].dtypes)) return false;
    } else if (!MayBeAbsent(defs, want, i)) {
      return false;
    }
  }
  return true;
}

// Collects what one row says of one node.
class Evaluation {
 public:
  Evaluation(const NodeView& view, const Candidate& candidate,
             const PlannedRow& planned)
      : view_(view),
        entry_(*candidate.entry),
        planned_(planned),
        row_(*planned.row) {
    result_.entry = &entry_;
    result_.row = &row_;
  }

  RowResult Run(bool types_match) {
    if (!types_match) {
      CompareTypes(false, entry_.in, row_.in, view_.ports.in);
      CompareTypes(true, entry_.out, row_.out, view_.ports.out);
    }
    result_.dtype_changes = static_cast<int>(result_.violations.size());
    result_.gates.assign(planned_.gates.begin(), planned_.gates.end());
    for (const PlannedCondition& planned : planned_.conditions) {
      if (planned.condition->param.empty()) {
        CheckTensors(planned);
      } else {
        CheckParam(*planned.condition);
      }
    }
    CheckEncodings(false, view_.ports.in);
    CheckEncodings(true, view_.ports.out);
    return std::move(result_);
  }

 private:
  void Add(Violation violation, Severity severity = Severity::kError) {
    if (severity == Severity::kError) {
      result_.violations.push_back(violation);
    } else {
      result_.warnings.push_back(violation);
    }
  }

  void CompareTypes(bool is_output, const std::vector<PortDef>& defs,
                    const std::vector<DTypeSet>& types, const PortList& ports) {
    const size_t count = std::max(ports.size(), types.size());
    for (size_t i = 0; i < count; ++i) {
      const bool present = i < ports.size() && ports[i].present;
      const DTypeSet* want = TypesAt(defs, types, i);
      const auto position = static_cast<uint16_t>(i);
      if (!present) {
        if (MayBeAbsent(defs, want, i)) continue;
        Add({Violation::Kind::kMissing, is_output, position});
      } else if (want == nullptr || *want == 0) {
        Add({Violation::Kind::kExtra, is_output, position});
      } else if (!(*want & ports[i].dtypes)) {
        Add({Violation::Kind::kDType, is_output, position});
      }
    }
  }

  void CheckGate(const Condition& condition) {
    const Tri passes = Passes(condition.gate, view_.context.target());
    if (passes == Tri::kYes) return;
    const bool undecided =
        passes == Tri::kUnknown || condition.severity != Severity::kError;
    result_.gates.push_back({condition.gate, false, undecided, &condition});
  }

  // Calls fn(position) for the tensors that stand at the condition's port.
  template <typename Fn>
  void ForEachPosition(PortRef ref, Fn&& fn) {
    const PortList& ports = ref.is_output ? view_.ports.out : view_.ports.in;
    const std::vector<PortDef>& defs = ref.is_output ? entry_.out : entry_.in;
    const bool repeats = ref.index + 1u == defs.size() && IsVariadic(defs);
    const size_t end =
        repeats ? ports.size() : std::min<size_t>(ref.index + 1u, ports.size());
    for (size_t i = ref.index; i < end; ++i) {
      if (ports[i].present) fn(i);
    }
  }

  void CheckTensors(const PlannedCondition& planned) {
    const Condition& condition = *planned.condition;
    ForEachPosition(condition.port, [&](size_t position) {
      const DemandSite site{view_, entry_, condition, condition.port.is_output,
                            position};
      if (!planned.always && !Applies(site)) return;
      if (planned.has_gate) CheckGate(condition);
      // Of a tensor of any type only its shape can be wrong.
      if (site.port().any_type && !condition.rank.has_value()) return;
      CheckDemands(planned, site);
    });
  }

  void CheckDemands(const PlannedCondition& planned, const DemandSite& site) {
    const absl::Span<const Demand> demands = TensorDemands();
    uint8_t index = 0;
    for (uint32_t rest = planned.demands; rest != 0; rest >>= 1, ++index) {
      if ((rest & 1) == 0 || demands[index].holds(site) != Tri::kNo) continue;
      Add({Violation::Kind::kDemand, site.is_output,
           static_cast<uint16_t>(site.position), index, &site.condition},
          site.condition.severity);
    }
  }

  void CheckParam(const Condition& condition) {
    const auto check = [&] {
      if (ParamHolds(view_, condition) != Tri::kNo) return;
      Add({Violation::Kind::kParam, false, 0, 0, &condition},
          condition.severity);
    };
    // A condition may be tied to what stands at a port, too.
    bool applies = condition.when.encodings == 0 && condition.when.dtypes == 0;
    ForEachPosition(condition.port, [&](size_t position) {
      const DemandSite site{view_, entry_, condition, condition.port.is_output,
                            position};
      applies = Applies(site);
    });
    if (applies) check();
  }

  // A quantized tensor has one of the encodings that a condition of the row
  // lists for it, or else that the port's definition lists.
  void CheckEncodings(bool is_output, const PortList& ports) {
    for (size_t i = 0; i < ports.size(); ++i) {
      const Port& port = ports[i];
      if (!port.present || port.encoding == Encoding::kNone) continue;
      const PortDef* def = entry_.PortAt(is_output, i);
      if (def == nullptr) continue;
      EncodingSet accepted = def->encodings;
      const Condition* from = nullptr;
      if (accepted & SetOf(port.encoding) && !planned_.lists_encodings) {
        continue;
      }
      for (const PlannedCondition& planned : planned_.conditions) {
        const Condition& condition = *planned.condition;
        if (condition.encodings == 0 || condition.port.is_output != is_output ||
            entry_.PortAt(is_output, condition.port.index) != def) {
          continue;
        }
        const bool applies =
            planned.always || Applies({view_, entry_, condition, is_output, i});
        if (!applies) continue;
        accepted = condition.encodings;
        from = &condition;
      }
      if (accepted & SetOf(port.encoding)) continue;
      if (from == nullptr && def->encodings_open) {
        GateFailure& unsaid = result_.gates.emplace_back();
        unsaid.undecided = true;
        unsaid.unsaid_encoding = PortRef{is_output, static_cast<uint8_t>(i)};
        continue;
      }
      Add({Violation::Kind::kEncoding, is_output, static_cast<uint16_t>(i), 0,
           from});
    }
  }

  const NodeView& view_;
  const OpEntry& entry_;
  const PlannedRow& planned_;
  const Row& row_;
  RowResult result_;
};

// An empty list means all operations; an empty operation means any.
bool Offers(const std::vector<std::string>& operations,
            absl::string_view operation) {
  return operation.empty() || operations.empty() ||
         std::find(operations.begin(), operations.end(), operation) !=
             operations.end();
}

// What of a condition depends on the tensors of a node, and what does not.
PlannedCondition PlanCondition(const Condition& condition,
                               const Target& target) {
  PlannedCondition planned;
  planned.condition = &condition;
  planned.always =
      condition.when.encodings == 0 && condition.when.dtypes == 0 &&
      !condition.when.is_static.has_value() && condition.when.param.empty();
  planned.has_gate = Passes(condition.gate, target) != Tri::kYes;
  const absl::Span<const Demand> demands = TensorDemands();
  for (size_t i = 0; i < demands.size(); ++i) {
    if (demands[i].is_made(condition)) planned.demands |= 1u << i;
  }
  return planned;
}

PlannedRow PlanRow(const OpEntry& entry, const Row& row,
                   absl::string_view operation, const Target& target) {
  PlannedRow planned;
  planned.row = &row;
  const Tri passes = Passes(row.gate, target);
  if (passes != Tri::kYes) {
    planned.gates.push_back(
        {row.gate, false, passes == Tri::kUnknown, nullptr});
  }
  if (row.needs_float && target.runs_float != Ability::kYes) {
    planned.gates.push_back(
        {Gate(), true, target.runs_float == Ability::kUnknown, nullptr});
  }
  for (const uint16_t index : row.conditions) {
    const Condition& condition = entry.conditions[index];
    if (!MayApply(condition.when, target)) continue;
    if (!Offers(condition.when.operations, operation)) continue;
    planned.conditions.push_back(PlanCondition(condition, target));
    planned.lists_encodings |= condition.encodings != 0;
  }
  return planned;
}

bool IsNamed(const Gate& gate, const Target& target) {
  return std::find(gate.only.begin(), gate.only.end(), target.arch_number) !=
         gate.only.end();
}

// Said of other architectures than the target's alone.
bool IsOfOthers(const Gate& gate, const Target& target) {
  return !gate.only.empty() && target.arch_number != 0 &&
         !IsNamed(gate, target);
}

void AppendSide(bool is_output, const std::vector<PortDef>& defs,
                const std::vector<DTypeSet>& types,
                std::vector<std::string>& parts) {
  for (size_t i = 0; i < types.size(); ++i) {
    if (types[i] == 0) continue;
    const bool variadic = i < defs.size() && defs[i].variadic;
    const bool optional = i < defs.size() && defs[i].optional;
    parts.push_back(absl::StrCat(is_output ? "out[" : "in[", i,
                                 variadic ? "…]" : "]", optional ? "? " : " ",
                                 DescribeTypes(types[i])));
  }
}

}  // namespace

Candidate MakeCandidate(const OpEntry& entry, absl::string_view operation,
                        const Target& target) {
  Candidate candidate;
  candidate.entry = &entry;
  candidate.operation = operation;
  for (const Row& row : entry.rows) {
    if (!Offers(row.operations, operation)) continue;
    if (IsOfOthers(row.gate, target)) continue;
    candidate.rows.push_back(PlanRow(entry, row, operation, target));
  }
  return candidate;
}

bool TypesMatch(const OpEntry& entry, const Row& row, const NodePorts& ports) {
  // Most rows fail at their first input: a quick look before the careful one.
  const bool have_first = !row.in.empty() && !ports.in.empty();
  if (have_first && ports.in[0].present && !(row.in[0] & ports.in[0].dtypes)) {
    return false;
  }
  return SideMatches(entry.in, row.in, ports.in) &&
         SideMatches(entry.out, row.out, ports.out);
}

bool TakesThrough(const OpEntry& entry, const Target& target,
                  const NodePorts& ports) {
  // A selection has its condition in front of the values.
  const size_t skipped =
      !entry.in.empty() && entry.in[0].role == "condition" ? 1 : 0;
  const auto takes = [&](const Row& row, size_t operand) {
    const size_t port = skipped + operand;
    const bool without = operand >= ports.in.size() || port >= row.in.size() ||
                         entry.in[port].optional;
    return without || (row.in[port] & ports.in[operand].dtypes) != 0;
  };
  return std::any_of(entry.rows.begin(), entry.rows.end(), [&](const Row& row) {
    const bool may_run =
        Passes(row.gate, target) == Tri::kYes && !row.sets &&
        row.dispute.empty() &&
        (!row.needs_float || target.runs_float == Ability::kYes);
    return may_run && !row.in.empty() && !row.out.empty() && takes(row, 0) &&
           takes(row, 1) && (row.out[0] & ports.out[0].dtypes);
  });
}

RowResult Evaluate(const NodeView& view, const Candidate& candidate,
                   const PlannedRow& row, bool types_match) {
  return Evaluation(view, candidate, row).Run(types_match);
}

Tri Passes(const Gate& gate, const Target& target) {
  if (target.sdk < gate.since) return Tri::kNo;
  if (gate.arch == 0 && gate.only.empty()) return Tri::kYes;
  if (target.arch_number == 0) return Tri::kUnknown;
  const bool passes =
      target.arch_number >= gate.arch && !IsOfOthers(gate, target);
  return passes ? Tri::kYes : Tri::kNo;
}

std::string RowName(const Catalog& catalog, const OpEntry& entry,
                    const Row& row) {
  return absl::StrCat(
      entry.catalog.empty() ? catalog.id() : absl::string_view(entry.catalog),
      " ", entry.name, " ", row.config, " #", row.number);
}

std::string DescribeTypes(DTypeSet set) {
  std::vector<std::string> words;
  for (int i = 0; i < kDTypeCount; ++i) {
    const DType dtype = static_cast<DType>(i);
    if (!(set & SetOf(dtype))) continue;
    words.push_back(TypePhrase(dtype));
  }
  return absl::StrJoin(words, " or ");
}

std::string RowSignature(const OpEntry& entry, const Row& row) {
  std::vector<std::string> in;
  std::vector<std::string> out;
  AppendSide(false, entry.in, row.in, in);
  AppendSide(true, entry.out, row.out, out);
  return absl::StrCat(absl::StrJoin(in, ", "), " → ", absl::StrJoin(out, ", "));
}

std::string NodeSignature(const NodeView& view) {
  const auto side = [&view](bool is_output, const PortList& ports) {
    std::vector<std::string> parts;
    for (size_t i = 0; i < ports.size(); ++i) {
      if (!ports[i].present) continue;
      parts.push_back(absl::StrCat(PortName(is_output, i), " ",
                                   DescribePort(view.context, ports[i])));
    }
    return absl::StrJoin(parts, ", ");
  };
  return absl::StrCat(side(false, view.ports.in), " → ",
                      side(true, view.ports.out));
}

}  // namespace opfit
