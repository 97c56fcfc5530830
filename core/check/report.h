// What a check found out: the outcome of every node, the findings, the sums.

#ifndef OPFIT_CORE_CHECK_REPORT_H_
#define OPFIT_CORE_CHECK_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/catalog/target.h"
#include "core/finding/finding.h"
#include "core/finding/waiver.h"
#include "core/graph/graph.h"

namespace opfit {

enum class Outcome : uint8_t {
  kSupported,    // some row takes the node as it is
  kUnsupported,  // the catalog says no, or the node contradicts itself
  kUnknown,      // the catalog does not say
  kUnchecked,    // nothing to check: not annotated, discarded, or broken
};
absl::string_view OutcomeName(Outcome outcome);  // "supported"

enum class RunStatus : uint8_t {
  kChecked,
  kBypassed,   // the SDK predates the catalog: nothing was checked
  kInvalid,    // the input is no graph: nothing could be checked
  kWaivers,    // no check: findings about a file of waivers
  kAnnotated,  // nothing was to be checked: the findings are of annotating
};
absl::string_view RunStatusName(RunStatus status);  // "checked"

// The outcome of one operator. Inputs, parameters, outputs and the nodes that
// only unpack another's outputs are no operators and have none.
struct NodeOutcome {
  NodeId node = kNoId;
  Outcome outcome = Outcome::kUnchecked;
  absl::string_view
      backend_op;  // empty if none is known; lives with the catalog
};

struct Summary {
  size_t nodes = 0;
  size_t supported = 0;
  size_t unsupported = 0;
  size_t unknown = 0;
  size_t unchecked = 0;
  size_t errors = 0;
  size_t warnings = 0;
  size_t notes = 0;
  size_t ignored = 0;  // findings that the policy took out
  size_t waived = 0;   // findings, of any severity; they are in no other sum
  // Of the nodes above, those with a finding and none that is not waived.
  size_t waived_unknown = 0;
  size_t waived_unchecked = 0;
};

// Owns its findings; node names are those of the Graph it was made from, which
// must outlive it (as must the catalog).
struct Report {
  RunStatus status = RunStatus::kChecked;
  Target target;
  std::string catalog_id;
  std::string catalog_version;
  Summary summary;
  std::vector<NodeOutcome> nodes;  // in the order of the file
  std::vector<Finding> findings;   // in the order of SortFindings
  // Of each waiver in CheckOptions::waivers.
  std::vector<WaiverUse> waiver_use;
};

// Counts outcomes and severities into `report.summary`. The findings are
// sorted.
void Summarize(Report& report);

// What makes a run fail, beside errors in strict mode.
struct FailOn {
  bool errors = true;
  bool warnings = false;
  bool unknown = false;
  bool unchecked = false;
};

// Whether the run fails under these conditions. A bypassed run never passes as
// checked: with `unchecked` it fails.
bool Fails(const Report& report, const FailOn& fail_on);

}  // namespace opfit

#endif  // OPFIT_CORE_CHECK_REPORT_H_
