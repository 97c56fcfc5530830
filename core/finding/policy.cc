#include "core/finding/policy.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/suggest.h"
#include "core/finding/waiver.h"

namespace opfit {
namespace {

bool Contains(const std::vector<Code>& codes, Code code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool IsIgnored(const FindingPolicy& policy, Code code) {
  if (!CanBeWaived(code)) return false;
  return Contains(policy.ignored, code) ||
         (!policy.selected.empty() && !Contains(policy.selected, code));
}

absl::Status CannotBe(const CodeInfo& info, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("`", info.id, "` (", info.name, ") cannot be ", what,
                   ": it says that the input was not checked as it is"));
}

}  // namespace

absl::Status FindCodeNamed(absl::string_view text, const CodeInfo*& info) {
  info = FindCode(text);
  if (info != nullptr) return absl::OkStatus();
  std::vector<absl::string_view> names;
  for (const CodeInfo& known : AllCodes()) {
    names.push_back(known.id);
    names.push_back(known.name);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("there is no code `", text, "`", DidYouMean(text, names)));
}

absl::Status AddSeverity(absl::string_view text, FindingPolicy& policy) {
  const size_t equals = text.find('=');
  if (equals == absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a severity is written CODE=error, =warning or =note, not `", text,
        "`"));
  }
  const CodeInfo* info = nullptr;
  const absl::Status status = FindCodeNamed(text.substr(0, equals), info);
  if (!status.ok()) return status;
  const absl::string_view name = text.substr(equals + 1);
  for (const Severity severity :
       {Severity::kNote, Severity::kWarning, Severity::kError}) {
    if (name != SeverityName(severity)) continue;
    if (severity < info->severity && !CanBeWaived(info->code)) {
      return CannotBe(*info, "lowered");
    }
    policy.severities.emplace_back(info->code, severity);
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("a severity is error, warning or note, not `", name, "`"));
}

absl::Status AddIgnored(absl::string_view code, FindingPolicy& policy) {
  const CodeInfo* info = nullptr;
  const absl::Status status = FindCodeNamed(code, info);
  if (!status.ok()) return status;
  if (!CanBeWaived(info->code)) return CannotBe(*info, "ignored");
  policy.ignored.push_back(info->code);
  return absl::OkStatus();
}

absl::Status AddSelected(absl::string_view code, FindingPolicy& policy) {
  const CodeInfo* info = nullptr;
  const absl::Status status = FindCodeNamed(code, info);
  if (status.ok()) policy.selected.push_back(info->code);
  return status;
}

size_t ApplyPolicy(const FindingPolicy& policy,
                   std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    // The last one that speaks of the code counts.
    for (const auto& [code, severity] : policy.severities) {
      if (code == finding.code) finding.severity = severity;
    }
  }
  if (policy.ignored.empty() && policy.selected.empty()) return 0;
  const size_t before = findings.size();
  findings.erase(std::remove_if(findings.begin(), findings.end(),
                                [&policy](const Finding& finding) {
                                  return IsIgnored(policy, finding.code);
                                }),
                 findings.end());
  return before - findings.size();
}

}  // namespace opfit
