#include "core/render/gitlab.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "core/render/finding_words.h"
#include "core/render/fingerprint.h"
#include "core/render/json_parts.h"
#include "core/render/summary.h"
#include "core/render/version.h"

namespace opfit {
namespace {

absl::string_view SeverityOf(const Finding& finding) {
  static constexpr absl::string_view kNames[] = {"info", "minor", "major"};
  return finding.waived.has_value()
             ? kNames[0]
             : kNames[static_cast<size_t>(finding.severity)];
}

// A description is one line.
std::string OneLine(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\n", "; "}});
}

}  // namespace

GitlabWriter::GitlabWriter() : json_(out_) { json_.BeginArray(); }

void GitlabWriter::AddIssue(const CheckedFile& checked, absl::string_view check,
                            absl::string_view severity,
                            absl::string_view fingerprint, int line,
                            absl::string_view description) {
  json_.BeginObject();
  WriteMember(json_, "description", description);
  WriteMember(json_, "check_name", check);
  WriteMember(json_, "fingerprint", fingerprint);
  WriteMember(json_, "severity", severity);
  json_.Key("location");
  json_.BeginObject(JsonWriter::kOneLine);
  WriteMember(json_, "path", checked.file);
  json_.Key("lines");
  json_.BeginObject();
  WriteMember(json_, "begin", static_cast<size_t>(std::max(line, 1)));
  json_.End();
  json_.End();
  json_.End();
}

void GitlabWriter::Add(const CheckedFile& checked) {
  // A run that checked nothing must not look like one that found nothing.
  const std::string caveat = Caveat(checked.report, checked.graph);
  if (!caveat.empty()) {
    AddIssue(checked, kToolName, "major",
             absl::StrCat(kToolName, "-caveat-", checked.file), 1, caveat);
  }
  Fingerprints fingerprints(checked.file);
  for (const Finding& finding : checked.report.findings) {
    AddIssue(checked, InfoOf(finding.code).id, SeverityOf(finding),
             fingerprints.Next(finding), finding.place.line,
             OneLine(PlainText(finding)));
  }
}

void GitlabWriter::Finish() { json_.End(); }

}  // namespace opfit
