#include "tests/golden/golden.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/render/explain.h"
#include "core/render/report_formats.h"
#include "core/render/schema.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::IsEmpty;

// Codes that no case produces yet, with the reason. The list only shrinks: a
// code that is produced after all fails the test until it is taken out.
const std::map<std::string, std::string>& Exempt() {
  static const auto* const kExempt = new std::map<std::string, std::string>{};
  return *kExempt;
}

json JsonOf(const GoldenCase& golden) {
  return json::parse(RunCase(golden, {"--format", "json"}).out, nullptr, false);
}

std::set<std::string> CodesOf(const json& document) {
  std::set<std::string> codes;
  if (document.is_discarded()) return codes;
  for (const json& run : document["runs"]) {
    for (const json& finding : run["findings"]) {
      codes.insert(finding["code"].get<std::string>());
    }
  }
  return codes;
}

// Compares, or writes where the expected files are being updated.
void ExpectGolden(const std::string& path, const std::string& have) {
  if (IsUpdating()) return WriteFile(path, have);
  EXPECT_EQ(have, ReadFile(path))
      << path << " is not what is printed; tools/golden_update rewrites it";
}

class GoldenTest : public testing::TestWithParam<GoldenCase> {};

std::string NameOf(const testing::TestParamInfo<GoldenCase>& test) {
  return test.param.name;
}

TEST_P(GoldenTest, PrintsWhatIsExpected) {
  ExpectGolden(GetParam().folder + "/expected.txt",
               AsText(RunCase(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenTest, testing::ValuesIn(GoldenCases()),
                         NameOf);

std::vector<GoldenCase> Checks() {
  std::vector<GoldenCase> checks;
  for (const GoldenCase& golden : GoldenCases()) {
    if (!golden.is_command) checks.push_back(golden);
  }
  return checks;
}

class GoldenCheckTest : public testing::TestWithParam<GoldenCase> {};

TEST_P(GoldenCheckTest, JsonIsWhatIsExpected) {
  ExpectGolden(GetParam().folder + "/expected.json",
               RunCase(GetParam(), {"--format", "json"}).out);
}

TEST_P(GoldenCheckTest, JsonFollowsThePublishedSchema) {
  const json schema =
      json::parse(ReadFile("docs/schema/report.schema.json"), nullptr, false);
  EXPECT_THAT(SchemaViolations(schema, JsonOf(GetParam())), IsEmpty());
}

TEST_P(GoldenCheckTest, ProducesTheCodeItIsNamedAfter) {
  const std::string name = GetParam().name.substr(0, GetParam().name.find('_'));
  const std::set<std::string> codes = CodesOf(JsonOf(GetParam()));
  if (name == "ok") {
    EXPECT_THAT(codes, IsEmpty());
    EXPECT_EQ(RunCase(GetParam()).exit_code, 0);
  } else {
    EXPECT_THAT(codes, Contains(name));
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenCheckTest, testing::ValuesIn(Checks()),
                         NameOf);

// What every format makes of the same cases.
class GoldenFormatsTest : public testing::TestWithParam<GoldenCase> {};

TEST_P(GoldenFormatsTest, EveryFormatIsWhatIsExpected) {
  for (const ReportFormat& format : AllReportFormats()) {
    const std::string name(format.name);
    ExpectGolden(absl::StrCat(GetParam().folder, "/expected.", name),
                 RunCase(GetParam(), {"--format", name}).out);
  }
}

std::vector<GoldenCase> FormatCases() {
  std::vector<GoldenCase> cases;
  for (const GoldenCase& golden : GoldenCases()) {
    if (golden.all_formats) cases.push_back(golden);
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenFormatsTest,
                         testing::ValuesIn(FormatCases()), NameOf);

TEST(Golden, EveryCodeIsProducedOrExempt) {
  std::set<std::string> produced;
  for (const GoldenCase& golden : Checks()) {
    produced.merge(CodesOf(JsonOf(golden)));
  }
  for (const CodeInfo& info : AllCodes()) {
    const std::string id(info.id);
    EXPECT_NE(produced.count(id), Exempt().count(id))
        << id
        << (produced.count(id) != 0 ? " is produced, so it needs no exemption"
                                    : " is produced by no case");
  }
}

TEST(Golden, EveryPageLinksToACaseOfItsCode) {
  for (const CodeInfo& info : AllCodes()) {
    const absl::string_view page = ExplainText(info.code);
    const std::string start =
        absl::StrCat("](../../tests/golden/", info.id, "_");
    const size_t begin = page.find(start);
    ASSERT_NE(begin, absl::string_view::npos) << info.id;
    const size_t path = begin + absl::string_view("](../../").size();
    const std::string link(page.substr(path, page.find(')', path) - path));
    EXPECT_TRUE(std::filesystem::is_regular_file(link)) << link;
  }
}

}  // namespace
}  // namespace opfit
