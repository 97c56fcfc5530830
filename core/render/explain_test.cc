#include "core/render/explain.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

class ExplainTest : public testing::TestWithParam<CodeInfo> {};

TEST_P(ExplainTest, PageHasItsTitleAndSeverity) {
  const CodeInfo& info = GetParam();
  EXPECT_THAT(std::string(ExplainText(info.code)),
              StartsWith(absl::StrCat("# ", info.id, " ", info.name, "\n\n",
                                      SeverityName(info.severity), ": ")));
}

TEST_P(ExplainTest, PageHasTheFiveHeadings) {
  std::vector<std::string> headings;
  for (absl::string_view line :
       absl::StrSplit(ExplainText(GetParam().code), '\n')) {
    if (absl::StartsWith(line, "#")) headings.emplace_back(line);
  }
  ASSERT_FALSE(headings.empty());
  headings.erase(headings.begin());
  EXPECT_THAT(headings,
              ElementsAre("## What it checks", "## Why it matters",
                          "## Example", "## How to fix", "## Source"));
}

TEST_P(ExplainTest, EverySectionSaysSomething) {
  const std::vector<std::string> sections =
      absl::StrSplit(ExplainText(GetParam().code), "\n## ");
  for (const std::string& section : sections) {
    EXPECT_GT(section.size(), 40u) << section;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Codes, ExplainTest, testing::ValuesIn(AllCodes().begin(), AllCodes().end()),
    [](const auto& test) { return std::string(test.param.id); });

}  // namespace
}  // namespace opfit
