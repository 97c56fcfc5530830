// Findings that say the same of many nodes, gathered, so that one cause reads
// as one.

#ifndef OPFIT_CORE_RENDER_GROUP_H_
#define OPFIT_CORE_RENDER_GROUP_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "core/finding/finding.h"

namespace opfit {

// Findings that differ in node and place alone; `findings` is never empty.
struct FindingGroup {
  std::vector<const Finding*> findings;
  const Finding& first() const { return *findings.front(); }
};

// Every finding in one group, in the order of the first ones. Notes need only
// have the same message. The pointers are into `findings`.
std::vector<FindingGroup> GroupFindings(absl::Span<const Finding> findings);

// Each finding in a group of its own.
std::vector<FindingGroup> SingleFindings(absl::Span<const Finding> findings);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_GROUP_H_
