#include "core/finding/finding.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

constexpr CodeInfo kCodes[] = {
#define OPFIT_CODE(number, name, severity, message) \
  {Code::k##name, #number, #name, Severity::severity, message},
#include "core/finding/codes.def"
};

}  // namespace

absl::string_view SeverityName(Severity severity) {
  static constexpr absl::string_view kNames[] = {"note", "warning", "error"};
  return kNames[static_cast<size_t>(severity)];
}

absl::Span<const CodeInfo> AllCodes() { return kCodes; }

const CodeInfo& InfoOf(Code code) { return kCodes[static_cast<size_t>(code)]; }

const CodeInfo* FindCode(absl::string_view id_or_name) {
  for (const CodeInfo& info : kCodes) {
    if (absl::EqualsIgnoreCase(info.id, id_or_name) ||
        absl::EqualsIgnoreCase(info.name, id_or_name)) {
      return &info;
    }
  }
  return nullptr;
}

bool IsInputError(Code code) {
  return absl::StartsWith(InfoOf(code).id, "OF0") ||
         code == Code::kSharedSpecUnresolved;
}

std::string EscapePointerPart(absl::string_view key) {
  return absl::StrReplaceAll(key, {{"~", "~0"}, {"/", "~1"}});
}

std::string UnescapePointerPart(absl::string_view part) {
  return absl::StrReplaceAll(part, {{"~0", "~"}, {"~1", "/"}});
}

Finding MakeFinding(Code code, std::vector<std::string> args) {
  Finding finding{};
  finding.code = code;
  finding.severity = InfoOf(code).severity;
  finding.args = std::move(args);
  return finding;
}

std::string Message(const Finding& finding) {
  const absl::string_view pattern = InfoOf(finding.code).message;
  std::string out;
  out.reserve(pattern.size() + 32);
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}') {
      const size_t arg = static_cast<size_t>(pattern[i + 1] - '0');
      if (arg < finding.args.size()) out += finding.args[arg];
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

void SortFindings(std::vector<Finding>& findings) {
  // Of one side, a longer name has the higher number.
  const auto key = [](const Finding& finding) {
    const absl::string_view port = finding.port;
    return std::make_tuple(finding.node_index, port.substr(0, port.find('[')),
                           port.size(), port, finding.code);
  };
  std::stable_sort(
      findings.begin(), findings.end(),
      [&key](const Finding& a, const Finding& b) { return key(a) < key(b); });
}

}  // namespace opfit
