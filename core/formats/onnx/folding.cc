#include "core/formats/onnx/folding.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/onnx/flat_graph.h"
#include "core/formats/onnx/qoperator.h"
#include "core/formats/onnx/quantization.h"
#include "core/formats/onnx/types.h"
#include "core/formats/qdq.h"

namespace opfit {
namespace {

using Kind = QdqFolder::Kind;
constexpr auto kNone = OnnxFlatGraph::kNone;

// Operators that the backend runs with the activation behind them as one.
constexpr absl::string_view kAbsorbing[] = {"Conv", "ConvTranspose"};
constexpr absl::string_view kActivations[] = {"Relu", "Clip"};

class Folder {
 public:
  Folder(const OnnxFlatGraph& flat, OnnxQuantization& quantization,
         GraphBuilder& builder)
      : flat_(flat), quantization_(quantization), builder_(builder) {}

  QdqFolding Fold() {
    AddTensors();
    for (const OnnxFlatNode& node : flat_.nodes()) AddNode(node);
    return std::move(folder_).Fold();
  }

 private:
  void AddTensors() {
    std::vector<QdqFolder::Tensor> tensors;
    for (const OnnxFlatTensor& flat : flat_.tensors()) {
      QdqFolder::Tensor& tensor = tensors.emplace_back();
      tensor.is_constant = flat.is_constant;
      tensor.is_input = flat.is_input;
      tensor.is_output = flat.is_output;
      tensor.is_float = flat.type == kOnnxUndefined || IsOnnxFloat(flat.type);
    }
    for (const OnnxFlatNode& node : flat_.nodes()) {
      const QOperatorForm* form = FindQOperator(*node.node);
      if (form != nullptr) SetParams(node, *form, tensors);
    }
    for (const QdqFolder::Tensor& tensor : tensors) folder_.AddTensor(tensor);
  }

  // What a QLinear operator says of its operands and its result.
  void SetParams(const OnnxFlatNode& node, const QOperatorForm& form,
                 std::vector<QdqFolder::Tensor>& tensors) {
    const auto set = [&](uint32_t tensor, int scale) {
      const auto at = static_cast<size_t>(scale);
      const uint32_t scale_id = flat_.input(node, at);
      if (tensor == kNone || scale_id == kNone) return QuantTable::kNone;
      return tensors[tensor].params = quantization_.ParamsOf(
                 tensor, scale_id, flat_.input(node, at + 1));
    };
    const auto operand = [&](int position) {
      return position < 0 ? kNone
                          : flat_.input(node, static_cast<size_t>(position));
    };
    const QuantTable::Id first = set(operand(form.first), form.first + 1);
    const QuantTable::Id second = set(operand(form.second), form.second + 1);
    const absl::Span<const uint32_t> outputs = flat_.outputs(node);
    if (!outputs.empty()) set(outputs[0], form.result_scale);
    const uint32_t bias = operand(form.bias);
    const bool is_derived = bias != kNone && first != QuantTable::kNone &&
                            second != QuantTable::kNone;
    if (is_derived) tensors[bias].params = quantization_.BiasOf(first, second);
  }

  static Kind KindOf(const OnnxNode& node) {
    if (IsQuantize(node)) return Kind::kQuantize;
    if (IsDequantize(node)) return Kind::kDequantize;
    if (!node.domain.empty()) return Kind::kOperator;
    if (absl::c_linear_search(kAbsorbing, node.op)) return Kind::kAbsorbing;
    if (absl::c_linear_search(kActivations, node.op)) return Kind::kActivation;
    return Kind::kOperator;
  }

  void AddNode(const OnnxFlatNode& node) {
    Kind kind = KindOf(*node.node);
    absl::Span<const uint32_t> inputs = flat_.inputs(node);
    absl::Span<const uint32_t> outputs = flat_.outputs(node);
    QuantTable::Id params = QuantTable::kNone;
    if (kind == Kind::kQuantize || kind == Kind::kDequantize) {
      const bool is_whole = inputs.size() >= 2 && inputs[0] != kNone &&
                            inputs[1] != kNone && !outputs.empty() &&
                            outputs[0] != kNone;
      if (is_whole) {
        params = quantization_.ParamsOf(node);
        inputs = inputs.subspan(0, 1);
        outputs = outputs.subspan(0, 1);
      } else {
        kind = Kind::kOperator;
        Complain(node);
      }
    }
    inputs_.assign(inputs.begin(), inputs.end());
    const absl::Span<const uint32_t> captured = flat_.ids(node.captured);
    inputs_.insert(inputs_.end(), captured.begin(), captured.end());
    folder_.AddNode(kind, inputs_, outputs, params);
  }

  void Complain(const OnnxFlatNode& node) {
    Finding finding = MakeFinding(
        Code::kSchemaViolation,
        {absl::StrCat("a ", node.node->op,
                      " node must have a tensor, a scale and a result")});
    finding.node = std::string(node.name);
    finding.op = std::string(node.node->op);
    finding.found = absl::StrCat(node.inputs.count, " inputs and ",
                                 node.outputs.count, " outputs");
    finding.place.anchor_offset = node.node->offset;
    builder_.Report(std::move(finding));
  }

  const OnnxFlatGraph& flat_;
  OnnxQuantization& quantization_;
  GraphBuilder& builder_;
  QdqFolder folder_;
  std::vector<uint32_t> inputs_;
};

}  // namespace

QdqFolding FoldOnnx(const OnnxFlatGraph& flat, OnnxQuantization& quantization,
                    GraphBuilder& builder) {
  return Folder(flat, quantization, builder).Fold();
}

}  // namespace opfit
