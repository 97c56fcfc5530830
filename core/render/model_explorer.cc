#include "core/render/model_explorer.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/render/finding_cursor.h"
#include "core/render/json_parts.h"
#include "core/render/summary.h"

namespace opfit {
namespace {

struct Colours {
  absl::string_view background;
  absl::string_view text;
};

// In the order of Outcome.
constexpr Colours kColours[] = {{"#146c2e", "#ffffff"},
                                {"#b3261e", "#ffffff"},
                                {"#f9c74f", "#16191d"},
                                {"#c4c7c5", "#16191d"}};

// "unsupported: OF103, OF301".
std::string ValueOf(Outcome outcome, absl::Span<const Finding> findings) {
  std::vector<absl::string_view> ids;
  for (const Finding& finding : findings) {
    const absl::string_view id = InfoOf(finding.code).id;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return absl::StrCat(OutcomeName(outcome), ids.empty() ? "" : ": ",
                      absl::StrJoin(ids, ", "));
}

}  // namespace

ModelExplorerWriter::ModelExplorerWriter() : json_(out_) {
  json_.BeginObject();
}

// The graph's name, and the file's where there is none or another had it.
void ModelExplorerWriter::BeginGraph(const CheckedFile& checked) {
  std::string name(checked.graph == nullptr ? absl::string_view()
                                            : checked.graph->name());
  if (name.empty() || !graphs_.insert(name).second) {
    name = std::string(checked.file);
    graphs_.insert(name);
  }
  json_.ForeignKey(name);
  json_.BeginObject();
}

void ModelExplorerWriter::Add(const CheckedFile& checked) {
  const Report& report = checked.report;
  if (report.status == RunStatus::kWaivers) return;
  BeginGraph(checked);
  const std::string caveat = Caveat(report, checked.graph);
  WriteMember(json_, "name",
              caveat.empty() ? absl::StrCat("opfit ", ToString(report.target))
                             : caveat);
  json_.Key("results");
  json_.BeginObject();
  FindingCursor cursor(report.findings);
  absl::flat_hash_set<absl::string_view> names;
  for (const NodeOutcome& node : report.nodes) {
    if (checked.graph == nullptr) break;
    const absl::string_view name = checked.graph->node(node.node).name;
    const absl::Span<const Finding> findings = cursor.At(node.node);
    // Of two nodes with one name (OF004), an object can have only one.
    if (!names.insert(name).second) continue;
    const Colours& colours = kColours[static_cast<size_t>(node.outcome)];
    json_.ForeignKey(name);
    json_.BeginObject(JsonWriter::kOneLine);
    WriteMember(json_, "value", ValueOf(node.outcome, findings));
    WriteMember(json_, "bgColor", colours.background);
    WriteMember(json_, "textColor", colours.text);
    json_.End();
  }
  json_.End();
  json_.End();
}

void ModelExplorerWriter::Finish() { json_.End(); }

}  // namespace opfit
