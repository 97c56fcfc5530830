// Operators that carry their quantization as operands (QLinearConv and its
// like), instead of standing between quantize and dequantize nodes.

#ifndef OPFIT_CORE_FORMATS_ONNX_QOPERATOR_H_
#define OPFIT_CORE_FORMATS_ONNX_QOPERATOR_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "core/formats/onnx/model.h"

namespace opfit {

// Which operands are which. A scale and a zero point follow each quantized
// operand, and the scale of the result is followed by its zero point.
struct QOperatorForm {
  absl::string_view op;
  absl::string_view domain;
  int8_t first;   // operand
  int8_t second;  // operand; -1: there is none
  int8_t result_scale;
  int8_t bias;  // without a scale of its own; -1: there is none
};

// Null of every other operator.
const QOperatorForm* FindQOperator(const OnnxNode& node);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_QOPERATOR_H_
