#include "core/render/sarif.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/render/explain.h"
#include "core/render/finding_words.h"
#include "core/render/fingerprint.h"
#include "core/render/json_parts.h"
#include "core/render/summary.h"
#include "core/render/version.h"

namespace opfit {
namespace {

constexpr absl::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json";

// A path as a URI reference. Relative ones stay relative: the reader of the
// report knows where the checkout is.
std::string UriOf(absl::string_view file) {
  std::string uri = absl::StartsWith(file, "/") ? "file://" : "";
  while (absl::ConsumePrefix(&file, "./")) {
  }
  for (const char c : file) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) ||
        absl::StrContains("-._~/", std::string(1, c))) {
      uri += c;
    } else {
      absl::StrAppend(&uri, "%",
                      absl::AsciiStrToUpper(
                          absl::StrCat(absl::Hex(byte, absl::kZeroPad2))));
    }
  }
  return uri;
}

// A message may hold links, written [text](target); ours has none.
std::string WithoutLinks(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"](", "] ("}});
}

void WriteText(JsonWriter& json, absl::string_view key,
               absl::string_view text) {
  json.Key(key);
  json.BeginObject(JsonWriter::kOneLine);
  WriteMember(json, "text", text);
  json.End();
}

void WriteLocations(JsonWriter& json, absl::string_view uri,
                    const Finding* finding) {
  json.Key("locations");
  json.BeginArray();
  json.BeginObject();
  json.Key("physicalLocation");
  json.BeginObject(JsonWriter::kOneLine);
  json.Key("artifactLocation");
  json.BeginObject();
  WriteMember(json, "uri", uri);
  json.End();
  if (finding != nullptr) {
    json.Key("region");
    json.BeginObject();
    const Place& place = finding->place;
    if (place.in_binary) {
      WriteMember(json, "byteOffset", place.anchor_offset);
    } else {
      WriteMember(json, "startLine",
                  static_cast<size_t>(std::max(place.line, 1)));
      WriteMember(json, "startColumn",
                  static_cast<size_t>(std::max(place.column, 1)));
    }
    json.End();
  }
  json.End();
  if (finding != nullptr && !finding->node.empty()) {
    json.Key("logicalLocations");
    json.BeginArray(JsonWriter::kOneLine);
    json.BeginObject();
    WriteMember(json, "name",
                finding->port.empty() ? finding->node : finding->port);
    WriteMember(json, "fullyQualifiedName",
                absl::StrCat(finding->node, finding->port.empty() ? "" : "/",
                             finding->port));
    json.End();
    json.End();
  }
  json.End();
  json.End();
}

// Every result has the list, as the format asks where one has it.
void WriteSuppressions(JsonWriter& json, const Finding& finding) {
  json.Key("suppressions");
  json.BeginArray();
  if (finding.waived.has_value()) {
    json.BeginObject(JsonWriter::kOneLine);
    WriteMember(json, "kind",
                finding.waived->in_graph ? "inSource" : "external");
    WriteMember(json, "status", "accepted");
    WriteMember(json, "justification", WaivedWords(finding));
    json.End();
  }
  json.End();
}

// What the format has no place for.
void WriteProperties(JsonWriter& json, const Finding& finding) {
  json.Key("properties");
  json.BeginObject();
  WriteNullable(json, "op", finding.op);
  WriteNullable(json, "backendOp", finding.backend_op);
  WriteNullable(json, "role", finding.role);
  WriteMember(json, "found", finding.found);
  WriteList(json, "accepted", finding.accepted);
  WriteList(json, "hints", finding.hints);
  WriteList(json, "sources", finding.sources);
  WriteMember(json, "pointer", finding.place.pointer);
  json.End();
}

// The text of a page between a heading and the next, on one line.
std::string SectionOf(absl::string_view page, absl::string_view heading) {
  size_t begin = page.find(heading);
  if (begin == absl::string_view::npos) return "";
  begin += heading.size();
  const size_t end = page.find("\n## ", begin);
  return absl::StrReplaceAll(
      absl::StripAsciiWhitespace(page.substr(begin, end - begin)),
      {{"\n\n", "\n\n"}, {"\n", " "}});
}

void WriteRule(JsonWriter& json, Code code) {
  const CodeInfo& info = InfoOf(code);
  const absl::string_view page = ExplainText(code);
  json.BeginObject();
  WriteMember(json, "id", info.id);
  WriteMember(json, "name", info.name);
  WriteText(
      json, "shortDescription",
      SectionOf(page, absl::StrCat("\n", SeverityName(info.severity), ": ")));
  WriteText(json, "fullDescription", SectionOf(page, "\n## What it checks\n"));
  json.Key("help");
  json.BeginObject();
  WriteMember(json, "text", page);
  WriteMember(json, "markdown", page);
  json.End();
  json.Key("defaultConfiguration");
  json.BeginObject(JsonWriter::kOneLine);
  WriteMember(json, "level", SeverityName(info.severity));
  json.End();
  json.End();
}

}  // namespace

SarifWriter::SarifWriter() : json_(out_) {
  json_.BeginObject();
  WriteMember(json_, "$schema", kSchema);
  WriteMember(json_, "version", "2.1.0");
  json_.Key("runs");
  json_.BeginArray();
  json_.BeginObject();
  json_.Key("results");
  json_.BeginArray();
}

size_t SarifWriter::RuleIndex(Code code) {
  const auto found = std::find(rules_.begin(), rules_.end(), code);
  const auto index = static_cast<size_t>(found - rules_.begin());
  if (found == rules_.end()) rules_.push_back(code);
  return index;
}

void SarifWriter::WriteResult(const std::string& uri, const Finding& finding,
                              const std::string& fingerprint) {
  json_.BeginObject();
  WriteMember(json_, "ruleId", InfoOf(finding.code).id);
  WriteMember(json_, "ruleIndex", RuleIndex(finding.code));
  WriteMember(json_, "level", SeverityName(finding.severity));
  WriteText(json_, "message", WithoutLinks(PlainText(finding)));
  WriteLocations(json_, uri, &finding);
  json_.Key("partialFingerprints");
  json_.BeginObject(JsonWriter::kOneLine);
  WriteMember(json_, "codeNodePort/v1", fingerprint);
  json_.End();
  WriteSuppressions(json_, finding);
  WriteProperties(json_, finding);
  json_.End();
}

void SarifWriter::Add(const CheckedFile& checked) {
  const std::string uri = UriOf(checked.file);
  Fingerprints fingerprints("");
  for (const Finding& finding : checked.report.findings) {
    WriteResult(uri, finding, fingerprints.Next(finding));
  }
  files_.push_back({uri, checked.report.status, checked.report.target,
                    checked.report.summary,
                    Caveat(checked.report, checked.graph)});
}

void SarifWriter::WriteTool() {
  json_.Key("tool");
  json_.BeginObject();
  json_.Key("driver");
  json_.BeginObject();
  WriteMember(json_, "name", kToolName);
  WriteMember(json_, "semanticVersion", kToolVersion);
  json_.Key("rules");
  json_.BeginArray();
  for (const Code code : rules_) WriteRule(json_, code);
  json_.End();
  json_.End();
  json_.End();
}

// What was not checked is said as loudly as what was found.
void SarifWriter::WriteInvocation() {
  json_.Key("invocations");
  json_.BeginArray();
  json_.BeginObject();
  json_.Key("executionSuccessful");
  json_.Bool(std::all_of(files_.begin(), files_.end(), [](const FileSums& f) {
    return f.status != RunStatus::kBypassed;
  }));
  json_.Key("toolExecutionNotifications");
  json_.BeginArray();
  for (const FileSums& file : files_) {
    if (file.caveat.empty()) continue;
    json_.BeginObject();
    WriteMember(json_, "level", "warning");
    WriteText(json_, "message", WithoutLinks(file.caveat));
    WriteLocations(json_, file.file, nullptr);
    json_.End();
  }
  json_.End();
  json_.End();
  json_.End();
}

void SarifWriter::WriteSums() {
  json_.Key("properties");
  json_.BeginObject();
  json_.Key("files");
  json_.BeginArray();
  for (const FileSums& file : files_) {
    json_.BeginObject();
    WriteMember(json_, "uri", file.file);
    WriteMember(json_, "status", RunStatusName(file.status));
    WriteTarget(json_, file.target);
    WriteSummary(json_, file.summary);
    json_.End();
  }
  json_.End();
  json_.End();
}

void SarifWriter::Finish() {
  json_.End();  // the results
  WriteTool();
  WriteInvocation();
  WriteSums();
  json_.End();
  json_.End();
  json_.End();
}

}  // namespace opfit
