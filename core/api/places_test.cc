#include "core/api/places.h"

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

struct PlaceCase {
  const char* name;
  std::string text;
  int line;
  int column;
  const char* want;  // what the range covers
};

Finding FindingAt(int line, int column) {
  Finding finding = MakeFinding(Code::kScaleInvalid);
  finding.place.line = line;
  finding.place.column = column;
  finding.place.pointer = "/nodes";
  return finding;
}

class PlaceTest : public testing::TestWithParam<PlaceCase> {};

TEST_P(PlaceTest, CoversTheValueThatBeginsThere) {
  const PlaceCase& given = GetParam();
  const std::vector<Finding> findings = {FindingAt(given.line, given.column)};
  const TextRange range = RangesOf(given.text, findings).front();
  EXPECT_EQ(given.text.substr(range.begin, range.end - range.begin),
            given.want);
}

INSTANTIATE_TEST_SUITE_P(
    All, PlaceTest,
    testing::Values(
        PlaceCase{"Number", "{\"a\": -1.5e3, \"b\": 2}", 1, 7, "-1.5e3"},
        PlaceCase{"StringWithAQuote", R"(["a\"b", 1])", 1, 2, R"("a\"b")"},
        PlaceCase{"Word", "[null]", 1, 2, "null"},
        PlaceCase{"Object", "[{\"a\": [1, \"]\"]}, 2]", 1, 2,
                  "{\"a\": [1, \"]\"]}"},
        PlaceCase{"Whole", "{\n}", 1, 1, "{\n}"},
        PlaceCase{"SecondLine", "[\n  1,\n  22]", 3, 3, "22"},
        PlaceCase{"CarriageReturns", "[\r\n  1,\r\n  22]", 3, 3, "22"},
        PlaceCase{"NoValueIsAPoint", "[1, }", 1, 5, ""},
        PlaceCase{"UnclosedValueIsAPoint", "[1, {\"a\": ", 1, 5, ""},
        PlaceCase{"EndOfText", "[1,", 1, 4, ""},
        PlaceCase{"BehindTheText", "[1]", 1, 40, ""}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Places, AFindingWithoutALineIsNowhere) {
  const std::vector<Finding> findings = {FindingAt(0, 0), FindingAt(7, 1)};
  for (const TextRange& range : RangesOf("[]", findings)) {
    EXPECT_EQ(range.begin, TextRange::kNowhere);
    EXPECT_EQ(range.end, TextRange::kNowhere);
  }
}

TEST(Places, InABinaryFileIsThePointItself) {
  std::vector<Finding> findings = {FindingAt(0, 0)};
  findings[0].place.in_binary = true;
  findings[0].place.anchor_offset = 2;
  const TextRange range = RangesOf("\x08\x01\x12", findings).front();
  EXPECT_EQ(range.begin, 2u);
  EXPECT_EQ(range.end, 2u);
}

TEST(Places, TheWholeDocumentIsAPoint) {
  std::vector<Finding> findings = {FindingAt(1, 1)};
  findings[0].place.pointer.clear();
  const TextRange range = RangesOf("{\"nodes\": []}", findings).front();
  EXPECT_EQ(range.begin, 0u);
  EXPECT_EQ(range.end, 0u);
}

TEST(Places, AByteOrderMarkIsNotPartOfTheFirstLine) {
  const std::vector<Finding> findings = {FindingAt(1, 2)};
  const TextRange range = RangesOf("\xEF\xBB\xBF[22]", findings).front();
  EXPECT_EQ(range.begin, 4u);
  EXPECT_EQ(range.end, 6u);
  EXPECT_EQ(range.line_begin, 3u);
}

TEST(Places, KnowsWhereTheLineBegins) {
  const std::vector<Finding> findings = {FindingAt(2, 3)};
  EXPECT_EQ(RangesOf("[\n  1]", findings).front().line_begin, 2u);
}

TEST(Places, DeepNestingIsAPoint) {
  const std::string text = std::string(100'000, '[');
  const std::vector<Finding> findings = {FindingAt(1, 1)};
  const TextRange range = RangesOf(text, findings).front();
  EXPECT_EQ(range.begin, 0u);
  EXPECT_EQ(range.end, 0u);
}

}  // namespace
}  // namespace opfit
