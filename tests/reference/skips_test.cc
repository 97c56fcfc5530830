// Weaknesses 1 to 10: skips that look like passes.

#include <string>

#include "core/catalog/catalog.h"
#include "core/check/report.h"
#include "core/testing/checked.h"
#include "core/testing/graph_case.h"
#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kWrong = R"(
    x: input
    y = aten.matmul.default(x, x) | x: u16 -> i8
)";

class Skips : public testing::TestWithParam<GraphCase> {};

TEST_P(Skips, AreNoPasses) { ExpectCase(GetParam()); }

constexpr GraphCase kCases[] = {
    // What is right stays right, with the same graphs but for the fault.
    {"W05_AMatchingRowIsAPass", "SM8750@2.41", R"(
        x: input
        y = aten.rsqrt.default(x) | x: u8 -> u8
     )",
     "", "y supported"},
    {"W06_PerTensorOnAPerTensorPortIsAPass", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 -> u8
     )",
     "", "y supported"},
    {"W06_PerChannelOnAPerChannelPortIsAPass", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u8, w: i8 axis=0 -> u8
     )",
     "", "y supported"},
    {"W08_TheLastAxisOfAMatMulIsAPass", "SM8750@2.41", R"(
        x: input [1, 4]
        w: param [4, 8]
        y = aten.matmul.default(x, w) [1, 8] | x: u8, w: i8 axis=-1 -> u8
     )",
     "", "y supported"},
    {"W09_UnannotatedPlainIntegersAreChecked", "SM8750@2.41", R"(
        x: input int32[4]
        y = aten.add.Tensor(x, x) int32[4]
     )",
     "", "y supported"},
    {"W10_RsqrtHasRows", "SM8450@2.41", R"(
        x: input
        y = aten.rsqrt.default(x) | x: u16 -> u16
     )",
     "", "y supported"},
    {"W10_EmbeddingWithASharedOutputIsAPass", "SM8750@2.41", R"(
        t: param [10, 8]
        i: input int64[1, 4]
        y = aten.embedding.default(t, i) [1, 4, 8] | t: u8 -> as t>y
     )",
     "", "y supported"},

    {"W01_AnOlderSdkIsBypassedLoudly", "SM8750@2.40", kWrong, "OF205",
     "y unchecked"},
    {"W01_TheFirstCoveredSdkIsChecked", "SM8750@2.41", kWrong, "OF104 y out[0]",
     "y unknown"},
    {"W04_AnOpThatNothingSaysAnythingOfIsUnknown", "SM8750@2.41", R"(
        x: input
        y = aten.frobnicate.default(x) | x: u8 -> u8
     )",
     "OF102 y", "y unknown"},
    {"W04_AnOperatorThatTheBackendLacksIsUnsupported", "SM8750@2.41", R"(
        dialect qnn
        x: input
        y = L2Pool2d(x) | x: u8 -> u8
     )",
     "OF101 y", "y unsupported"},
    {"W05_NoDtypeMatchIsNeverAPass", "SM8750@2.41", R"(
        x: input
        y = aten.rsqrt.default(x) | x: u8 -> i8
     )",
     "OF103 y out[0]", "y unsupported"},
    {"W05_NoDtypeMatchInAnOpenEntryIsUnknown", "SM8750@2.41", R"(
        x: input
        z: input
        y = aten.matmul.default(x, z) | x: u8, z: u16 -> u8
     )",
     "OF104 y in[1]", "y unknown"},
    {"W05_NoDtypeMatchNamesNoSinglePortIfThereAreTwo", "SM8750@2.41", R"(
        x: input [1, 4]
        w: param [8, 4]
        y = aten.linear.default(x, w) [1, 8] | x: u8, w: i16 -> i8
     )",
     "OF103 y", "y unsupported"},
    {"W06_AnUnlistedEncodingIsNeverAPass", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 axis=1 -> u8
     )",
     "OF301 y in[0]", "y unsupported"},
    {"W06_AnUnlistedEncodingOfTheOutputIsNeverAPass", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8 -> u8 axis=1
     )",
     "OF301 y out[0]", "y unsupported"},
    {"W06_BlockWiseWeightsOfATransposedConv3dAreNeverAPass", "SM8750@2.41", R"(
        x: input [1, 4, 4, 4, 4]
        w: param [4, 4, 1, 1, 1]
        y = aten.conv_transpose3d.input(x, w) [1, 4, 4, 4, 4] | x: u16, w: i4 axis=1 block=1x4x1x1x1 -> u16
     )",
     "OF301 y in[1]", "y unsupported"},
    {"W07_AQschemeWithoutAnEncodingIsNeverAPass", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u8, w: i8 axis=0 scheme=per_channel_affine_float_qparams -> u8
     )",
     "OF301 y in[1]", "y unsupported"},
    {"W08_TheWrongAxisOfAConvIsAnError", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv2d.default(x, w) | x: u8, w: i8 axis=1 -> u8
     )",
     "OF303 y in[1]", "y unsupported"},
    {"W08_ATransposedConvCountsChannelsOnItsOwnAxis", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        y = aten.conv_transpose2d.input(x, w) | x: u8, w: i8 axis=0 -> u8
        z = aten.conv_transpose2d.input(x, w) | x: u8, w: i8 axis=1 -> u8
     )",
     "OF303 y in[1]", "y unsupported, z supported"},
    {"W08_ANegativeAxisIsCountedFromTheEnd", "SM8750@2.41", R"(
        x: input [1, 4]
        w: param [8, 4]
        y = aten.linear.default(x, w) [1, 8] | x: u8, w: i8 axis=-2 -> u8
        z = aten.linear.default(x, w) [1, 8] | x: u8, w: i8 axis=-1 -> u8
     )",
     "OF303 z in[1]", "y supported, z unsupported"},
    {"W08_AnAxisThatTheTensorLacksIsAnError", "SM8750@2.41", R"(
        x: input [1, 4]
        w: param [8, 4]
        y = aten.linear.default(x, w) [1, 8] | x: u8, w: i8 axis=2 -> u8
     )",
     "OF303 y in[1]", "y unsupported"},
    {"W09_AnUnannotatedNodeBetweenQuantizedOnesIsUnchecked", "SM8750@2.41", R"(
        x: input
        a = aten.relu.default(x) | x: u8 -> u8
        b = aten.sin.default(a)
        c = aten.relu.default(b) | b: u8 -> u8
     )",
     "OF403 b", "a supported, b unchecked, c supported"},
    {"W09_APartlyAnnotatedNodeIsUnknown", "SM8750@2.41", R"(
        x: input
        z: input
        y = aten.add.Tensor(x, z) | x: u8 -> u8
     )",
     "OF402 y in[1]", "y unknown"},
    {"W09_ANodeWithoutAnOutputSpecIsUnknown", "SM8750@2.41", R"(
        x: input
        y = aten.relu.default(x) | x: u8
     )",
     "OF402 y out[0]", "y unknown"},
    {"W09_APartlyAnnotatedNodeWithAnErrorIsUnsupported", "SM8750@2.41", R"(
        x: input
        w: param [4, 4, 3, 3]
        b: param [4]
        y = aten.conv2d.default(x, w, b) | x: u8, w: i8 axis=1 -> u8
     )",
     "OF303 y in[1], OF402 y in[2]", "y unsupported"},

    // Rules that map to no operator there.
    {"W10_Embedding", "SM8750@2.41", R"(
        t: param [10, 8]
        i: input int64[1, 4]
        y = aten.embedding.default(t, i) [1, 4, 8] | t: u8 -> u16
     )",
     "OF103 y in[0]", "y unsupported"},
    {"W10_BatchNorm", "SM8750@2.41", R"(
        x: input
        w: param [4]
        b: param [4]
        y = aten.batch_norm.default(x, w, b) | x: u8, w: u8, b: u16 -> u8
     )",
     "OF104 y in[2]", "y unknown"},
    {"W10_GatherOfAFloatTensor", "SM8350@2.41", R"(
        x: input
        i: input int64[2]
        y = aten.index_select.default(x, 0, i) | x: float -> float
     )",
     "OF203 y", "y unsupported"},
    {"W10_MaskedFill", "SM8750@2.41", R"(
        x: input
        m: input bool[1, 4, 8, 8]
        y = aten.masked_fill.Scalar(x, m, 0) | x: u8 -> u16
     )",
     "OF103 y in[2]", "y unsupported"},
    {"W10_ExpandAs", "SM8750@2.41", R"(
        x: input
        y = aten.expand_as.default(x, x) | x: u8 -> u8
     )",
     "OF305 y out[0]", "y unsupported"},
    {"W10_Scatter", "SM8750@2.41", R"(
        x: input
        i: input int64[1, 4, 8, 8]
        s: input
        y = aten.scatter.src(x, 1, i, s) | x: u8, s: u16 -> u8
     )",
     "OF103 y in[2]", "y unsupported"},
    {"W10_AttentionOfOneType", "SM8750@2.41", R"(
        q: input
        y = aten.scaled_dot_product_attention.default(q, q, q) | q: u8 -> u8
     )",
     "", "y supported"},
    {"W10_AttentionOfSeveralTypes", "SM8750@2.41", R"(
        q: input
        k: input
        v: input
        y = aten.scaled_dot_product_attention.default(q, k, v) | q: u8, k: i16, v: float -> u8
     )",
     "OF102 y", "y unknown"},
};

INSTANTIATE_TEST_SUITE_P(All, Skips, testing::ValuesIn(kCases),
                         CaseName<GraphCase>);

TEST(Skips, W01_ABypassedRunFailsWhereUncheckedFails) {
  const Checked checked = CheckLines(kWrong, "SM8750@2.37");
  EXPECT_EQ(checked.report.status, RunStatus::kBypassed);
  EXPECT_THAT(checked.report.findings,
              ElementsAre(Mentions("nothing was checked: SDK 2.37 is older "
                                   "than 2.41")));
  EXPECT_EQ(checked.report.summary.supported, 0);
  EXPECT_EQ(checked.report.summary.unchecked, 1);
  FailOn fail_on;
  EXPECT_FALSE(Fails(checked.report, fail_on));
  fail_on.unchecked = true;
  EXPECT_TRUE(Fails(checked.report, fail_on));
}

TEST(Skips, W02_LpaiHasACatalogOfItsOwn) {
  EXPECT_FALSE((*FindCatalog("lpai"))->ops().empty());
}

TEST(Skips, W03_AnUnknownBackendNamesThoseThereAre) {
  for (const char* backend : {"dsp", "", "HTP "}) {
    EXPECT_THAT(FindCatalog(backend),
                StatusIs(absl::StatusCode::kNotFound, HasSubstr("`htp`")));
  }
}

}  // namespace
}  // namespace opfit
