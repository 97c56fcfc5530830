#include "core/check/report.h"

#include <algorithm>
#include <vector>

#include "absl/strings/string_view.h"

namespace opfit {

absl::string_view OutcomeName(Outcome outcome) {
  static constexpr absl::string_view kNames[] = {"supported", "unsupported",
                                                 "unknown", "unchecked"};
  return kNames[static_cast<size_t>(outcome)];
}

absl::string_view RunStatusName(RunStatus status) {
  static constexpr absl::string_view kNames[] = {
      "checked", "bypassed", "invalid", "waivers", "annotated"};
  return kNames[static_cast<size_t>(status)];
}

namespace {

// The nodes of which every finding is waived, and there is one.
std::vector<NodeId> WaivedNodes(const Report& report) {
  std::vector<NodeId> nodes;
  for (size_t i = 0; i < report.findings.size();) {
    const NodeId node = report.findings[i].node_index;
    bool all = true;
    for (; i < report.findings.size() && report.findings[i].node_index == node;
         ++i) {
      all = all && report.findings[i].waived.has_value();
    }
    if (all && node != kNoId) nodes.push_back(node);
  }
  return nodes;
}

}  // namespace

void Summarize(Report& report) {
  Summary& sum = report.summary;
  const size_t ignored = sum.ignored;
  sum = Summary();
  sum.ignored = ignored;
  sum.nodes = report.nodes.size();
  size_t* const outcomes[] = {&sum.supported, &sum.unsupported, &sum.unknown,
                              &sum.unchecked};
  for (const NodeOutcome& node : report.nodes) {
    ++*outcomes[static_cast<size_t>(node.outcome)];
  }
  size_t* const severities[] = {&sum.notes, &sum.warnings, &sum.errors};
  for (const Finding& finding : report.findings) {
    ++*(finding.waived.has_value()
            ? &sum.waived
            : severities[static_cast<size_t>(finding.severity)]);
  }
  if (sum.waived == 0) return;
  const std::vector<NodeId> waived = WaivedNodes(report);
  for (const NodeOutcome& node : report.nodes) {
    if (!std::binary_search(waived.begin(), waived.end(), node.node)) continue;
    sum.waived_unknown += node.outcome == Outcome::kUnknown ? 1u : 0u;
    sum.waived_unchecked += node.outcome == Outcome::kUnchecked ? 1u : 0u;
  }
}

bool Fails(const Report& report, const FailOn& fail_on) {
  const Summary& sum = report.summary;
  return (fail_on.errors && sum.errors > 0) ||
         (fail_on.warnings && sum.warnings > 0) ||
         (fail_on.unknown && sum.unknown > sum.waived_unknown) ||
         (fail_on.unchecked && (sum.unchecked > sum.waived_unchecked ||
                                report.status == RunStatus::kBypassed ||
                                report.status == RunStatus::kInvalid));
}

}  // namespace opfit
