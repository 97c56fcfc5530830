#include "core/render/text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/render/group.h"
#include "core/render/page.h"
#include "core/render/printable.h"
#include "core/render/summary.h"
#include "core/render/utf8.h"

namespace opfit {
namespace {

std::string Quoted(absl::string_view text) {
  return absl::StrCat("`", Printable(text), "`");
}

// A single word, such as a type, in backticks; a phrase as it is.
std::string QuotedWord(absl::string_view text) {
  const bool is_word =
      text.find_first_of(" `") == absl::string_view::npos && !text.empty();
  return is_word ? Quoted(text) : Printable(text);
}

Ink InkOf(Severity severity) {
  static constexpr Ink kInks[] = {Ink::kCyan, Ink::kYellow, Ink::kRed};
  return kInks[static_cast<size_t>(severity)];
}

// "212:19", or "byte 1234"; empty where there is no place.
std::string Position(const Place& place) {
  if (place.in_binary) return absl::StrCat("byte ", place.anchor_offset);
  if (place.line <= 0) return "";
  return absl::StrCat(place.line, ":", place.column);
}

class TextReport {
 public:
  explicit TextReport(const TextOptions& options)
      : options_(options), page_(options.colour, options.width) {}

  std::string Render(const Report& report, const Graph* graph);

 private:
  void Headline(const FindingGroup& group);
  void Subject(const Finding& finding);
  void Values(const Finding& finding);
  void List(absl::string_view label, absl::Span<const std::string> items);
  void NearestRow(const Finding& finding);
  void Others(const FindingGroup& group);
  void SourceNumbers(const Finding& finding);
  void Group(const FindingGroup& group);
  void Sources();
  void Sums(const Report& report);

  const TextOptions& options_;
  Page page_;
  std::vector<std::string> sources_;  // in the order of their numbers
};

void TextReport::Headline(const FindingGroup& group) {
  const Finding& finding = group.first();
  std::string where = Printable(options_.file);
  const std::string position = Position(finding.place);
  const absl::string_view colon = finding.place.in_binary ? ": " : ":";
  if (!position.empty()) absl::StrAppend(&where, colon, position);
  const std::string kind = absl::StrCat(SeverityName(finding.severity), "[",
                                        InfoOf(finding.code).id, "]");
  page_.Line(absl::StrCat(page_.Painted(Ink::kBold, where + ":"), " ",
                          page_.Painted(InkOf(finding.severity), kind + ":"),
                          " ", Printable(Message(finding))));
}

void TextReport::Subject(const Finding& finding) {
  if (finding.node.empty()) return;
  std::string text = Quoted(finding.node);
  std::vector<std::string> ops;
  for (const std::string* op : {&finding.op, &finding.backend_op}) {
    if (!op->empty() && (ops.empty() || ops.back() != *op)) ops.push_back(*op);
  }
  if (!ops.empty()) {
    absl::StrAppend(&text, " (", Printable(absl::StrJoin(ops, " → ")), ")");
  }
  if (!finding.port.empty()) {
    absl::StrAppend(&text, ", port ", Quoted(finding.port));
    if (!finding.role.empty()) {
      absl::StrAppend(&text, " (", Printable(finding.role), ")");
    }
  }
  page_.Field("node", text);
}

// On one line where that reads well, else one below the other.
void TextReport::Values(const Finding& finding) {
  constexpr size_t kReadsWell = 100;
  std::vector<std::string> accepted;
  for (const std::string& item : finding.accepted) {
    accepted.push_back(QuotedWord(item));
  }
  const std::string list = Listed(accepted, options_.verbose);
  const std::string found =
      finding.found.empty() ? "nothing" : QuotedWord(finding.found);
  if (accepted.empty()) {
    if (!finding.found.empty()) page_.Field("have", found);
  } else if (ColumnsOf(found) + ColumnsOf(list) <= kReadsWell) {
    page_.Field("have", absl::StrCat(found, "; catalog has ", list));
  } else {
    page_.Field("have", found);
    List("catalog", accepted);
  }
}

// One below the other, complete up to five.
void TextReport::List(absl::string_view label,
                      absl::Span<const std::string> items) {
  const size_t shown =
      options_.verbose ? items.size() : std::min(items.size(), kListed);
  for (size_t i = 0; i < shown; ++i) page_.Field(i == 0 ? label : "", items[i]);
  if (shown < items.size()) {
    page_.Field("", absl::StrCat("and ", items.size() - shown, " more"));
  }
}

void TextReport::NearestRow(const Finding& finding) {
  if (!finding.nearest.has_value()) return;
  const Nearest& nearest = *finding.nearest;
  page_.Field(
      "nearest",
      absl::StrCat(Printable(nearest.row), " (",
                   Counted(static_cast<size_t>(nearest.changes), "change"),
                   ")"));
  std::vector<std::string> edits;
  for (const Edit& edit : nearest.edits) {
    // A parameter has no port.
    edits.push_back(absl::StrCat(
        edit.port.empty() ? "" : Quoted(edit.port) + " ", Printable(edit.what),
        ": ", QuotedWord(edit.from), " → ", QuotedWord(edit.to)));
  }
  List("", edits);
}

void TextReport::Others(const FindingGroup& group) {
  if (group.findings.size() == 1) return;
  std::vector<std::string> names;
  for (const Finding* finding : group.findings) {
    if (finding == &group.first()) continue;
    const std::string position = Position(finding->place);
    names.push_back(absl::StrCat(Quoted(finding->node),
                                 position.empty() ? "" : " ", position));
    // Enough for the list; the count below is of all.
    if (names.size() > kListed) break;
  }
  const size_t others = group.findings.size() - 1;
  names.resize(std::min(names.size(), kListed));
  std::string text = absl::StrCat(others, " more: ", Listed(names, true));
  if (others > kListed) {
    absl::StrAppend(&text, " and ", others - kListed, " more");
  }
  page_.Field("also", text);
}

void TextReport::SourceNumbers(const Finding& finding) {
  std::vector<std::string> numbers;
  for (const std::string& source : finding.sources) {
    const auto found = std::find(sources_.begin(), sources_.end(), source);
    numbers.push_back(absl::StrCat("[", found - sources_.begin() + 1, "]"));
    if (found == sources_.end()) sources_.push_back(source);
  }
  if (!numbers.empty()) {
    page_.Field("source", Listed(numbers, options_.verbose));
  }
}

void TextReport::Group(const FindingGroup& group) {
  const Finding& finding = group.first();
  page_.Gap();
  Headline(group);
  Subject(finding);
  Values(finding);
  NearestRow(finding);
  for (const std::string& hint : finding.hints) {
    page_.Field("hint", Printable(hint));
  }
  Others(group);
  SourceNumbers(finding);
  page_.Field("help", absl::StrCat("opfit explain ", InfoOf(finding.code).id));
}

void TextReport::Sources() {
  if (sources_.empty()) return;
  page_.Gap();
  page_.Line(page_.Painted(Ink::kBold, "sources"));
  for (size_t i = 0; i < sources_.size(); ++i) {
    page_.Field(absl::StrCat("[", i + 1, "]"), Printable(sources_[i]));
  }
}

void TextReport::Sums(const Report& report) {
  page_.Gap();
  page_.Line(absl::StrCat(page_.Painted(Ink::kBold, Printable(options_.file)),
                          ": ", TargetLine(report, options_.edition)));
  page_.Line(SummaryLine(report));
}

std::string TextReport::Render(const Report& report, const Graph* graph) {
  const std::string caveat = Caveat(report, graph);
  if (!caveat.empty()) {
    page_.Line(
        absl::StrCat(page_.Painted(Ink::kBold, Printable(options_.file) + ":"),
                     " ", page_.Painted(Ink::kYellow, caveat)));
  }
  const std::vector<FindingGroup> groups = options_.verbose
                                               ? SingleFindings(report.findings)
                                               : GroupFindings(report.findings);
  for (const FindingGroup& group : groups) Group(group);
  Sources();
  if (!options_.quiet) Sums(report);
  return page_.Take();
}

}  // namespace

std::string RenderText(const Report& report, const Graph* graph,
                       const TextOptions& options) {
  return TextReport(options).Render(report, graph);
}

}  // namespace opfit
