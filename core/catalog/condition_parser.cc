#include "core/catalog/condition_parser.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/catalog/field_readers.h"
#include "core/catalog/json_reader.h"
#include "core/catalog/op_entry.h"

namespace opfit {
namespace {

// A number, or a fraction such as "1/65536", which decimals would blur.
double ScaleOf(JsonReader& json) {
  if (json.value().is_number()) return json.value().get<double>();
  const std::string text = json.AsString();
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  double numerator = 0;
  double denominator = 1;
  const bool ok =
      absl::SimpleAtod(parts[0], &numerator) &&
      (parts.size() < 2 || absl::SimpleAtod(parts[1], &denominator)) &&
      parts.size() <= 2 && denominator != 0;
  if (!ok) json.Fail("not a scale such as 1/65536");
  return numerator / denominator;
}

void ReadAxis(JsonReader& json, Condition& condition) {
  if (!json.Has("axis")) return;
  JsonReader axis = json.At("axis");
  if (!axis.is_string()) {
    condition.axis = Condition::Axis::kAt;
    condition.axis_at = static_cast<int>(axis.AsInt());
    return;
  }
  static constexpr std::pair<absl::string_view, Condition::Axis> kNames[] = {
      {"channel", Condition::Axis::kChannel},
      {"first", Condition::Axis::kFirst},
      {"last", Condition::Axis::kLast},
      {"second_last", Condition::Axis::kSecondLast},
  };
  const std::string name = axis.AsString();
  for (const auto& [known, value] : kNames) {
    if (known == name) condition.axis = value;
  }
  if (condition.axis == Condition::Axis::kAny) axis.Fail("not an axis");
}

void ReadStatic(JsonReader& json, Condition& condition) {
  if (!json.Has("static")) return;
  JsonReader member = json.At("static");
  if (member.is_string() && member.AsString() == "derived") {
    condition.is_static = Condition::Static::kDerived;
  } else if (json.Bool("static", false)) {
    condition.is_static = Condition::Static::kItself;
  }
}

void ReadRank(JsonReader& json, Condition& condition) {
  if (!json.Has("rank")) return;
  JsonReader part = json.At("rank");
  RankRange range;
  range.min = static_cast<int>(part.Int("min", range.min));
  range.max = static_cast<int>(part.Int("max", range.max));
  if (part.Has("exact")) {
    range.min = range.max = static_cast<int>(part.Int("exact", 0));
  }
  part.NoOtherKeys();
  if (range.min > range.max) part.Fail("an empty range of ranks");
  condition.rank = range;
}

void ReadFixed(JsonReader& json, Condition& condition) {
  if (!json.Has("fixed")) return;
  JsonReader part = json.At("fixed");
  FixedParameters fixed;
  JsonReader scale = part.At("scale");
  fixed.scale = ScaleOf(scale);
  fixed.zero_point = part.Int("zero_point", 0);
  condition.severity = ReadSeverity(part, condition.severity);
  part.NoOtherKeys();
  condition.fixed = fixed;
}

}  // namespace

Applicability ReadApplicability(JsonReader& json) {
  Applicability when;
  if (!json.Has("if")) return when;
  JsonReader part = json.At("if");
  when.encodings = ReadEncodings(part, "encoding");
  part.ForEach("dtype", [&when](JsonReader& name) {
    when.dtypes |= SetOf(DTypeOf(name));
  });
  when.operations = ReadStrings(part, "operation");
  if (part.Has("static")) when.is_static = part.Bool("static", false);
  if (part.Has("param")) {
    JsonReader param = part.At("param");
    param.ForEachMember([&](const std::string& name, JsonReader& value) {
      if (!when.param.empty()) param.Fail("more than one parameter");
      when.param = name;
      when.param_value = ReadParamValue(value);
    });
  }
  when.sdk_from = ReadSdk(part, "sdk_from");
  when.sdk_below = ReadSdk(part, "sdk_below");
  when.arch_from = ReadArch(part, "arch_from");
  when.arch_below = ReadArch(part, "arch_below");
  part.NoOtherKeys();
  return when;
}

Condition ReadCondition(JsonReader& json, size_t source_count) {
  Condition condition;
  condition.severity = ReadSeverity(json, Severity::kError);
  if (json.Has("port")) {
    JsonReader port = json.At("port");
    condition.port = PortOf(port);
  }
  condition.param = json.String("param", "");
  condition.when = ReadApplicability(json);
  condition.encodings = ReadEncodings(json, "encodings");
  if (json.Has("symmetric")) condition.symmetric = json.Bool("symmetric", true);
  if (json.Has("signed")) condition.is_signed = json.Bool("signed", true);
  ReadStatic(json, condition);
  ReadAxis(json, condition);
  ReadRank(json, condition);
  json.ForEach("bits", [&condition](JsonReader& bits) {
    condition.bits.push_back(static_cast<int>(bits.AsInt()));
  });
  condition.no_dynamic_dims = json.Bool("no_dynamic_dims", false);
  condition.absent = json.Bool("absent", false);
  if (json.Has("shares")) {
    JsonReader port = json.At("shares");
    condition.shares = PortOf(port);
    condition.joined_by = json.String("joined_by", "");
  }
  ReadFixed(json, condition);
  json.ForEach("bias_of", [&condition](JsonReader& port) {
    condition.bias_of.push_back(PortOf(port));
  });
  const size_t factors = condition.bias_of.size();
  if (factors != 0 && factors != 2) json.Fail("a bias is of two ports");
  condition.or_zero = json.Bool("or_zero", false);
  if (json.Has("equals")) {
    JsonReader value = json.At("equals");
    condition.one_of.push_back(ReadParamValue(value));
  }
  json.ForEach("in", [&condition](JsonReader& value) {
    condition.one_of.push_back(ReadParamValue(value));
  });
  condition.gate = ReadGate(json);
  condition.text = json.String("text", "");
  condition.sources = ReadSources(json, source_count);
  json.NoOtherKeys();
  return condition;
}

}  // namespace opfit
