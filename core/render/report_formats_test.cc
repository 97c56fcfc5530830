#include "core/render/report_formats.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/check/report.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"
#include "core/render/report_writer.h"
#include "core/render/sample_report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using nlohmann::json;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string Render(absl::string_view format, const Graph& graph,
                   std::vector<Finding> findings,
                   absl::string_view file = "a.json") {
  Report report = SampleReport(graph);
  report.findings = std::move(findings);
  Summarize(report);
  const auto writer = FindReportFormat(format)->make({});
  writer->Add({file, report, &graph});
  writer->Finish();
  return writer->Take();
}

json Sarif(std::vector<Finding> findings, absl::string_view file = "a.json") {
  const Graph graph = SampleGraph(3);
  return json::parse(Render("sarif", graph, std::move(findings), file), nullptr,
                     false);
}

std::vector<Finding> OneOfEveryCode() {
  std::vector<Finding> findings;
  for (const CodeInfo& info : AllCodes()) {
    findings.push_back(FindingAt(info.code, "conv1", 7));
  }
  return findings;
}

Finding WaivedFinding() {
  Finding finding = FullFinding();
  finding.node_index = 0;
  finding.waived = Waived{"known", "2026-12-31", true};
  return finding;
}

TEST(ReportFormats, NamesAreUniqueAndFound) {
  std::set<absl::string_view> names;
  for (const ReportFormat& format : AllReportFormats()) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name;
    EXPECT_EQ(FindReportFormat(format.name), &format);
    EXPECT_FALSE(absl::EndsWith(format.what, ".")) << format.name;
  }
  EXPECT_EQ(FindReportFormat("Text"), nullptr);
}

TEST(ReportFormats, EveryFormatShowsWhatIsWaivedAndWhy) {
  const Graph graph = SampleGraph(1);
  for (const ReportFormat& format : AllReportFormats()) {
    const std::string text = Render(format.name, graph, {WaivedFinding()});
    EXPECT_THAT(text, HasSubstr("OF103"));
    // Node data has no room for reasons.
    if (format.name == "model-explorer") continue;
    EXPECT_THAT(text, HasSubstr("waived")) << format.name;
    EXPECT_THAT(text, HasSubstr("known")) << format.name;
  }
}

TEST(ReportFormats, EveryFormatEndsItsDocumentWithoutAFile) {
  for (const ReportFormat& format : AllReportFormats()) {
    const auto writer = format.make({});
    writer->Finish();
    const std::string text = writer->Take();
    if (absl::StartsWith(text, "{") || absl::StartsWith(text, "[")) {
      EXPECT_FALSE(json::parse(text, nullptr, false).is_discarded()) << text;
    }
    EXPECT_EQ(writer->Take(), "");
  }
}

TEST(Jsonl, EveryLineIsAnObjectWithItsType) {
  const Graph graph = SampleGraph(1);
  const std::string text = Render("jsonl", graph, {FullFinding()}, "a\nb");
  const std::vector<std::string> lines =
      absl::StrSplit(text, '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(json::parse(lines[0], nullptr, false)["type"], "run");
  const json finding = json::parse(lines[1], nullptr, false);
  EXPECT_EQ(finding["type"], "finding");
  EXPECT_EQ(finding["file"], "a\nb");
  EXPECT_EQ(finding["nearest"]["edits"][0]["to"], "SFIXED_POINT_8");
}

TEST(Sarif, HasWhatTheFormatRequires) {
  const json log = Sarif(OneOfEveryCode());
  EXPECT_EQ(log["version"], "2.1.0");
  ASSERT_EQ(log["runs"].size(), 1u);
  const json& run = log["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["name"], "opfit");
  EXPECT_TRUE(run["invocations"][0]["executionSuccessful"].is_boolean());
  const json& rules = run["tool"]["driver"]["rules"];
  ASSERT_EQ(rules.size(), AllCodes().size());
  for (const json& result : run["results"]) {
    const json& rule = rules[result["ruleIndex"].get<size_t>()];
    EXPECT_EQ(rule["id"], result["ruleId"]);
    EXPECT_FALSE(result["message"]["text"].get<std::string>().empty());
    const json& place = result["locations"][0]["physicalLocation"];
    EXPECT_EQ(place["artifactLocation"]["uri"], "a.json");
    EXPECT_GE(place["region"]["startLine"].get<int>(), 1);
    EXPECT_GE(place["region"]["startColumn"].get<int>(), 1);
    EXPECT_TRUE(result["suppressions"].is_array());
  }
}

TEST(Sarif, EveryRuleHasItsPageAsHelp) {
  for (const json& rule :
       Sarif(OneOfEveryCode())["runs"][0]["tool"]["driver"]["rules"]) {
    EXPECT_THAT(rule["help"]["markdown"].get<std::string>(),
                StartsWith(absl::StrCat("# ", rule["id"].get<std::string>())));
    EXPECT_FALSE(rule["shortDescription"]["text"].get<std::string>().empty());
    EXPECT_GT(rule["fullDescription"]["text"].get<std::string>().size(), 40u);
  }
}

TEST(Sarif, WaivedFindingsAreSuppressed) {
  const json result = Sarif({WaivedFinding()})["runs"][0]["results"][0];
  const json suppression = {{"kind", "inSource"},
                            {"status", "accepted"},
                            {"justification", "known (until 2026-12-31)"}};
  EXPECT_EQ(result["suppressions"], json::array({suppression}));
  Finding in_file = WaivedFinding();
  in_file.waived->in_graph = false;
  EXPECT_EQ(
      Sarif({in_file})["runs"][0]["results"][0]["suppressions"][0]["kind"],
      "external");
}

TEST(Sarif, PathsAreUris) {
  const auto uri = [](absl::string_view file) {
    return Sarif({FullFinding()},
                 file)["runs"][0]["results"][0]["locations"][0]
                      ["physicalLocation"]["artifactLocation"]["uri"]
                          .get<std::string>();
  };
  EXPECT_EQ(uri("./models/a b.json"), "models/a%20b.json");
  EXPECT_EQ(uri("/tmp/a.json"), "file:///tmp/a.json");
  EXPECT_EQ(uri("a:b#c?é"), "a%3Ab%23c%3F%C3%A9");
  EXPECT_EQ(uri("-"), "-");
}

TEST(Github, EveryLineIsACommandOrTheTools) {
  const Graph graph = SampleGraph(1);
  Finding finding = FindingAt(Code::kDuplicateName, "a\n::error::b%0A");
  finding.args = {"\r\n::set-output name=x::y"};
  const std::string text =
      Render("github", graph, {finding}, "::error,file=b:c%0A\n::x");
  const std::vector<std::string> lines =
      absl::StrSplit(text, '\n', absl::SkipEmpty());
  EXPECT_THAT(lines, ElementsAre(StartsWith("::error file=%3A%3Aerror%2Cfile="),
                                 StartsWith("opfit: ")));
  EXPECT_THAT(lines, Each(Not(HasSubstr("%0A\n"))));
}

TEST(Github, PlaceIsAlwaysThere) {
  const Graph graph = SampleGraph(1);
  EXPECT_THAT(Render("github", graph, {MakeFinding(Code::kScaleInvalid)}),
              StartsWith("::error file=a.json,line=1,col=1,title=OF307 "
                         "ScaleInvalid::the scale"));
}

TEST(Gitlab, FingerprintsOfAReportAreUnique) {
  const Graph graph = SampleGraph(1);
  Report report = SampleReport(graph);
  report.findings = {FullFinding(), FullFinding()};
  Summarize(report);
  const auto writer = FindReportFormat("gitlab")->make({});
  writer->Add({"a.json", report, &graph});
  writer->Add({"b.json", report, &graph});
  writer->Finish();
  std::set<std::string> fingerprints;
  for (const json& issue : json::parse(writer->Take(), nullptr, false)) {
    fingerprints.insert(issue["fingerprint"].get<std::string>());
  }
  EXPECT_EQ(fingerprints.size(), 4u);
}

TEST(Markdown, UserTextCannotLeaveItsCell) {
  const Graph graph = SampleGraph(1);
  Finding finding = FindingAt(Code::kDuplicateName, "a|``b`<img>\n@c");
  finding.args = {"|<img src=x>[l](http://x) @me #1"};
  const std::string text = Render("markdown", graph, {finding});
  EXPECT_THAT(text, HasSubstr("```a\\|``b`<img>\\u000a@c```"));
  EXPECT_THAT(text, HasSubstr("\\|\\<img src=x\\>\\[l\\](http://x) "
                              "\\@\u200Bme \\#\u200B1"));
}

TEST(Markdown, LongListsAreCutAndCounted) {
  const Graph graph = SampleGraph(1);
  std::vector<Finding> findings;
  for (int i = 0; i < 103; ++i) {
    findings.push_back(FullFinding());
    findings.back().found = absl::StrCat(i);
  }
  EXPECT_THAT(Render("markdown", graph, findings),
              HasSubstr("\n3 more rows are in the other reports.\n"));
}

std::string Junit(const Graph& graph, Report report, FailOn fail_on) {
  Summarize(report);
  ReportStyle style;
  style.fail_on = fail_on;
  const auto writer = FindReportFormat("junit")->make(style);
  writer->Add({"a.json", report, &graph});
  writer->Finish();
  return writer->Take();
}

TEST(Junit, FailsWhereTheRunFails) {
  const Graph graph = SampleGraph(2);
  Report report = SampleReport(graph);
  Finding finding = FindingAt(Code::kOperatorUnknown, "conv0");
  finding.node_index = 0;
  report.findings = {finding};
  report.nodes[0].outcome = Outcome::kUnknown;
  FailOn fail_on;
  EXPECT_THAT(
      Junit(graph, report, fail_on),
      HasSubstr("tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"1\""));
  fail_on.unknown = true;
  EXPECT_THAT(Junit(graph, report, fail_on), HasSubstr("failures=\"1\""));
  fail_on.unknown = false;
  fail_on.warnings = true;
  EXPECT_THAT(Junit(graph, report, fail_on), HasSubstr("failures=\"1\""));
  fail_on.unknown = true;
  report.findings[0].waived = Waived{"known", "", false};
  EXPECT_THAT(Junit(graph, report, fail_on), HasSubstr("failures=\"0\""));
}

TEST(ModelExplorer, GraphsOfOneNameAreKeptApart) {
  const Graph graph = SampleGraph(1);
  const Report report = SampleReport(graph);
  const auto writer = FindReportFormat("model-explorer")->make({});
  writer->Add({"a.json", report, &graph});
  writer->Add({"b.json", report, &graph});
  writer->Finish();
  const json data = json::parse(writer->Take(), nullptr, false);
  EXPECT_EQ(data.size(), 2u);
  EXPECT_EQ(data["a.json"]["results"]["conv0"]["value"], "supported");
}

}  // namespace
}  // namespace opfit
