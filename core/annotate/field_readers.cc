#include "core/annotate/field_readers.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace opfit {
namespace {

constexpr absl::string_view kSchemeWords[] = {
    "per_tensor_affine", "per_tensor_symmetric", "per_channel_affine",
    "per_channel_symmetric"};
constexpr QScheme kSchemes[] = {
    QScheme::kPerTensorAffine, QScheme::kPerTensorSymmetric,
    QScheme::kPerChannelAffine, QScheme::kPerChannelSymmetric};

Granularity GranularityOf(JsonReader& json) {
  return static_cast<Granularity>(WordOf(json, kGranularityNames));
}

}  // namespace

size_t WordOf(JsonReader& json, absl::Span<const absl::string_view> words) {
  const std::string word = json.AsString();
  const auto it = std::find(words.begin(), words.end(), word);
  if (it != words.end()) return static_cast<size_t>(it - words.begin());
  json.Fail(absl::StrCat("expected one of `", absl::StrJoin(words, "`, `"),
                         "`, have `", word, "`"));
  return 0;
}

double RatioOf(JsonReader& json) {
  double value = 0;
  if (json.value().is_number()) {
    value = json.value().get<double>();
  } else {
    const std::string text = json.AsString();
    const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
    double below = 1;
    const bool ok = parts.size() <= 2 && absl::SimpleAtod(parts[0], &value) &&
                    (parts.size() < 2 || absl::SimpleAtod(parts[1], &below));
    value = ok ? value / below : 0;
  }
  if (std::isfinite(value) && value > 0) return value;
  json.Fail("expected a number above 0, or a fraction such as `1/65536`");
  return 1;
}

DType TorchDTypeOf(JsonReader& json) {
  const std::string text = json.AsString();
  const DType dtype = DTypeFromTorch(absl::StripPrefix(text, "torch."));
  if (dtype == DType::kUnknown) {
    json.Fail(absl::StrCat("no data type is named `", text, "`"));
  }
  return dtype;
}

QScheme SchemeOf(JsonReader& json) {
  return kSchemes[WordOf(json, kSchemeWords)];
}

SpecTemplate ReadSpecTemplate(JsonReader& json) {
  SpecTemplate spec;
  JsonReader dtype = json.At("dtype");
  spec.dtype = TorchDTypeOf(dtype);
  if (json.Has("quant_min")) spec.quant_min = json.Int("quant_min", 0);
  if (json.Has("quant_max")) spec.quant_max = json.Int("quant_max", 0);
  JsonReader scheme = json.At("qscheme");
  spec.scheme = SchemeOf(scheme);
  json.NoOtherKeys();
  return spec;
}

void ReadGranularities(JsonReader& json, Granularities& granularities) {
  if (json.is_string()) {
    granularities.fill(GranularityOf(json));
    return;
  }
  for (size_t i = 0; i < kWeightFamilyCount; ++i) {
    const std::string family(kWeightFamilyNames[i]);
    if (!json.Has(family.c_str())) continue;
    JsonReader member = json.At(family.c_str());
    granularities[i] = GranularityOf(member);
  }
  json.NoOtherKeys();
}

}  // namespace opfit
