#include "core/render/summary.h"

#include "core/render/sample_report.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

TEST(Summary, ShowsAllFourOutcomesAndEveryCode) {
  const Graph graph = SampleGraph(5);
  Report report = SampleReport(graph);
  report.nodes[1].outcome = Outcome::kUnsupported;
  report.nodes[2].outcome = Outcome::kUnknown;
  report.nodes[3].outcome = Outcome::kUnchecked;
  report.findings = {FindingAt(Code::kDataTypesUnsupported, "conv1"),
                     FindingAt(Code::kOperatorUnknown, "conv2"),
                     FindingAt(Code::kNotAnnotated, "conv3"),
                     FindingAt(Code::kNotAnnotated, "conv3")};
  Summarize(report);
  EXPECT_EQ(SummaryLine(report),
            "2 of 5 nodes supported, 1 unsupported, 1 unknown, 1 unchecked · "
            "1 error, 1 warning, 2 notes · 2× OF403, 1× OF102, 1× OF103");
}

TEST(Summary, ShowsZeros) {
  const Graph graph = SampleGraph(1);
  EXPECT_EQ(SummaryLine(SampleReport(graph)),
            "1 of 1 node supported, 0 unsupported, 0 unknown, 0 unchecked · "
            "0 errors, 0 warnings, 0 notes");
}

TEST(Summary, NamesTargetAndCatalog) {
  Report report = SampleReport(SampleGraph(0));
  EXPECT_EQ(TargetLine(report, "2.25.0"),
            "htp:SM8750@2.49 (v79), catalog htp 1.0.0, edition 2.25.0");
  EXPECT_EQ(TargetLine(report, ""), "htp:SM8750@2.49 (v79), catalog htp 1.0.0");
  report.target.arch.clear();
  EXPECT_EQ(TargetLine(report, ""),
            "htp:SM8750@2.49 (architecture not known), catalog htp 1.0.0");
  report.target.soc.clear();
  report.target.arch = "v73";
  EXPECT_EQ(TargetLine(report, ""), "htp:v73@2.49, catalog htp 1.0.0");
}

TEST(Caveat, IsEmptyForACheckedQuantizedGraph) {
  const Graph graph = SampleGraph(1);
  EXPECT_EQ(Caveat(SampleReport(graph), &graph), "");
  EXPECT_EQ(Caveat(SampleReport(graph), nullptr), "");
}

TEST(Caveat, SaysThatNothingIsQuantized) {
  const Graph graph = SampleGraph(2, /*quantized=*/false);
  EXPECT_EQ(Caveat(SampleReport(graph), &graph),
            "nothing is quantized: no tensor of the graph has a quantization "
            "spec");
}

TEST(Caveat, SaysNothingOfQuantizationThatCouldNotBeRead) {
  const Graph graph = SampleGraph(2, /*quantized=*/false);
  Report report = SampleReport(graph);
  report.findings = {FindingAt(Code::kSchemaViolation, "conv0")};
  EXPECT_EQ(Caveat(report, &graph), "");
}

TEST(Caveat, SaysThatTheGraphIsEmpty) {
  const Graph graph = SampleGraph(0);
  EXPECT_EQ(Caveat(SampleReport(graph), &graph),
            "nothing was checked: the graph has no operators");
}

TEST(Caveat, IsLoudWhereNothingWasChecked) {
  const Graph graph = SampleGraph(1);
  Report report = SampleReport(graph);
  report.status = RunStatus::kBypassed;
  EXPECT_EQ(Caveat(report, &graph),
            "NOTHING WAS CHECKED: the SDK of the target predates the catalog");
  report.status = RunStatus::kInvalid;
  EXPECT_EQ(Caveat(report, nullptr),
            "NOTHING COULD BE CHECKED: the input is no graph");
}

}  // namespace
}  // namespace opfit
