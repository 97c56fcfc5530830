// Element types of ONNX tensors, and what type an operator yields where the
// file does not say.

#ifndef OPFIT_CORE_FORMATS_ONNX_TYPES_H_
#define OPFIT_CORE_FORMATS_ONNX_TYPES_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/formats/onnx/model.h"
#include "core/graph/dtype.h"

namespace opfit {

// The type of a tensor that is not quantized; kUnknown for those that no
// backend has (4 bits, 8-bit floats, complex numbers).
DType PlainTypeOf(int32_t onnx_type);

// The type that stores quantized values of this type. 4 and 2 bits are kept in
// 8: `bits` is what they have of them. kUnknown where no encoding stores such
// values (8-bit floats).
struct OnnxStorage {
  DType dtype = DType::kUnknown;
  uint8_t bits = 0;
};
OnnxStorage StorageOf(int32_t onnx_type);

// Bits of one element in raw data; 0 where it is not known.
int OnnxBitsOf(int32_t onnx_type);
bool IsOnnxFloat(int32_t onnx_type);  // also 8-bit floats and float 4

// The type of the i-th output of a node whose inputs have these types
// (kOnnxUndefined where not known or not given); kOnnxUndefined: cannot be
// told.
int32_t InferOnnxType(const OnnxModel& model, const OnnxNode& node,
                      absl::Span<const int32_t> inputs, size_t output);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_TYPES_H_
