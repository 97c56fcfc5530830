#include "core/formats/onnx/quantization.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/onnx/flat_graph.h"
#include "core/formats/onnx/types.h"
#include "core/formats/onnx/values.h"
#include "core/formats/quant_table.h"
#include "core/graph/builder.h"

namespace opfit {
namespace {

constexpr auto kNone = OnnxFlatGraph::kNone;

bool IsQuantizer(const OnnxNode& node, absl::string_view op) {
  return node.op == op &&
         (node.domain.empty() || node.domain == "com.microsoft");
}

// How many elements a shape has where one is known; 0 where it is not.
int64_t CountOf(const OnnxFlatGraph& flat, const OnnxFlatTensor& tensor) {
  if (!tensor.has_shape) return 0;
  int64_t count = 1;
  for (const int64_t size : flat.model().dims(tensor.dims)) {
    if (size < 0 || size > (int64_t{1} << 40)) return 0;
    count *= size;
    if (count > (int64_t{1} << 40)) return 0;
  }
  return count;
}

}  // namespace

bool IsQuantize(const OnnxNode& node) {
  return IsQuantizer(node, "QuantizeLinear");
}

bool IsDequantize(const OnnxNode& node) {
  return IsQuantizer(node, "DequantizeLinear");
}

OnnxQuantization::OnnxQuantization(const OnnxFlatGraph& flat,
                                   const Limits& limits, GraphBuilder& builder,
                                   QuantTable& table)
    : flat_(flat), limits_(limits), builder_(builder), table_(table) {
  dequantized_by_.assign(flat.tensors().size(), kNone);
  for (uint32_t i = 0; i < flat.nodes().size(); ++i) {
    const OnnxFlatNode& node = flat.nodes()[i];
    if (!IsDequantize(*node.node)) continue;
    for (const Id output : flat.outputs(node)) {
      if (output != kNone) dequantized_by_[output] = i;
    }
  }
}

OnnxValues OnnxQuantization::ValuesOf(Id id, size_t most) const {
  OnnxValues values;
  if (id == kNone) return values;
  const OnnxFlatTensor& tensor = flat_.tensors()[id];
  if (tensor.values != nullptr) {
    return ReadOnnxValues(flat_.model(), *tensor.values, most);
  }
  const OnnxAttribute* attribute = tensor.value_attribute;
  if (attribute == nullptr) return values;
  switch (attribute->type) {
    case kOnnxAttributeFloat:
      values.reals = {attribute->f};
      break;
    case kOnnxAttributeInt:
      values.ints = {attribute->i};
      break;
    case kOnnxAttributeInts:
      values.ints = OnnxModel::IntsOf(*attribute, most + 1);
      break;
    default:
      return values;
  }
  values.state = values.ints.size() > most ? OnnxValues::State::kTooMany
                                           : OnnxValues::State::kRead;
  return values;
}

void OnnxQuantization::Complain(Id id, const OnnxValues& values,
                                absl::string_view what) {
  const OnnxFlatTensor& tensor = flat_.tensors()[id];
  Finding finding;
  if (values.state == OnnxValues::State::kTooMany) {
    finding = MakeFinding(
        Code::kLimitExceeded,
        {absl::StrCat(limits_.channels, " ", what, "s of one tensor")});
    finding.found = "more";
  } else if (values.state == OnnxValues::State::kMalformed &&
             !tensor.is_broken) {
    finding = MakeFinding(
        Code::kSchemaViolation,
        {absl::StrCat("the ", what, " `", tensor.name,
                      "` must have as many values as its shape asks for")});
    finding.found = "more or fewer";
  } else {
    return;
  }
  finding.place.anchor_offset = tensor.offset;
  builder_.Report(std::move(finding));
}

QuantTable::Id OnnxQuantization::ParamsOf(const OnnxFlatNode& node) {
  const OnnxModel& model = flat_.model();
  Request request;
  request.offset = node.node->offset;
  request.scale = flat_.input(node, 1);
  request.zero_point = flat_.input(node, 2);
  request.axis = model.IntOf(*node.node, "axis", 1);
  request.block_size = model.IntOf(*node.node, "block_size", 0);
  if (request.zero_point != kNone) {
    request.type = flat_.tensors()[request.zero_point].type;
  }
  if (request.type == kOnnxUndefined) {
    // What is stored: the result of one, the operand of the other.
    const Id stored =
        IsQuantize(*node.node) ? flat_.outputs(node)[0] : flat_.input(node, 0);
    request.type = flat_.tensors()[stored].type;
  }
  return Resolve(request);
}

QuantTable::Id OnnxQuantization::ParamsOf(Id tensor, Id scale, Id zero_point) {
  Request request;
  request.offset = flat_.tensors()[tensor].offset;
  request.scale = scale;
  request.zero_point = zero_point;
  request.axis = 0;
  request.type = zero_point == kNone ? flat_.tensors()[tensor].type
                                     : flat_.tensors()[zero_point].type;
  return Resolve(request);
}

QuantTable::Id OnnxQuantization::BiasOf(QuantTable::Id activation,
                                        QuantTable::Id weight) {
  const QuantParams& in = table_.at(activation);
  const QuantParams& by = table_.at(weight);
  QuantParams bias;
  bias.dtype = DType::kSFixed32;
  bias.bits = 32;
  if (by.scales.size() > 1) bias.axis = 0;
  if (in.scales.size() == 1) {
    for (const double scale : by.scales) {
      bias.scales.push_back(in.scales[0] * scale);
    }
  }
  bias.zero_points.assign(bias.scales.size(), 0);
  if (bias.scales.empty()) {
    bias.identity = (uint64_t{activation} << 32 | weight) + 1;
  }
  return table_.Add(std::move(bias));
}

void OnnxQuantization::SetBlocks(const Request& request, QuantParams& params) {
  const OnnxFlatTensor& scale = flat_.tensors()[request.scale];
  const size_t rank = scale.dims.count;
  const int64_t axis = request.axis < 0
                           ? request.axis + static_cast<int64_t>(rank)
                           : request.axis;
  params.block_size.assign(rank, 1);
  if (axis >= 0 && axis < static_cast<int64_t>(rank)) {
    params.block_size[static_cast<size_t>(axis)] = request.block_size;
  }
}

bool OnnxQuantization::TakeExpansion(const Request& request,
                                     QuantParams& params) {
  const uint32_t by = dequantized_by_[request.scale];
  if (by == kNone || request.block_size <= 0) return false;
  const OnnxFlatNode& node = flat_.nodes()[by];
  const Id integers = flat_.input(node, 0);
  const Id scale = flat_.input(node, 1);
  if (integers == kNone || scale == kNone) return false;
  const OnnxFlatTensor& blocks = flat_.tensors()[integers];
  if (!blocks.is_constant || !blocks.has_shape) return false;
  params.is_expansion = true;
  int64_t axis = flat_.model().IntOf(*node.node, "axis", 1);
  const auto rank = static_cast<int64_t>(blocks.dims.count);
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank) return true;
  params.axis = static_cast<int32_t>(axis);
  params.block_size.assign(static_cast<size_t>(rank), 1);
  const int64_t block_axis =
      request.axis < 0 ? request.axis + rank : request.axis;
  if (block_axis >= 0 && block_axis < rank) {
    params.block_size[static_cast<size_t>(block_axis)] = request.block_size;
  }
  // One scale a channel: how the blocks divide it does not matter to a check.
  params.scales = ValuesOf(scale, limits_.channels).reals;
  return true;
}

void OnnxQuantization::TakeScale(const Request& request, QuantParams& params) {
  if (TakeExpansion(request, params)) return;
  const OnnxFlatTensor& scale = flat_.tensors()[request.scale];
  const bool is_blocked = request.block_size > 0;
  const bool is_per_axis =
      !is_blocked && scale.dims.count == 1 && CountOf(flat_, scale) != 1;
  if (is_blocked) SetBlocks(request, params);
  if (is_per_axis && scale.has_shape) {
    params.axis = static_cast<int32_t>(
        std::max<int64_t>(-128, std::min<int64_t>(request.axis, 127)));
  }
  if (!scale.is_constant) {
    params.is_dynamic = true;
    params.identity = uint64_t{request.scale} + 1;
    return;
  }
  OnnxValues values = ValuesOf(request.scale, limits_.channels);
  if (!values.is_read() || values.reals.empty()) {
    Complain(request.scale, values, "scale");
    params.identity = uint64_t{request.scale} + 1;
    return;
  }
  params.scales = std::move(values.reals);
}

void OnnxQuantization::TakeZeroPoint(const Request& request,
                                     QuantParams& params) {
  if (params.scales.empty()) return;
  if (request.zero_point == kNone) {
    params.zero_points.assign(params.scales.size(), 0);
    return;
  }
  OnnxValues values = ValuesOf(request.zero_point, limits_.channels);
  if (values.is_read() && !values.ints.empty()) {
    params.zero_points = std::move(values.ints);
    // Of blocks, only the scales of channels are kept.
    if (params.is_expansion) {
      const bool all_zero =
          std::all_of(params.zero_points.begin(), params.zero_points.end(),
                      [](int64_t z) { return z == 0; });
      if (all_zero) params.zero_points.assign(params.scales.size(), 0);
    }
    return;
  }
  Complain(request.zero_point, values, "zero point");
  params.identity = (uint64_t{request.zero_point} + 1) << 32;
}

QuantTable::Id OnnxQuantization::Resolve(const Request& request) {
  QuantParams params;
  const OnnxStorage storage = StorageOf(request.type);
  params.dtype = storage.dtype;
  params.bits = storage.bits;
  TakeScale(request, params);
  TakeZeroPoint(request, params);
  return table_.Add(std::move(params));
}

}  // namespace opfit
