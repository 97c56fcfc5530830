#include "core/check/edits.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/catalog/op_entry.h"
#include "core/finding/finding.h"
#include "core/graph/dtype.h"
#include "core/rules/context.h"
#include "core/rules/demands.h"
#include "core/rules/params.h"
#include "core/rules/ports.h"
#include "core/rules/rows.h"

namespace opfit {
namespace {

std::string EncodingNames(EncodingSet set) {
  std::vector<absl::string_view> names;
  for (int i = 0; i < kEncodingCount; ++i) {
    const Encoding encoding = static_cast<Encoding>(i);
    if (set & SetOf(encoding)) names.push_back(EncodingName(encoding));
  }
  return absl::StrJoin(names, " or ");
}

// The types of the row at a position, the last ones repeating.
DTypeSet TypesAt(const std::vector<DTypeSet>& types, size_t position) {
  if (types.empty()) return 0;
  return types[std::min(position, types.size() - 1)];
}

}  // namespace

Edit EditOf(const NodeView& view, const RowResult& result,
            const Violation& violation) {
  const PortList& ports = violation.is_output ? view.ports.out : view.ports.in;
  Edit edit;
  edit.port = PortName(violation.is_output, violation.position);
  const auto types = [&] {
    return DescribeTypes(
        TypesAt(violation.is_output ? result.row->out : result.row->in,
                violation.position));
  };
  switch (violation.kind) {
    case Violation::Kind::kDType:
      edit.what = "dtype";
      edit.from = DescribePort(view.context, ports[violation.position]);
      edit.to = types();
      break;
    case Violation::Kind::kMissing:
      edit.what = "connection";
      edit.from = "nothing";
      edit.to = types();
      break;
    case Violation::Kind::kExtra:
      edit.what = "connection";
      edit.from = DescribePort(view.context, ports[violation.position]);
      edit.to = "nothing";
      break;
    case Violation::Kind::kEncoding: {
      edit.what = "encoding";
      const Port& port = ports[violation.position];
      edit.from = std::string(EncodingName(port.encoding));
      const PortDef* def =
          result.entry->PortAt(violation.is_output, violation.position);
      edit.to = EncodingNames(violation.condition != nullptr
                                  ? violation.condition->encodings
                                  : def->encodings);
      break;
    }
    case Violation::Kind::kDemand: {
      const Demand& demand = TensorDemands()[violation.demand];
      const DemandSite site{view, *result.entry, *violation.condition,
                            violation.is_output, violation.position};
      edit.what = std::string(demand.what);
      edit.from = demand.found(site);
      edit.to = demand.wanted(site);
      break;
    }
    case Violation::Kind::kParam:
      edit.port = "";
      edit.what = violation.condition->param;
      edit.from = ParamFound(view, *violation.condition);
      edit.to = ParamWanted(*violation.condition);
      break;
  }
  return edit;
}

Nearest NearestOf(const NodeView& view, const RowResult& result) {
  Nearest nearest;
  nearest.row = RowName(view.context.catalog(), *result.entry, *result.row);
  for (const Violation& violation : result.violations) {
    nearest.edits.push_back(EditOf(view, result, violation));
  }
  nearest.changes = static_cast<int>(nearest.edits.size());
  return nearest;
}

std::optional<Nearest> WithoutGatedEncoding(const NodeView& view,
                                            const RowResult& result,
                                            const GateFailure& gate) {
  if (gate.condition == nullptr) return std::nullopt;
  const PortRef ref = gate.condition->port;
  const PortList& ports = ref.is_output ? view.ports.out : view.ports.in;
  const PortDef* def = result.entry->PortAt(ref.is_output, ref.index);
  if (def == nullptr || ref.index >= ports.size()) return std::nullopt;
  EncodingSet taken = def->encodings;
  for (const uint16_t index : result.row->conditions) {
    const Condition& condition = result.entry->conditions[index];
    if (condition.port == ref && condition.encodings != 0) {
      taken = condition.encodings;
    }
  }
  const Port& port = ports[ref.index];
  const bool narrow = view.context.facts(port.spec).bits < BitsOf(port.dtype);
  constexpr EncodingSet kPerAxis =
      SetOf(Encoding::kAxisScaleOffset) | SetOf(Encoding::kBwAxisScaleOffset);
  constexpr EncodingSet kNarrow =
      SetOf(Encoding::kBwScaleOffset) | SetOf(Encoding::kBwAxisScaleOffset);
  EncodingSet fitting = taken & ~gate.condition->when.encodings & kPerAxis;
  if (narrow) fitting &= kNarrow;
  if (gate.condition->when.encodings == 0 || fitting == 0) return std::nullopt;
  Edit edit;
  edit.port = PortName(ref.is_output, ref.index);
  edit.what = "encoding";
  edit.from = std::string(EncodingName(port.encoding));
  edit.to = EncodingNames(fitting);
  Nearest nearest;
  nearest.row = RowName(view.context.catalog(), *result.entry, *result.row);
  nearest.changes = 1;
  nearest.edits.push_back(std::move(edit));
  return nearest;
}

}  // namespace opfit
