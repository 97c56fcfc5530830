#include "core/render/concise.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/render/finding_words.h"
#include "core/render/printable.h"
#include "core/render/summary.h"

namespace opfit {
namespace {

std::string WordOrDash(absl::string_view text) {
  return text.empty() ? "-" : PrintableWord(text);
}

// "212:19"; in a binary file "@1234", which is one word as well.
std::string Position(const Place& place) {
  if (place.in_binary) return absl::StrCat("@", place.anchor_offset);
  return absl::StrCat(std::max(place.line, 1), ":", std::max(place.column, 1));
}

}  // namespace

std::string ConciseFindings(absl::Span<const Finding> findings,
                            absl::string_view file) {
  const std::string name = PrintableWord(file);
  std::string out;
  for (const Finding& finding : findings) {
    absl::StrAppend(&out, name, ":", Position(finding.place), ": ");
    absl::StrAppend(&out, InfoOf(finding.code).id, " ",
                    finding.waived ? "waived" : SeverityName(finding.severity),
                    " ", WordOrDash(finding.node), " ",
                    WordOrDash(finding.port), " ", Printable(Message(finding)));
    const std::string waived = WaivedWords(finding);
    absl::StrAppend(&out, waived.empty() ? "" : " – ", waived, "\n");
  }
  return out;
}

std::string RenderConcise(const Report& report, const Graph* graph,
                          absl::string_view file, bool quiet) {
  const std::string name = PrintableWord(file);
  std::string out;
  const std::string caveat = Caveat(report, graph);
  if (!caveat.empty()) absl::StrAppend(&out, name, ": ", caveat, "\n");
  absl::StrAppend(&out, ConciseFindings(report.findings, file));
  if (!quiet && report.status != RunStatus::kAnnotated) {
    absl::StrAppend(&out, name, ": ", SummaryLine(report), "\n");
  }
  return out;
}

void ConciseWriter::Add(const CheckedFile& checked) {
  out_ += RenderConcise(checked.report, checked.graph, checked.file, quiet_);
}

}  // namespace opfit
