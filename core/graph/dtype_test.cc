#include "core/graph/dtype.h"

#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

struct DTypeCase {
  DType dtype;
  const char* name;
  const char* word;
  int64_t qnn_code;  // -1: none
  int bits;
  bool is_fixed_point;
  bool is_float;
  bool is_signed;
};

// Codes: QnnTypes.h of the Qualcomm AI Engine Direct public API.
constexpr DTypeCase kDTypes[] = {
    {DType::kInt8, "INT_8", "int8", 0x8, 8, false, false, true},
    {DType::kInt16, "INT_16", "int16", 0x16, 16, false, false, true},
    {DType::kInt32, "INT_32", "int32", 0x32, 32, false, false, true},
    {DType::kInt64, "INT_64", "int64", 0x64, 64, false, false, true},
    {DType::kUInt8, "UINT_8", "uint8", 0x108, 8, false, false, false},
    {DType::kUInt16, "UINT_16", "uint16", 0x116, 16, false, false, false},
    {DType::kUInt32, "UINT_32", "uint32", 0x132, 32, false, false, false},
    {DType::kUInt64, "UINT_64", "uint64", 0x164, 64, false, false, false},
    {DType::kFloat16, "FLOAT_16", "float16", 0x216, 16, false, true, false},
    {DType::kFloat32, "FLOAT_32", "float32", 0x232, 32, false, true, false},
    {DType::kFloat64, "FLOAT_64", "float64", 0x264, 64, false, true, false},
    {DType::kBFloat16, "BFLOAT_16", "bfloat16", -1, 16, false, true, false},
    {DType::kBool8, "BOOL_8", "bool", 0x508, 8, false, false, false},
    {DType::kString, "STRING", "string", 0x608, 0, false, false, false},
    {DType::kSFixed4, "SFIXED_POINT_4", "int4", 0x304, 4, true, false, true},
    {DType::kSFixed8, "SFIXED_POINT_8", "int8", 0x308, 8, true, false, true},
    {DType::kSFixed16, "SFIXED_POINT_16", "int16", 0x316, 16, true, false,
     true},
    {DType::kSFixed32, "SFIXED_POINT_32", "int32", 0x332, 32, true, false,
     true},
    {DType::kUFixed4, "UFIXED_POINT_4", "uint4", 0x404, 4, true, false, false},
    {DType::kUFixed8, "UFIXED_POINT_8", "uint8", 0x408, 8, true, false, false},
    {DType::kUFixed16, "UFIXED_POINT_16", "uint16", 0x416, 16, true, false,
     false},
    {DType::kUFixed32, "UFIXED_POINT_32", "uint32", 0x432, 32, true, false,
     false},
};
static_assert(sizeof(kDTypes) / sizeof(kDTypes[0]) == kDTypeCount - 1,
              "every data type but kUnknown");

class DTypes : public testing::TestWithParam<DTypeCase> {};

TEST_P(DTypes, KeepTheirNameAndCodeOnARoundTrip) {
  const DTypeCase& c = GetParam();
  EXPECT_EQ(DTypeName(c.dtype), c.name);
  EXPECT_EQ(DTypeFromName(c.name), c.dtype);
  EXPECT_EQ(DTypeFromQnnCode(c.qnn_code), c.dtype);
}

TEST_P(DTypes, KnowWhatTheyAre) {
  const DTypeCase& c = GetParam();
  EXPECT_EQ(DTypeWord(c.dtype), c.word);
  EXPECT_EQ(BitsOf(c.dtype), c.bits);
  EXPECT_EQ(IsFixedPoint(c.dtype), c.is_fixed_point);
  EXPECT_EQ(IsFloat(c.dtype), c.is_float);
  EXPECT_EQ(IsSigned(c.dtype), c.is_signed);
}

TEST_P(DTypes, AreBuiltFromWidthAndSign) {
  const DTypeCase& c = GetParam();
  const DType want = c.is_fixed_point ? c.dtype : DType::kUnknown;
  const int bits = c.is_fixed_point ? c.bits : 12;
  EXPECT_EQ(FixedPoint(bits, c.is_signed), want);
}

INSTANTIATE_TEST_SUITE_P(All, DTypes, testing::ValuesIn(kDTypes),
                         [](const auto& test) { return test.param.name; });

TEST(DTypes, UnknownNamesAndCodesAreUnknown) {
  for (const char* name : {"", "UINT_128", "uint_8", "QNN_DATATYPE_UINT_8"}) {
    EXPECT_EQ(DTypeFromName(name), DType::kUnknown) << name;
  }
  for (const char* word : {"", "int3", "torch.int8", "complex64", "UINT_8"}) {
    EXPECT_EQ(DTypeFromTorch(word), DType::kUnknown) << word;
  }
  for (const int64_t code :
       {int64_t{0}, int64_t{-2}, int64_t{0x9}, int64_t{0x100000408}}) {
    EXPECT_EQ(DTypeFromQnnCode(code), DType::kUnknown) << code;
  }
  EXPECT_EQ(BitsOf(DType::kUnknown), 0);
}

TEST(DTypes, AWordOfTorchIsThePlainType) {
  EXPECT_EQ(DTypeFromTorch("uint8"), DType::kUInt8);
  EXPECT_EQ(DTypeFromTorch("int32"), DType::kInt32);
  EXPECT_EQ(DTypeFromTorch("bool"), DType::kBool8);
  EXPECT_EQ(DTypeFromTorch("int4"), DType::kSFixed4);
}

TEST(DTypes, PhrasesTellPlainIntegersFromQuantizedOnes) {
  EXPECT_EQ(TypePhrase(DType::kUInt8), "plain uint8");
  EXPECT_EQ(TypePhrase(DType::kUFixed8), "uint8");
  EXPECT_EQ(TypePhrase(DType::kBool8), "bool");
  EXPECT_EQ(TypePhrase(DType::kFloat32), "float32");
}

TEST(DTypes, AreDisjointAsSets) {
  DTypeSet seen = 0;
  for (int i = 0; i < kDTypeCount; ++i) {
    EXPECT_EQ(seen & SetOf(static_cast<DType>(i)), 0);
    seen |= SetOf(static_cast<DType>(i));
  }
}

TEST(Encodings, KeepTheirNameOnARoundTrip) {
  for (int i = 0; i < kEncodingCount; ++i) {
    const Encoding encoding = static_cast<Encoding>(i);
    EXPECT_EQ(EncodingFromName(EncodingName(encoding)), encoding);
  }
  EXPECT_EQ(EncodingName(Encoding::kBlockwiseExpansion), "BLOCKWISE_EXPANSION");
}

TEST(Encodings, OtherNamesAreUnclassified) {
  EXPECT_EQ(EncodingFromName(""), Encoding::kUnclassified);
  EXPECT_EQ(EncodingFromName("scale_offset"), Encoding::kUnclassified);
}

TEST(Encodings, HaveAnAxisWhereTheyHaveSeveralScales) {
  for (const Encoding with :
       {Encoding::kAxisScaleOffset, Encoding::kBwAxisScaleOffset,
        Encoding::kBlockwiseExpansion}) {
    EXPECT_TRUE(HasAxis(with)) << EncodingName(with);
  }
  for (const Encoding without :
       {Encoding::kNone, Encoding::kScaleOffset, Encoding::kBwScaleOffset,
        Encoding::kUnclassified}) {
    EXPECT_FALSE(HasAxis(without)) << EncodingName(without);
  }
}

}  // namespace
}  // namespace opfit
