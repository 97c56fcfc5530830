#include "core/render/summary.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/render/page.h"

namespace opfit {
namespace {

// " · 41× OF103, 20× OF202"; empty without a finding.
std::string CodeCounts(const Report& report) {
  std::vector<std::pair<size_t, absl::string_view>> counts;
  for (const CodeInfo& info : AllCodes()) counts.emplace_back(0, info.id);
  for (const Finding& finding : report.findings) {
    if (finding.waived.has_value()) continue;
    ++counts[static_cast<size_t>(finding.code)].first;
  }
  std::stable_sort(
      counts.begin(), counts.end(),
      [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string out;
  for (const auto& [count, id] : counts) {
    if (count == 0) break;
    absl::StrAppend(&out, out.empty() ? " · " : ", ", count, "× ", id);
  }
  return out;
}

// "1 error, 0 warnings, 2 notes, 1 waived".
std::string SeverityCounts(const Summary& sum) {
  std::string out = absl::StrCat(Counted(sum.errors, "error"), ", ",
                                 Counted(sum.warnings, "warning"), ", ",
                                 Counted(sum.notes, "note"));
  if (sum.waived > 0) absl::StrAppend(&out, ", ", sum.waived, " waived");
  if (sum.ignored > 0) absl::StrAppend(&out, ", ", sum.ignored, " ignored");
  return out;
}

bool IsQuantized(const Graph& graph) {
  return std::any_of(graph.specs().begin(), graph.specs().end(),
                     [](const QuantSpec& spec) {
                       return spec.kind != QuantSpec::Kind::kNone &&
                              spec.kind != QuantSpec::Kind::kFloat;
                     });
}

}  // namespace

std::string TargetLine(const Report& report, absl::string_view edition) {
  const Target& target = report.target;
  std::string out = ToString(target);
  if (!target.soc.empty()) {
    absl::StrAppend(
        &out, " (",
        target.arch.empty() ? target.arch_word + " not known" : target.arch,
        ")");
  }
  absl::StrAppend(&out, ", catalog ", report.catalog_id, " ",
                  report.catalog_version);
  if (!edition.empty()) absl::StrAppend(&out, ", edition ", edition);
  return out;
}

std::string SummaryLine(const Report& report) {
  const Summary& sum = report.summary;
  const std::string findings =
      absl::StrCat(SeverityCounts(sum), CodeCounts(report));
  if (report.status == RunStatus::kWaivers) {
    return absl::StrCat("no graph, but waivers · ", findings);
  }
  return absl::StrCat(sum.supported, " of ", Counted(sum.nodes, "node"),
                      " supported, ", sum.unsupported, " unsupported, ",
                      sum.unknown, " unknown, ", sum.unchecked, " unchecked · ",
                      findings);
}

std::string Caveat(const Report& report, const Graph* graph) {
  switch (report.status) {
    case RunStatus::kWaivers:
      return "";
    case RunStatus::kBypassed:
      return "NOTHING WAS CHECKED: the SDK of the target predates the catalog";
    case RunStatus::kInvalid:
      return "NOTHING COULD BE CHECKED: the input is no graph";
    case RunStatus::kAnnotated:
      return "";
    case RunStatus::kChecked:
      break;
  }
  if (report.nodes.empty()) {
    if (graph != nullptr && !graph->nodes().empty()) {
      return "the graph has no operators: nothing but the values of its "
             "quantization was checked";
    }
    return "nothing was checked: the graph has no operators";
  }
  const bool whole =
      std::none_of(report.findings.begin(), report.findings.end(),
                   [](const Finding& f) { return IsInputError(f.code); });
  if (whole && graph != nullptr && !IsQuantized(*graph)) {
    return "nothing is quantized: no tensor of the graph has a quantization "
           "spec";
  }
  return "";
}

}  // namespace opfit
