#include "core/render/concise.h"

#include <string>

#include "core/render/sample_report.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

TEST(Concise, IsOneLineAFindingAndTheSums) {
  const Graph graph = SampleGraph(1);
  Report report = SampleReport(graph);
  report.findings = {FullFinding(), MakeFinding(Code::kOperatorUnknown, {"x"})};
  Summarize(report);
  EXPECT_EQ(
      RenderConcise(report, &graph, "a.json", /*quiet=*/false),
      "a.json:12:19: OF103 error conv0 in[1] no row of htp Conv2d takes these "
      "data types together\n"
      "a.json:1:1: OF102 warning - - the catalog does not say whether this "
      "operator fits: x\n"
      "a.json: 1 of 1 node supported, 0 unsupported, 0 unknown, 0 unchecked · "
      "1 error, 1 warning, 0 notes · 1× OF102, 1× OF103\n");
}

TEST(Concise, UserTextStaysOneWord) {
  const Graph graph = SampleGraph(1);
  Report report = SampleReport(graph);
  report.findings = {FindingAt(Code::kScaleInvalid, "a b\nc", 2)};
  EXPECT_EQ(RenderConcise(report, &graph, "my model.json", /*quiet=*/true),
            "my\\u0020model.json:2:3: OF307 error a\\u0020b\\u000ac - the "
            "scale is not a positive finite number\n");
}

TEST(Concise, PlaceInABinaryFileIsItsByte) {
  const Graph graph = SampleGraph(1);
  Report report = SampleReport(graph);
  report.findings = {InBinary(FindingAt(Code::kScaleInvalid, "conv", 0), 1234)};
  EXPECT_EQ(RenderConcise(report, &graph, "a.onnx", /*quiet=*/true),
            "a.onnx:@1234: OF307 error conv - the scale is not a positive "
            "finite number\n");
}

TEST(Concise, SaysFirstThatNothingWasChecked) {
  const Graph graph = SampleGraph(1);
  Report report = SampleReport(graph);
  report.status = RunStatus::kInvalid;
  EXPECT_EQ(RenderConcise(report, nullptr, "a", /*quiet=*/true),
            "a: NOTHING COULD BE CHECKED: the input is no graph\n");
}

}  // namespace
}  // namespace opfit
