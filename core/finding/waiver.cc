#include "core/finding/waiver.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace opfit {
namespace {

// `digits` decimal digits, and nothing else.
bool ReadDigits(absl::string_view text, size_t digits, int& out) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return text.size() == digits && absl::SimpleAtoi(text, &out);
}

int DaysIn(int month, int year) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool Matches(const Waiver& waiver, absl::string_view file,
             const Finding& finding) {
  return (waiver.port.empty() || waiver.port == finding.port) &&
         (waiver.file.empty() || IsFile(file, waiver.file));
}

// The code and what else a waiver names.
std::string SubjectOf(const Waiver& waiver) {
  std::string subject =
      waiver.node.empty() ? "the input" : absl::StrCat("`", waiver.node, "`");
  if (!waiver.port.empty()) absl::StrAppend(&subject, " `", waiver.port, "`");
  if (!waiver.file.empty())
    absl::StrAppend(&subject, " of `", waiver.file, "`");
  return subject;
}

}  // namespace

bool operator<(const Date& a, const Date& b) {
  return std::tie(a.year, a.month, a.day) < std::tie(b.year, b.month, b.day);
}

std::optional<Date> ParseDate(absl::string_view text) {
  Date date;
  const bool ok = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                  ReadDigits(text.substr(0, 4), 4, date.year) &&
                  ReadDigits(text.substr(5, 2), 2, date.month) &&
                  ReadDigits(text.substr(8, 2), 2, date.day) &&
                  date.month >= 1 && date.month <= 12 && date.day >= 1 &&
                  date.day <= DaysIn(date.month, date.year);
  if (!ok) return std::nullopt;
  return date;
}

std::string ToString(const Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year, date.month, date.day);
}

bool CanBeWaived(Code code) {
  const bool is_broken =
      IsInputError(code) && InfoOf(code).severity == Severity::kError;
  return !is_broken && code != Code::kValidationBypassed;
}

bool IsFile(absl::string_view file, absl::string_view named) {
  named = absl::StripPrefix(named, "./");
  if (!absl::EndsWith(file, named)) return false;
  file.remove_suffix(named.size());
  return file.empty() || absl::EndsWith(file, "/");
}

WaiverIndex::WaiverIndex(absl::Span<const Waiver> waivers) : waivers_(waivers) {
  for (size_t i = 0; i < waivers.size(); ++i) {
    by_node_[{static_cast<int>(waivers[i].code), waivers[i].node}].push_back(i);
  }
}

absl::Span<const size_t> WaiverIndex::Find(Code code,
                                           absl::string_view node) const {
  const auto found = by_node_.find({static_cast<int>(code), node});
  if (found == by_node_.end()) return {};
  return found->second;
}

void ApplyWaivers(const WaiverIndex& index, absl::string_view file,
                  const std::optional<Date>& today,
                  std::vector<Finding>& findings,
                  std::vector<WaiverUse>& used) {
  if (index.waivers().empty()) return;
  for (Finding& finding : findings) {
    if (!CanBeWaived(finding.code)) continue;
    for (const size_t i : index.Find(finding.code, finding.node)) {
      const Waiver& waiver = index.waivers()[i];
      if (!Matches(waiver, file, finding)) continue;
      const bool expired = today.has_value() && waiver.expires.has_value() &&
                           *waiver.expires < *today;
      if (expired) {
        used[i] = std::max(used[i], WaiverUse::kExpired);
        continue;
      }
      used[i] = WaiverUse::kUsed;
      if (finding.waived.has_value()) continue;
      finding.waived =
          Waived{waiver.reason, waiver.expires ? ToString(*waiver.expires) : "",
                 waiver.in_graph};
    }
  }
}

std::vector<Finding> StaleWaivers(absl::Span<const Waiver> waivers,
                                  absl::Span<const WaiverUse> used) {
  std::vector<Finding> findings;
  for (size_t i = 0; i < waivers.size(); ++i) {
    if (used[i] == WaiverUse::kUsed) continue;
    const Waiver& waiver = waivers[i];
    const std::string id(InfoOf(waiver.code).id);
    Finding finding = used[i] == WaiverUse::kUnused
                          ? MakeFinding(Code::kWaiverUnused, {id})
                          : MakeFinding(Code::kWaiverExpired,
                                        {id, ToString(*waiver.expires)});
    finding.found = SubjectOf(waiver);
    finding.place = waiver.place;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace opfit
