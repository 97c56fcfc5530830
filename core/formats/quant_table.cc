#include "core/formats/quant_table.h"

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

template <typename T>
void AppendBytes(const T* values, size_t count, std::string& key) {
  if (count == 0) return;
  key.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

// Equal bytes exactly where the parameters are equal.
std::string KeyOf(const QuantParams& params) {
  const int64_t header[] = {static_cast<int64_t>(params.dtype),
                            params.bits,
                            params.axis,
                            params.is_expansion,
                            params.is_dynamic,
                            static_cast<int64_t>(params.identity),
                            static_cast<int64_t>(params.block_size.size()),
                            static_cast<int64_t>(params.scales.size())};
  std::string key;
  AppendBytes(header, std::size(header), key);
  AppendBytes(params.block_size.data(), params.block_size.size(), key);
  AppendBytes(params.scales.data(), params.scales.size(), key);
  AppendBytes(params.zero_points.data(), params.zero_points.size(), key);
  return key;
}

QScheme SchemeOf(const QuantParams& params) {
  // Whether they are symmetric is for the values to say.
  if (params.scales.empty()) return QScheme::kUnspecified;
  return params.axis == QuantSpec::kNoAxis ? QScheme::kPerTensorAffine
                                           : QScheme::kPerChannelAffine;
}

Encoding EncodingOf(const QuantParams& params) {
  if (params.dtype == DType::kUnknown) return Encoding::kUnclassified;
  if (params.is_expansion) return Encoding::kBlockwiseExpansion;
  return params.block_size.empty() ? Encoding::kNone : Encoding::kBlock;
}

}  // namespace

QuantTable::Id QuantTable::Add(QuantParams params) {
  const Id next = static_cast<Id>(params_.size());
  const auto [it, is_new] = ids_.try_emplace(KeyOf(params), next);
  if (!is_new) return it->second;
  params_.push_back(std::move(params));
  specs_.push_back(kNoId);
  return next;
}

SpecId QuantTable::SpecOf(Id id, GraphBuilder& builder) {
  if (specs_[id] != kNoId) return specs_[id];
  const QuantParams& params = params_[id];
  QuantSpec spec;
  spec.kind = QuantSpec::Kind::kQuant;
  spec.dtype = params.dtype;
  if (params.bits < BitsOf(params.dtype)) spec.bits = params.bits;
  spec.axis = params.axis;
  spec.qscheme = SchemeOf(params);
  spec.encoding = EncodingOf(params);
  spec.is_dynamic = params.is_dynamic;
  specs_[id] = builder.AddSpec(spec, params.scales, params.zero_points,
                               params.block_size, {});
  return specs_[id];
}

}  // namespace opfit
