// Where fields stand in the tables of the TFLite schema (version 3 with its
// later additions), and the numbers of its enumerations that a reader needs.
//
// A slot is the place of a field in its table, from 0; a union takes two, its
// type and its value. Source: tensorflow/compiler/mlir/lite/schema/schema.fbs.

#ifndef OPFIT_CORE_FORMATS_TFLITE_SCHEMA_H_
#define OPFIT_CORE_FORMATS_TFLITE_SCHEMA_H_

#include <cstdint>

namespace opfit {
namespace tflite {

inline constexpr uint32_t kSchemaVersion = 3;

namespace model {
enum Slot { kVersion = 0, kOperatorCodes = 1, kSubgraphs = 2, kBuffers = 4 };
}  // namespace model

namespace operator_code {
enum Slot { kDeprecatedCode = 0, kCustomCode = 1, kCode = 3 };
}  // namespace operator_code

namespace subgraph {
enum Slot { kTensors, kInputs, kOutputs, kOperators, kName };
}  // namespace subgraph

namespace op {
enum Slot {
  kOpcodeIndex = 0,
  kInputs = 1,
  kOutputs = 2,
  kOptionsType = 3,
  kOptions = 4,
  kIntermediates = 8,
  kOptions2Type = 11,
  kOptions2 = 12,
};
}  // namespace op

namespace tensor {
enum Slot {
  kShape = 0,
  kType = 1,
  kBuffer = 2,
  kName = 3,
  kQuantization = 4,
  kIsVariable = 5,
  kShapeSignature = 7,
  kHasRank = 8,
};
}  // namespace tensor

namespace buffer {
enum Slot { kData, kOffset, kSize };
// Offsets up to this one stand for none.
inline constexpr uint64_t kNoOffset = 1;
}  // namespace buffer

namespace quantization {
enum Slot {
  kScale = 2,
  kZeroPoint = 3,
  kDetailsType = 4,
  kDetails = 5,
  kDimension = 6,
};
enum Details : uint8_t { kNone = 0, kBlockwise = 2 };
}  // namespace quantization

namespace blockwise {
enum Slot { kScales, kZeroPoints, kBlockSize };
}  // namespace blockwise

enum TensorType : int8_t {
  kFloat32,
  kFloat16,
  kInt32,
  kUInt8,
  kInt64,
  kString,
  kBool,
  kInt16,
  kComplex64,
  kInt8,
  kFloat64,
  kComplex128,
  kUInt64,
  kResource,
  kVariant,
  kUInt32,
  kUInt16,
  kInt4,
  kBFloat16,
  kInt2,
  kUInt4,
};

}  // namespace tflite
}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_TFLITE_SCHEMA_H_
