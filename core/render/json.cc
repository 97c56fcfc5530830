#include "core/render/json.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/render/version.h"

namespace opfit {
namespace {

void WriteMember(JsonWriter& json, absl::string_view key,
                 absl::string_view text) {
  json.Key(key);
  json.String(text);
}

void WriteMember(JsonWriter& json, absl::string_view key, size_t number) {
  json.Key(key);
  json.Int(static_cast<int64_t>(number));
}

void WriteNullable(JsonWriter& json, absl::string_view key,
                   absl::string_view text) {
  json.Key(key);
  json.StringOrNull(text);
}

void WriteList(JsonWriter& json, absl::string_view key,
               const std::vector<std::string>& texts) {
  json.Key(key);
  json.BeginArray();
  for (const std::string& text : texts) json.String(text);
  json.End();
}

void WriteTarget(JsonWriter& json, const Target& target) {
  json.Key("target");
  json.BeginObject(JsonWriter::kOneLine);
  WriteMember(json, "backend", target.backend);
  WriteNullable(json, "soc", target.soc);
  WriteNullable(json, "arch", target.arch);
  WriteNullable(json, "sdk", target.sdk.none() ? "" : ToString(target.sdk));
  json.End();
}

void WriteCatalog(JsonWriter& json, const Report& report) {
  json.Key("catalog");
  json.BeginObject(JsonWriter::kOneLine);
  WriteMember(json, "id", report.catalog_id);
  WriteMember(json, "version", report.catalog_version);
  json.End();
}

void WriteSummary(JsonWriter& json, const Summary& sum) {
  json.Key("summary");
  json.BeginObject(JsonWriter::kOneLine);
  WriteMember(json, "nodes", sum.nodes);
  WriteMember(json, "supported", sum.supported);
  WriteMember(json, "unsupported", sum.unsupported);
  WriteMember(json, "unknown", sum.unknown);
  WriteMember(json, "unchecked", sum.unchecked);
  WriteMember(json, "errors", sum.errors);
  WriteMember(json, "warnings", sum.warnings);
  WriteMember(json, "notes", sum.notes);
  json.End();
}

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

void WriteNearest(JsonWriter& json, const std::optional<Nearest>& nearest) {
  json.Key("nearest");
  if (!nearest.has_value()) return json.Null();
  json.BeginObject();
  WriteMember(json, "row", nearest->row);
  WriteMember(json, "changes", static_cast<size_t>(nearest->changes));
  json.Key("edits");
  json.BeginArray();
  for (const Edit& edit : nearest->edits) {
    json.BeginObject(JsonWriter::kOneLine);
    WriteMember(json, "port", edit.port);
    WriteMember(json, "what", edit.what);
    WriteMember(json, "from", edit.from);
    WriteMember(json, "to", edit.to);
    json.End();
  }
  json.End();
  json.End();
}

void WriteFinding(JsonWriter& json, const Finding& finding) {
  const CodeInfo& info = InfoOf(finding.code);
  json.BeginObject();
  WriteMember(json, "code", info.id);
  WriteMember(json, "name", info.name);
  WriteMember(json, "severity", SeverityName(finding.severity));
  WriteMember(json, "node", finding.node);
  WriteNullable(json, "op", finding.op);
  WriteNullable(json, "backend_op", finding.backend_op);
  WriteNullable(json, "port", finding.port);
  WriteNullable(json, "role", finding.role);
  WriteMember(json, "message", Message(finding));
  WriteMember(json, "found", finding.found);
  WriteList(json, "accepted", finding.accepted);
  WriteNearest(json, finding.nearest);
  WriteList(json, "hints", finding.hints);
  WriteMember(json, "pointer", finding.place.pointer);
  WriteMember(json, "line", static_cast<size_t>(finding.place.line));
  WriteMember(json, "column", static_cast<size_t>(finding.place.column));
  if (finding.place.in_binary) {
    WriteMember(json, "offset", finding.place.anchor_offset);
  }
  WriteList(json, "sources", finding.sources);
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
  json_.Key("tool");
  json_.BeginObject(JsonWriter::kOneLine);
  WriteMember(json_, "name", kToolName);
  WriteMember(json_, "version", kToolVersion);
  json_.End();
  json_.Key("runs");
  json_.BeginArray();
}

void JsonReport::Add(absl::string_view file, const Report& report,
                     const Graph* graph) {
  out_.reserve(out_.size() + RoomFor(report));
  json_.BeginObject();
  WriteMember(json_, "file", file);
  WriteMember(json_, "status", RunStatusName(report.status));
  WriteTarget(json_, report.target);
  WriteCatalog(json_, report);
  WriteSummary(json_, report.summary);
  WriteNodes(json_, report, graph);
  json_.Key("findings");
  json_.BeginArray();
  for (const Finding& finding : report.findings) WriteFinding(json_, finding);
  json_.End();
  json_.End();
}

std::string JsonReport::Finish() && {
  json_.End();
  json_.End();
  return std::move(out_);
}

std::string RenderJson(absl::string_view file, const Report& report,
                       const Graph* graph) {
  JsonReport json;
  json.Add(file, report, graph);
  return std::move(json).Finish();
}

}  // namespace opfit
