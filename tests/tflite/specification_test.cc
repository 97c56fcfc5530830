// TFLite's int8 specification, rule by rule: what it takes, and what it does
// not.

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/finding/finding.h"
#include "core/testing/checked.h"
#include "core/testing/graph_case.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr absl::string_view kTarget = "tflite-int8";

// What is the same for every operator of a family.
struct FamilyCase {
  const char* name;
  std::set<std::string> ops;
  const char* good;  // with $ for the operator
  const char* bad;
  const char* finding;
};

const FamilyCase kFamilies[] = {
    {"TwoInputs",
     {"ADD", "MUL", "SUB"},
     "y = $(x, w) | x: i8 affine scale=0.5 zero=3, w: i8 affine scale=0.25 "
     "zero=-128 -> i8 affine scale=1 zero=127",
     "y = $(x, w) | x: i8 affine scale=0.5 zero=3, w: u8 scale=0.25 zero=0 -> "
     "i8 affine scale=1 zero=127",
     "OF103 y in[1]"},
    {"OneInput",
     {"MEAN", "SUM"},
     "y = $(x, w) | x: i8 affine scale=0.5 zero=3, w: float -> i8 affine "
     "scale=1 zero=127",
     "y = $(x, w) | x: i8 affine scale=0.5 zero=3, w: float -> i16 scale=1 "
     "zero=0",
     "OF103 y out[0]"},
    {"SameParametersAtTheOutput",
     {"AVERAGE_POOL_2D", "MAX_POOL_2D", "SPACE_TO_DEPTH", "SQUEEZE",
      "BATCH_TO_SPACE_ND", "GATHER", "PAD", "PADV2", "RESHAPE",
      "RESIZE_BILINEAR", "SLICE", "SPACE_TO_BATCH_ND", "TRANSPOSE"},
     "y = $(x) | x: i8 affine scale=0.5 zero=3 -> i8 affine scale=0.5 zero=3",
     "y = $(x) | x: i8 affine scale=0.5 zero=3 -> i8 affine scale=0.5 zero=4",
     "OF305 y out[0]"},
    {"SameParametersAtEveryInput",
     {"MAXIMUM", "MINIMUM", "CONCATENATION"},
     "y = $(x, w) | x: i8 affine scale=0.5 zero=3, w: i8 affine scale=0.5 "
     "zero=3 -> i8 affine scale=0.5 zero=3",
     "y = $(x, w) | x: i8 affine scale=0.5 zero=3, w: i8 affine scale=0.25 "
     "zero=3 -> i8 affine scale=0.5 zero=3",
     "OF305 y in[1]"},
    {"Probabilities",
     {"LOGISTIC", "SOFTMAX"},
     "y = $(x) | x: i8 affine scale=0.5 zero=3 -> i8 affine scale=1/256 "
     "zero=-128",
     "y = $(x) | x: i8 affine scale=0.5 zero=3 -> i8 affine scale=1/256 "
     "zero=0",
     "OF304 y out[0]"},
    {"FromMinusOneToOne",
     {"L2_NORMALIZATION", "TANH"},
     "y = $(x) | x: i8 affine scale=0.5 zero=3 -> i8 scale=1/128 zero=0",
     "y = $(x) | x: i8 affine scale=0.5 zero=3 -> i8 scale=1/127 zero=0",
     "OF304 y out[0]"},
    {"LogarithmsOfProbabilities",
     {"LOG_SOFTMAX"},
     "y = $(x) | x: i8 affine scale=0.5 zero=3 -> i8 affine scale=1/16 "
     "zero=127",
     "y = $(x) | x: i8 affine scale=0.5 zero=3 -> i8 affine scale=1/256 "
     "zero=127",
     "OF304 y out[0]"},
    {"Comparisons",
     {"EQUAL", "GREATER", "GREATER_EQUAL", "LESS", "LESS_EQUAL", "NOT_EQUAL"},
     "y = $(x, w) bool[1] | x: i8 affine scale=0.5 zero=3, w: i8 scale=1 "
     "zero=0 -> float",
     "y = $(x, w) bool[1] | x: i8 affine scale=0.5 zero=3, w: i16 scale=1 "
     "zero=0 -> float",
     "OF103 y in[1]"},
    {"Indices",
     {"ARG_MAX"},
     "y = $(x, w) int64[1] | x: i8 affine scale=0.5 zero=3 -> float",
     "y = $(x, w) int64[1] | x: u8 scale=0.5 zero=3 -> float",
     "OF103 y in[0]"},
    {"Shapes",
     {"SHAPE"},
     "y = $(x) int32[4] | x: i8 affine scale=0.5 zero=3 -> float",
     "y = $(x) int32[4] | x: i16 scale=0.5 zero=0 -> float",
     "OF103 y in[0]"},
    {"Requantization",
     {"QUANTIZE"},
     "y = $(x) | x: i8 affine scale=0.5 zero=3 -> i8 affine scale=0.25 zero=0",
     // The specification speaks of nothing else, so this is not known.
     "y = $(x) | x: float -> i8 affine scale=0.25 zero=0",
     "OF104 y in[0]"},
    {"WeightsByOutputChannel",
     {"CONV_2D", "FULLY_CONNECTED"},
     "y = $(x, w, b) | x: i8 affine scale=0.5 zero=3, w: i8 axis=0 "
     "scale=0.25;0.5;1;2 zero=0;0;0;0, b: i32 axis=0 scale=0.125;0.25;0.5;1 "
     "zero=0;0;0;0 -> i8 affine scale=1 zero=3",
     "y = $(x, w, b) | x: i8 affine scale=0.5 zero=3, w: i8 axis=3 "
     "scale=0.25;0.5;1 zero=0;0;0, b: i32 scale=0.125 zero=0 -> i8 affine "
     "scale=1 zero=3",
     "OF303 y in[1]"},
    {"WeightsByLastAxis",
     {"DEPTHWISE_CONV_2D"},
     "y = $(x, w) | x: i8 affine scale=0.5 zero=3, w: i8 axis=3 "
     "scale=0.25;0.5;1 zero=0;0;0 -> i8 affine scale=1 zero=3",
     "y = $(x, w) | x: i8 affine scale=0.5 zero=3, w: i8 axis=0 "
     "scale=0.25;0.5;1;2 zero=0;0;0;0 -> i8 affine scale=1 zero=3",
     "OF303 y in[1]"},
};

std::string GraphOf(absl::string_view op, std::string line) {
  const size_t place = line.find('$');
  line.replace(place, 1, std::string(op));
  return absl::StrCat(R"(
      dialect tflite
      x: input [1, 8, 8, 3]
      w: param [4, 3, 3, 3]
      b: param [4]
      )",
                      line, "\n");
}

class Families : public testing::TestWithParam<FamilyCase> {};

TEST_P(Families, TakeWhatIsWrittenAndNothingElse) {
  for (const std::string& op : GetParam().ops) {
    SCOPED_TRACE(op);
    const Checked good = CheckLines(GraphOf(op, GetParam().good), kTarget);
    EXPECT_THAT(good.Findings(), IsEmpty());
    EXPECT_EQ(good.OutcomeOf("y"), "supported");
    const Checked bad = CheckLines(GraphOf(op, GetParam().bad), kTarget);
    EXPECT_THAT(bad.Findings(), Contains(GetParam().finding));
    EXPECT_NE(bad.OutcomeOf("y"), "supported");
  }
}

INSTANTIATE_TEST_SUITE_P(All, Families, testing::ValuesIn(kFamilies),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

TEST(Specification, EveryOperatorOfItIsTestedHere) {
  std::set<std::string> tested;
  for (const FamilyCase& family : kFamilies) {
    tested.insert(family.ops.begin(), family.ops.end());
  }
  std::set<std::string> listed;
  for (const auto& [name, entry] : (*FindCatalog("tflite-int8"))->ops()) {
    listed.insert(name);
  }
  EXPECT_EQ(listed, tested);
}

class Weights : public testing::TestWithParam<GraphCase> {};

TEST_P(Weights, FollowTheSpecification) { ExpectCase(GetParam()); }

constexpr GraphCase kWeights[] = {
    {"PerTensor", "tflite-int8", R"(
        dialect tflite
        x: input [1, 16]
        w: param [4, 16]
        b: param [4]
        y = FULLY_CONNECTED(x, w, b) | x: i8 affine scale=0.5 zero=3, w: i8 scale=0.25 zero=0, b: i32 scale=0.125 zero=0 -> i8 affine scale=1 zero=3
     )",
     "", "y supported"},
    {"WithoutBias", "tflite-int8", R"(
        dialect tflite
        x: input [1, 16]
        w: param [4, 16]
        y = FULLY_CONNECTED(x, w, null) | x: i8 affine scale=0.5 zero=3, w: i8 scale=0.25 zero=0 -> i8 affine scale=1 zero=3
     )",
     "", "y supported"},
    {"WithAZeroPoint", "tflite-int8", R"(
        dialect tflite
        x: input [1, 16]
        w: param [4, 16]
        y = FULLY_CONNECTED(x, w) | x: i8 affine scale=0.5 zero=3, w: i8 affine scale=0.25 zero=1 -> i8 affine scale=1 zero=3
     )",
     "OF302 y in[1]", "y unsupported"},
    {"OfFourBits", "tflite-int8", R"(
        dialect tflite
        x: input [1, 16]
        w: param [4, 16]
        y = FULLY_CONNECTED(x, w) | x: i8 affine scale=0.5 zero=3, w: i4 axis=0 scale=0.25;0.5;1;2 zero=0;0;0;0 -> i8 affine scale=1 zero=3
     )",
     "OF301 y in[1]", "y unsupported"},
    {"OldUnsigned", "tflite-int8", R"(
        dialect tflite
        x: input [1, 16]
        w: param [4, 16]
        y = FULLY_CONNECTED(x, w) | x: u8 scale=0.5 zero=3, w: u8 scale=0.25 zero=128 -> u8 scale=1 zero=3
     )",
     "OF103 y", "y unsupported"},
    {"ActivationPerChannel", "tflite-int8", R"(
        dialect tflite
        x: input [1, 4]
        y = RESHAPE(x) | x: i8 axis=1 scale=0.25;0.5;1;2 zero=0;0;0;0 -> i8 scale=1 zero=0
     )",
     "OF301 y in[0], OF305 y out[0]", "y unsupported"},
    {"BiasOfItsOwn", "tflite-int8", R"(
        dialect tflite
        x: input [1, 16]
        w: param [4, 16]
        b: param [4]
        y = FULLY_CONNECTED(x, w, b) | x: i8 affine scale=0.5 zero=3, w: i8 scale=0.25 zero=0, b: i32 scale=0.126 zero=0 -> i8 affine scale=1 zero=3
     )",
     "OF306 y in[2]", "y unsupported"},
    {"BiasWithAZeroPoint", "tflite-int8", R"(
        dialect tflite
        x: input [1, 16]
        w: param [4, 16]
        b: param [4]
        y = FULLY_CONNECTED(x, w, b) | x: i8 affine scale=0.5 zero=3, w: i8 scale=0.25 zero=0, b: i32 affine scale=0.125 zero=1 -> i8 affine scale=1 zero=3
     )",
     "OF306 y in[2]", "y unsupported"},
};

INSTANTIATE_TEST_SUITE_P(All, Weights, testing::ValuesIn(kWeights),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

TEST(Specification, SaysNothingOfOtherOperators) {
  const Checked checked = CheckLines(R"(
      dialect tflite
      x: input
      y = SVDF(x) | x: i8 scale=0.5 zero=0 -> i8 scale=1 zero=0
  )",
                                     kTarget);
  EXPECT_THAT(checked.Findings(), ElementsAre("OF102 y"));
  EXPECT_THAT(checked.Outcomes(), ElementsAre("y unknown"));
}

TEST(Specification, SaysNothingOfOtherDialects) {
  const Checked checked = CheckLines(R"(
      x: input
      y = aten.relu.default(x) | x: i8 scale=0.5 zero=0 -> i8 scale=1 zero=0
  )",
                                     kTarget);
  EXPECT_THAT(checked.Findings(), ElementsAre("OF102 y"));
}

TEST(Specification, ABrokenBiasIsAnError) {
  const Checked checked = CheckLines(R"(
      dialect tflite
      x: input [1, 16]
      w: param [4, 16]
      b: param [4]
      y = FULLY_CONNECTED(x, w, b) | x: i8 affine scale=0.5 zero=3, w: i8 scale=0.25 zero=0, b: i32 scale=1 zero=0 -> i8 affine scale=1 zero=3
  )",
                                     kTarget);
  ASSERT_EQ(checked.report.findings.size(), 1);
  EXPECT_EQ(checked.report.findings[0].severity, Severity::kError);
}

}  // namespace
}  // namespace opfit
