// Weaknesses 17 to 21: from a spec to the type that the backend stores.

#include "core/testing/graph_case.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

class DTypes : public testing::TestWithParam<GraphCase> {};

TEST_P(DTypes, AreThoseThatTheBackendStores) { ExpectCase(GetParam()); }

constexpr GraphCase kCases[] = {
    {"W17_Int64IndicesAreInt32OnTheWay", "SM8750@2.41", R"(
        x: input
        i: input int64[2]
        y = aten.index_select.default(x, 1, i) | x: u8 -> as x>y
     )",
     "", "y supported"},
    {"W17_AnnotatedIndicesStayIndices", "SM8750@2.41", R"(
        x: input
        i: input int32[2]
        y = aten.index_select.default(x, 1, i) | x: u8, i: i32 -> as x>y
     )",
     "", "y supported"},
    {"W17_ACastOfIntegers", "SM8750@2.41", R"(
        x: input int64[2]
        y = aten._to_copy.default(x) int32[2]
     )",
     "", "y supported"},
    {"W19_Int32WithBoundsIsSixteenBits", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u16 -> u16
     )",
     "", "y supported"},
    {"W19_SignedInt32WithBoundsIsSixteenBits", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: i16 dtype=int32 -> i16 dtype=int32
     )",
     "", "y supported"},
    {"W20_FourBitWeights", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u16, w: i4 axis=0 -> u16
        z = aten.conv2d.default(x, w) | x: u16, w: i4 min=-7 -> u16
     )",
     "", "y supported, z supported"},
    {"W20_UnsignedFourBitsInUint8AreUint8", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u4 -> u8
     )",
     "", "y supported"},
    {"W20_TwoBitsPerChannel", "SM8750@2.49", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u16, w: i2 axis=0 -> u16
     )",
     "", "y supported"},
    {"W21_PerChannelInt8WithoutBounds", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u8, w: i8 axis=0 no-bounds -> u8
     )",
     "", "y supported"},
    {"W21_PerChannelInt8WithOneBound", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u8, w: i8 axis=0 no-bounds min=-127 -> u8
     )",
     "", "y supported"},

    {"W17_Uint8IndicesAreNoQuantizedTensor", "SM8750@2.41", R"(
        x: input
        i: input uint8[2]
        y = aten.index_select.default(x, 1, i) | x: u8 -> as x>y
     )",
     "OF103 y in[1]", "y unsupported"},
    {"W17_PlainUint8IsNoQuantizedUint8", "SM8750@2.41", R"(
        x: input uint8[4]
        y = aten.relu.default(x) uint8[4]
     )",
     "OF103 y", "y unsupported"},
    {"W17_QuantizedIndicesAreNoIndices", "SM8750@2.41", R"(
        x: input
        i: input float32[2]
        y = aten.index_select.default(x, 1, i) | x: u8, i: u8 -> as x>y
     )",
     "OF103 y in[1]", "y unsupported"},
    {"W18_BFloat16IsATypeLikeAnother", "SM8750@2.41", R"(
        x: input bfloat16[4]
        y = aten.relu.default(x) bfloat16[4] | x: float -> float
     )",
     "OF103 y", "y unsupported"},
    {"W18_UnannotatedBFloat16IsUnchecked", "SM8750@2.41", R"(
        x: input bfloat16[4]
        y = aten.relu.default(x) bfloat16[4]
     )",
     "OF403 y", "y unchecked"},
    {"W18_BFloat16QuantizesNothing", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 dtype=bfloat16 -> u8
     )",
     "OF103 y in[0]", "y unsupported"},
    {"W19_Int32WithoutBoundsIsNeverSkipped", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u16 no-bounds symmetric, w: i8 axis=0 -> u16
     )",
     "OF103 y in[0]", "y unsupported"},
    {"W20_FourBitActivationsAreNoInt8", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: i4 -> i8
     )",
     "OF301 y in[0]", "y unsupported"},
    {"W20_TwoBitsPerTensorAreRefused", "SM8750@2.49", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u16, w: i2 -> u16
     )",
     "OF301 y in[1]", "y unsupported"},
    {"W20_ThreeBitsDoNotFitAnInt8WeightOfALinear", "SM8750@2.41", R"(
        x: input [1, 4]
        w: param [8, 4]
        y = aten.linear.default(x, w) [1, 8] | x: u8, w: i2 axis=0 -> u8
     )",
     "OF301 y in[1]", "y unsupported"},
    {"W21_BoundsInTheWrongOrder", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u8, w: i8 axis=0 min=127 max=-127 -> u8
     )",
     "OF309 y in[1]", "y unsupported"},
    {"W21_BoundsThatTheTypeDoesNotHold", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 max=256 -> u8
     )",
     "OF309 y in[0]", "y unsupported"},
    {"W21_ATypeWithoutAFixedPointTypeIsNoCrash", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u16, w: i8 axis=0 no-bounds affine dtype=uint64 -> u16
     )",
     "OF103 y in[1]", "y unsupported"},
};

INSTANTIATE_TEST_SUITE_P(All, DTypes, testing::ValuesIn(kCases),
                         CaseName<GraphCase>);

}  // namespace
}  // namespace opfit
