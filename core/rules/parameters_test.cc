#include "core/rules/parameters.h"

#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "core/rules/context.h"
#include "core/rules/ports.h"
#include "core/testing/graph_lines.h"
#include "core/testing/small_catalog.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

TEST(SameScale, IsWithinAFractionOfTheLargerOne) {
  EXPECT_TRUE(SameScale(1, 1));
  EXPECT_TRUE(SameScale(1, 1 + 0.9e-5));
  EXPECT_FALSE(SameScale(1, 1 + 1.1e-5));
  EXPECT_TRUE(SameScale(1e-20, 1e-20 * (1 + 0.9e-5)));
  EXPECT_FALSE(SameScale(1e-20, 2e-20));
  EXPECT_TRUE(SameScale(0.1, static_cast<double>(0.1f)));
}

TEST(SameScale, IsTheSameInBothDirections) {
  EXPECT_FALSE(SameScale(1, -1));
  EXPECT_FALSE(SameScale(0, 1e-30));
  EXPECT_FALSE(SameScale(1e-30, 0));
  EXPECT_TRUE(SameScale(0, 0));
}

TEST(SameScale, IsFalseOfWhatIsNoNumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(SameScale(nan, nan));
  EXPECT_FALSE(SameScale(1, nan));
}

// The ports of `y`, the last node of a graph.
class PortsOf {
 public:
  explicit PortsOf(absl::string_view lines)
      : read_(ReadGraph(GraphJson(lines), Limits())),
        catalog_(MakeCatalog({})),
        target_(TargetOf(catalog_, "New@2.41")),
        context_(read_.graph, catalog_, target_) {
    EXPECT_TRUE(read_.findings.empty());
    CollectPorts(context_, read_.graph.nodes().back(), nullptr, {}, ports_);
  }

  const RuleContext& context() const { return context_; }
  const Port& in(size_t i) const { return ports_.in[i]; }
  const Port& out(size_t i) const { return ports_.out[i]; }

 private:
  ReadResult read_;
  Catalog catalog_;
  Target target_;
  RuleContext context_;
  NodePorts ports_;
};

struct ShareCase {
  const char* name;
  const char* annotation;
  Tri want;
};

class Share : public testing::TestWithParam<ShareCase> {};

TEST_P(Share, IsByGroupOrByEqualValues) {
  const PortsOf y(
      absl::StrCat("x: input\n y = t(x) | ", GetParam().annotation));
  EXPECT_EQ(ShareParameters(y.context(), y.in(0), y.out(0)), GetParam().want);
  EXPECT_EQ(ShareParameters(y.context(), y.out(0), y.in(0)), GetParam().want);
}

constexpr ShareCase kShares[] = {
    {"TheSameWordsAreNotTheSameValues", "x: u8 -> u8", Tri::kNo},
    {"OneOfThemKnown", "x: u8 scale=1 zero=0 -> u8", Tri::kNo},
    {"OtherScales", "x: u8 scale=1 zero=0 -> u8 scale=2 zero=0", Tri::kNo},
    {"OtherZeroPoints", "x: u8 scale=1 zero=0 -> u8 scale=1 zero=1", Tri::kNo},
    {"OtherNumbersOfScales",
     "x: u8 scale=1 zero=0 -> u8 axis=0 scale=1;1 zero=0;0", Tri::kNo},
    {"OneGroup", "x: u8 -> as x>y", Tri::kYes},
    {"EqualValues", "x: u8 scale=1 zero=3 -> u8 scale=1 zero=3", Tri::kYes},
    {"NearlyEqualScales", "x: u8 scale=1 zero=3 -> u8 scale=1.000001 zero=3",
     Tri::kYes},
    {"EqualLists",
     "x: u8 axis=0 scale=1;2 zero=0;1 -> u8 axis=0 scale=1;2 zero=0;1",
     Tri::kYes},
};

constexpr auto kName = [](const auto& test) { return test.param.name; };
INSTANTIATE_TEST_SUITE_P(All, Share, testing::ValuesIn(kShares), kName);

struct BiasCase {
  const char* name;
  const char* annotation;
  bool or_zero;
  Tri want;
};

class Bias : public testing::TestWithParam<BiasCase> {};

TEST_P(Bias, IsTheProductOfActivationAndWeight) {
  const PortsOf y(
      absl::StrCat("x: input\n w: param\n b: param [4]\n y = t(x, w, b) | ",
                   GetParam().annotation, " -> u8"));
  EXPECT_EQ(
      IsDerivedBias(y.context(), y.in(2), y.in(0), y.in(1), GetParam().or_zero),
      GetParam().want);
}

constexpr BiasCase kBiases[] = {
    {"NotTheProduct",
     "x: u8 scale=0.5 zero=9, w: i8 scale=0.5 zero=0, b: i32 scale=0.2 zero=0",
     false, Tri::kNo},
    {"ZeroPoint",
     "x: u8 scale=0.5 zero=9, w: i8 scale=0.5 zero=0, b: i32 scale=0.25 zero=1",
     false, Tri::kNo},
    {"OneScaleForTwoOfTheWeight",
     "x: u8 scale=1 zero=9, w: i8 axis=0 scale=1;2 zero=0;0, "
     "b: i32 scale=1 zero=0",
     false, Tri::kNo},
    {"AnotherNumberOfScales",
     "x: u8 scale=1 zero=9, w: i8 axis=0 scale=1;1 zero=0;0, "
     "b: i32 axis=0 scale=1;1;1 zero=0;0;0",
     false, Tri::kNo},
    {"ActivationPerChannel",
     "x: u8 axis=1 scale=1;1 zero=9;9, w: i8 scale=1 zero=0, "
     "b: i32 scale=1 zero=0",
     false, Tri::kNo},
    {"ZeroIsNoProduct",
     "x: u8 scale=1 zero=9, w: i8 scale=1 zero=0, b: i32 scale=0 zero=0", false,
     Tri::kNo},
    {"DerivedFromOthers", "x: u8, w: i8, b: product b>y w>y", false, Tri::kNo},
    {"DerivedFromOneOfThem", "x: u8, w: i8, b: product x>y", false, Tri::kNo},
    {"OneIntentionUnderAPerChannelWeight", "x: u8, w: i8 axis=0, b: i32", false,
     Tri::kNo},

    {"AnIntention", "x: u8, w: i8, b: i32", false, Tri::kUnknown},
    {"APerChannelIntention", "x: u8, w: i8 axis=0, b: i32 axis=0", false,
     Tri::kUnknown},
    {"ValuesWithoutThoseOfTheWeight",
     "x: u8 scale=1 zero=9, w: i8, b: i32 scale=1 zero=0", false,
     Tri::kUnknown},

    {"TheProduct",
     "x: u8 scale=0.5 zero=9, w: i8 scale=0.5 zero=0, b: i32 scale=0.25 zero=0",
     false, Tri::kYes},
    {"TheProductOfEachChannel",
     "x: u8 scale=0.5 zero=9, w: i8 axis=0 scale=1;2 zero=0;0, "
     "b: i32 axis=0 scale=0.5;1 zero=0;0",
     false, Tri::kYes},
    {"AListForOneScaleOfTheWeight",
     "x: u8 scale=0.5 zero=9, w: i8 scale=2 zero=0, "
     "b: i32 axis=0 scale=1;1 zero=0;0",
     false, Tri::kYes},
    {"ZeroWhereItMayBe",
     "x: u8 scale=1 zero=9, w: i8 scale=1 zero=0, b: i32 scale=0 zero=0", true,
     Tri::kYes},
    {"DerivedFromBoth", "x: u8, w: i8, b: product x>y w>y", false, Tri::kYes},
    {"DerivedInTheOtherOrder", "x: u8, w: i8, b: product w>y x>y", false,
     Tri::kYes},
    {"DerivedFromTheNodes",
     "x: u8, w: i8, b: {\"kind\": \"derived\", \"dtype\": \"int32\", \"from\": "
     "[{\"node\": \"x\"}, {\"node\": \"w\"}]}",
     false, Tri::kYes},
};

INSTANTIATE_TEST_SUITE_P(All, Bias, testing::ValuesIn(kBiases), kName);

TEST(HasParameters, AsksEveryScaleAndZeroPoint) {
  const PortsOf y(
      "x: input\n y = t(x) | x: u8 axis=1 scale=0.5;0.5 zero=3;3 "
      "-> u8 axis=1 scale=0.5;0.6 zero=3;3");
  EXPECT_TRUE(HasParameters(y.context(), y.in(0), 0.5, 3));
  EXPECT_TRUE(HasParameters(y.context(), y.in(0), 0.5000001, 3));
  EXPECT_FALSE(HasParameters(y.context(), y.in(0), 0.5, -3));
  EXPECT_FALSE(HasParameters(y.context(), y.in(0), 0.6, 3));
  EXPECT_FALSE(HasParameters(y.context(), y.out(0), 0.5, 3));
}

TEST(Descriptions, ShowReciprocalsOfWholeNumbers) {
  EXPECT_EQ(DescribeParameters(1.0 / 65536, 0),
            "scale 1.52587891e-05 (1/65536), zero point 0");
  EXPECT_EQ(DescribeParameters(0.3, -5), "scale 0.3, zero point -5");
  EXPECT_EQ(DescribeParameters(2, 0), "scale 2, zero point 0");
}

TEST(Descriptions, CutListsAfterThree) {
  const std::vector<int64_t> numbers = {1, 2, 3, 4, 5};
  EXPECT_EQ(ListValues(absl::MakeConstSpan(numbers)), "1, 2, 3 and 2 more");
  EXPECT_EQ(ListValues(absl::MakeConstSpan(numbers).subspan(0, 3)), "1, 2, 3");
  EXPECT_EQ(ListValues(absl::Span<const int64_t>()), "none");
  const std::vector<double> equal = {0.5, 0.5, 0.5, 0.5};
  EXPECT_EQ(ListValues(absl::MakeConstSpan(equal)), "0.5");
}

TEST(Descriptions, OfABiasNameTheProduct) {
  const PortsOf y(
      "x: input\n w: param\n y = t(x, w) | x: u8 scale=0.5 zero=0, "
      "w: i8 axis=0 scale=1;2 zero=0;0 -> u8");
  EXPECT_EQ(DescribeDerivedBias(y.context(), y.in(0), y.in(1)),
            "scale 0.5, 1, zero point 0");
  EXPECT_EQ(DescribeDerivedBias(y.context(), y.in(0), y.out(0)),
            "a spec derived from the edges of the activation and the weight");
}

}  // namespace
}  // namespace opfit
