// The sums of a run in one line each: arithmetic, no grade.

#ifndef OPFIT_CORE_RENDER_SUMMARY_H_
#define OPFIT_CORE_RENDER_SUMMARY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/check/report.h"
#include "core/graph/graph.h"

namespace opfit {

// "htp:SM8750@2.49 (v79), catalog htp 1.0.0, edition 2.25.0". The edition is
// left out if it is empty.
std::string TargetLine(const Report& report, absl::string_view edition);

// "412 of 480 nodes supported, 60 unsupported, 3 unknown, 5 unchecked ·
// 61 errors, 3 warnings, 5 notes · 41× OF103, 20× OF202": every number, zeros
// too, but those of what is waived or ignored; and the codes with the most
// frequent first.
std::string SummaryLine(const Report& report);

// Why a run without an error says less than it seems to: nothing could be
// checked, or there was nothing to check. Empty where there is no such reason.
std::string Caveat(const Report& report, const Graph* graph);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_SUMMARY_H_
