// Weaknesses 11 to 16: which tensor is at which port.

#include "core/testing/graph_case.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

class Ports : public testing::TestWithParam<GraphCase> {};

TEST_P(Ports, AreThoseOfTheArguments) { ExpectCase(GetParam()); }

constexpr GraphCase kCases[] = {
    {"W11_ABoolConditionComesFirst", "SM8750@2.41", R"(
        c: input bool[1, 4, 8, 8]
        x: input
        z: input
        y = aten.where.self(c, x, z) | x: u8, z: u8 -> u8
     )",
     "", "y supported"},
    {"W11_TheOrderOfTheAnnotationDoesNotMatter", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | w: i8 axis=0, x: u8 -> u8
     )",
     "", "y supported"},
    {"W11_AFloatActivationWithAnInt8Weight", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: float, w: i8 axis=0 -> float
     )",
     "", "y supported"},
    {"W11_OneTensorAtTwoPortsFitsBoth", "SM8750@2.41", R"(
        x: input
        y = aten.matmul.default(x, x) | x: u8 -> u8
     )",
     "", "y supported"},
    {"W13_EveryTensorOfAConcat", "SM8750@2.41", R"(
        a: input
        b: input
        c: input
        y = aten.cat.default([a, b, c], 1) [1, 12, 8, 8] | a: u8, b: as a>y, c: as a>y -> as a>y
     )",
     "", "y supported"},
    {"W13_AConcatOfOne", "SM8750@2.41", R"(
        a: input
        y = aten.cat.default([a]) | a: u8 -> as a>y
     )",
     "", "y supported"},
    {"W15_EveryOutputOfASplit", "SM8750@2.41", R"(
        x: input [1, 8]
        y = aten.split.Tensor(x, 4, 1) [1, 4], [1, 4] | x: u8 -> float
        a = _operator.getitem(y, 0) [1, 4] | -> as x>y
        b = _operator.getitem(y, 1) [1, 4] | -> as x>y
     )",
     "", "y supported"},
    {"W15_AnOutputThatNobodyTakesSaysNothing", "SM8750@2.41", R"(
        x: input [1, 8]
        y = aten.split.Tensor(x, 4, 1) [1, 4], [1, 4] | x: u8 -> float
        a = _operator.getitem(y, 1) [1, 4] | -> as x>y
     )",
     "", "y supported"},
    {"W15_ValuesAndIndicesOfATopK", "SM8750@2.41", R"(
        x: input [1, 8]
        y = aten.topk.default(x, 2) [1, 2], int64[1, 2] | x: u8 -> [as x>y, float]
     )",
     "", "y supported"},
    {"W16_AKeywordThatIsNoTensor", "SM8750@2.41", R"(
        x: input
        y = aten.add.Tensor(x, x, alpha=1) | x: u8 -> u8
     )",
     "", "y supported"},

    {"W11_TheConditionDoesNotShiftTheOthers", "SM8750@2.41", R"(
        c: input bool[1, 4, 8, 8]
        x: input
        z: input
        y = aten.where.self(c, x, z) | x: u8, z: u16 -> u8
     )",
     "OF103 y in[2]", "y unsupported"},
    {"W11_AFloatActivationDoesNotShiftTheWeight", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: float, w: i8 axis=1 -> float
     )",
     "OF303 y in[1]", "y unsupported"},
    {"W11_TheSecondPortOfOneTensorIsTestedToo", "SM8750@2.41", R"(
        x: input
        y = aten.matmul.default(x, x) | x: u16 -> u16
     )",
     "OF302 y in[1]", "y unsupported"},
    {"W12_AMissingTensorIsAnError", "SM8750@2.41", R"(
        x: input [1, 4]
        y = aten.linear.default(x) | x: u8 -> u8
     )",
     "OF106 y in[1]", "y unsupported"},
    {"W12_ASurplusTensorIsAnError", "SM8750@2.41", R"(
        dialect qnn
        x: input
        y = Relu(x, x) | x: u8 -> u8
     )",
     "OF103 y in[1]", "y unsupported"},
    {"W12_ASurplusOutputIsAnError", "SM8750@2.41", R"(
        dialect qnn
        x: input
        y = Relu(x) [1, 4], [1, 4] | x: u8 -> [u8, u8]
     )",
     "OF103 y out[1]", "y unsupported"},
    {"W13_TheThirdTensorOfAConcatHasAnotherType", "SM8750@2.41", R"(
        a: input
        b: input
        c: input
        y = aten.cat.default([a, b, c], 1) [1, 12, 8, 8] | a: u8, b: as a>y, c: u16 -> as a>y
     )",
     "OF103 y in[2]", "y unsupported"},
    {"W13_TheThirdTensorOfAConcatSharesNothing", "SM8750@2.41", R"(
        a: input
        b: input
        c: input
        y = aten.cat.default([a, b, c], 1) [1, 12, 8, 8] | a: u8, b: as a>y, c: u8 -> as a>y
     )",
     "OF305 y in[2]", "y unsupported"},
    {"W13_TheEncodingOfTheSecondTensorOfAStack", "SM8750@2.41", R"(
        a: input [4]
        b: input [4]
        y = aten.stack.default([a, b]) [2, 4] | a: u8, b: u8 axis=0 -> as a>y
     )",
     "OF301 y in[1], OF305 y in[1]", "y unsupported"},
    {"W14_AnOperatorWithoutArguments", "SM8750@2.41", R"(
        y = aten.relu.default() | -> u8
     )",
     "OF106 y in[0]", "y unsupported"},
    {"W14_AConcatOfNothing", "SM8750@2.41", R"(
        y = aten.cat.default([]) | -> u8
     )",
     "OF106 y in[0]", "y unsupported"},
    {"W14_AConcatWithAHole", "SM8750@2.41", R"(
        a: input
        y = aten.cat.default([a, null, a], 1) [1, 8, 8, 8] | a: u8 -> as a>y
     )",
     "OF106 y in[1]", "y unsupported"},
    {"W15_TheSecondOutputOfASplitHasAnotherType", "SM8750@2.41", R"(
        x: input [1, 8]
        y = aten.split.Tensor(x, 4, 1) [1, 4], [1, 4] | x: u8 -> float
        a = _operator.getitem(y, 0) [1, 4] | -> as x>y
        b = _operator.getitem(y, 1) [1, 4] | -> u16
     )",
     "OF103 y out[1]", "y unsupported"},
    {"W15_TheSecondOutputOfASplitSharesNothing", "SM8750@2.41", R"(
        x: input [1, 8]
        y = aten.split.Tensor(x, 4, 1) [1, 4], [1, 4] | x: u8 -> [as x>y, u8]
     )",
     "OF305 y out[1]", "y unsupported"},
    {"W15_TheItemOfASplitThatSaysNothing", "SM8750@2.41", R"(
        x: input [1, 8]
        y = aten.split.Tensor(x, 4, 1) [1, 4], [1, 4] | x: u8 -> float
        a = _operator.getitem(y, 0) [1, 4] | -> as x>y
        b = _operator.getitem(y, 1) [1, 4]
     )",
     "OF402 y out[1]", "y unknown"},
    {"W15_TheOutputsOfAnUnbind", "SM8750@2.41", R"(
        x: input [2, 4]
        y = aten.unbind.int(x) [4], [4] | x: u8 -> [as x>y, u8]
     )",
     "OF305 y out[1]", "y unsupported"},
    {"W15_QuantizedIndicesOfATopK", "SM8750@2.41", R"(
        x: input [1, 8]
        y = aten.topk.default(x, 2) [1, 2], [1, 2] | x: u8 -> [as x>y, u8]
     )",
     "OF103 y out[1]", "y unsupported"},
    {"W16_AnOptionalTensorGivenByKeywordIsNotOverlooked", "SM8750@2.41", R"(
        x: input [1, 4]
        w: param [8, 4]
        b: param [8]
        y = aten.linear.default(x, w, bias=b) [1, 8] | x: u8, w: i8 axis=0, b: i16 -> u8
     )",
     "OF104 y", "y unknown"},
    {"W16_ARequiredTensorGivenByKeywordIsNotOverlooked", "SM8750@2.41", R"(
        x: input
        z: input
        y = aten.rsub.Tensor(x, other=z) | x: u8, z: i16 -> u8
     )",
     "OF104 y, OF106 y in[0]", "y unsupported"},
};

INSTANTIATE_TEST_SUITE_P(All, Ports, testing::ValuesIn(kCases),
                         CaseName<GraphCase>);

}  // namespace
}  // namespace opfit
