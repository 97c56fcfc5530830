#include "core/render/text.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/render/finding_words.h"
#include "core/render/group.h"
#include "core/render/page.h"
#include "core/render/printable.h"
#include "core/render/summary.h"
#include "core/render/utf8.h"

namespace opfit {
namespace {

Ink InkOf(const Finding& finding) {
  static constexpr Ink kInks[] = {Ink::kCyan, Ink::kYellow, Ink::kRed};
  if (finding.waived.has_value()) return Ink::kDim;
  return kInks[static_cast<size_t>(finding.severity)];
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
  std::string RenderOne(const Finding& finding);

 private:
  void Headline(const FindingGroup& group);
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
  const std::string kind = absl::StrCat(finding.waived ? "waived " : "",
                                        SeverityName(finding.severity), "[",
                                        InfoOf(finding.code).id, "]");
  page_.Line(absl::StrCat(page_.Painted(Ink::kBold, where + ":"), " ",
                          page_.Painted(InkOf(finding), kind + ":"), " ",
                          Printable(Message(finding))));
}

// On one line where that reads well, else one below the other.
void TextReport::Values(const Finding& finding) {
  constexpr size_t kReadsWell = 100;
  const std::vector<std::string> accepted = AcceptedWords(finding);
  const std::string list = Listed(accepted, options_.verbose);
  const std::string found = FoundWords(finding);
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
  page_.Field("nearest", NearestWords(*finding.nearest));
  std::vector<std::string> edits;
  for (const Edit& edit : finding.nearest->edits) {
    edits.push_back(EditWords(edit));
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
  const std::string subject = SubjectWords(finding);
  if (!subject.empty()) page_.Field("node", subject);
  Values(finding);
  NearestRow(finding);
  for (const std::string& hint : finding.hints) {
    page_.Field("hint", Printable(hint));
  }
  Others(group);
  const std::string waived = WaivedWords(finding);
  if (!waived.empty()) page_.Field("waived", waived);
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
  const bool has_sums = report.status != RunStatus::kAnnotated;
  if (has_sums && !options_.quiet) Sums(report);
  return page_.Take();
}

std::string TextReport::RenderOne(const Finding& finding) {
  Group(FindingGroup{{&finding}});
  Sources();
  return page_.Take();
}

}  // namespace

std::string RenderFinding(const Finding& finding, const TextOptions& options) {
  return TextReport(options).RenderOne(finding);
}

void TextWriter::Add(const CheckedFile& checked) {
  TextOptions options;
  options.file = std::string(checked.file);
  options.edition = style_.edition;
  options.colour = style_.colour;
  options.quiet = style_.quiet;
  options.verbose = style_.verbose;
  options.width = style_.width;
  if (!std::exchange(first_, false)) out_ += '\n';
  out_ += RenderText(checked.report, checked.graph, options);
}

std::string RenderText(const Report& report, const Graph* graph,
                       const TextOptions& options) {
  return TextReport(options).Render(report, graph);
}

}  // namespace opfit
