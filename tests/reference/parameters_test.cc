// Weaknesses 26 and 27: fixed parameters, and the bias.

#include "core/testing/graph_case.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

class Parameters : public testing::TestWithParam<GraphCase> {};

TEST_P(Parameters, AreComparedByValue) { ExpectCase(GetParam()); }

constexpr GraphCase kFixed[] = {
    {"W26_SigmoidOf16Bits", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u16 -> u16 fixed scale=1/65536 zero=0
     )",
     "", "y supported"},
    {"W26_SigmoidWithinTheTolerance", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u16 -> u16 fixed scale=0.0000152588 zero=0
     )",
     "", "y supported"},
    {"W26_SignedSigmoid", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: i16 -> i16 fixed scale=1/32768 zero=0
     )",
     "", "y supported"},
    {"W26_HardSigmoid", "SM8750@2.41", R"(
        x: input
        y = aten.hardsigmoid.default(x) | x: u16 -> u16 fixed scale=1/65536 zero=0
     )",
     "", "y supported"},
    {"W26_TanhHasTheZeroPointAndNotTheOffset", "SM8750@2.41", R"(
        x: input
        y = aten.tanh.default(x) | x: u16 -> u16 fixed scale=1/32768 zero=32768
     )",
     "", "y supported"},
    {"W26_TanhOf8BitsIsFree", "SM8750@2.41", R"(
        x: input
        y = aten.tanh.default(x) | x: u8 -> u8
     )",
     "", "y supported"},
    {"W26_ObservedWithTheRightValuesIsFixedToo", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u16 -> u16 scale=1/65536 zero=0
     )",
     "", "y supported"},

    {"W26_AFreelyObservedSigmoidIsAnError", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u16 -> u16
     )",
     "OF304 y out[0]", "y unsupported"},
    {"W26_AFreelyObservedHardSigmoidIsAnError", "SM8750@2.41", R"(
        x: input
        y = aten.hardsigmoid.default(x) | x: u16 -> u16
     )",
     "OF304 y out[0]", "y unsupported"},
    {"W26_AFreelyObservedTanhIsAnError", "SM8750@2.41", R"(
        x: input
        y = aten.tanh.default(x) | x: u16 -> u16
     )",
     "OF304 y out[0]", "y unsupported"},
    {"W26_AFreelyObservedSigmoidOf8BitsIsAWarning", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u8 -> u8
     )",
     "OF304 y out[0]", "y supported"},
    {"W26_TheScaleOfAnotherWidth", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u16 -> u16 fixed scale=1/256 zero=0
     )",
     "OF304 y out[0]", "y unsupported"},
    {"W26_BeyondTheTolerance", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u16 -> u16 fixed scale=0.000015262 zero=0
     )",
     "OF304 y out[0]", "y unsupported"},
    {"W26_TheRightScaleWithAnotherZeroPoint", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u16 -> u16 fixed scale=1/65536 zero=1
     )",
     "OF304 y out[0]", "y unsupported"},
    {"W26_AnOffsetForTheZeroPoint", "SM8750@2.41", R"(
        x: input
        y = aten.tanh.default(x) | x: u16 -> u16 fixed scale=1/32768 zero=-32768
     )",
     "OF304 y out[0], OF308 y out[0]", "y unsupported"},
    {"W26_AScaleWithoutAZeroPointIsNotFixed", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u16 -> u16 scale=1/65536
     )",
     "OF304 y out[0]", "y unsupported"},
    {"W26_FixedThroughAChain", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u16 -> as x>y
     )",
     "OF304 y out[0]", "y unsupported"},
};

INSTANTIATE_TEST_SUITE_P(Fixed, Parameters, testing::ValuesIn(kFixed),
                         CaseName<GraphCase>);

#define LINEAR                                         \
  "x: input [1, 4]\n w: param [2, 4]\n b: param [2]\n" \
  "y = aten.linear.default(x, w, b) [1, 2] | "

constexpr GraphCase kBias[] = {
    {"W27_DerivedFromBothEdges", "SM8750@2.41",
     LINEAR "x: u8, w: i8 axis=0, b: product x>y w>y axis=0 -> u8", "",
     "y supported"},
    {"W27_TheProductOfTheScales", "SM8750@2.41",
     LINEAR "x: u8 scale=0.5 zero=3, w: i8 scale=0.25 zero=0, "
            "b: i32 scale=0.125 zero=0 -> u8",
     "", "y supported"},
    {"W27_TheProductForEachChannel", "SM8750@2.41",
     LINEAR "x: u8 scale=0.5 zero=3, w: i8 axis=0 scale=0.25;0.5 zero=0;0, "
            "b: i32 axis=0 scale=0.125;0.25 zero=0;0 -> u8",
     "", "y supported"},
    {"W27_AnEncodingLeftAtZero", "SM8750@2.41",
     LINEAR "x: u8 scale=0.5 zero=3, w: i8 axis=0 scale=0.25;0.5 zero=0;0, "
            "b: i32 scale=0 zero=0 -> u8",
     "", "y supported"},
    {"W27_AnIntentionUnderAPerTensorWeight", "SM8750@2.41",
     LINEAR "x: u8, w: i8, b: i32 -> u8", "", "y supported"},
    {"W27_ABiasOf8BitsIsAnotherRow", "SM8750@2.41",
     LINEAR "x: u8, w: i8 axis=0, b: u8 -> u8", "", "y supported"},

    {"W27_OneScaleUnderAPerChannelWeight", "SM8750@2.41",
     LINEAR "x: u8, w: i8 axis=0, b: i32 -> u8", "OF306 y in[2]",
     "y supported"},
    {"W27_DerivedFromAnotherTensor", "SM8750@2.41",
     LINEAR "x: u8, w: i8 axis=0, b: product b>y w>y axis=0 -> u8",
     "OF306 y in[2]", "y supported"},
    {"W27_DerivedFromOneTensorOnly", "SM8750@2.41",
     LINEAR "x: u8, w: i8 axis=0, b: product w>y axis=0 -> u8", "OF306 y in[2]",
     "y supported"},
    {"W27_AnotherScale", "SM8750@2.41",
     LINEAR "x: u8 scale=0.5 zero=3, w: i8 scale=0.25 zero=0, "
            "b: i32 scale=0.13 zero=0 -> u8",
     "OF306 y in[2]", "y supported"},
    {"W27_AnotherScaleOfTheSecondChannel", "SM8750@2.41",
     LINEAR "x: u8 scale=0.5 zero=3, w: i8 axis=0 scale=0.25;0.5 zero=0;0, "
            "b: i32 axis=0 scale=0.125;0.125 zero=0;0 -> u8",
     "OF306 y in[2]", "y supported"},
    {"W27_AFloatBias", "SM8750@2.41",
     LINEAR "x: u8, w: i8 axis=0, b: float -> u8", "OF103 y in[2]",
     "y unsupported"},
    {"W27_ABiasThatIsNotAnnotated", "SM8750@2.41",
     LINEAR "x: u8, w: i8 axis=0 -> u8", "OF402 y in[2]", "y unknown"},
    {"W27_ADerivedOutputIsNoCrash", "SM8750@2.41", R"(
        x: input
        y = aten.sigmoid.default(x) | x: u16 -> product x>y min=0 max=65535
     )",
     "OF304 y out[0]", "y unsupported"},
};
#undef LINEAR

INSTANTIATE_TEST_SUITE_P(Bias, Parameters, testing::ValuesIn(kBias),
                         CaseName<GraphCase>);

constexpr GraphCase kValues[] = {
    {"AScaleOfZero", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 scale=0 zero=0 -> u8
     )",
     "OF307 y in[0]", "y unsupported"},
    {"ANegativeScale", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 -> u8 scale=-1 zero=0
     )",
     "OF307 y out[0]", "y unsupported"},
    {"AZeroPointBelowTheRange", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 scale=1 zero=-1 -> u8
     )",
     "OF308 y in[0]", "y unsupported"},
    {"AZeroPointAboveTheRange", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 scale=1 zero=256 -> u8
     )",
     "OF308 y in[0]", "y unsupported"},
    {"TheBoundsAreWithin", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 scale=1 zero=0 -> u8 scale=1 zero=255
     )",
     "", "y supported"},
    {"FewerScalesThanChannels", "SM8750@2.41", R"(
        x: input [1, 4]
        w: param [4, 4]
        y = aten.linear.default(x, w) [1, 4] | x: u8, w: i8 axis=0 scale=1;1;1 zero=0;0;0 -> u8
     )",
     "OF310 y in[1]", "y unsupported"},
    {"ScalesAndZeroPointsOfDifferentNumber", "SM8750@2.41", R"(
        x: input [1, 4]
        w: param [4, 4]
        y = aten.linear.default(x, w) [1, 4] | x: u8, w: i8 axis=0 scale=1;1;1;1 zero=0;0;0 -> u8
     )",
     "OF310 y in[1]", "y unsupported"},
    {"AWrongSpecIsReportedWhereItIsFirstUsed", "SM8750@2.41", R"(
        x: input
        a = aten.relu.default(x) | x: u8 -> u8 scale=0 zero=0
        b = aten.relu.default(a) | a: as a -> u8
     )",
     "OF307 a out[0]", "a unsupported, b unsupported"},
};

INSTANTIATE_TEST_SUITE_P(Values, Parameters, testing::ValuesIn(kValues),
                         CaseName<GraphCase>);

}  // namespace
}  // namespace opfit
