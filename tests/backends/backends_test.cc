// Backends beyond HTP: what their tables spell out is supported, what they rule
// out is not, and everything else is unknown.

#include <string>

#include "core/finding/finding.h"
#include "core/testing/checked.h"
#include "core/testing/graph_case.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Backends : public testing::TestWithParam<GraphCase> {};

TEST_P(Backends, SayWhatTheirTablesSay) { ExpectCase(GetParam()); }

constexpr char kArgmax[] = R"(
    x: input
    y = aten.argmax.default(x) int64[1] | x: u8
)";
constexpr char kArgmaxSigned16[] = R"(
    x: input
    y = aten.argmax.default(x) int64[1] | x: i16 affine
)";
constexpr char kRelu8[] = R"(
    x: input
    y = aten.relu.default(x) | x: u8 -> u8
)";
constexpr char kRelu16[] = R"(
    x: input
    y = aten.relu.default(x) | x: u16 -> u16
)";
constexpr char kReluFloat[] = R"(
    x: input
    y = aten.relu.default(x) | x: float -> float
)";
constexpr char kAbs[] = R"(
    x: input
    y = aten.abs.default(x) | x: u8 -> u8
)";
constexpr char kNeg[] = R"(
    x: input
    y = aten.neg.default(x) | x: u8 -> u8
)";
constexpr char kLinear[] = R"(
    x: input [1, 4]
    w: param [8, 4]
    y = aten.linear.default(x, w) [1, 8] | x: u8, w: u8 -> u8
)";
constexpr char kLinearPerChannel[] = R"(
    x: input [1, 4]
    w: param [8, 4]
    y = aten.linear.default(x, w) [1, 8] | x: u8, w: u8 axis=0 -> u8
)";
constexpr char kBatchnormFloatScale[] = R"(
    dialect qnn
    x: input
    w: param [4]
    b: param [4]
    y = Batchnorm(x, w, b) | x: i8, w: float, b: float -> i8
)";
constexpr char kRmsNorm[] = R"(
    x: input [1, 4]
    w: param [4]
    y = aten.rms_norm.default(x, [4], w) [1, 4] | x: u8, w: u8 -> u8
)";

constexpr GraphCase kCases[] = {
    // LPAI: its tables were replaced, so nothing that it offers is refused.
    {"LpaiSpellsOutArgmax", "lpai", kArgmax, "", "y supported"},
    {"LpaiSpellsOutArgmaxOnV5", "lpai:v5", kArgmaxSigned16, "", "y supported"},
    {"LpaiSpellsOutArgmaxOnV6", "lpai:v6", kArgmaxSigned16, "", "y supported"},
    {"LpaiListsTypesPerPort", "lpai", kRelu8, "OF104 y", "y unknown"},
    {"LpaiIsOpenBeyondItsTables", "lpai", kReluFloat, "OF104 y", "y unknown"},
    {"LpaiHasNoAbs", "lpai", kAbs, "OF102 y", "y unknown"},
    {"LpaiHasNegAsAnOperation", "lpai", kNeg, "OF104 y", "y unknown"},
    {"LpaiScaleIsFloatOnV5", "lpai:v5", kBatchnormFloatScale, "",
     "y supported"},
    {"LpaiScaleIsFloatIsNotSaidOfV6", "lpai:v6", kBatchnormFloatScale,
     "OF104 y", "y unknown"},
    {"LpaiScaleIsFloatWithoutAVersion", "lpai:SA8797", kBatchnormFloatScale,
     "OF104 y", "y unknown"},
    {"LpaiHasRmsNormWithoutATable", "lpai", kRmsNorm, "OF102 y", "y unknown"},

    // GPU: float alone, and which float types go together is not said.
    {"GpuTakesNoQuantizedRelu", "gpu", kRelu8, "OF103 y", "y unsupported"},
    {"GpuListsTypesPerPort", "gpu", kReluFloat, "OF104 y", "y unknown"},
    {"GpuTakesNoQuantizedLinear", "gpu", kLinear, "OF103 y", "y unsupported"},

    // CPU: float32 and 8 bits.
    {"CpuTakesFloat", "cpu", kReluFloat, "", "y supported"},
    {"CpuTakes8Bits", "cpu", kRelu8, "", "y supported"},
    {"CpuTakesNo16Bits", "cpu", kRelu16, "OF103 y", "y unsupported"},
    {"CpuSpellsOutLinear", "cpu", kLinear, "", "y supported"},
    {"CpuNamesNoEncodingOfWeights", "cpu", kLinearPerChannel, "OF104 y",
     "y unknown"},
};

INSTANTIATE_TEST_SUITE_P(All, Backends, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

TEST(Lpai, NamesItsHardwareVersionAsTheBackendDoes) {
  EXPECT_THAT(CheckLines(kBatchnormFloatScale, "lpai:SA8797").report.findings,
              Contains(Mentions(
                  "it needs v5, and no source says which hardware version "
                  "lpai:SA8797@2.49 has")));
}

TEST(Cpu, SaysThatItsSourceNamesNoEncodings) {
  EXPECT_THAT(CheckLines(kLinearPerChannel, "cpu").report.findings,
              Contains(Mentions("its source names no encodings at in[1]")));
}

// A row that is wrong anyway is not called gated for an encoding nobody names.
TEST(Cpu, AnUnnamedEncodingIsNoGateOfARowThatIsWrong) {
  const Checked checked = CheckLines(R"(
      x: input [1, 4]
      w: param [8, 4]
      y = aten.linear.default(x, w) [1, 8] | x: u8 axis=1, w: u8 axis=0 -> u8
  )",
                                     "cpu");
  EXPECT_THAT(checked.Findings(), UnorderedElementsAre("OF301 y in[0]"));
}

TEST(EveryBackend, IsBypassedBelowItsFirstSdk) {
  for (const char* target : {"lpai@2.40", "gpu@2.40", "cpu@2.40"}) {
    const Checked checked = CheckLines(kRelu8, target);
    EXPECT_EQ(checked.report.status, RunStatus::kBypassed) << target;
    EXPECT_EQ(checked.OutcomeOf("y"), "unchecked") << target;
  }
}

}  // namespace
}  // namespace opfit
