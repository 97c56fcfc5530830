#include "core/render/json.h"

#include <string>

#include "absl/strings/string_view.h"
#include "core/render/json_parts.h"

namespace opfit {
namespace {

// One line a node: the array is long, and a line is what a diff shows.
void WriteNodes(JsonWriter& json, const Report& report, const Graph* graph) {
  json.Key("nodes");
  json.BeginArray();
  for (const NodeOutcome& outcome : report.nodes) {
    if (graph == nullptr) break;
    const Node& node = graph->node(outcome.node);
    json.BeginObject(JsonWriter::kOneLine);
    WriteMember(json, "name", node.name);
    WriteMember(json, "op", graph->op_name(node));
    WriteNullable(json, "backend_op", outcome.backend_op);
    WriteMember(json, "outcome", OutcomeName(outcome.outcome));
    json.End();
  }
  json.End();
}

// Room for the run, so that the text is not copied while it grows. What is
// reserved and not written costs no memory.
size_t RoomFor(const Report& report) {
  return 1024 + report.nodes.size() * 160 + report.findings.size() * 1024;
}

}  // namespace

JsonReport::JsonReport() : json_(out_) {
  json_.BeginObject();
  WriteMember(json_, "schemaVersion",
              static_cast<size_t>(kReportSchemaVersion));
  WriteTool(json_);
  json_.Key("runs");
  json_.BeginArray();
}

void JsonReport::Add(const CheckedFile& checked) {
  const Report& report = checked.report;
  out_.reserve(out_.size() + RoomFor(report));
  json_.BeginObject();
  WriteMember(json_, "file", checked.file);
  WriteMember(json_, "status", RunStatusName(report.status));
  WriteTarget(json_, report.target);
  WriteCatalog(json_, report);
  WriteSummary(json_, report.summary);
  WriteNodes(json_, report, checked.graph);
  json_.Key("findings");
  json_.BeginArray();
  for (const Finding& finding : report.findings) {
    json_.BeginObject();
    WriteFindingMembers(json_, finding);
    json_.End();
  }
  json_.End();
  json_.End();
}

void JsonReport::Finish() {
  json_.End();
  json_.End();
}

std::string RenderJson(absl::string_view file, const Report& report,
                       const Graph* graph) {
  JsonReport json;
  json.Add({file, report, graph});
  json.Finish();
  return json.Take();
}

}  // namespace opfit
