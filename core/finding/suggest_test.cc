#include "core/finding/suggest.h"

#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

struct DistanceCase {
  const char* name;
  const char* a;
  const char* b;
  int want;
};

class Distance : public testing::TestWithParam<DistanceCase> {};

TEST_P(Distance, CountsChangesInBothDirections) {
  EXPECT_EQ(EditDistance(GetParam().a, GetParam().b), GetParam().want);
  EXPECT_EQ(EditDistance(GetParam().b, GetParam().a), GetParam().want);
}

constexpr DistanceCase kDistances[] = {
    {"NothingToNothing", "", "", 0},
    {"TheSame", "SM8750", "SM8750", 0},
    {"CaseDoesNotCount", "sm8750", "SM8750", 0},
    {"ToNothing", "abc", "", 3},
    {"Insertion", "SM875", "SM8750", 1},
    {"Substitution", "SM8751", "SM8750", 1},
    {"SwapOfNeighboursIsOneChange", "SM8705", "SM8750", 1},
    {"SwapAtADistanceIsTwo", "abc", "cba", 2},
    {"SwapAndInsertion", "cta", "cats", 2},
};

INSTANTIATE_TEST_SUITE_P(All, Distance, testing::ValuesIn(kDistances),
                         [](const auto& test) { return test.param.name; });

constexpr absl::string_view kWords[] = {"SM8550", "SM8650", "SM8750",
                                        "QCM6490"};

TEST(NearestWord, IsEmptyWhereNoneIsNear) {
  EXPECT_EQ(NearestWord("Snapdragon", kWords), "");
  EXPECT_EQ(NearestWord("", kWords), "");
  EXPECT_EQ(NearestWord("SM8750", {}), "");
}

TEST(NearestWord, MayDifferInAThirdOfItsLetters) {
  EXPECT_EQ(NearestWord("XXQCM6490", kWords), "QCM6490");
  EXPECT_EQ(NearestWord("XXCM649", kWords), "");
}

TEST(NearestWord, TiesGoToTheEarlierWord) {
  EXPECT_EQ(NearestWord("SM8450", kWords), "SM8550");
}

TEST(NearestWord, DoesNotLookAtWordsThatAreTooLongToBeAName) {
  const std::string word(64, 'a');
  const std::string longer = word + "a";
  const absl::string_view known[] = {word};
  EXPECT_EQ(NearestWord(word, known), word);
  EXPECT_EQ(NearestWord(longer, known), "");
}

TEST(DidYouMean, SaysNothingWhereNoneIsNear) {
  EXPECT_EQ(DidYouMean("Snapdragon", kWords), "");
  EXPECT_EQ(DidYouMean("sm8705", kWords), "; did you mean `SM8750`?");
}

}  // namespace
}  // namespace opfit
