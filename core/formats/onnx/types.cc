#include "core/formats/onnx/types.h"

#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/formats/onnx/model.h"
#include "core/graph/dtype.h"

namespace opfit {
namespace {

struct TypeRow {
  int32_t type;
  DType plain;
  DType storage;
  int bits;
};
// TensorProto.DataType of onnx.proto. Complex numbers have no row.
constexpr TypeRow kTypes[] = {
    {kOnnxFloat, DType::kFloat32, DType::kUnknown, 32},
    {kOnnxUint8, DType::kUInt8, DType::kUFixed8, 8},
    {kOnnxInt8, DType::kInt8, DType::kSFixed8, 8},
    {kOnnxUint16, DType::kUInt16, DType::kUFixed16, 16},
    {kOnnxInt16, DType::kInt16, DType::kSFixed16, 16},
    {kOnnxInt32, DType::kInt32, DType::kSFixed32, 32},
    {kOnnxInt64, DType::kInt64, DType::kUnknown, 64},
    {kOnnxString, DType::kString, DType::kUnknown, 0},
    {kOnnxBool, DType::kBool8, DType::kUnknown, 8},
    {kOnnxFloat16, DType::kFloat16, DType::kUnknown, 16},
    {kOnnxDouble, DType::kFloat64, DType::kUnknown, 64},
    {kOnnxUint32, DType::kUInt32, DType::kUFixed32, 32},
    {kOnnxUint64, DType::kUInt64, DType::kUnknown, 64},
    {kOnnxBfloat16, DType::kBFloat16, DType::kUnknown, 16},
    {17, DType::kUnknown, DType::kUnknown, 8},  // FLOAT8E4M3FN
    {18, DType::kUnknown, DType::kUnknown, 8},  // FLOAT8E4M3FNUZ
    {19, DType::kUnknown, DType::kUnknown, 8},  // FLOAT8E5M2
    {20, DType::kUnknown, DType::kUnknown, 8},  // FLOAT8E5M2FNUZ
    {kOnnxUint4, DType::kUnknown, DType::kUFixed8, 4},
    {kOnnxInt4, DType::kUnknown, DType::kSFixed8, 4},
    {23, DType::kUnknown, DType::kUnknown, 4},  // FLOAT4E2M1
    {24, DType::kUnknown, DType::kUnknown, 8},  // FLOAT8E8M0
    {kOnnxUint2, DType::kUnknown, DType::kUFixed8, 2},
    {kOnnxInt2, DType::kUnknown, DType::kSFixed8, 2},
};

const TypeRow* RowOf(int32_t type) {
  for (const TypeRow& row : kTypes) {
    if (row.type == type) return &row;
  }
  return nullptr;
}

// Where an operator's result has another type than its first input. `output`
// of -1: every result. `input` of -1: the type is `type`.
struct ResultRow {
  absl::string_view op;
  int output;
  int input;
  int32_t type;
};
constexpr ResultRow kResults[] = {
    {"And", -1, -1, kOnnxBool},
    {"ArgMax", -1, -1, kOnnxInt64},
    {"ArgMin", -1, -1, kOnnxInt64},
    {"CastLike", -1, 1, 0},
    {"ConvInteger", -1, -1, kOnnxInt32},
    {"DequantizeLinear", -1, 1, 0},
    {"Dropout", 1, -1, kOnnxBool},
    {"DynamicQuantizeLinear", 0, -1, kOnnxUint8},
    {"DynamicQuantizeLinear", 1, -1, kOnnxFloat},
    {"DynamicQuantizeLinear", 2, -1, kOnnxUint8},
    {"Equal", -1, -1, kOnnxBool},
    {"Greater", -1, -1, kOnnxBool},
    {"GreaterOrEqual", -1, -1, kOnnxBool},
    {"If", -1, -1, kOnnxUndefined},
    {"IsInf", -1, -1, kOnnxBool},
    {"IsNaN", -1, -1, kOnnxBool},
    {"Less", -1, -1, kOnnxBool},
    {"LessOrEqual", -1, -1, kOnnxBool},
    {"Loop", -1, -1, kOnnxUndefined},
    {"MatMulInteger", -1, -1, kOnnxInt32},
    {"MaxPool", 1, -1, kOnnxInt64},
    {"Multinomial", -1, -1, kOnnxInt32},
    {"NonMaxSuppression", -1, -1, kOnnxInt64},
    {"NonZero", -1, -1, kOnnxInt64},
    {"Not", -1, -1, kOnnxBool},
    {"OneHot", -1, 2, 0},
    {"Or", -1, -1, kOnnxBool},
    {"QLinearConv", -1, 7, 0},
    {"QLinearMatMul", -1, 7, 0},
    {"RandomNormal", -1, -1, kOnnxFloat},
    {"RandomUniform", -1, -1, kOnnxFloat},
    {"Scan", -1, -1, kOnnxUndefined},
    {"Shape", -1, -1, kOnnxInt64},
    {"Size", -1, -1, kOnnxInt64},
    {"TopK", 1, -1, kOnnxInt64},
    {"Unique", 1, -1, kOnnxInt64},
    {"Unique", 2, -1, kOnnxInt64},
    {"Unique", 3, -1, kOnnxInt64},
    {"Where", -1, 1, 0},
    {"Xor", -1, -1, kOnnxBool},
};

int32_t InputType(absl::Span<const int32_t> inputs, int index) {
  const auto i = static_cast<size_t>(index);
  return i < inputs.size() ? inputs[i] : kOnnxUndefined;
}

// Of operators whose attribute says it; kOnnxUndefined where it does not.
int32_t TypeFromAttribute(const OnnxModel& model, const OnnxNode& node) {
  for (const absl::string_view name : {"to", "dtype", "output_dtype"}) {
    const int64_t type = model.IntOf(node, name, kOnnxUndefined);
    if (type != kOnnxUndefined) return static_cast<int32_t>(type);
  }
  return kOnnxUndefined;
}

int32_t QuantizedType(absl::Span<const int32_t> inputs) {
  const int32_t type = InputType(inputs, 2);
  return type == kOnnxUndefined && inputs.size() < 3 ? kOnnxUint8 : type;
}

}  // namespace

DType PlainTypeOf(int32_t onnx_type) {
  const TypeRow* row = RowOf(onnx_type);
  return row == nullptr ? DType::kUnknown : row->plain;
}

OnnxStorage StorageOf(int32_t onnx_type) {
  const TypeRow* row = RowOf(onnx_type);
  if (row == nullptr || row->storage == DType::kUnknown) return {};
  return {row->storage, static_cast<uint8_t>(row->bits)};
}

int OnnxBitsOf(int32_t onnx_type) {
  const TypeRow* row = RowOf(onnx_type);
  return row == nullptr ? 0 : row->bits;
}

bool IsOnnxFloat(int32_t onnx_type) {
  const TypeRow* row = RowOf(onnx_type);
  if (row == nullptr) return false;
  const bool is_narrow_float =
      row->plain == DType::kUnknown && row->storage == DType::kUnknown;
  return is_narrow_float || IsFloat(row->plain);
}

int32_t InferOnnxType(const OnnxModel& model, const OnnxNode& node,
                      absl::Span<const int32_t> inputs, size_t output) {
  const bool is_known = node.domain.empty() || node.domain == "com.microsoft";
  if (!is_known || node.op == "EPContext") return kOnnxUndefined;
  const int32_t said = TypeFromAttribute(model, node);
  if (said != kOnnxUndefined) return said;
  if (node.op == "QuantizeLinear") return QuantizedType(inputs);
  if (node.op == "ConstantOfShape") {
    const OnnxAttribute* value = model.Find(node, "value");
    return value == nullptr ? int32_t{kOnnxFloat} : value->t_type;
  }
  for (const ResultRow& row : kResults) {
    const bool is_output =
        row.output < 0 || static_cast<size_t>(row.output) == output;
    if (row.op != node.op || !is_output) continue;
    return row.input < 0 ? row.type : InputType(inputs, row.input);
  }
  return InputType(inputs, 0);
}

}  // namespace opfit
