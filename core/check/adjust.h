// From what was found to what is reported: strictness, the project's policy,
// waivers.

#ifndef OPFIT_CORE_CHECK_ADJUST_H_
#define OPFIT_CORE_CHECK_ADJUST_H_

#include "absl/types/span.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/finding/policy.h"
#include "core/finding/waiver.h"

namespace opfit {

// Adjusts the findings of a report and sorts them. In this order: violations
// become warnings where the run is not strict, severities are set, findings are
// waived, stale waivers of the graph are added, and what is ignored is taken
// out. A waiver of an ignored finding is therefore used.
void Adjust(absl::Span<const Waiver> in_graph, const CheckOptions& options,
            Report& report);

// A report of the waivers of a file that no run used: no check, only findings,
// at the places that the waivers have. `use` is what all runs made of them,
// merged.
Report StaleWaiverReport(absl::Span<const Waiver> waivers,
                         absl::Span<const WaiverUse> use,
                         const FindingPolicy& policy);

}  // namespace opfit

#endif  // OPFIT_CORE_CHECK_ADJUST_H_
