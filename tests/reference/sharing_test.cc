// Weaknesses 25 and 28: sharing by group or by value, and chains that break.

#include "core/testing/graph_case.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

class Sharing : public testing::TestWithParam<GraphCase> {};

TEST_P(Sharing, IsByGroupOrByValue) { ExpectCase(GetParam()); }

constexpr GraphCase kCases[] = {
    {"W25_WithTheInput", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: u8 -> as x>y
     )",
     "", "y supported"},
    {"W25_AnInputThatIsItselfTheAnchor", "SM8750@2.41", R"(
        a: input
        b: input
        y = aten.cat.default([a, b], 1) [1, 8, 8, 8] | a: u8, b: as a>y -> as a>y
     )",
     "", "y supported"},
    {"W25_AnOutputThatIsItselfTheAnchor", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: as y -> u8
     )",
     "", "y supported"},
    {"W25_EqualButNotShared", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: u8 scale=0.5 zero=3 -> u8 scale=0.5 zero=3
     )",
     "", "y supported"},
    {"W25_EqualWithinTheRoundingOfFloat32", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: u8 scale=0.1 zero=3 -> u8 scale=0.10000000149 zero=3
     )",
     "", "y supported"},
    {"W25_ThroughAChainOfNodes", "SM8750@2.41", R"(
        x: input
        a = aten.relu.default(x) | x: u8 -> u8
        b = aten.view.default(a, [256]) [256] | a: as a -> as a>b
        c = aten.permute.default(b, [0]) [256] | b: as b -> as b>c
     )",
     "", "a supported, b supported, c supported"},
    {"W25_AnEdgeThatRepeatsItsProducer", "SM8750@2.41", R"(
        x: input
        a = aten.relu.default(x) | x: u8 -> u8
        b = aten.view.default(a, [256]) [256] | a: u8 -> as a
     )",
     "", "a supported, b supported"},
    {"W25_AnEdgeThatRepeatsItsProducerInOtherWords", "SM8750@2.41", R"(
        x: input
        a = aten.relu.default(x) | x: u8 -> u8
        b = aten.view.default(a, [256]) [256] | a: {"dtype": "uint8", "kind": "quant", "qscheme": "per_tensor_affine", "quant_max": 255, "quant_min": 0} -> as a
     )",
     "", "a supported, b supported"},
    {"W25_BothFloat", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: float -> float
     )",
     "", "y supported"},
    {"W28_AnEdgeAndItsNodeAreNoCycle", "SM8750@2.41", R"(
        x: input
        a = aten.relu.default(x) | x: u8 -> u8
        b = aten.view.default(a, [256]) [256] | a: as a -> as a>b
        c = aten.view.default(b, [256]) [256] | b: as a>b -> as b>c
     )",
     "", "a supported, b supported, c supported"},

    {"W25_WithAnUnrelatedTensor", "SM8750@2.41", R"(
        x: input
        z: input
        a = aten.relu.default(z) | z: u8 -> u8
        y = aten.view.default(x, [256]) [256] | x: u8 -> as a
     )",
     "OF305 y out[0]", "a supported, y unsupported"},
    {"W25_TwoSpecsOfTheSameWords", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: u8 -> u8
     )",
     "OF305 y out[0]", "y unsupported"},
    {"W25_UnequalScales", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: u8 scale=0.5 zero=3 -> u8 scale=0.51 zero=3
     )",
     "OF305 y out[0]", "y unsupported"},
    {"W25_UnequalZeroPoints", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: u8 scale=0.5 zero=3 -> u8 scale=0.5 zero=4
     )",
     "OF305 y out[0]", "y unsupported"},
    {"W25_AnEdgeThatRepeatsItsProducerUnlessForbidden", "SM8750@2.41", R"(
        x: input
        a = aten.relu.default(x) | x: u8 -> u8
        b = aten.view.default(a, [256]) [256] | a: u8 -> as a | unshared
     )",
     "OF305 b out[0]", "a supported, b unsupported"},
    {"W28_AChainThatComesBack", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: as y -> as x>y
     )",
     "OF401 y", "y unchecked"},
    {"W28_ASpecSharedWithItself", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 -> as y
     )",
     "OF401 y", "y unchecked"},
    {"W28_ANodeThatIsNotThere", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: u8 -> as nowhere
     )",
     "OF401 y", "y unchecked"},
    {"W28_AnEdgeThatIsNotThere", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: u8 -> as x>nowhere
     )",
     "OF401 y", "y unchecked"},
    {"W28_APlaceWhereNothingIsSaid", "SM8750@2.41", R"(
        x: input
        y = aten.view.default(x, [256]) [256] | x: as x -> as x>y
     )",
     "OF401 y", "y unchecked"},
    {"W28_ABrokenChainIsReportedOnce", "SM8750@2.41", R"(
        x: input
        a = aten.view.default(x, [256]) [256] | x: as nowhere -> as x>a
        b = aten.view.default(a, [256]) [256] | a: as a -> as a>b
     )",
     "OF401 a", "a unchecked, b unchecked"},
    {"W28_TwoBrokenChainsAreReportedTwice", "SM8750@2.41", R"(
        x: input
        a = aten.relu.default(x) | x: as nowhere -> u8
        b = aten.relu.default(a) | a: as a -> as b
     )",
     "OF401 a, OF401 b", "a unchecked, b unchecked"},
    {"W28_TheItemOfASplitThatSharesWithNothing", "SM8750@2.41", R"(
        x: input [1, 8]
        y = aten.split.Tensor(x, 4, 1) [1, 4], [1, 4] | x: u8 -> float
        a = _operator.getitem(y, 0) [1, 4] | -> as nowhere
        b = _operator.getitem(y, 1) [1, 4] | -> as x>y
     )",
     "OF401 y", "y unchecked"},
};

INSTANTIATE_TEST_SUITE_P(All, Sharing, testing::ValuesIn(kCases),
                         CaseName<GraphCase>);

}  // namespace
}  // namespace opfit
