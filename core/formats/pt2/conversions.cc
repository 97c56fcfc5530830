#include "core/formats/pt2/conversions.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "core/formats/document_reader.h"
#include "core/formats/pt2/declarations.h"
#include "core/formats/pt2/stored_tensor.h"
#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

// Behind "quantize_" and "dequantize_". Per-token scales belong to no axis of a
// tensor that has a type of its own, so those operators stay what they are.
constexpr absl::string_view kDecomposed[] = {"per_tensor", "per_channel",
                                             "per_channel_group"};
constexpr absl::string_view kAffine[] = {"affine"};

bool IsOneOf(absl::string_view word, absl::Span<const absl::string_view> of) {
  return std::find(of.begin(), of.end(), word) != of.end();
}

bool IsDequantize(absl::string_view target) {
  return absl::StrContains(target, ".dequantize_");
}

bool AllZero(const std::vector<int64_t>& values) {
  return std::all_of(values.begin(), values.end(),
                     [](int64_t value) { return value == 0; });
}

}  // namespace

bool Conversions::IsConversion(absl::string_view target) {
  const bool is_affine = absl::ConsumePrefix(&target, "torchao.");
  if (!is_affine && !absl::ConsumePrefix(&target, "quantized_decomposed.")) {
    return false;
  }
  absl::ConsumePrefix(&target, "de");
  if (!absl::ConsumePrefix(&target, "quantize_")) return false;
  target = target.substr(0, target.find('.'));  // without the overload
  return is_affine ? IsOneOf(target, kAffine) : IsOneOf(target, kDecomposed);
}

bool Conversions::Add(absl::string_view target,
                      const std::vector<Argument>& arguments,
                      const NodeDraft& draft, absl::string_view output) {
  Conversion conversion;
  conversion.output = output;
  conversion.spec.kind = QuantSpec::Kind::kQuant;
  // Of torchao's, the type of what is stored; the other is that of the result.
  const absl::string_view other =
      IsDequantize(target) ? "output_dtype" : "input_dtype";
  for (const Argument& argument : arguments) {
    if (argument.name != other) Read(argument, draft, conversion);
  }
  if (conversion.input.empty() || output.empty() || Has(output)) return false;
  conversion.root = Root(conversion.input);
  for (const DraftArg* parameter :
       {&conversion.scale, &conversion.zero_point}) {
    if (parameter->kind == Arg::Kind::kTensor) {
      parameters_.insert(parameter->text);
    }
  }
  by_output_.emplace(output, conversions_.size());
  by_input_.try_emplace(conversion.input, conversions_.size());
  conversions_.push_back(std::move(conversion));
  return true;
}

void Conversions::Read(const Argument& argument, const NodeDraft& draft,
                       Conversion& conversion) {
  const absl::string_view name = argument.name;
  const DraftArg& value = argument.value;
  const bool is_int = value.kind == Arg::Kind::kInt;
  QuantSpec& spec = conversion.spec;
  if (name == "input") {
    conversion.input = value.text;
  } else if (name == "scale" || name == "scales") {
    conversion.scale = value;
  } else if (name == "zero_point" || name == "zero_points") {
    conversion.zero_point = value;
  } else if (name == "quant_min" && is_int) {
    spec.has_min = true;
    spec.quant_min = value.integer;
  } else if (name == "quant_max" && is_int) {
    spec.has_max = true;
    spec.quant_max = value.integer;
  } else if (absl::EndsWith(name, "dtype") && name != "out_dtype") {
    if (value.kind == Arg::Kind::kString) {
      spec.dtype = DTypeFromTorch(value.text);
    }
  } else if (name == "axis" && is_int) {
    const bool is_rank =
        value.integer >= -kMaxRank && value.integer <= kMaxRank;
    if (is_rank) spec.axis = static_cast<int32_t>(value.integer);
  } else if (name == "group_size" && is_int) {
    conversion.group = value.integer;
  } else if (name == "block_size" && value.kind == Arg::Kind::kInts) {
    const auto sizes =
        absl::MakeConstSpan(draft.ints).subspan(value.first, value.count);
    conversion.block.assign(sizes.begin(), sizes.end());
  }
}

// Sets the axis, and leaves a block size only where it is neither the whole
// tensor nor one slice of it.
void Conversions::SetLayout(const Declarations& declarations,
                            Conversion& conversion) {
  const Declarations::Tensor* tensor =
      declarations.FindTensor(conversion.output);
  if (tensor == nullptr) tensor = declarations.FindTensor(conversion.input);
  absl::Span<const int64_t> dims;
  if (tensor != nullptr) dims = declarations.dims(*tensor);
  std::vector<int64_t>& block = conversion.block;
  if (conversion.group > 0 && !dims.empty()) {
    block.assign(dims.size(), 1);
    block.back() = conversion.group;
  }
  // Of a shape that is not known, every block is a part.
  size_t split = 0, first_split = 0, first_of_one = block.size();
  for (size_t i = block.size(); i-- > 0;) {
    if (i < dims.size() && block[i] == dims[i]) continue;
    ++split;
    first_split = i;
    if (block[i] == 1) first_of_one = i;
  }
  if (split == 0) return block.clear();
  const bool has_axis = first_of_one < block.size();
  conversion.spec.axis =
      static_cast<int32_t>(has_axis ? first_of_one : first_split);
  if (split == 1 && has_axis) block.clear();
}

void Conversions::AddSpecs(GraphBuilder& builder,
                           const Declarations& declarations,
                           const FindStored& find_stored, size_t max_channels) {
  Values values;
  for (Conversion& conversion : conversions_) {
    SetLayout(declarations, conversion);
    FindValues(conversion, declarations, find_stored, max_channels, values);
    // A scale that no input holds is computed while the network runs.
    conversion.spec.is_dynamic =
        conversion.scale.kind == Arg::Kind::kTensor &&
        declarations.FindHeld(conversion.scale.text) == nullptr;
    conversion.spec.qscheme = SchemeOf(conversion, values);
    conversion.id = builder.AddSpec(conversion.spec, values.scales,
                                    values.zero_points, conversion.block, {});
  }
}

void Conversions::FindValues(const Conversion& conversion,
                             const Declarations& declarations,
                             const FindStored& find_stored, size_t max_channels,
                             Values& values) const {
  values = Values();
  // The values of a held tensor, if it is a list: blocks have a table of
  // scales, for which a spec has no place.
  const auto find = [&](const DraftArg& arg, auto& out) {
    const Declarations::Held* held = declarations.FindHeld(arg.text);
    const Declarations::Tensor* tensor = declarations.FindTensor(arg.text);
    if (held == nullptr || tensor == nullptr || tensor->rank > 1) return false;
    const uint64_t count =
        tensor->rank == 0
            ? 1
            : static_cast<uint64_t>(declarations.dims(*tensor).front());
    StoredTensor stored;
    return count <= max_channels && find_stored(held->fqn, stored) &&
           ElementsOf(stored, count, out);
  };
  const DraftArg& scale = conversion.scale;
  if (scale.kind == Arg::Kind::kTensor) {
    find(scale, values.scales);
  } else if (scale.kind == Arg::Kind::kDouble) {
    values.scales.push_back(scale.real);
  } else if (scale.kind == Arg::Kind::kInt) {
    values.scales.push_back(static_cast<double>(scale.integer));
  }
  const DraftArg& zero_point = conversion.zero_point;
  if (zero_point.kind == Arg::Kind::kTensor) {
    find(zero_point, values.zero_points);
  } else if (zero_point.kind == Arg::Kind::kInt) {
    values.zero_points.push_back(zero_point.integer);
  } else if (!values.scales.empty() && zero_point.kind == Arg::Kind::kNone) {
    values.zero_points.push_back(0);  // what is left out is zero
  }
}

// From the zero points, or from a range that is symmetric itself. Where neither
// says anything, nothing is said.
QScheme Conversions::SchemeOf(const Conversion& conversion,
                              const Values& values) {
  const QuantSpec& spec = conversion.spec;
  const bool per_channel = spec.axis != QuantSpec::kNoAxis;
  bool is_symmetric = AllZero(values.zero_points);
  if (values.zero_points.empty()) {
    // Accumulators, 32 bits wide, have no zero point in any recipe.
    const bool is_wide =
        spec.dtype == DType::kInt32 && spec.quant_min == INT32_MIN;
    is_symmetric = spec.has_min && spec.has_max && spec.quant_max > 0 &&
                   (spec.quant_min == -spec.quant_max || is_wide);
    if (!is_symmetric) return QScheme::kUnspecified;
  }
  if (is_symmetric) {
    return per_channel ? QScheme::kPerChannelSymmetric
                       : QScheme::kPerTensorSymmetric;
  }
  return per_channel ? QScheme::kPerChannelAffine : QScheme::kPerTensorAffine;
}

absl::string_view Conversions::Root(absl::string_view name) const {
  const auto it = by_output_.find(name);
  return it == by_output_.end() ? name : conversions_[it->second].root;
}

SpecId Conversions::SpecOf(absl::string_view name) const {
  const auto it = by_output_.find(name);
  return it == by_output_.end() ? kNoSpec : conversions_[it->second].id;
}

absl::string_view Conversions::ResultOf(absl::string_view name) const {
  const auto it = by_input_.find(name);
  return it == by_input_.end() ? absl::string_view()
                               : conversions_[it->second].output;
}

SpecId Conversions::OutputSpecOf(absl::string_view name) const {
  const auto it = by_input_.find(name);
  return it == by_input_.end() ? kNoSpec : conversions_[it->second].id;
}

}  // namespace opfit
