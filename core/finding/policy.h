// What a project makes of kinds of findings: other severities, and which kinds
// are looked at.

#ifndef OPFIT_CORE_FINDING_POLICY_H_
#define OPFIT_CORE_FINDING_POLICY_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/finding/finding.h"

namespace opfit {

struct FindingPolicy {
  std::vector<std::pair<Code, Severity>> severities;
  std::vector<Code> ignored;
  // Empty: all kinds. What is neither selected nor kept (see CanBeWaived) is
  // ignored.
  std::vector<Code> selected;
};

// Each adds what a user wrote to the policy. InvalidArgument says what is wrong
// with it: no such code, or one that cannot be ignored or lowered because
// broken input would look sound.
absl::Status AddSeverity(absl::string_view text, FindingPolicy& policy);
absl::Status AddIgnored(absl::string_view code, FindingPolicy& policy);
absl::Status AddSelected(absl::string_view code, FindingPolicy& policy);

// The kind that a user named, by id or name; the status suggests another.
absl::Status FindCodeNamed(absl::string_view text, const CodeInfo*& info);

// Sets severities, and takes out what is ignored. Returns how many were taken
// out.
size_t ApplyPolicy(const FindingPolicy& policy, std::vector<Finding>& findings);

}  // namespace opfit

#endif  // OPFIT_CORE_FINDING_POLICY_H_
