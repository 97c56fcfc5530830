#include "core/rules/spec_facts.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/testing/graph_lines.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

// The facts of one spec in the words of graph_lines.h.
SpecFacts FactsOf(absl::string_view spec) {
  const ReadResult read = ReadGraph(
      GraphJson(absl::StrCat("x: input\n w: param\n y = t(x, w) | -> ", spec)),
      Limits());
  EXPECT_TRUE(read.findings.empty()) << spec;
  const Graph& graph = read.graph;
  return FactsOf(graph, graph.spec(graph.value(2).spec));
}

std::string Describe(const SpecFacts& facts) {
  return absl::StrCat(DTypeName(facts.dtype), " ", EncodingName(facts.encoding),
                      " ", static_cast<int>(facts.bits));
}

struct TypeCase {
  const char* name;
  const char* spec;
  const char* want;  // type, encoding, bits
};

class Types : public testing::TestWithParam<TypeCase> {};

TEST_P(Types, AreThoseThatTheBackendStores) {
  EXPECT_EQ(Describe(FactsOf(GetParam().spec)), GetParam().want);
}

constexpr TypeCase kNoTypes[] = {
    {"Float", "float", "UNDEFINED none 0"},
    {"Shared", "as x", "UNDEFINED none 0"},
    {"QuantizedToFloat", "u8 dtype=float32", "FLOAT_32 unclassified 0"},
    {"QuantizedToBFloat16", "u8 dtype=bfloat16", "BFLOAT_16 unclassified 0"},
    {"FloatQParams", "i8 axis=0 scheme=per_channel_affine_float_qparams",
     "SFIXED_POINT_8 unclassified 8"},
    {"NoFixedPointOf64Bits", "u8 dtype=uint64 no-bounds",
     "UNDEFINED SCALE_OFFSET 0"},
};

constexpr TypeCase kTypes[] = {
    {"UInt8", "u8", "UFIXED_POINT_8 SCALE_OFFSET 8"},
    {"Int8", "i8", "SFIXED_POINT_8 SCALE_OFFSET 8"},
    {"Int8Narrow", "i8 min=-127", "SFIXED_POINT_8 SCALE_OFFSET 8"},
    {"UInt16InInt32", "u16", "UFIXED_POINT_16 SCALE_OFFSET 16"},
    {"Int16", "i16", "SFIXED_POINT_16 SCALE_OFFSET 16"},
    {"Int16InInt32", "i16 dtype=int32", "SFIXED_POINT_16 SCALE_OFFSET 16"},
    {"Int32", "i32", "SFIXED_POINT_32 SCALE_OFFSET 32"},
    {"UInt8InInt32", "u8 dtype=int32", "UFIXED_POINT_8 SCALE_OFFSET 8"},
    {"UInt8InInt16", "u8 dtype=int16", "UFIXED_POINT_8 SCALE_OFFSET 8"},
    // One more than a range and the next width begins.
    {"Span255", "u16 max=255", "UFIXED_POINT_8 SCALE_OFFSET 8"},
    {"Span256", "u16 max=256", "UFIXED_POINT_16 SCALE_OFFSET 16"},
    {"Span65535", "u16 max=65535", "UFIXED_POINT_16 SCALE_OFFSET 16"},
    {"Span65536", "u16 max=65536", "SFIXED_POINT_32 SCALE_OFFSET 32"},
    {"SpanOfTheWholeInt32", "i32", "SFIXED_POINT_32 SCALE_OFFSET 32"},
    {"SignComesFromTheLowerBound", "u16 min=-1 max=254",
     "SFIXED_POINT_8 SCALE_OFFSET 8"},
    {"SignDoesNotComeFromTheContainer", "i32 min=0 max=255",
     "UFIXED_POINT_8 SCALE_OFFSET 8"},
    // Without bounds the declared type decides.
    {"UInt8WithoutBounds", "u8 no-bounds", "UFIXED_POINT_8 SCALE_OFFSET 8"},
    {"Int32WithoutBounds", "u16 no-bounds", "SFIXED_POINT_32 SCALE_OFFSET 32"},
    {"Int16WithOneBound", "i16 no-bounds min=-8",
     "SFIXED_POINT_16 SCALE_OFFSET 16"},
    {"UInt16WithoutBounds", "u16 dtype=uint16 no-bounds",
     "UFIXED_POINT_16 SCALE_OFFSET 16"},
    {"Int4WithoutBounds", "i4 dtype=int4 no-bounds",
     "SFIXED_POINT_8 BW_SCALE_OFFSET 4"},
    // Bounds that the declared type does not hold decide nothing.
    {"UInt8WithTooManyCodes", "u8 max=256", "UFIXED_POINT_8 SCALE_OFFSET 8"},
    {"Int8WithBoundsReversed", "i8 min=127 max=-128",
     "SFIXED_POINT_8 SCALE_OFFSET 8"},
};

constexpr TypeCase kNarrow[] = {
    {"FourBits", "i4", "SFIXED_POINT_8 BW_SCALE_OFFSET 4"},
    {"FourBitsNarrow", "i4 min=-7", "SFIXED_POINT_8 BW_SCALE_OFFSET 4"},
    {"FourBitsInInt32", "i4 dtype=int32", "SFIXED_POINT_8 BW_SCALE_OFFSET 4"},
    {"Span16IsEightBits", "i4 max=8", "SFIXED_POINT_8 SCALE_OFFSET 8"},
    {"TwoBits", "i2", "SFIXED_POINT_8 BW_SCALE_OFFSET 2"},
    {"Span4IsFourBits", "i2 max=2", "SFIXED_POINT_8 BW_SCALE_OFFSET 4"},
    {"UnsignedFourBitsAreEight", "u4", "UFIXED_POINT_8 SCALE_OFFSET 8"},
    {"UnsignedTwoBitsAreEight", "u4 max=3", "UFIXED_POINT_8 SCALE_OFFSET 8"},
    {"DeclaredInt4", "i4 dtype=int4", "SFIXED_POINT_8 BW_SCALE_OFFSET 4"},
    {"DeclaredUInt4", "u4 dtype=uint4", "UFIXED_POINT_8 BW_SCALE_OFFSET 4"},
};

constexpr TypeCase kSchemes[] = {
    {"PerChannel", "i8 axis=0", "SFIXED_POINT_8 AXIS_SCALE_OFFSET 8"},
    {"PerChannelAffine", "i8 axis=0 affine",
     "SFIXED_POINT_8 AXIS_SCALE_OFFSET 8"},
    {"PerChannelFourBits", "i4 axis=0",
     "SFIXED_POINT_8 BW_AXIS_SCALE_OFFSET 4"},
    {"PerChannelTwoBits", "i2 axis=0", "SFIXED_POINT_8 BW_AXIS_SCALE_OFFSET 2"},
    {"BlockWise", "i4 axis=0 block=1x4",
     "SFIXED_POINT_8 BLOCKWISE_EXPANSION 4"},
    {"BlockWiseEightBits", "i8 axis=0 block=1x4",
     "SFIXED_POINT_8 BLOCKWISE_EXPANSION 8"},
    {"AnAxisAloneIsPerChannel", "i8 no-scheme axis=0",
     "SFIXED_POINT_8 AXIS_SCALE_OFFSET 8"},
    {"AnAxisWithOneScaleIsNot", "i8 no-scheme axis=0 scale=1 zero=0",
     "SFIXED_POINT_8 SCALE_OFFSET 8"},
    {"AnAxisDoesNotOverrideTheScheme", "i8 axis=0 scheme=per_tensor_symmetric",
     "SFIXED_POINT_8 SCALE_OFFSET 8"},
    {"NoSchemeAtAll", "i8 no-scheme", "SFIXED_POINT_8 SCALE_OFFSET 8"},
    {"Derived", "product x>y w>y", "SFIXED_POINT_32 SCALE_OFFSET 32"},
    {"Fixed", "u16 fixed scale=1/65536 zero=0",
     "UFIXED_POINT_16 SCALE_OFFSET 16"},
};

constexpr auto kName = [](const auto& test) { return test.param.name; };
INSTANTIATE_TEST_SUITE_P(None, Types, testing::ValuesIn(kNoTypes), kName);
INSTANTIATE_TEST_SUITE_P(ByRange, Types, testing::ValuesIn(kTypes), kName);
INSTANTIATE_TEST_SUITE_P(Narrow, Types, testing::ValuesIn(kNarrow), kName);
INSTANTIATE_TEST_SUITE_P(ByScheme, Types, testing::ValuesIn(kSchemes), kName);

struct SymmetryCase {
  const char* name;
  const char* spec;
  Tri want;
};

class Symmetry : public testing::TestWithParam<SymmetryCase> {};

TEST_P(Symmetry, IsOfTheValuesWhereTheyAreKnown) {
  EXPECT_EQ(FactsOf(GetParam().spec).symmetric, GetParam().want);
}

constexpr SymmetryCase kSymmetries[] = {
    {"Affine", "i8 affine", Tri::kNo},
    {"AffinePerChannel", "i8 axis=0 affine", Tri::kNo},
    {"NoScheme", "i8 no-scheme", Tri::kUnknown},
    {"SignedOffCentre", "i8 scale=1 zero=1", Tri::kNo},
    {"OneChannelOffCentre", "i8 axis=0 scale=1;1 zero=0;1", Tri::kNo},
    {"UnsignedAtZero", "u8 symmetric scale=1 zero=0", Tri::kNo},
    {"UnsignedBesideItsMiddle", "u8 symmetric scale=1 zero=127", Tri::kNo},
    {"SixteenBitsAtTheMiddleOfEight", "u16 scale=1 zero=128", Tri::kNo},

    {"Symmetric", "i8", Tri::kYes},
    {"SymmetricUnsigned", "u16 symmetric", Tri::kYes},
    {"SignedAtZero", "i8 affine scale=1 zero=0", Tri::kYes},
    {"NarrowAtZero", "i8 affine min=-127 scale=1 zero=0", Tri::kYes},
    {"FourBitsAtZero", "i4 affine scale=1 zero=0", Tri::kYes},
    {"UnsignedAtItsMiddle", "u8 scale=1 zero=128", Tri::kYes},
    {"SixteenBitsAtTheirMiddle", "u16 scale=1 zero=32768", Tri::kYes},
    {"EveryChannelAtZero", "i8 axis=0 affine scale=1;2 zero=0;0", Tri::kYes},
    {"AScaleAloneIsNoValue", "i8 scale=1", Tri::kYes},
};

INSTANTIATE_TEST_SUITE_P(All, Symmetry, testing::ValuesIn(kSymmetries), kName);

struct SoundnessCase {
  const char* name;
  const char* spec;
  const char* want;  // what is wrong
};

class Soundness : public testing::TestWithParam<SoundnessCase> {};

TEST_P(Soundness, IsOfTheSpecWhereverItIsUsed) {
  const SpecFacts facts = FactsOf(GetParam().spec);
  std::vector<absl::string_view> wrong;
  if (facts.bad_range) wrong.push_back("range");
  if (facts.bad_scale) wrong.push_back("scale");
  if (facts.bad_zero_point) wrong.push_back("zero");
  if (facts.two_bit_per_tensor) wrong.push_back("bits");
  EXPECT_EQ(absl::StrJoin(wrong, " "), GetParam().want);
  EXPECT_EQ(facts.is_sound(), wrong.empty());
}

constexpr SoundnessCase kSoundness[] = {
    {"Sound", "u8 scale=0.5 zero=128", ""},
    {"NoValues", "u8", ""},
    {"TheSmallestScale", "u8 scale=5e-324 zero=0", ""},
    {"TheEndsOfTheRange", "u8 axis=0 scale=1;1 zero=0;255", ""},
    {"TheEndsOfASignedRange", "i8 axis=0 scale=1;1 zero=-128;127", ""},
    {"ABiasLeftAtZero", "i32 scale=0 zero=0", ""},
    {"AllOfABiasLeftAtZero", "i32 axis=0 scale=0;0 zero=0;0", ""},
    {"TwoBitsPerChannel", "i2 axis=0", ""},
    {"NoBounds", "i8 no-bounds scale=1 zero=-128", ""},

    {"ScaleZero", "u8 scale=0 zero=0", "scale"},
    {"ScaleNegative", "u8 scale=-1 zero=0", "scale"},
    {"OneScaleOfMany", "i8 axis=0 scale=1;0 zero=0;0", "scale"},
    {"PartOfABiasLeftAtZero", "i32 axis=0 scale=1;0 zero=0;0", "scale"},
    {"ZeroPointTooLow", "u8 scale=1 zero=-1", "zero"},
    {"ZeroPointTooHigh", "u8 scale=1 zero=256", "zero"},
    {"ZeroPointBelowNarrowBounds", "i8 min=-127 scale=1 zero=-128", "zero"},
    {"ZeroPointTooHighWithoutBounds", "i8 no-bounds scale=1 zero=128", "zero"},
    {"ZeroPointAlone", "u8 zero=300", "zero"},
    {"Both", "u8 scale=0 zero=300", "scale zero"},
    {"BoundsReversed", "u8 min=255 max=0", "range"},
    {"BoundsEqual", "u8 min=3 max=3", "range"},
    {"UpperBoundTooHigh", "u8 max=256", "range"},
    {"LowerBoundTooLow", "u8 min=-1", "range"},
    {"LowerBoundTooHigh", "u8 no-bounds min=256", "range"},
    {"ARangeThatDoesNotFitIsSaidAlone", "u8 max=256 scale=0 zero=999", "range"},
    {"TwoBitsPerTensor", "i2", "bits"},
};

INSTANTIATE_TEST_SUITE_P(All, Soundness, testing::ValuesIn(kSoundness), kName);

TEST(SpecFacts, TheRangeIsOfTheBoundsOrElseOfTheWidth) {
  const auto range = [](absl::string_view spec) {
    const SpecFacts facts = FactsOf(spec);
    return absl::StrCat(facts.quant_min, "..", facts.quant_max);
  };
  EXPECT_EQ(range("i8 min=-127"), "-127..127");
  EXPECT_EQ(range("i8 no-bounds"), "-128..127");
  EXPECT_EQ(range("u8 no-bounds max=200"), "0..200");
  EXPECT_EQ(range("i4 dtype=int4 no-bounds"), "-8..7");
  EXPECT_EQ(range("u16"), "0..65535");
}

TEST(SpecFacts, ValuesAreKnownWhereScaleAndZeroPointAre) {
  EXPECT_FALSE(FactsOf("u8").has_values);
  EXPECT_FALSE(FactsOf("u8 scale=1").has_values);
  EXPECT_FALSE(FactsOf("u8 zero=1").has_values);
  EXPECT_TRUE(FactsOf("u8 scale=1 zero=1").has_values);
  EXPECT_TRUE(FactsOf("u8 fixed scale=1 zero=1").has_values);
}

}  // namespace
}  // namespace opfit
