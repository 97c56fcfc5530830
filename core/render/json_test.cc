#include "core/render/json.h"

#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "core/check/report.h"
#include "core/render/sample_report.h"
#include "core/render/schema.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

json PublishedSchema() {
  std::ifstream file("docs/schema/report.schema.json");
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str(), nullptr, false);
}

json Parsed(const std::string& text) {
  return json::parse(text, nullptr, false);
}

Report ReportWith(const Graph& graph, std::vector<Finding> findings) {
  Report report = SampleReport(graph);
  report.findings = std::move(findings);
  Summarize(report);
  return report;
}

TEST(Json, DocumentIsWrittenExactlySo) {
  const Graph graph = SampleGraph(1);
  EXPECT_EQ(RenderJson("a.json", SampleReport(graph), &graph), R"({
 "schemaVersion": 1,
 "tool": {"name": "opfit", "version": "0.1.0"},
 "runs": [
  {
   "file": "a.json",
   "status": "checked",
   "target": {"backend": "htp", "soc": "SM8750", "arch": "v79", "sdk": "2.49"},
   "catalog": {"id": "htp", "version": "1.0.0"},
   "summary": {"nodes": 1, "supported": 1, "unsupported": 0, "unknown": 0, "unchecked": 0, "errors": 0, "warnings": 0, "notes": 0},
   "nodes": [
    {"name": "conv0", "op": "aten.conv2d.default", "backend_op": "Conv2d", "outcome": "supported"}
   ],
   "findings": []
  }
 ]
}
)");
}

TEST(Json, FindingInABinaryFileHasItsOffset) {
  const Graph graph = SampleGraph(1);
  const Report report = ReportWith(
      graph, {InBinary(FindingAt(Code::kScaleInvalid, "conv", 0), 1234)});
  const json document = Parsed(RenderJson("a.onnx", report, &graph));
  const json& finding = document["runs"][0]["findings"][0];
  EXPECT_EQ(finding["offset"], 1234);
  EXPECT_EQ(finding["pointer"], "");
  EXPECT_EQ(finding["line"], 0);
  EXPECT_THAT(SchemaViolations(PublishedSchema(), document), IsEmpty());
}

TEST(Json, FindingHasEveryValue) {
  const Graph graph = SampleGraph(1);
  const Report report = ReportWith(graph, {FullFinding()});
  const json document = Parsed(RenderJson("a.json", report, &graph));
  EXPECT_EQ(document["runs"][0]["findings"][0], Parsed(R"({
    "code": "OF103", "name": "DataTypesUnsupported", "severity": "error",
    "node": "conv0", "op": "aten.conv2d.default", "backend_op": "Conv2d",
    "port": "in[1]", "role": "weight",
    "message": "no row of htp Conv2d takes these data types together",
    "found": "SFIXED_POINT_16",
    "accepted": ["SFIXED_POINT_8", "UFIXED_POINT_8"],
    "nearest": {"row": "htp Conv2d INT8 #3", "changes": 1, "edits": [
      {"port": "in[1]", "what": "dtype", "from": "SFIXED_POINT_16",
       "to": "SFIXED_POINT_8"}]},
    "hints": ["v73 or newer takes it as it is: SM8550, SM8650, SM8750"],
    "pointer": "/nodes/2/annotation/inputs/1/spec", "line": 12, "column": 19,
    "sources": ["the vendor's table", "a device"]})"));
}

TEST(Json, EveryCodeFollowsThePublishedSchema) {
  const Graph graph = SampleGraph(3);
  std::vector<Finding> findings = {FullFinding()};
  for (const CodeInfo& info : AllCodes()) {
    findings.push_back(FindingAt(info.code, "conv1"));
  }
  const Report report = ReportWith(graph, std::move(findings));
  EXPECT_THAT(SchemaViolations(PublishedSchema(),
                               Parsed(RenderJson("a", report, &graph))),
              IsEmpty());
}

TEST(Json, EveryStatusFollowsThePublishedSchema) {
  const Graph graph = SampleGraph(1);
  JsonReport document;
  for (const RunStatus status :
       {RunStatus::kChecked, RunStatus::kBypassed, RunStatus::kInvalid}) {
    Report report = SampleReport(graph);
    report.status = status;
    report.target.soc.clear();
    report.target.arch.clear();
    document.Add({"a", report, nullptr});
  }
  document.Finish();
  EXPECT_THAT(SchemaViolations(PublishedSchema(), Parsed(document.Take())),
              IsEmpty());
}

TEST(Json, SchemaRefusesWhatItDoesNotName) {
  const Graph graph = SampleGraph(1);
  json document = Parsed(RenderJson("a", SampleReport(graph), &graph));
  document["runs"][0].erase("status");
  document["runs"][0]["summary"]["nodes"] = "1";
  document["more"] = 1;
  EXPECT_THAT(
      SchemaViolations(PublishedSchema(), document),
      ElementsAre("/more: is not in the schema",
                  "/runs/0/summary/nodes: has another type than \"integer\"",
                  "/runs/0: lacks status"));
}

TEST(Json, AnyBytesMakeADocumentThatParses) {
  const Graph graph = SampleGraph(1);
  Finding finding = FindingAt(Code::kScaleInvalid, "a\xff\"\x1b\n\xe2\x82");
  const Report report = ReportWith(graph, {finding});
  const json document = Parsed(RenderJson("\xc0", report, &graph));
  ASSERT_FALSE(document.is_discarded());
  EXPECT_EQ(document["runs"][0]["findings"][0]["node"],
            "a\uFFFD\"\x1b\n\uFFFD");
  EXPECT_EQ(document["runs"][0]["file"], "\uFFFD");
}

TEST(Json, NearestKeepsItsChangesAndAbsentOnesAreNull) {
  const Graph graph = SampleGraph(1);
  const Report report =
      ReportWith(graph, {FindingAt(Code::kNotAnnotated, "conv0")});
  const json finding =
      Parsed(RenderJson("a", report, &graph))["runs"][0]["findings"][0];
  EXPECT_TRUE(finding["nearest"].is_null());
  EXPECT_TRUE(finding["port"].is_null());
  EXPECT_EQ(finding["pointer"], "");
  EXPECT_EQ(finding["line"], 0);
}

}  // namespace
}  // namespace opfit
