#include "core/formats/locate.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;

Finding FindingAt(std::string pointer, size_t anchor_length = 0,
                  size_t anchor_offset = 0) {
  Finding finding = MakeFinding(Code::kUnknownKey);
  finding.place.pointer = std::move(pointer);
  finding.place.anchor_length = anchor_length;
  finding.place.anchor_offset = anchor_offset;
  return finding;
}

// "line:column" of the place that a pointer from the root leads to.
std::string Locate(absl::string_view source, std::string pointer) {
  std::vector<Finding> findings = {FindingAt(std::move(pointer))};
  LocateFindings(source, findings);
  return absl::StrCat(findings[0].place.line, ":", findings[0].place.column);
}

struct PointerCase {
  const char* name;
  const char* source;
  const char* pointer;
  const char* want;
};

class Pointers : public testing::TestWithParam<PointerCase> {};

TEST_P(Pointers, LeadToTheirValue) {
  EXPECT_EQ(Locate(GetParam().source, GetParam().pointer), GetParam().want);
}

constexpr PointerCase kPointerCases[] = {
    {"TheRoot", "{}", "", "1:1"},
    {"AMember", R"({"a": 1, "b": 2})", "/b", "1:15"},
    {"AnElement", "[10, 20, 30]", "/2", "1:10"},
    {"OnAnotherLine", "{\"a\": [\n 1,\n  {\"b\": \n2}]}", "/a/1/b", "4:1"},
    {"PastNestedValues", R"({"a": {"b": [1, "]}"]}, "c": [{}, []], "b": 1})",
     "/b", "1:45"},
    {"PastEscapedQuotes", R"({"a\"b": "\\\"", "c": 1})", "/c", "1:23"},
    {"AnEscapedKey", R"({"\u0061\n": 1})", "/a\n", "1:14"},
    {"AKeyWithASlash", R"({"a/b": 1, "a": {"b": 2}})", "/a~1b", "1:9"},
    {"AKeyWithATilde", R"({"~1": 1})", "/~01", "1:8"},
    {"AnEmptyKey", R"({"": 1})", "/", "1:6"},
    {"ColumnsAreBytes", R"({"é": 1, "b": 2})", "/b", "1:16"},
    {"AMissingMember", R"({"a": {"b": 1}})", "/a/c/d", "1:7"},
    {"AMissingElement", "[[1]]", "/0/1", "1:2"},
    {"AnElementOfAnObject", R"({"a": 1})", "/0", "1:1"},
    {"AMemberOfAList", "[1]", "/a", "1:1"},
    {"AMemberOfANumber", R"({"a": 1})", "/a/b", "1:7"},
    {"InTextThatEnds", R"({"a": {"b": )", "/a/b", "1:13"},
    {"InTextThatIsNoJson", R"({"a" 1})", "/a", "1:1"},
};

INSTANTIATE_TEST_SUITE_P(Locate, Pointers, testing::ValuesIn(kPointerCases),
                         [](const auto& test) { return test.param.name; });

TEST(LocateFindings, BeginsAtTheAnchor) {
  const absl::string_view source = "{\"a\": 1,\n \"b\": {\"c\": 2}}";
  const size_t anchor = source.find("{\"c");
  std::vector<Finding> findings = {FindingAt("/b/c", 2, anchor),
                                   FindingAt("/b", 2, anchor)};
  LocateFindings(source, findings);
  EXPECT_EQ(findings[0].place.line, 2);
  EXPECT_EQ(findings[0].place.column, 13);
  EXPECT_EQ(findings[1].place.column, 7);
}

TEST(LocateFindings, TakesFindingsInAnyOrder) {
  const absl::string_view source = "[1,\n2,\n3]";
  std::vector<Finding> findings = {FindingAt("/2"), FindingAt("/0"),
                                   FindingAt("/1"), FindingAt("/1")};
  LocateFindings(source, findings);
  std::vector<int> lines;
  for (const Finding& finding : findings) lines.push_back(finding.place.line);
  EXPECT_THAT(lines, ElementsAre(3, 1, 2, 2));
}

TEST(LocateFindings, AnAnchorBehindTheEndIsTheEnd) {
  std::vector<Finding> findings = {FindingAt("", 0, 99)};
  LocateFindings("{}\n", findings);
  EXPECT_EQ(findings[0].place.line, 2);
  EXPECT_EQ(findings[0].place.column, 1);
}

TEST(LocateInBinary, LeavesTheByteAndNothingElse) {
  std::vector<Finding> findings = {FindingAt("/nodes/1", 6, 99)};
  LocateInBinary(/*has_pointers=*/false, findings);
  EXPECT_TRUE(findings[0].place.in_binary);
  EXPECT_EQ(findings[0].place.anchor_offset, 99u);
  EXPECT_EQ(findings[0].place.pointer, "");
  EXPECT_EQ(findings[0].place.line, 0);
}

TEST(LocateInBinary, LeavesThePointersOfAnArchive) {
  std::vector<Finding> findings = {FindingAt("a.json#/nodes/1", 15, 99)};
  LocateInBinary(/*has_pointers=*/true, findings);
  EXPECT_TRUE(findings[0].place.in_binary);
  EXPECT_EQ(findings[0].place.anchor_offset, 99u);
  EXPECT_EQ(findings[0].place.pointer, "a.json#/nodes/1");
}

}  // namespace
}  // namespace opfit
