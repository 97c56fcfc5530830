#include "core/graph/dtype.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

enum class Family : uint8_t { kOther, kInt, kUInt, kFloat, kSFixed, kUFixed };

struct DTypeRow {
  DType dtype;
  absl::string_view name;
  absl::string_view word;
  int bits;
  Family family;
  int64_t qnn_code;
};

constexpr DTypeRow kDTypes[] = {
    {DType::kUnknown, "UNDEFINED", "unknown", 0, Family::kOther, 0x7fffffff},
    {DType::kInt8, "INT_8", "int8", 8, Family::kInt, 0x0008},
    {DType::kInt16, "INT_16", "int16", 16, Family::kInt, 0x0016},
    {DType::kInt32, "INT_32", "int32", 32, Family::kInt, 0x0032},
    {DType::kInt64, "INT_64", "int64", 64, Family::kInt, 0x0064},
    {DType::kUInt8, "UINT_8", "uint8", 8, Family::kUInt, 0x0108},
    {DType::kUInt16, "UINT_16", "uint16", 16, Family::kUInt, 0x0116},
    {DType::kUInt32, "UINT_32", "uint32", 32, Family::kUInt, 0x0132},
    {DType::kUInt64, "UINT_64", "uint64", 64, Family::kUInt, 0x0164},
    {DType::kFloat16, "FLOAT_16", "float16", 16, Family::kFloat, 0x0216},
    {DType::kFloat32, "FLOAT_32", "float32", 32, Family::kFloat, 0x0232},
    {DType::kFloat64, "FLOAT_64", "float64", 64, Family::kFloat, 0x0264},
    // bfloat16 has no code in the public headers.
    {DType::kBFloat16, "BFLOAT_16", "bfloat16", 16, Family::kFloat, -1},
    {DType::kBool8, "BOOL_8", "bool", 8, Family::kOther, 0x0508},
    {DType::kString, "STRING", "string", 0, Family::kOther, 0x0608},
    {DType::kSFixed4, "SFIXED_POINT_4", "int4", 4, Family::kSFixed, 0x0304},
    {DType::kSFixed8, "SFIXED_POINT_8", "int8", 8, Family::kSFixed, 0x0308},
    {DType::kSFixed16, "SFIXED_POINT_16", "int16", 16, Family::kSFixed, 0x0316},
    {DType::kSFixed32, "SFIXED_POINT_32", "int32", 32, Family::kSFixed, 0x0332},
    {DType::kUFixed4, "UFIXED_POINT_4", "uint4", 4, Family::kUFixed, 0x0404},
    {DType::kUFixed8, "UFIXED_POINT_8", "uint8", 8, Family::kUFixed, 0x0408},
    {DType::kUFixed16, "UFIXED_POINT_16", "uint16", 16, Family::kUFixed,
     0x0416},
    {DType::kUFixed32, "UFIXED_POINT_32", "uint32", 32, Family::kUFixed,
     0x0432},
};
static_assert(sizeof(kDTypes) / sizeof(kDTypes[0]) == kDTypeCount,
              "one row per data type, in order");

const DTypeRow& RowOf(DType dtype) { return kDTypes[static_cast<int>(dtype)]; }

constexpr absl::string_view kEncodings[] = {
    "none",
    "SCALE_OFFSET",
    "AXIS_SCALE_OFFSET",
    "BW_SCALE_OFFSET",
    "BW_AXIS_SCALE_OFFSET",
    "BLOCK",
    "BLOCKWISE_EXPANSION",
    "VECTOR",
    "BW_FLOAT_BLOCK",
    "unclassified",
};
static_assert(sizeof(kEncodings) / sizeof(kEncodings[0]) == kEncodingCount,
              "one name per encoding, in order");

}  // namespace

absl::string_view DTypeName(DType dtype) { return RowOf(dtype).name; }
absl::string_view DTypeWord(DType dtype) { return RowOf(dtype).word; }
int BitsOf(DType dtype) { return RowOf(dtype).bits; }

std::string TypePhrase(DType dtype) {
  const DTypeRow& row = RowOf(dtype);
  const bool is_plain =
      row.family == Family::kInt || row.family == Family::kUInt;
  return absl::StrCat(is_plain ? "plain " : "", row.word);
}

DType DTypeFromName(absl::string_view name) {
  for (const DTypeRow& row : kDTypes) {
    if (row.name == name) return row.dtype;
  }
  return DType::kUnknown;
}

DType DTypeFromTorch(absl::string_view name) {
  for (const DTypeRow& row : kDTypes) {
    // A word names the plain type first: the table lists it before the fixed
    // point type of the same word. int4 and uint4 have no plain type.
    if (row.word == name) return row.dtype;
  }
  return DType::kUnknown;
}

DType DTypeFromQnnCode(int64_t code) {
  for (const DTypeRow& row : kDTypes) {
    if (row.qnn_code == code) return row.dtype;
  }
  return DType::kUnknown;
}

bool IsFixedPoint(DType dtype) {
  const Family family = RowOf(dtype).family;
  return family == Family::kSFixed || family == Family::kUFixed;
}

bool IsFloat(DType dtype) { return RowOf(dtype).family == Family::kFloat; }

bool IsSigned(DType dtype) {
  const Family family = RowOf(dtype).family;
  return family == Family::kInt || family == Family::kSFixed;
}

DType FixedPoint(int bits, bool is_signed) {
  switch (bits) {
    case 4:
      return is_signed ? DType::kSFixed4 : DType::kUFixed4;
    case 8:
      return is_signed ? DType::kSFixed8 : DType::kUFixed8;
    case 16:
      return is_signed ? DType::kSFixed16 : DType::kUFixed16;
    case 32:
      return is_signed ? DType::kSFixed32 : DType::kUFixed32;
    default:
      return DType::kUnknown;
  }
}

absl::string_view EncodingName(Encoding encoding) {
  return kEncodings[static_cast<int>(encoding)];
}

Encoding EncodingFromName(absl::string_view name) {
  for (int i = 0; i < kEncodingCount; ++i) {
    if (kEncodings[i] == name) return static_cast<Encoding>(i);
  }
  return Encoding::kUnclassified;
}

}  // namespace opfit
