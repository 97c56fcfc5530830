#include "core/rules/spec_facts.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

constexpr uint64_t kRange2Bit = 3;
constexpr uint64_t kRange4Bit = 15;
constexpr uint64_t kRange8Bit = 255;
constexpr uint64_t kRange16Bit = 65535;

bool HasBounds(const QuantSpec& spec) { return spec.has_min && spec.has_max; }

// quant_max - quant_min, which need not fit an int64_t.
uint64_t RangeOf(const QuantSpec& spec) {
  return static_cast<uint64_t>(spec.quant_max) -
         static_cast<uint64_t>(spec.quant_min);
}

bool RangeFits(const QuantSpec& spec) {
  if (HasBounds(spec) && spec.quant_min >= spec.quant_max) return false;
  const int bits = BitsOf(spec.dtype);
  if (bits == 0 || bits >= 64) return true;
  const bool is_signed = IsSigned(spec.dtype);
  const int64_t count = int64_t{1} << bits;
  const int64_t low = is_signed ? -(count / 2) : 0;
  const int64_t high = is_signed ? count / 2 - 1 : count - 1;
  return !(spec.has_min && (spec.quant_min < low || spec.quant_min > high)) &&
         !(spec.has_max && (spec.quant_max < low || spec.quant_max > high));
}

// The bounds decide where both are given and the declared type holds them:
// torch declares 16-bit activations as int32 with bounds 0..65535. Otherwise
// the declared type does.
DType StorageOf(const QuantSpec& spec) {
  if (IsFixedPoint(spec.dtype) && BitsOf(spec.dtype) > 4) return spec.dtype;
  if (HasBounds(spec) && RangeFits(spec)) {
    const bool is_signed = spec.quant_min < 0;
    if (RangeOf(spec) <= kRange8Bit) return FixedPoint(8, is_signed);
    if (RangeOf(spec) <= kRange16Bit) return FixedPoint(16, is_signed);
  }
  // 4-bit values are kept in 8 bits.
  return FixedPoint(std::max(8, BitsOf(spec.dtype)), IsSigned(spec.dtype));
}

int BitsWithin(const QuantSpec& spec, DType storage) {
  if (spec.bits != 0) return spec.bits;
  if (BitsOf(spec.dtype) == 4) return 4;
  // Only signed containers take the path below 8 bits.
  const bool may_be_narrow = storage == DType::kSFixed8 && HasBounds(spec);
  if (may_be_narrow && RangeOf(spec) <= kRange2Bit) return 2;
  if (may_be_narrow && RangeOf(spec) <= kRange4Bit) return 4;
  return BitsOf(storage);
}

bool IsPerChannel(const QuantSpec& spec) {
  switch (spec.qscheme) {
    case QScheme::kPerChannelAffine:
    case QScheme::kPerChannelSymmetric:
      return true;
    case QScheme::kPerTensorAffine:
    case QScheme::kPerTensorSymmetric:
    case QScheme::kOther:
      return false;
    case QScheme::kUnspecified:
      return spec.axis != QuantSpec::kNoAxis && spec.scale_count != 1;
  }
  return false;
}

Encoding EncodingOf(const QuantSpec& spec, const SpecFacts& facts) {
  if (spec.encoding != Encoding::kNone) return spec.encoding;
  if (spec.qscheme == QScheme::kOther) return Encoding::kUnclassified;
  const bool narrow = facts.bits < BitsOf(facts.dtype);
  if (!IsPerChannel(spec)) {
    return narrow ? Encoding::kBwScaleOffset : Encoding::kScaleOffset;
  }
  if (spec.block_size_count > 0) return Encoding::kBlockwiseExpansion;
  return narrow ? Encoding::kBwAxisScaleOffset : Encoding::kAxisScaleOffset;
}

void SetRange(const QuantSpec& spec, SpecFacts& facts) {
  const bool is_signed = IsSigned(facts.dtype);
  const int bits = facts.bits == 0 ? BitsOf(facts.dtype) : facts.bits;
  const int64_t count = int64_t{1} << std::min(bits, 62);
  facts.quant_min = is_signed ? -(count / 2) : 0;
  facts.quant_max = is_signed ? count / 2 - 1 : count - 1;
  if (spec.has_min) facts.quant_min = spec.quant_min;
  if (spec.has_max) facts.quant_max = spec.quant_max;
}

Tri SymmetryOf(const Graph& graph, const QuantSpec& spec,
               const SpecFacts& facts) {
  const absl::Span<const int64_t> zero_points = graph.zero_points(spec);
  if (facts.has_values && facts.bits > 0) {
    // In a wider container a narrow unsigned grid may sit at its own middle.
    const int64_t middle = SymmetricZeroPoint(facts);
    const bool at_middle =
        std::all_of(zero_points.begin(), zero_points.end(),
                    [middle](int64_t z) { return z == middle; });
    return at_middle ? Tri::kYes : Tri::kNo;
  }
  switch (spec.qscheme) {
    case QScheme::kPerTensorSymmetric:
    case QScheme::kPerChannelSymmetric:
      return Tri::kYes;
    case QScheme::kPerTensorAffine:
    case QScheme::kPerChannelAffine:
      return Tri::kNo;
    case QScheme::kUnspecified:
    case QScheme::kOther:
      return Tri::kUnknown;
  }
  return Tri::kUnknown;
}

void CheckValues(const Graph& graph, const QuantSpec& spec, SpecFacts& facts) {
  const absl::Span<const double> scales = graph.scales(spec);
  // A bias under per-channel weights may be left at zero; whether it may is the
  // catalog's to say, so zero everywhere is no bad scale by itself.
  const bool all_zero = std::all_of(scales.begin(), scales.end(),
                                    [](double s) { return s == 0; });
  const bool is_bias_like = facts.dtype == DType::kSFixed32;
  facts.bad_scale = !(all_zero && is_bias_like) &&
                    std::any_of(scales.begin(), scales.end(), [](double s) {
                      return !(s > 0) || !std::isfinite(s);
                    });
  const absl::Span<const int64_t> zero_points = graph.zero_points(spec);
  facts.bad_zero_point =
      std::any_of(zero_points.begin(), zero_points.end(), [&facts](int64_t z) {
        return z < facts.quant_min || z > facts.quant_max;
      });
}

}  // namespace

int64_t SymmetricZeroPoint(const SpecFacts& facts) {
  const bool about_zero = IsSigned(facts.dtype) || facts.bits == 0;
  return about_zero ? 0 : int64_t{1} << (facts.bits - 1);
}

SpecFacts FactsOf(const Graph& graph, const QuantSpec& spec) {
  SpecFacts facts;
  switch (spec.kind) {
    case QuantSpec::Kind::kNone:
    case QuantSpec::Kind::kFloat:
    case QuantSpec::Kind::kShared:
      return facts;
    case QuantSpec::Kind::kQuant:
    case QuantSpec::Kind::kFixed:
    case QuantSpec::Kind::kDerived:
      break;
  }
  if (IsFloat(spec.dtype)) {  // torch allows it; the backend has no such thing
    facts.dtype = spec.dtype;
    facts.encoding = Encoding::kUnclassified;
    return facts;
  }
  facts.dtype = StorageOf(spec);
  facts.bits = static_cast<uint8_t>(BitsWithin(spec, facts.dtype));
  facts.encoding = EncodingOf(spec, facts);
  facts.has_values = spec.scale_count > 0 && spec.zero_point_count > 0;
  SetRange(spec, facts);
  facts.symmetric = SymmetryOf(graph, spec, facts);
  facts.bad_range = !RangeFits(spec);
  if (!facts.bad_range) CheckValues(graph, spec, facts);
  facts.two_bit_per_tensor =
      facts.bits == 2 && facts.encoding == Encoding::kBwScaleOffset;
  return facts;
}

std::vector<SpecFacts> FactsOfAll(const Graph& graph) {
  std::vector<SpecFacts> facts;
  facts.reserve(graph.specs().size());
  for (const QuantSpec& spec : graph.specs()) {
    facts.push_back(FactsOf(graph, spec));
  }
  return facts;
}

}  // namespace opfit
