#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/annotate/field_readers.h"
#include "core/annotate/rules.h"
#include "core/catalog/field_readers.h"
#include "core/catalog/json_reader.h"

namespace opfit {
namespace {

constexpr absl::string_view kPortSpecs[] = {
    "none",   "activation", "weight",    "bias",   "bias32", "operand",
    "scale8", "follow",     "first",     "joined", "union",  "shared",
    "fixed",  "table",      "looked_up", "item"};
static_assert(std::size(kPortSpecs) == static_cast<size_t>(PortSpec::kItem) + 1,
              "a word for every kind");

PortSpec PortSpecOf(JsonReader& json) {
  return static_cast<PortSpec>(WordOf(json, kPortSpecs));
}

PortRule ReadPort(JsonReader& json) {
  PortRule port;
  JsonReader arg = json.At("arg");
  if (!arg.is_string()) {
    port.arg = static_cast<int>(arg.AsInt());
  } else if (arg.AsString() != "each") {
    arg.Fail("expected a position or `each`");
  }
  port.name = json.String("name", "");
  JsonReader spec = json.At("spec");
  port.spec = PortSpecOf(spec);
  json.NoOtherKeys();
  return port;
}

AnnotationStyle ReadStyle(JsonReader& json) {
  AnnotationStyle style;
  json.ForEach("in",
               [&](JsonReader& item) { style.in.push_back(ReadPort(item)); });
  if (json.Has("out")) {
    JsonReader out = json.At("out");
    style.out = PortSpecOf(out);
  }
  style.every = json.Bool("every", false);
  style.items = json.String("items", "") == "shared";
  json.NoOtherKeys();
  return style;
}

std::optional<KnownParameters> ReadKnown(JsonReader& json, const char* key) {
  if (!json.Has(key)) return std::nullopt;
  JsonReader known = json.At(key);
  KnownParameters out;
  JsonReader scale = known.At("scale");
  out.scale = RatioOf(scale);
  out.zero_point = known.Int("zero_point", 0);
  known.NoOtherKeys();
  return out;
}

Observers ReadObservers(JsonReader json) {
  Observers out;
  out.activation = json.String("activation");
  out.per_tensor = json.String("per_tensor");
  out.per_channel = json.String("per_channel");
  out.per_block = json.String("per_block");
  out.bias = json.String("bias");
  out.union_of = json.String("union");
  json.NoOtherKeys();
  return out;
}

void ReadModes(JsonReader& json, QuantType& quant) {
  for (const std::string& mode : ReadStrings(json, "modes")) {
    quant.ptq = quant.ptq || mode == "ptq";
    quant.qat = quant.qat || mode == "qat";
  }
}

void ReadWeights(JsonReader json, QuantType& quant) {
  JsonReader ptq = json.At("ptq");
  JsonReader qat = json.At("qat");
  JsonReader per_channel = json.At("per_channel");
  quant.weight_ptq = ReadSpecTemplate(ptq);
  quant.weight_qat = ReadSpecTemplate(qat);
  quant.weight_per_channel = ReadSpecTemplate(per_channel);
  json.NoOtherKeys();
}

std::optional<SpecTemplate> ReadOptionalSpec(JsonReader& json,
                                             const char* key) {
  if (!json.Has(key)) return std::nullopt;
  JsonReader spec = json.At(key);
  return ReadSpecTemplate(spec);
}

QuantType ReadQuant(std::string name, JsonReader& json) {
  QuantType quant;
  quant.name = std::move(name);
  ReadModes(json, quant);
  quant.bits = static_cast<int>(json.Int("bits", 8));
  quant.activation = ReadOptionalSpec(json, "activation");
  quant.symmetric_activation = ReadOptionalSpec(json, "symmetric_activation");
  ReadWeights(json.At("weight"), quant);
  JsonReader eps = json.At("eps");
  quant.eps = RatioOf(eps);
  JsonReader granularity = json.At("granularity");
  ReadGranularities(granularity, quant.granularity);
  quant.block_size = json.Int("block_size", 0);
  if (json.Has("needs")) {
    JsonReader needs = json.At("needs");
    quant.needs_arch = ReadArch(needs, "arch");
    quant.needs_text = needs.String("text");
    needs.NoOtherKeys();
  }
  json.NoOtherKeys();
  return quant;
}

}  // namespace

// Fills the fields of AnnotationRules.
class AnnotationRulesParser {
 public:
  AnnotationRules Parse(JsonReader& root) {
    ReadRules(root.At("annotate"));
    ReadQuants(root.At("quant"));
    root.NoOtherKeys();
    return std::move(rules_);
  }

 private:
  void ReadRules(JsonReader json) {
    rules_.backend_ = json.String("backend");
    json.ForEach("operand", [this](JsonReader& item) {
      OperandChoice& choice = rules_.operand_.emplace_back();
      choice.bits = static_cast<int>(item.Int("bits", 0));
      choice.arch = ReadArch(item, "arch");
      JsonReader spec = item.At("spec");
      choice.spec = ReadSpecTemplate(spec);
      item.NoOtherKeys();
    });
    JsonReader scale8 = json.At("scale8");
    rules_.scale8_ = ReadSpecTemplate(scale8);
    JsonReader bias = json.At("bias");
    rules_.bias_ = ReadSpecTemplate(bias);
    json.At("styles").ForEachMember(
        [this](const std::string& name, JsonReader& item) {
          rules_.styles_.emplace(name, ReadStyle(item));
        });
    json.At("ops").ForEachMember(
        [this](const std::string& name, JsonReader& item) {
          rules_.ops_.emplace(name, ReadRule(item));
        });
    ReadBeyond(json.At("beyond"));
    json.NoOtherKeys();
  }

  AnnotationRule ReadRule(JsonReader& json) {
    AnnotationRule rule;
    JsonReader style = json.At("style");
    const auto it = rules_.styles_.find(style.AsString());
    if (it == rules_.styles_.end()) {
      style.Fail("no such style");
    } else {
      rule.style = &it->second;
    }
    if (json.Has("family")) {
      JsonReader family = json.At("family");
      rule.family =
          static_cast<WeightFamily>(WordOf(family, kWeightFamilyNames));
    }
    rule.axis = static_cast<int>(json.Int("axis", 0));
    rule.transposed_arg = static_cast<int>(json.Int("transposed_arg", -1));
    rule.groups_arg = static_cast<int>(json.Int("groups_arg", -1));
    rule.uniform = json.Bool("uniform", false);
    if (json.Has("fixed")) {
      JsonReader fixed = json.At("fixed");
      rule.fixed8 = ReadKnown(fixed, "8");
      rule.fixed16 = ReadKnown(fixed, "16");
      fixed.NoOtherKeys();
    }
    json.NoOtherKeys();
    return rule;
  }

  void ReadBeyond(JsonReader json) {
    rules_.beyond_limit_ = static_cast<double>(json.Int("limit", 0));
    for (const std::string& op : ReadStrings(json, "ops")) {
      const auto it = rules_.ops_.find(op);
      if (it != rules_.ops_.end()) it->second.may_be_beyond = true;
    }
    json.NoOtherKeys();
  }

  void ReadQuants(JsonReader json) {
    json.String("backend");
    JsonReader observers = json.At("observers");
    rules_.ptq_ = ReadObservers(observers.At("ptq"));
    rules_.qat_ = ReadObservers(observers.At("qat"));
    observers.NoOtherKeys();
    json.At("types").ForEachMember(
        [this](const std::string& name, JsonReader& item) {
          rules_.quants_.emplace(name, ReadQuant(name, item));
        });
    JsonReader by_default = json.At("default");
    rules_.default_quant_ = by_default.AsString();
    if (rules_.FindQuant(rules_.default_quant_) == nullptr) {
      by_default.Fail("no such type");
    }
    json.NoOtherKeys();
  }

  AnnotationRules rules_;
};

absl::StatusOr<AnnotationRules> ParseAnnotationRules(absl::string_view text) {
  const nlohmann::json document = nlohmann::json::parse(
      text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded()) {
    return absl::InvalidArgumentError("the rules are not well-formed JSON");
  }
  JsonErrors errors;
  JsonReader root(document, errors);
  AnnotationRules rules = AnnotationRulesParser().Parse(root);
  if (!errors.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the rules are not valid ", errors.status().message()));
  }
  return rules;
}

}  // namespace opfit
