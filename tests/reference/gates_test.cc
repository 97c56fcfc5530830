// Weaknesses 31 to 34: gates by architecture, by the real type of the weight.

#include <string>

#include "absl/strings/str_cat.h"
#include "core/finding/finding.h"
#include "core/testing/checked.h"
#include "core/testing/graph_case.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

class Gates : public testing::TestWithParam<GraphCase> {};

TEST_P(Gates, HoldForTheRealTypes) { ExpectCase(GetParam()); }

constexpr char kMatMul[] = R"(
    x: input
    z: input
    y = aten.matmul.default(x, z) | x: u16, z: i16 -> u16
)";
constexpr char kConv2d[] = R"(
    x: input
    w: param [4, 4, 3, 3]
    y = aten.conv2d.default(x, w) | x: u16, w: i16 axis=0 -> u16
)";
constexpr char kConv3d[] = R"(
    x: input [1, 4, 8, 8, 8]
    w: param [4, 4, 3, 3, 3]
    y = aten.conv3d.default(x, w) [1, 4, 6, 6, 6] | x: u16, w: i16 axis=0 -> u16
)";
constexpr char kTransposed[] = R"(
    x: input
    w: param [4, 4, 3, 3]
    y = aten.conv_transpose2d.input(x, w) | x: u16, w: i16 axis=1 -> u16
)";
constexpr char kLinear[] = R"(
    x: input [1, 4]
    w: param [8, 4]
    y = aten.linear.default(x, w) [1, 8] | x: u16, w: i16 axis=0 -> u16
)";
constexpr char kLayerNorm[] = R"(
    x: input [1, 8, 4]
    w: param [4]
    y = aten.layer_norm.default(x, [4], w) [1, 8, 4] | x: u16, w: i16 -> u16
)";
constexpr char kBlockConv[] = R"(
    x: input
    w: param [4, 4, 1, 1]
    y = aten.conv2d.default(x, w) | x: u16, w: i4 axis=0 block=1x2x1x1 -> u16
)";
constexpr char kBlockTransposed[] = R"(
    x: input
    w: param [4, 4, 1, 1]
    y = aten.conv_transpose2d.input(x, w) | x: u16, w: i4 axis=1 block=2x1x1x1 -> u16
)";
constexpr char kBlockLinear[] = R"(
    x: input [1, 32]
    w: param [8, 32]
    y = aten.linear.default(x, w) [1, 8] | x: u16, w: i4 axis=0 block=1x16 -> u16
)";
constexpr char kBlockMatMul[] = R"(
    x: input [1, 4, 4]
    w: param [1, 4, 4]
    y = aten.matmul.default(x, w) [1, 4, 4] | x: u16, w: i4 axis=2 block=1x2x1 -> u16
)";
constexpr char kBlockConv3d[] = R"(
    x: input [1, 4, 8, 8, 8]
    w: param [4, 4, 1, 1, 1]
    y = aten.conv3d.default(x, w) [1, 4, 8, 8, 8] | x: u16, w: i4 axis=0 block=1x2x1x1x1 -> u16
)";
constexpr char kRmsNorm[] = R"(
    x: input [1, 4]
    w: param [4]
    y = aten.rms_norm.default(x, [4], w) [1, 4] | x: u16, w: u16 -> u16
)";
constexpr char kEightBitWeight[] = R"(
    x: input
    w: param [4, 4, 3, 3]
    y = aten.conv2d.default(x, w) | x: u16, w: i8 axis=0 -> u16
)";
constexpr char kFloat[] = R"(
    x: input
    y = aten.relu.default(x) | x: float -> float
)";

constexpr GraphCase kCases[] = {
    {"W31_MatMulOnV73", "SM8550@2.41", kMatMul, "", "y supported"},
    {"W31_Conv2dOnV73", "SM8550@2.41", kConv2d, "", "y supported"},
    {"W31_LinearOnV73", "SM8550@2.41", kLinear, "", "y supported"},
    {"W31_LayerNormOnV73", "SM8550@2.41", kLayerNorm, "", "y supported"},
    {"W31_EightBitWeightsNeedNoNewArchitecture", "SM8350@2.41", kEightBitWeight,
     "", "y supported"},
    {"W32_LpbqOnV69", "SM8450@2.41", kBlockConv, "", "y supported"},
    {"W32_LpbqLinearOnV69", "SM8450@2.41", kBlockLinear, "", "y supported"},
    {"W32_FloatOnV73", "SM8550@2.41", kFloat, "", "y supported"},

    {"W31_MatMulOnV68", "SM8350@2.41", kMatMul, "OF202 y in[1]",
     "y unsupported"},
    {"W31_MatMulOnV69", "SM8450@2.41", kMatMul, "OF202 y in[1]",
     "y unsupported"},
    {"W31_Conv2dOnV69", "SM8450@2.41", kConv2d, "OF202 y in[1]",
     "y unsupported"},
    {"W31_LinearOnV68", "SM8350@2.41", kLinear, "OF202 y in[1]",
     "y unsupported"},
    {"W31_LayerNormReadsTheWeight", "SM8350@2.41", kLayerNorm, "OF202 y in[1]",
     "y unsupported"},
    {"W31_TransposedConvolutionOnV69", "SM8450@2.41", kTransposed,
     "OF202 y in[1]", "y unsupported"},
    {"W32_Conv3dHasNoRowFor16BitWeightsAtAll", "SM8450@2.41", kConv3d,
     "OF103 y in[1]", "y unsupported"},
    {"W32_LpbqOnV68", "SM8350@2.41", kBlockConv, "OF201 y in[1]",
     "y unsupported"},
    {"W32_LpbqTransposedOnV68", "SM8350@2.41", kBlockTransposed,
     "OF201 y in[1]", "y unsupported"},
    {"W32_LpbqLinearOnV68", "SM8350@2.41", kBlockLinear, "OF201 y in[1]",
     "y unsupported"},
    {"W32_FloatOnV68", "SM8350@2.41", kFloat, "OF203 y", "y unsupported"},
    {"W32_FloatOnAV73ThatHasNone", "SM7675@2.41", kFloat, "OF203 y",
     "y unsupported"},
    {"W32_FloatOnAnotherV73ThatHasNone", "SM8635@2.41", kFloat, "OF203 y",
     "y unsupported"},
    {"W32_LpbqOfAMatMulOnV75", "SM8650@2.41", kBlockMatMul, "OF201 y in[1]",
     "y unsupported"},
    {"W32_LpbqOfAMatMulOnV79", "SM8750@2.41", kBlockMatMul, "", "y supported"},
    {"W32_LpbqTransposedOnV69", "SM8450@2.41", kBlockTransposed, "",
     "y supported"},
    {"W32_LpbqOfAConv3dOnV68", "SM8350@2.41", kBlockConv3d, "OF201 y in[1]",
     "y unsupported"},
    {"W32_RmsNormOnV69IsDisputed", "SM8450@2.41", kRmsNorm, "OF104 y",
     "y unknown"},
    {"W32_RmsNormOnV73", "SM8550@2.41", kRmsNorm, "", "y supported"},
    {"W33_ASharedWeightIsGatedToo", "SM8350@2.41", R"(
        x: input [1, 4]
        w: param [8, 4]
        y = aten.linear.default(x, w) [1, 8] | x: u16, w: i16 -> u16
        z = aten.linear.default(x, w) [1, 8] | x: u16, w: as w>y -> u16
     )",
     "OF202 y in[1], OF202 z in[1]", "y unsupported, z unsupported"},
    {"W33_ADerivedWeightIsNoCrash", "SM8350@2.41", R"(
        x: input [1, 4]
        w: param [8, 4]
        y = aten.linear.default(x, w) [1, 8] | x: u16, w: product x>y -> u16
     )",
     "OF103 y in[1]", "y unsupported"},
    {"W33_AFloatWeightIsNoCrash", "SM8350@2.41", R"(
        x: input [1, 4]
        w: param [8, 4]
        y = aten.linear.default(x, w) [1, 8] | x: u16, w: float -> u16
     )",
     "OF103 y in[1]", "y unsupported"},
    {"W36_AnUnknownArchitectureDecidesNothing", "QCM2290@2.41", kMatMul,
     "OF104 y", "y unknown"},
};

INSTANTIATE_TEST_SUITE_P(All, Gates, testing::ValuesIn(kCases),
                         CaseName<GraphCase>);

TEST(Gates, W31_SixteenBitWeightsNeedV73OnEveryOperatorThatTakesThem) {
  for (const char* lines :
       {kMatMul, kConv2d, kTransposed, kLinear, kLayerNorm}) {
    for (const int arch : {68, 69, 73, 75, 79, 81}) {
      const Checked checked = CheckLines(lines, absl::StrCat("v", arch));
      EXPECT_EQ(checked.OutcomeOf("y"), arch < 73 ? "unsupported" : "supported")
          << arch << lines;
    }
  }
}

TEST(Gates, W32_BlockWiseWeightsNeedV69OnEveryOperatorThatTakesThem) {
  for (const char* lines : {kBlockConv, kBlockTransposed, kBlockLinear}) {
    for (const int arch : {68, 69, 73, 75, 79, 81}) {
      const Checked checked = CheckLines(lines, absl::StrCat("v", arch));
      EXPECT_EQ(checked.OutcomeOf("y"), arch < 69 ? "unsupported" : "supported")
          << arch << lines;
    }
  }
}

TEST(Gates, W34_WhereSourcesDisagreeTheOutcomeIsUnknownAndNamesBoth) {
  const Checked checked = CheckLines(kBlockConv3d, "SM8450@2.41");
  EXPECT_EQ(checked.OutcomeOf("y"), "unknown");
  ASSERT_THAT(checked.report.findings,
              testing::ElementsAre(HasCode(Code::kDataTypesUnknown, "y", "")));
  const Finding& finding = checked.report.findings[0];
  EXPECT_THAT(finding, Mentions("the sources disagree"));
  EXPECT_THAT(finding, Mentions("the rule table gates"));
  EXPECT_THAT(finding, Mentions("2.25.0 page takes no block encoding"));
  EXPECT_THAT(finding.sources, testing::SizeIs(testing::Ge(2)));
}

}  // namespace
}  // namespace opfit
