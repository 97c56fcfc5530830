#include "core/formats/onnx/qoperator.h"

#include "absl/strings/string_view.h"
#include "core/formats/onnx/model.h"

namespace opfit {
namespace {

constexpr absl::string_view kContrib = "com.microsoft";

// The operands as the operator documents of ONNX and ONNX Runtime list them.
constexpr QOperatorForm kForms[] = {
    {"QLinearConv", "", 0, 3, 6, 8},
    {"QLinearMatMul", "", 0, 3, 6, -1},
    {"QGemm", kContrib, 0, 3, 7, 6},
    {"QLinearAdd", kContrib, 0, 3, 6, -1},
    {"QLinearMul", kContrib, 0, 3, 6, -1},
    {"QLinearAveragePool", kContrib, 0, -1, 3, -1},
    {"QLinearGlobalAveragePool", kContrib, 0, -1, 3, -1},
    {"QLinearLeakyRelu", kContrib, 0, -1, 3, -1},
    {"QLinearReduceMean", kContrib, 0, -1, 3, -1},
    {"QLinearSigmoid", kContrib, 0, -1, 3, -1},
    {"QLinearSoftmax", kContrib, 0, -1, 3, -1},
};

}  // namespace

const QOperatorForm* FindQOperator(const OnnxNode& node) {
  for (const QOperatorForm& form : kForms) {
    if (form.op == node.op && form.domain == node.domain) return &form;
  }
  return nullptr;
}

}  // namespace opfit
