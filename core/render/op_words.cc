#include "core/render/op_words.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/rules/parameters.h"
#include "core/rules/ports.h"

namespace opfit {
namespace {

std::string AnyOf(const std::vector<std::string>& words) {
  return absl::StrJoin(words, " or ");
}

std::string ParamWords(const ParamValue& value) {
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
      break;  // graphs have lists, catalogs do not
  }
  return "";
}

std::string PortWords(PortRef port) {
  return PortName(port.is_output, port.index);
}

std::string RankWords(const RankRange& range) {
  if (range.min == range.max) return absl::StrCat("rank ", range.min);
  if (range.min == RankRange().min) {
    return absl::StrCat("rank at most ", range.max);
  }
  if (range.max == RankRange().max) {
    return absl::StrCat("rank at least ", range.min);
  }
  return absl::StrCat("rank ", range.min, " to ", range.max);
}

absl::string_view StaticWords(Condition::Static is_static) {
  switch (is_static) {
    case Condition::Static::kAny:
      return "";
    case Condition::Static::kItself:
      return "constant";
    case Condition::Static::kDerived:
      return "constant, or computed only from constants";
  }
  return "";
}

std::string AxisWords(const Condition& condition) {
  switch (condition.axis) {
    case Condition::Axis::kAny:
      return "";
    case Condition::Axis::kChannel:
      return "per channel";
    case Condition::Axis::kFirst:
      return "along the first axis";
    case Condition::Axis::kLast:
      return "along the last axis";
    case Condition::Axis::kSecondLast:
      return "along the second last axis";
    case Condition::Axis::kAt:
      return absl::StrCat("along axis ", condition.axis_at);
  }
  return "";
}

std::string BiasWords(const Condition& condition) {
  std::vector<std::string> ports;
  for (const PortRef port : condition.bias_of) ports.push_back(PortWords(port));
  return absl::StrCat("scale of ", absl::StrJoin(ports, " × "),
                      ", zero point 0",
                      condition.or_zero ? ", or zeros throughout" : "");
}

std::string ValueWords(const Condition& condition) {
  std::vector<std::string> values;
  for (const ParamValue& value : condition.one_of) {
    values.push_back(ParamWords(value));
  }
  return AnyOf(values);
}

// The phrases that are not empty.
std::vector<std::string> Said(std::vector<std::string> phrases) {
  std::vector<std::string> said;
  for (std::string& phrase : phrases) {
    if (!phrase.empty()) said.push_back(std::move(phrase));
  }
  return said;
}

}  // namespace

std::vector<std::string> DTypeNames(DTypeSet dtypes) {
  std::vector<std::string> names;
  for (int i = 0; i < kDTypeCount; ++i) {
    const DType dtype = static_cast<DType>(i);
    if (dtypes & SetOf(dtype)) names.emplace_back(DTypeName(dtype));
  }
  return names;
}

std::vector<std::string> EncodingNames(EncodingSet encodings) {
  std::vector<std::string> names;
  for (int i = 0; i < kEncodingCount; ++i) {
    const Encoding encoding = static_cast<Encoding>(i);
    if (encodings & SetOf(encoding)) names.emplace_back(EncodingName(encoding));
  }
  return names;
}

absl::string_view ChannelAxisName(PortDef::Axis axis) {
  static constexpr absl::string_view kNames[] = {"", "first", "second",
                                                 "secondLast", "last"};
  return kNames[static_cast<size_t>(axis)];
}

std::string WhenWords(const Applicability& when) {
  const auto labelled = [](absl::string_view label, const std::string& words) {
    return words.empty() ? "" : absl::StrCat(label, " ", words);
  };
  const auto sdk = [](const SdkVersion& version) {
    return version == SdkVersion() ? "" : ToString(version);
  };
  const auto arch = [](int number) {
    return number == 0 ? "" : absl::StrCat("v", number);
  };
  return absl::StrJoin(
      Said({labelled("encoding", AnyOf(EncodingNames(when.encodings))),
            labelled("data type", AnyOf(DTypeNames(when.dtypes))),
            labelled("operation", AnyOf(when.operations)),
            !when.is_static.has_value() ? ""
            : *when.is_static           ? "constant"
                                        : "not constant",
            when.param.empty()
                ? ""
                : absl::StrCat(when.param, " = ", ParamWords(when.param_value)),
            labelled("SDK from", sdk(when.sdk_from)),
            labelled("SDK below", sdk(when.sdk_below)),
            labelled("from", arch(when.arch_from)),
            labelled("below", arch(when.arch_below))}),
      ", ");
}

std::vector<std::string> DemandWords(const Condition& condition) {
  const auto either = [](const std::optional<bool>& is, absl::string_view yes,
                         absl::string_view no) {
    return std::string(!is.has_value() ? "" : *is ? yes : no);
  };
  return Said(
      {condition.absent ? "nothing connected" : "",
       AnyOf(EncodingNames(condition.encodings)),
       condition.rank.has_value() ? RankWords(*condition.rank) : "",
       condition.no_dynamic_dims ? "fixed sizes" : "",
       std::string(StaticWords(condition.is_static)),
       either(condition.is_signed, "signed", "unsigned"),
       condition.bits.empty()
           ? ""
           : absl::StrCat(absl::StrJoin(condition.bits, " or "), " bits"),
       either(condition.symmetric, "symmetric", "asymmetric"),
       AxisWords(condition),
       condition.fixed.has_value()
           ? DescribeParameters(condition.fixed->scale,
                                condition.fixed->zero_point)
           : "",
       condition.shares.has_value() ? absl::StrCat("scale and zero point of ",
                                                   PortWords(*condition.shares))
                                    : "",
       condition.bias_of.empty() ? "" : BiasWords(condition),
       ValueWords(condition), GateWords(condition.gate)});
}

std::string OnlyWords(const Gate& gate) {
  return absl::StrJoin(gate.only, " or ", [](std::string* out, int arch) {
    absl::StrAppend(out, "v", arch);
  });
}

std::string GateWords(const Gate& gate) {
  return absl::StrJoin(
      Said({gate.arch == 0 ? "" : absl::StrCat("v", gate.arch, " or newer"),
            OnlyWords(gate),
            gate.since == SdkVersion()
                ? ""
                : absl::StrCat("SDK ", ToString(gate.since), " or newer")}),
      ", ");
}

std::string MissingWords(const Gate& gate, const Target& target) {
  Gate missing;
  const bool known = target.arch_number != 0;
  if (known && target.arch_number < gate.arch) missing.arch = gate.arch;
  if (target.sdk < gate.since) missing.since = gate.since;
  const bool named = std::find(gate.only.begin(), gate.only.end(),
                               target.arch_number) != gate.only.end();
  if (known && !named) missing.only = gate.only;
  return GateWords(missing);
}

}  // namespace opfit
