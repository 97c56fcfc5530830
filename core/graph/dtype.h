// Data types and quantization encodings, in the backend's vocabulary.
//
// A plain tensor of torch type `uint8` is kUInt8; a tensor *quantized* to
// uint8 is kUFixed8. The two never match each other in a catalog row.
// Names and codes: QnnTypes.h of the Qualcomm AI Engine Direct public API.

#ifndef OPFIT_CORE_GRAPH_DTYPE_H_
#define OPFIT_CORE_GRAPH_DTYPE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace opfit {

enum class DType : uint8_t {
  kUnknown,  // not given, or a type this tool does not know
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kUInt8,
  kUInt16,
  kUInt32,
  kUInt64,
  kFloat16,
  kFloat32,
  kFloat64,
  kBFloat16,
  kBool8,
  kString,
  kSFixed4,
  kSFixed8,
  kSFixed16,
  kSFixed32,
  kUFixed4,
  kUFixed8,
  kUFixed16,
  kUFixed32,
};
inline constexpr int kDTypeCount = static_cast<int>(DType::kUFixed32) + 1;

// A set of data types; bit i stands for DType(i).
using DTypeSet = uint32_t;
constexpr DTypeSet SetOf(DType dtype) {
  return DTypeSet{1} << static_cast<int>(dtype);
}

// "UFIXED_POINT_8": the backend's name without its prefix.
absl::string_view DTypeName(DType dtype);
// The inverse; kUnknown if there is no such name.
DType DTypeFromName(absl::string_view name);
// "float32", "int8", "bool" …: torch's names without the prefix.
DType DTypeFromTorch(absl::string_view name);
// "uint8" for kUInt8 and kUFixed8 alike: the word for a person.
absl::string_view DTypeWord(DType dtype);
// The same, with integers that are no quantized values told apart: "uint8" is
// quantized, "plain uint8" counts or indexes.
std::string TypePhrase(DType dtype);
// The QNN data type code of net JSON (`data_type`: 1032 is UFIXED_POINT_8).
DType DTypeFromQnnCode(int64_t code);

int BitsOf(DType dtype);  // 0 for kUnknown and kString
bool IsFixedPoint(DType dtype);
bool IsFloat(DType dtype);
bool IsSigned(DType dtype);  // of integers and fixed point; false otherwise

// The fixed-point type of this width (4, 8, 16, 32) and signedness.
DType FixedPoint(int bits, bool is_signed);

// How the backend stores the quantization of a tensor.
enum class Encoding : uint8_t {
  kNone,  // not quantized
  kScaleOffset,
  kAxisScaleOffset,
  kBwScaleOffset,
  kBwAxisScaleOffset,
  kBlock,
  kBlockwiseExpansion,
  kVector,
  kBwFloatBlock,
  kUnclassified,  // quantized, in a way that has no encoding
};
inline constexpr int kEncodingCount =
    static_cast<int>(Encoding::kUnclassified) + 1;

using EncodingSet = uint16_t;
constexpr EncodingSet SetOf(Encoding encoding) {
  return static_cast<EncodingSet>(1u << static_cast<int>(encoding));
}

// "AXIS_SCALE_OFFSET"; "none" and "unclassified" for the two outer cases.
absl::string_view EncodingName(Encoding encoding);
// The inverse; kUnclassified if there is no such name.
Encoding EncodingFromName(absl::string_view name);

constexpr bool HasAxis(Encoding encoding) {
  return encoding == Encoding::kAxisScaleOffset ||
         encoding == Encoding::kBwAxisScaleOffset ||
         encoding == Encoding::kBlockwiseExpansion;
}

}  // namespace opfit

#endif  // OPFIT_CORE_GRAPH_DTYPE_H_
