#include "core/render/text.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/render/sample_report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TextOptions Options() {
  TextOptions options;
  options.file = "vit.json";
  options.edition = "2.25.0";
  return options;
}

std::string RenderFindings(std::vector<Finding> findings,
                           const TextOptions& options) {
  const Graph graph = SampleGraph(1);
  Report report = SampleReport(graph);
  report.findings = std::move(findings);
  Summarize(report);
  return RenderText(report, &graph, options);
}

TEST(Text, FullFindingIsWrittenExactlySo) {
  EXPECT_EQ(
      RenderFindings({FullFinding()}, Options()),
      R"(vit.json:12:19: error[OF103]: no row of htp Conv2d takes these data types together
  node     `conv0` (aten.conv2d.default → Conv2d), port `in[1]` (weight)
  have     `SFIXED_POINT_16`; catalog has `SFIXED_POINT_8`, `UFIXED_POINT_8`
  nearest  htp Conv2d INT8 #3 (1 change)
           `in[1]` dtype: `SFIXED_POINT_16` → `SFIXED_POINT_8`
  hint     v73 or newer takes it as it is: SM8550, SM8650, SM8750
  source   [1], [2]
  help     opfit explain OF103

sources
  [1]      the vendor's table
  [2]      a device

vit.json: htp:SM8750@2.49 (v79), catalog htp 1.0.0, edition 2.25.0
1 of 1 node supported, 0 unsupported, 0 unknown, 0 unchecked · 1 error, 0 warnings, 0 notes · 1× OF103
)");
}

TEST(Text, CleanRunIsTheTwoLinesOfSums) {
  EXPECT_EQ(RenderFindings({}, Options()),
            "vit.json: htp:SM8750@2.49 (v79), catalog htp 1.0.0, edition "
            "2.25.0\n1 of 1 node supported, 0 unsupported, 0 unknown, 0 "
            "unchecked · 0 errors, 0 warnings, 0 notes\n");
}

TEST(Text, QuietHasTheFindingsAndNothingElse) {
  TextOptions options = Options();
  options.quiet = true;
  EXPECT_EQ(RenderFindings({}, options), "");
  EXPECT_EQ(RenderFindings({FindingAt(Code::kScaleInvalid, "a", 4)}, options),
            "vit.json:4:3: error[OF307]: the scale is not a positive finite "
            "number\n  node     `a`\n  help     opfit explain OF307\n");
}

TEST(Text, PlaceInABinaryFileIsItsByte) {
  TextOptions options = Options();
  options.quiet = true;
  EXPECT_THAT(
      RenderFindings({InBinary(FindingAt(Code::kScaleInvalid, "conv", 0), 12)},
                     options),
      StartsWith("vit.json: byte 12: error[OF307]: the scale"));
}

TEST(Text, ManyNotesAreOne) {
  std::vector<Finding> findings;
  for (int i = 0; i < 500; ++i) {
    findings.push_back(
        FindingAt(Code::kNotAnnotated, absl::StrCat("view", i), i + 1));
  }
  TextOptions options = Options();
  options.quiet = true;
  EXPECT_EQ(RenderFindings(findings, options),
            "vit.json:1:3: note[OF403]: the node is not annotated, so there is "
            "nothing to check\n"
            "  node     `view0`\n"
            "  also     499 more: `view1` 2:3, `view2` 3:3, `view3` 4:3, "
            "`view4` 5:3, `view5` 6:3 and 494 more\n"
            "  help     opfit explain OF403\n");
  options.verbose = true;
  EXPECT_THAT(RenderFindings(findings, options), HasSubstr("`view499`"));
}

TEST(Text, ListsAreCompleteUpToFiveInclusive) {
  Finding finding = FindingAt(Code::kAxisUnsupported, "a");
  finding.found = "axis 2";
  finding.accepted = {"axis 3", "b", "c", "d", "e"};
  EXPECT_THAT(RenderFindings({finding}, Options()),
              HasSubstr("have     axis 2; catalog has axis 3, `b`, `c`, "
                        "`d`, `e`\n"));
  finding.accepted = {"axis 3", "b", "c", "d", "e", "f", "g"};
  EXPECT_THAT(RenderFindings({finding}, Options()),
              HasSubstr("`d`, `e` and 2 more\n"));
  TextOptions verbose = Options();
  verbose.verbose = true;
  EXPECT_THAT(RenderFindings({finding}, verbose), HasSubstr("`f`, `g`\n"));
}

TEST(Text, LongListsStandOneBelowTheOther) {
  Finding finding = FindingAt(Code::kDataTypesUnsupported, "a");
  finding.found = std::string(40, 'x');
  finding.accepted = {std::string(30, 'y'), std::string(30, 'z')};
  const std::string y = "`" + std::string(30, 'y') + "`";
  const std::string z = "`" + std::string(30, 'z') + "`";
  EXPECT_THAT(RenderFindings({finding}, Options()),
              HasSubstr("`\n  catalog  " + y + "\n           " + z + "\n"));
}

TEST(Text, WhatIsMissingIsNothing) {
  Finding finding = FindingAt(Code::kPortMissing, "a");
  finding.accepted = {"int8"};
  EXPECT_THAT(RenderFindings({finding}, Options()),
              HasSubstr("have     nothing; catalog has `int8`\n"));
}

TEST(Text, RepeatedSourcesHaveOneNumber) {
  std::vector<Finding> findings(2, FindingAt(Code::kAxisUnsupported, "a"));
  findings[0].sources = {"x", "y"};
  findings[1].sources = {"y"};
  findings[1].port = "in[1]";
  const std::string text = RenderFindings(findings, Options());
  EXPECT_THAT(text, HasSubstr("  source   [1], [2]\n"));
  EXPECT_THAT(text, HasSubstr("  source   [2]\n"));
  EXPECT_THAT(text, HasSubstr("  [2]      y\n\n"));
}

TEST(Text, HostileNamesNeitherDriveTheTerminalNorForgeLines) {
  Finding finding = FindingAt(Code::kScaleInvalid, "a\nb\x1b[2J\u202e");
  finding.found = "x\n0 errors";
  finding.op = "op\r";
  finding.hints = {"h\x07"};
  finding.sources = {"s\n"};
  TextOptions options = Options();
  options.file = "evil\n.json";
  const std::string text = RenderFindings({finding}, options);
  EXPECT_THAT(text, HasSubstr("`a\\u000ab\\u001b[2J\\u202e` (op\\u000d)"));
  EXPECT_THAT(text, HasSubstr("evil\\u000a.json: error[OF307]"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\n0 errors")));
}

TEST(Text, SaysFirstAndLoudlyThatNothingWasChecked) {
  const Graph graph = SampleGraph(1);
  Report report = SampleReport(graph);
  report.status = RunStatus::kBypassed;
  report.nodes[0].outcome = Outcome::kUnchecked;
  report.findings = {MakeFinding(Code::kValidationBypassed, {"2.37", "2.41"})};
  Summarize(report);
  TextOptions options = Options();
  options.quiet = true;
  EXPECT_THAT(RenderText(report, &graph, options),
              StartsWith("vit.json: NOTHING WAS CHECKED: "));
}

TEST(Text, ColourIsOnlyWhereAskedFor) {
  TextOptions options = Options();
  EXPECT_THAT(RenderFindings({FullFinding()}, options), Not(HasSubstr("\x1b")));
  options.colour = true;
  EXPECT_THAT(RenderFindings({FullFinding()}, options),
              StartsWith("\x1b[1mvit.json:12:19:\x1b[0m "
                         "\x1b[1;31merror[OF103]:\x1b[0m no row"));
}

TEST(Text, FieldsWrapBelowThemselves) {
  TextOptions options = Options();
  options.width = 40;
  options.quiet = true;
  Finding finding = FindingAt(Code::kAxisUnsupported, "a");
  finding.hints = {"one two three four five six seven eight"};
  EXPECT_THAT(RenderFindings({finding}, options),
              HasSubstr("  hint     one two three four five six\n"
                        "           seven eight\n"));
}

}  // namespace
}  // namespace opfit
