#include "core/render/markdown.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "core/render/finding_words.h"
#include "core/render/group.h"
#include "core/render/page.h"
#include "core/render/printable.h"
#include "core/render/summary.h"

namespace opfit {
namespace {

// Text that means nothing but itself. `@` and `#` get a zero-width space, so
// that a name in a file cannot call somebody or refer to an issue.
std::string Escaped(absl::string_view text) {
  std::string out;
  for (const char c : Printable(text)) {
    if (absl::StrContains("\\`*_[]<>|~&#@", std::string(1, c))) out += '\\';
    out += c;
    if (c == '@' || c == '#') out += "\u200B";
  }
  return out;
}

// A code span that no text can leave, in a cell of a table.
std::string CodeSpan(absl::string_view text) {
  const std::string shown = Printable(text);
  size_t longest = 0;
  size_t run = 0;
  for (const char c : shown) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const bool touches = shown.empty() || shown.front() == '`' ||
                       shown.back() == '`' || shown.front() == ' ';
  const absl::string_view pad = touches ? " " : "";
  return absl::StrCat(fence, pad, absl::StrReplaceAll(shown, {{"|", "\\|"}}),
                      pad, fence);
}

std::string Where(const Finding& finding) {
  std::string where = finding.node.empty() ? "" : CodeSpan(finding.node);
  if (!finding.port.empty())
    absl::StrAppend(&where, " ", CodeSpan(finding.port));
  const Place& place = finding.place;
  if (place.in_binary || place.line > 0) {
    absl::StrAppend(&where, where.empty() ? "" : ", ",
                    place.in_binary ? "byte " : "line ",
                    place.in_binary ? place.anchor_offset
                                    : static_cast<size_t>(place.line));
  }
  return where;
}

// What was found, what would be accepted, the nearest row, the waiver.
std::string What(const Finding& finding) {
  std::string what = Escaped(Message(finding));
  if (!finding.found.empty()) {
    absl::StrAppend(&what, "<br>have ", CodeSpan(finding.found));
  }
  if (finding.nearest.has_value()) {
    for (const Edit& edit : finding.nearest->edits) {
      absl::StrAppend(&what, "<br>change ",
                      edit.port.empty() ? "" : CodeSpan(edit.port) + " ",
                      Escaped(edit.what), ": ", CodeSpan(edit.from), " → ",
                      CodeSpan(edit.to));
    }
  }
  if (finding.waived.has_value()) {
    absl::StrAppend(&what, "<br>waived: ", Escaped(WaivedWords(finding)));
  }
  return what;
}

std::string GroupRow(const FindingGroup& group) {
  const Finding& finding = group.first();
  std::string where = Where(finding);
  if (group.findings.size() > 1) {
    absl::StrAppend(&where, " and ", group.findings.size() - 1, " more");
  }
  return absl::StrCat(
      "| ", finding.waived ? "waived" : SeverityName(finding.severity), " | ",
      InfoOf(finding.code).id, " | ", where, " | ", What(finding), " |\n");
}

}  // namespace

void MarkdownWriter::Add(const CheckedFile& checked) {
  const Report& report = checked.report;
  const Summary& sum = report.summary;
  const std::string file = CodeSpan(checked.file);
  absl::StrAppend(&rows_, "| ", file, " | ", ToString(report.target), " | ",
                  RunStatusName(report.status));
  for (const size_t count :
       {sum.supported, sum.unsupported, sum.unknown, sum.unchecked, sum.errors,
        sum.warnings, sum.notes, sum.waived, sum.ignored}) {
    absl::StrAppend(&rows_, " | ", count);
  }
  rows_ += " |\n";
  const std::string caveat = Caveat(report, checked.graph);
  if (caveat.empty() && report.findings.empty()) return;
  absl::StrAppend(&sections_, "\n### ", file, "\n");
  if (!caveat.empty()) {
    absl::StrAppend(&sections_, "\n**", Escaped(caveat), "**\n");
  }
  if (report.findings.empty()) return;
  absl::StrAppend(&sections_,
                  "\n| | code | where | what |\n|---|---|---|---|\n");
  const std::vector<FindingGroup> groups = GroupFindings(report.findings);
  const size_t listed = std::min(groups.size(), kMaxGroups);
  for (size_t i = 0; i < listed; ++i) sections_ += GroupRow(groups[i]);
  if (listed < groups.size()) {
    absl::StrAppend(&sections_, "\n", groups.size() - listed,
                    " more rows are in the other reports.\n");
  }
}

void MarkdownWriter::Finish() {
  absl::StrAppend(
      &out_,
      "## opfit\n\n"
      "| file | target | run | supported | unsupported | unknown | unchecked "
      "| errors | warnings | notes | waived | ignored |\n"
      "|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
      rows_, sections_);
}

}  // namespace opfit
