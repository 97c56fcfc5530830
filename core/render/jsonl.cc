#include "core/render/jsonl.h"

#include "core/render/json.h"
#include "core/render/json_parts.h"
#include "core/render/json_writer.h"

namespace opfit {

void JsonLinesWriter::Add(const CheckedFile& checked) {
  JsonWriter json(out_);
  const Report& report = checked.report;
  json.BeginObject(JsonWriter::kOneLine);
  WriteMember(json, "type", "run");
  WriteMember(json, "schemaVersion", static_cast<size_t>(kReportSchemaVersion));
  WriteMember(json, "file", checked.file);
  WriteMember(json, "status", RunStatusName(report.status));
  WriteTool(json);
  WriteTarget(json, report.target);
  WriteCatalog(json, report);
  WriteSummary(json, report.summary);
  json.End();
  for (const Finding& finding : report.findings) {
    json.BeginObject(JsonWriter::kOneLine);
    WriteMember(json, "type", "finding");
    WriteMember(json, "file", checked.file);
    WriteFindingMembers(json, finding);
    json.End();
  }
}

}  // namespace opfit
