#include "core/check/report.h"

#include "absl/strings/string_view.h"

namespace opfit {

absl::string_view OutcomeName(Outcome outcome) {
  static constexpr absl::string_view kNames[] = {"supported", "unsupported",
                                                 "unknown", "unchecked"};
  return kNames[static_cast<size_t>(outcome)];
}

absl::string_view RunStatusName(RunStatus status) {
  static constexpr absl::string_view kNames[] = {"checked", "bypassed",
                                                 "invalid"};
  return kNames[static_cast<size_t>(status)];
}

void Summarize(Report& report) {
  Summary& sum = report.summary;
  sum = Summary();
  sum.nodes = report.nodes.size();
  size_t* const outcomes[] = {&sum.supported, &sum.unsupported, &sum.unknown,
                              &sum.unchecked};
  for (const NodeOutcome& node : report.nodes) {
    ++*outcomes[static_cast<size_t>(node.outcome)];
  }
  size_t* const severities[] = {&sum.notes, &sum.warnings, &sum.errors};
  for (const Finding& finding : report.findings) {
    ++*severities[static_cast<size_t>(finding.severity)];
  }
}

bool Fails(const Report& report, const FailOn& fail_on) {
  const Summary& sum = report.summary;
  return (fail_on.errors && sum.errors > 0) ||
         (fail_on.warnings && sum.warnings > 0) ||
         (fail_on.unknown && sum.unknown > 0) ||
         (fail_on.unchecked &&
          (sum.unchecked > 0 || report.status != RunStatus::kChecked));
}

}  // namespace opfit
