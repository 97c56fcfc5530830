// ONNX models: what quantize and dequantize nodes say is folded into the
// tensors (core/formats/qdq.h), so that the graph has the operators and the
// types that an execution provider sees. Ops keep ONNX's names, with their
// domain in front where they have one ("com.microsoft:Gelu").
//
// A node's arguments are its inputs, in order; the operands of QLinearConv and
// its like are given without their scales and zero points. Attributes keep
// their names. Small constant inputs are attributes as well, named "in[1]" and
// so on: many operators take their axes and sizes from there.

#ifndef OPFIT_CORE_FORMATS_ONNX_ONNX_H_
#define OPFIT_CORE_FORMATS_ONNX_ONNX_H_

#include <cstddef>
#include <string>

#include "core/formats/limits.h"
#include "core/graph/builder.h"

namespace opfit {

// Reads a serialized ModelProto.
ReadResult ReadOnnx(std::string source, const Limits& limits);

// The same with AIMET encodings, which begin at `start` of `encodings`. What
// they do not speak of is not known: the graph is not solved.
ReadResult ReadOnnx(std::string source, std::string encodings, size_t start,
                    const Limits& limits);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_ONNX_H_
