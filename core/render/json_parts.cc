#include "core/render/json_parts.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/render/json_writer.h"
#include "core/render/version.h"

namespace opfit {

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

void WriteTool(JsonWriter& json) {
  json.Key("tool");
  json.BeginObject(JsonWriter::kOneLine);
  WriteMember(json, "name", kToolName);
  WriteMember(json, "version", kToolVersion);
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
  if (sum.waived > 0) WriteMember(json, "waived", sum.waived);
  if (sum.ignored > 0) WriteMember(json, "ignored", sum.ignored);
  json.End();
}

namespace {

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

void WriteWaived(JsonWriter& json, const Waived& waived) {
  json.Key("waived");
  json.BeginObject(JsonWriter::kOneLine);
  WriteMember(json, "reason", waived.reason);
  WriteNullable(json, "expires", waived.expires);
  WriteMember(json, "by", waived.in_graph ? "graph" : "file");
  json.End();
}

}  // namespace

void WriteFindingMembers(JsonWriter& json, const Finding& finding) {
  const CodeInfo& info = InfoOf(finding.code);
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
  if (finding.waived.has_value()) WriteWaived(json, *finding.waived);
}

}  // namespace opfit
