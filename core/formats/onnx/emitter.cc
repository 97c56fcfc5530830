#include "core/formats/onnx/emitter.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/onnx/flat_graph.h"
#include "core/formats/onnx/overlay.h"
#include "core/formats/onnx/qoperator.h"
#include "core/formats/onnx/quantization.h"
#include "core/formats/onnx/types.h"
#include "core/formats/qdq.h"
#include "core/formats/quant_table.h"
#include "core/graph/builder.h"

namespace opfit {
namespace {

constexpr auto kNone = OnnxFlatGraph::kNone;
constexpr size_t kSmall = 64;        // elements of a constant input
constexpr size_t kMaxInts = 65'536;  // of an attribute

// Names of constant inputs as attributes. Operators that take more have none
// that a condition asks for.
constexpr absl::string_view kInputNames[] = {
    "in[0]", "in[1]", "in[2]", "in[3]", "in[4]", "in[5]", "in[6]", "in[7]"};

// A dequantize node and the quantize node behind it.
constexpr absl::string_view kConvert = "DequantizeLinear+QuantizeLinear";

}  // namespace

void OnnxEmitter::Emit() {
  for (Id id = 0; id < flat_.tensors().size(); ++id) AddTensor(id);
  for (uint32_t id = 0; id < flat_.nodes().size(); ++id) AddNode(id);
}

void OnnxEmitter::AddTensor(Id id) {
  const OnnxFlatTensor& tensor = flat_.tensors()[id];
  const bool is_part = folding_.is_used(id) && folding_.stand_in(id) == id;
  // What nothing declares dangles, which the builder reports.
  if (!is_part || !tensor.is_declared) return;
  const absl::Span<const int64_t> dims = flat_.model().dims(tensor.dims);
  TensorDraft draft;
  draft.name = tensor.name;
  draft.offset = tensor.offset;
  draft.broken = tensor.is_broken;
  if (tensor.is_input) draft.kind = NodeKind::kInput;
  if (folding_.is_constant(id)) draft.kind = NodeKind::kConst;
  draft.has_shape = tensor.has_shape;
  draft.dims = dims;
  SetSpec(id, draft);
  builder_.AddTensor(draft);
}

void OnnxEmitter::SetSpec(Id id, TensorDraft& draft) {
  draft.dtype = PlainTypeOf(flat_.tensors()[id].type);
  if (overlay_ == nullptr) {
    const QuantTable::Id params = folding_.params(id);
    if (params == QuantTable::kNone) return;
    draft.dtype = table_.at(params).dtype;
    draft.spec = table_.SpecOf(params, builder_);
    return;
  }
  switch (overlay_->say(id)) {
    case OnnxOverlay::Say::kNothing:
      return;
    case OnnxOverlay::Say::kFloat:
      draft.spec = kFloatSpec;
      return;
    case OnnxOverlay::Say::kParams:
      if (!IsFloat(draft.dtype)) draft.dtype = DType::kFloat32;
      draft.spec = table_.SpecOf(overlay_->params(id), builder_);
  }
}

bool OnnxEmitter::IsSpokenOf(uint32_t id) const {
  const OnnxFlatNode& node = flat_.nodes()[id];
  const auto is_spoken_of = [this](Id tensor) {
    return tensor != kNone &&
           overlay_->say(tensor) != OnnxOverlay::Say::kNothing;
  };
  for (const Id input : flat_.inputs(node)) {
    if (is_spoken_of(folding_.input(id, input))) return true;
  }
  for (const Id output : flat_.outputs(node)) {
    if (output == kNone) continue;
    if (is_spoken_of(folding_.stand_in(output))) return true;
  }
  return false;
}

void OnnxEmitter::AddNode(uint32_t id) {
  const QdqFolding::Fate fate = folding_.fate(id);
  if (fate == QdqFolding::Fate::kGone) return;
  const OnnxFlatNode& flat = flat_.nodes()[id];
  const OnnxNode& node = *flat.node;
  draft_.Clear();
  draft_.name = flat.name;
  draft_.offset = node.offset;
  draft_.position = id;
  draft_.op = node.domain.empty()
                  ? node.op
                  : builder_.Keep(absl::StrCat(node.domain, ":", node.op));
  if (fate == QdqFolding::Fate::kConverts) draft_.op = kConvert;
  if (overlay_ != nullptr && IsSpokenOf(id)) {
    draft_.has_annotation = draft_.annotated = true;
    draft_.output_spec_is_list = true;
  }
  AddArguments(id);
  const bool has_attributes = !IsQuantize(node) && !IsDequantize(node);
  if (has_attributes) AddAttributes(flat);
  for (const Id output : flat_.outputs(flat)) {
    if (output == kNone) continue;
    DraftTensor tensor;
    tensor.name = flat_.tensors()[folding_.stand_in(output)].name;
    draft_.outputs.push_back(tensor);
  }
  builder_.AddNode(draft_);
}

void OnnxEmitter::AddArgument(uint32_t node, Id tensor) {
  DraftArg arg;
  const Id taken = folding_.input(node, tensor);
  if (taken != kNone) {
    arg.kind = Arg::Kind::kTensor;
    arg.text = flat_.tensors()[taken].name;
  }
  draft_.args.push_back(arg);
}

void OnnxEmitter::AddArguments(uint32_t id) {
  const OnnxFlatNode& node = flat_.nodes()[id];
  const QOperatorForm* form = FindQOperator(*node.node);
  if (form != nullptr) {
    for (const int position : {form->first, form->second, form->bias}) {
      if (position < 0) continue;
      AddArgument(id, flat_.input(node, static_cast<size_t>(position)));
    }
    return;
  }
  const bool is_quantizer = IsQuantize(*node.node) || IsDequantize(*node.node);
  for (const Id input : flat_.inputs(node)) {
    AddArgument(id, input);
    if (is_quantizer) return;
  }
}

void OnnxEmitter::AddAttributes(const OnnxFlatNode& node) {
  for (const OnnxAttribute& attribute : flat_.model().attributes(*node.node)) {
    AddAttribute(attribute);
  }
  const size_t count =
      std::min<size_t>(node.inputs.count, std::size(kInputNames));
  for (size_t i = 1; i < count; ++i) {
    const Id input = flat_.input(node, i);
    const bool is_constant =
        input != kNone && flat_.tensors()[input].is_constant;
    if (is_constant) AddConstant(input, i);
  }
  // Before operator set 13 these flattened what lies behind axis 1.
  const bool is_softmax =
      node.node->op == "Softmax" || node.node->op == "LogSoftmax";
  const bool had_axis_1 = flat_.model().opset > 0 && flat_.model().opset < 13;
  if (!is_softmax || !had_axis_1 || !node.node->domain.empty()) return;
  if (flat_.model().Find(*node.node, "axis") != nullptr) return;
  DraftArg axis;
  axis.kind = Arg::Kind::kInt;
  axis.integer = 1;
  draft_.attributes.push_back({"axis", axis});
}

void OnnxEmitter::AddInts(absl::string_view name,
                          absl::Span<const int64_t> ints) {
  DraftArg arg;
  arg.kind = Arg::Kind::kInts;
  arg.first = static_cast<uint32_t>(draft_.ints.size());
  arg.count = static_cast<uint32_t>(ints.size());
  draft_.ints.insert(draft_.ints.end(), ints.begin(), ints.end());
  draft_.attributes.push_back({name, arg});
}

void OnnxEmitter::AddAttribute(const OnnxAttribute& attribute) {
  DraftArg arg;
  switch (attribute.type) {
    case kOnnxAttributeFloat:
      arg.kind = Arg::Kind::kDouble;
      arg.real = static_cast<double>(attribute.f);
      break;
    case kOnnxAttributeInt:
      arg.kind = Arg::Kind::kInt;
      arg.integer = attribute.i;
      break;
    case kOnnxAttributeString:
      arg.kind = Arg::Kind::kString;
      arg.text = attribute.s;
      break;
    case kOnnxAttributeInts:
      return AddInts(attribute.name, OnnxModel::IntsOf(attribute, kMaxInts));
    default:
      arg.kind = Arg::Kind::kOther;
  }
  draft_.attributes.push_back({attribute.name, arg});
}

void OnnxEmitter::AddConstant(Id id, size_t position) {
  const OnnxFlatTensor& tensor = flat_.tensors()[id];
  const OnnxValues values = quantization_.ValuesOf(id, kSmall);
  if (!values.is_read()) return;
  const absl::string_view name = kInputNames[position];
  const bool is_scalar = tensor.has_shape && tensor.dims.count == 0;
  if (!is_scalar && !values.ints.empty()) return AddInts(name, values.ints);
  DraftArg arg;
  if (values.reals.size() == 1) {
    arg.kind = Arg::Kind::kDouble;
    arg.real = values.reals[0];
  } else if (values.ints.size() == 1) {
    arg.kind = Arg::Kind::kInt;
    arg.integer = values.ints[0];
  } else {
    return;
  }
  draft_.attributes.push_back({name, arg});
}

}  // namespace opfit
