// Weaknesses 37 to 43: what the quantizer gets wrong and a checker sees.
//
//   37  discarding a convolution does not stop per-channel annotation    below
//   38  recipes: PER_CHANNEL as the default, on every operator           below
//       recipes ignore discarded nodes, submodules, the block map        not in
//       the graph
//   39  ties between recipes go to the later one                         not in
//   the graph 40  one block size for all: a block that does not fit the tensor
//   below 41  unknown node names below
//       a block map under a dtype without blocks                         not in
//       the graph
//   42  pow annotates its base only; data movement with specs of its own below
//   43  a constant divisor                                               below
//       no fallback for an unknown SoC state_test.cc, 35

#include "core/testing/graph_case.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

class Quantizer : public testing::TestWithParam<GraphCase> {};

TEST_P(Quantizer, MistakesAreSeenInItsAnnotation) { ExpectCase(GetParam()); }

constexpr GraphCase kCases[] = {
    {"W40_TwoBlockSizesInOneGraph", "SM8750@2.41", R"(
        x: input [1, 64]
        w: param [8, 64]
        y = aten.linear.default(x, w) [1, 8] | x: u16, w: i4 axis=0 block=1x32 -> u16
        z = aten.linear.default(x, w) [1, 8] | x: u16, w: i4 axis=0 block=1x16 -> u16
     )",
     "", "y supported, z supported"},
    {"W42_PowOfTwoAnnotatedTensors", "SM8750@2.41", R"(
        x: input
        z: input
        y = aten.pow.Tensor_Tensor(x, z) | x: u8, z: u8 -> u8
     )",
     "", "y supported"},
    {"W42_DataMovementThatShares", "SM8750@2.41", R"(
        x: input
        y = aten.max_pool2d.default(x, [2, 2]) | x: u8 -> as x>y
     )",
     "", "y supported"},
    {"W43_AConstantDivisor", "SM8750@2.41", R"(
        x: input
        y = aten.div.Tensor(x, 2.0) | x: u8 -> u8
     )",
     "", "y supported"},

    {"W37_ADiscardedConvolutionIsUnchecked", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u8, w: i8 axis=0 -> u8 | unannotated
     )",
     "OF403 y", "y unchecked"},
    {"W38_PerChannelOnAnAdd", "SM8750@2.41", R"(
        x: input
        z: param
        y = aten.add.Tensor(x, z) | x: u8, z: i8 axis=1 -> u8
     )",
     "OF301 y in[1]", "y unsupported"},
    {"W40_ABlockThatDoesNotDivideTheTensor", "SM8750@2.41", R"(
        x: input [1, 64]
        w: param [8, 64]
        y = aten.linear.default(x, w) [1, 8] | x: u16, w: i4 axis=0 block=1x48 -> u16
     )",
     "OF311 y in[1]", "y unsupported"},
    {"W40_ABlockOfAnotherRank", "SM8750@2.41", R"(
        x: input [1, 64]
        w: param [8, 64]
        y = aten.linear.default(x, w) [1, 8] | x: u16, w: i4 axis=0 block=1x32x1 -> u16
     )",
     "OF311 y in[1]", "y unsupported"},
    {"W41_AnAnnotationOfANodeThatIsNotThere", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | nowhere: u8, x: u8 -> u8
     )",
     "OF005 y", "y unchecked"},
    {"W42_PowAnnotatesItsBaseOnly", "SM8750@2.41", R"(
        x: input
        z: input
        y = aten.pow.Tensor_Tensor(x, z) | x: u8 -> u8
     )",
     "OF402 y in[1]", "y unknown"},
    {"W42_ASlice", "SM8450@2.41", R"(
        x: input
        y = aten.slice.Tensor(x, 1, 0, 2) [1, 2, 8, 8] | x: u8 -> u8
     )",
     "OF305 y out[0]", "y supported"},
    {"W42_ASelect", "SM8450@2.41", R"(
        x: input
        y = aten.select.int(x, 1, 0) [1, 8, 8] | x: u8 -> u8
     )",
     "OF305 y out[0]", "y supported"},
    {"W42_AFlip", "SM8450@2.41", R"(
        x: input
        y = aten.flip.default(x, [1]) | x: u8 -> u8
     )",
     "OF305 y out[0]", "y supported"},
    {"W42_AMaxPool", "SM8750@2.41", R"(
        x: input
        y = aten.max_pool2d.default(x, [2, 2]) [1, 4, 4, 4] | x: u8 -> u8
     )",
     "OF305 y out[0]", "y supported"},
    {"W42_APad", "SM8450@2.41", R"(
        x: input
        y = aten.constant_pad_nd.default(x, [1, 1], 0.0) [1, 4, 8, 10] | x: u8 -> u8
     )",
     "OF305 y out[0]", "y supported"},
};

INSTANTIATE_TEST_SUITE_P(All, Quantizer, testing::ValuesIn(kCases),
                         CaseName<GraphCase>);

constexpr GraphCase kParameters[] = {
    {"APadWithZeroWrittenAsAFloat", "SM8750@2.41", R"(
        x: input
        y = aten.constant_pad_nd.default(x, [1, 1], 0.0) [1, 4, 8, 10] | x: float -> float
     )",
     "", "y supported"},
    {"APadWithAnotherValue", "SM8750@2.41", R"(
        x: input
        y = aten.constant_pad_nd.default(x, [1, 1], 0.5) [1, 4, 8, 10] | x: float -> float
     )",
     "OF108 y", "y supported"},
    {"ATransposedConvolutionWithoutDilation", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv_transpose2d.input(x, w, null, [1, 1], [0, 0], [0, 0], 1, [1, 1]) | x: u8, w: i8 axis=1 -> u8
     )",
     "", "y supported"},
    {"ATransposedConvolutionWithDilation", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv_transpose2d.input(x, w, null, [1, 1], [0, 0], [0, 0], 1, [2, 2]) | x: u8, w: i8 axis=1 -> u8
     )",
     "OF108 y", "y unsupported"},
    {"ATransposedConvolutionWithDilationOfOneAxis", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv_transpose2d.input(x, w, null, [1, 1], [0, 0], [0, 0], 1, [1, 2]) | x: u8, w: i8 axis=1 -> u8
     )",
     "OF108 y", "y unsupported"},
    {"ASoftmaxOverTheLastAxisByEitherName", "SM8750@2.41", R"(
        x: input
        y = aten.softmax.int(x, -1) | x: u8 -> u8
        z = aten.softmax.int(x, 3) | x: u8 -> u8
     )",
     "", "y supported, z supported"},
    {"ASoftmaxOverAnotherAxis", "SM8750@2.41", R"(
        x: input
        y = aten.softmax.int(x, 1) | x: u8 -> u8
     )",
     "OF108 y", "y unsupported"},
};

INSTANTIATE_TEST_SUITE_P(Parameters, Quantizer, testing::ValuesIn(kParameters),
                         CaseName<GraphCase>);

}  // namespace
}  // namespace opfit
