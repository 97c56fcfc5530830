#include "core/rules/params.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/catalog/mapping.h"
#include "core/catalog/op_entry.h"
#include "core/graph/graph.h"
#include "core/rules/node_view.h"
#include "core/rules/ports.h"
#include "core/rules/spec_facts.h"

namespace opfit {
namespace {

bool IsNumber(const ParamValue& value) {
  return value.kind == ParamValue::Kind::kInt ||
         value.kind == ParamValue::Kind::kReal;
}

double NumberOf(const ParamValue& value) {
  return value.kind == ParamValue::Kind::kReal
             ? value.real
             : static_cast<double>(value.integer);
}

std::string DescribeParam(const ParamValue& value) {
  switch (value.kind) {
    case ParamValue::Kind::kInt:
      return absl::StrCat(value.integer);
    case ParamValue::Kind::kReal:
      return absl::StrCat(value.real);
    case ParamValue::Kind::kString:
      return value.text;
    case ParamValue::Kind::kLast:
      return "the last axis";
    case ParamValue::Kind::kInts:
      return absl::StrCat("[", absl::StrJoin(value.list, ", "), "]");
  }
  return "";
}

}  // namespace

std::optional<ParamValue> ParamOf(const Graph& graph, const Arg* arg) {
  if (arg == nullptr) return std::nullopt;
  ParamValue value;
  switch (arg->kind) {
    case Arg::Kind::kInt:
    case Arg::Kind::kBool:
      value.integer = arg->integer;
      return value;
    case Arg::Kind::kDouble:
      value.kind = ParamValue::Kind::kReal;
      value.real = arg->real;
      return value;
    case Arg::Kind::kString:
      value.kind = ParamValue::Kind::kString;
      value.text = std::string(graph.string(*arg));
      return value;
    case Arg::Kind::kInts:
      value.kind = ParamValue::Kind::kInts;
      value.list.assign(graph.ints(*arg).begin(), graph.ints(*arg).end());
      return value;
    case Arg::Kind::kNone:
    case Arg::Kind::kTensor:
    case Arg::Kind::kTensors:
    case Arg::Kind::kOther:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<ParamValue> FindParam(const NodeView& view,
                                    absl::string_view name) {
  const Graph& graph = view.context.graph();
  if (view.mapping != nullptr) {
    for (const MappedParam& param : view.mapping->params) {
      if (param.name != name) continue;
      const Arg* arg = FindArg(graph, view.node, param.arg);
      return arg == nullptr ? param.default_value : ParamOf(graph, arg);
    }
  }
  return ParamOf(graph, graph.FindAttribute(view.node, name));
}

bool SameParam(const ParamValue& have, const ParamValue& want, int rank) {
  if (have.kind == ParamValue::Kind::kInts) {
    return std::all_of(have.list.begin(), have.list.end(), [&](int64_t value) {
      ParamValue element;
      element.integer = value;
      return SameParam(element, want, rank);
    });
  }
  switch (want.kind) {
    case ParamValue::Kind::kLast:
      return have.kind == ParamValue::Kind::kInt &&
             (have.integer == -1 || have.integer == rank - 1);
    case ParamValue::Kind::kInt:
    case ParamValue::Kind::kReal:
      return IsNumber(have) && NumberOf(have) == NumberOf(want);
    case ParamValue::Kind::kString:
      return have.kind == ParamValue::Kind::kString && have.text == want.text;
    case ParamValue::Kind::kInts:
      break;
  }
  return false;
}

Tri ParamHolds(const NodeView& view, const Condition& condition) {
  const std::optional<ParamValue> have = FindParam(view, condition.param);
  if (!have.has_value() || condition.one_of.empty()) return Tri::kUnknown;
  const int rank = view.ports.in.empty() ? -1 : view.ports.in[0].rank;
  for (const ParamValue& want : condition.one_of) {
    const bool needs_rank =
        want.kind == ParamValue::Kind::kLast && rank < 0 && have->integer >= 0;
    if (needs_rank) return Tri::kUnknown;
    if (SameParam(*have, want, rank)) return Tri::kYes;
  }
  return Tri::kNo;
}

std::string ParamFound(const NodeView& view, const Condition& condition) {
  const std::optional<ParamValue> have = FindParam(view, condition.param);
  return absl::StrCat(condition.param, " = ",
                      have.has_value() ? DescribeParam(*have) : "not given");
}

std::string ParamWanted(const Condition& condition) {
  return absl::StrCat(
      condition.param, " = ",
      absl::StrJoin(condition.one_of, " or ",
                    [](std::string* out, const ParamValue& value) {
                      absl::StrAppend(out, DescribeParam(value));
                    }));
}

}  // namespace opfit
