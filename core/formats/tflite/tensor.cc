#include "core/formats/tflite/tensor.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/tflite/flatbuffer.h"
#include "core/formats/tflite/report.h"
#include "core/formats/tflite/schema.h"
#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace tflite {
namespace {

constexpr size_t kMaxRank = 127;

// A type as it is, and as it holds quantized values. Narrow values are kept in
// 8 bits, which is how every delegate hands them on.
struct TypeRow {
  DType plain = DType::kUnknown;
  DType quantized = DType::kUnknown;  // kUnknown: it is never quantized
  uint8_t bits = 0;                   // of a value, where below the container's
};

// By TensorType. Complex numbers, resources, variants and 8-bit floats have no
// type here, nor has any that the schema gained later.
constexpr TypeRow kTypes[] = {
    {DType::kFloat32},
    {DType::kFloat16},
    {DType::kInt32, DType::kSFixed32},
    {DType::kUInt8, DType::kUFixed8},
    // No backend holds 64-bit quantized values; the bias of 16-bit
    // activations has them all the same.
    {DType::kInt64, DType::kInt64},
    {DType::kString},
    {DType::kBool8},
    {DType::kInt16, DType::kSFixed16},
    {},
    {DType::kInt8, DType::kSFixed8},
    {DType::kFloat64},
    {},
    {DType::kUInt64},
    {},
    {},
    {DType::kUInt32, DType::kUFixed32},
    {DType::kUInt16, DType::kUFixed16},
    {DType::kUnknown, DType::kSFixed8, 4},
    {DType::kBFloat16},
    {DType::kUnknown, DType::kSFixed8, 2},
    {DType::kUnknown, DType::kUFixed8, 4},
};

TypeRow RowOf(int8_t type) {
  const bool is_known =
      type >= 0 && static_cast<size_t>(type) < std::size(kTypes);
  return is_known ? kTypes[type] : TypeRow();
}

}  // namespace

void TensorReader::ReadBuffers(const FlatTables& buffers, size_t file_size) {
  has_data_.assign(buffers.size(), false);
  for (size_t i = 0; i < buffers.size(); ++i) {
    const FlatTable table = buffers[i];
    Spot spot;
    spot.offset = table.offset();
    const uint64_t offset = table.Scalar<uint64_t>(buffer::kOffset, 0);
    const uint64_t size = table.Scalar<uint64_t>(buffer::kSize, 0);
    const bool is_outside = offset > buffer::kNoOffset && size > 0;
    if (is_outside && (offset > file_size || size > file_size - offset)) {
      report_.Violation(
          absl::StrCat("the data of buffer ", i, " must lie within the file"),
          absl::StrCat(size, " bytes at byte ", offset, " of ", file_size),
          spot);
    }
    has_data_[i] = is_outside || table.BytesOf(buffer::kData) > 0;
    if (report_.Stopped(spot)) return;
  }
}

TensorDraft TensorReader::Read(const FlatTable& table, size_t tensors,
                               const Spot& spot) {
  TensorDraft draft;
  draft.offset = table.offset();
  const size_t violations = report_.violations();
  const int8_t type = table.Scalar<int8_t>(tensor::kType, 0);
  draft.dtype = RowOf(type).plain;
  if (table.Scalar<bool>(tensor::kIsVariable, false)) {
    draft.kind = NodeKind::kBuffer;
  } else if (IsConstant(table, spot)) {
    draft.kind = NodeKind::kConst;
  }
  ReadShape(table, spot, draft);
  ReadQuantization(table, type, tensors, spot, draft);
  draft.broken = report_.violations() != violations;
  return draft;
}

bool TensorReader::IsConstant(const FlatTable& table, const Spot& spot) const {
  const uint32_t index = table.Scalar<uint32_t>(tensor::kBuffer, 0);
  if (index < has_data_.size()) return has_data_[index];
  if (index == 0) return false;  // a model without buffers
  report_.Violation("the buffer of a tensor must be one of the model's",
                    absl::StrCat("buffer ", index, " of ", has_data_.size()),
                    spot);
  return false;
}

// Sizes that are not known are -1 in the signature, and 1 in the shape.
void TensorReader::ReadShape(const FlatTable& table, const Spot& spot,
                             TensorDraft& draft) {
  const FlatVector<int32_t> shape = table.Vector<int32_t>(tensor::kShape);
  const FlatVector<int32_t> signature =
      table.Vector<int32_t>(tensor::kShapeSignature);
  if (shape.size() > kMaxRank) {
    return report_.Exceeds(kMaxRank, "dimensions", spot);
  }
  dims_.clear();
  for (size_t i = 0; i < shape.size(); ++i) {
    const bool is_open = signature.size() == shape.size() && signature[i] < 0;
    dims_.push_back(is_open ? -1 : shape[i]);
    if (shape[i] >= -1) continue;
    report_.Violation("a size must be 0 or more, or -1 where it is not known",
                      absl::StrCat(shape[i], " on axis ", i), spot);
  }
  // No sizes at all: a scalar, or a tensor of which not even the rank is known.
  draft.has_shape = !shape.empty() || draft.kind == NodeKind::kConst ||
                    table.Scalar<bool>(tensor::kHasRank, false);
  draft.dims = dims_;
}

void TensorReader::ReadQuantization(const FlatTable& table, int8_t type,
                                    size_t tensors, const Spot& spot,
                                    TensorDraft& draft) {
  const FlatTable given = table.Table(tensor::kQuantization);
  const TypeRow row = RowOf(type);
  // Converters leave ranges, and some leave scales, at tensors of float.
  if (!given.exists() || row.quantized == DType::kUnknown) return;
  QuantSpec spec;
  spec.kind = QuantSpec::Kind::kQuant;
  spec.bits = row.bits;
  scales_.clear();
  zero_points_.clear();
  block_size_.clear();
  const bool is_quantized = given.Scalar<uint8_t>(quantization::kDetailsType,
                                                  0) == quantization::kNone
                                ? ReadScales(given, spot, spec)
                                : ReadDetails(given, tensors, spot, spec);
  if (!is_quantized) return;
  if (zero_points_.size() != scales_.size()) {
    report_.Violation("a quantization must have as many zero points as scales",
                      absl::StrCat(scales_.size(), " scales and ",
                                   zero_points_.size(), " zero points"),
                      spot);
  }
  draft.dtype = row.quantized;
  // The bias of 16-bit activations: 64 bits, of which 32 are ever needed.
  spec.dtype =
      row.quantized == DType::kInt64 ? DType::kSFixed32 : row.quantized;
  draft.spec = builder_.AddSpec(spec, scales_, zero_points_, block_size_, {});
}

bool TensorReader::ReadScales(const FlatTable& quantization, const Spot& spot,
                              QuantSpec& spec) {
  const FlatVector<float> scales =
      quantization.Vector<float>(quantization::kScale);
  const FlatVector<int64_t> zero_points =
      quantization.Vector<int64_t>(quantization::kZeroPoint);
  if (scales.size() > limits_.channels ||
      zero_points.size() > limits_.channels) {
    report_.Exceeds(limits_.channels, "channels of one tensor", spot);
  }
  if (scales.empty() || report_.Stopped(spot)) return false;
  for (const float scale : scales)
    scales_.push_back(static_cast<double>(scale));
  for (const int64_t zero : zero_points) zero_points_.push_back(zero);
  if (scales.size() == 1) return true;
  spec.axis = quantization.Scalar<int32_t>(quantization::kDimension, 0);
  // A tensor of one axis has no other; converters give a bias that of its
  // weights.
  if (dims_.size() == 1 && spec.axis > 0) spec.axis = 0;
  if (spec.axis < 0) {
    report_.Violation("the dimension of a quantization must be 0 or more",
                      absl::StrCat(spec.axis), spot);
  }
  return true;
}

// Block-wise values are tensors of their own, along the last axis. Other
// details are of no known meaning. Either way scale and zero point stay
// unknown, and the encoding is one that no row takes.
bool TensorReader::ReadDetails(const FlatTable& quantization, size_t tensors,
                               const Spot& spot, QuantSpec& spec) {
  spec.encoding = Encoding::kUnclassified;
  if (quantization.Scalar<uint8_t>(quantization::kDetailsType, 0) !=
      quantization::kBlockwise) {
    return true;
  }
  const FlatTable details = quantization.Table(quantization::kDetails);
  const int32_t scales = details.Scalar<int32_t>(blockwise::kScales, 0);
  const int32_t block = details.Scalar<int32_t>(blockwise::kBlockSize, 0);
  if (scales < 0 || static_cast<size_t>(scales) >= tensors) {
    report_.Violation(
        "the scales of a block-wise quantization must be a tensor",
        absl::StrCat("tensor ", scales, " of ", tensors), spot);
  }
  if (dims_.empty()) return true;
  block_size_.assign(dims_.size(), 1);
  block_size_.back() = block;
  return true;
}

}  // namespace tflite
}  // namespace opfit
