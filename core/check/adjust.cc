#include "core/check/adjust.h"

#include <utility>
#include <vector>

#include "core/check/refine.h"
#include "core/finding/finding.h"
#include "core/finding/policy.h"

namespace opfit {
namespace {

void WaiveByGraph(absl::Span<const Waiver> waivers, const CheckOptions& options,
                  Report& report) {
  if (waivers.empty()) return;
  std::vector<WaiverUse> use(waivers.size());
  ApplyWaivers(WaiverIndex(waivers), options.file, options.today,
               report.findings, use);
  // Of a graph that was not checked, nothing can be said.
  if (report.status != RunStatus::kChecked) return;
  for (Finding& finding : StaleWaivers(waivers, use)) {
    report.findings.push_back(std::move(finding));
  }
}

}  // namespace

void Adjust(absl::Span<const Waiver> in_graph, const CheckOptions& options,
            Report& report) {
  if (!options.strict) Relax(report.findings);
  WaiveByGraph(in_graph, options, report);
  if (options.waivers != nullptr) {
    report.waiver_use.resize(options.waivers->waivers().size());
    ApplyWaivers(*options.waivers, options.file, options.today, report.findings,
                 report.waiver_use);
  }
  report.summary.ignored = ApplyPolicy(options.policy, report.findings);
  SortFindings(report.findings);
}

Report StaleWaiverReport(absl::Span<const Waiver> waivers,
                         absl::Span<const WaiverUse> use,
                         const FindingPolicy& policy) {
  Report report;
  report.status = RunStatus::kWaivers;
  report.findings = StaleWaivers(waivers, use);
  report.summary.ignored = ApplyPolicy(policy, report.findings);
  Summarize(report);
  return report;
}

}  // namespace opfit
