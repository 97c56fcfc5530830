#include "core/check/refine.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "core/finding/finding.h"

namespace opfit {

void DropConsequences(std::vector<Finding>& findings, size_t first) {
  const auto begin = findings.begin() + static_cast<ptrdiff_t>(first);
  std::vector<std::string> ports;  // whose axis is wrong
  for (auto it = begin; it != findings.end(); ++it) {
    if (it->code == Code::kAxisUnsupported) ports.push_back(it->port);
  }
  if (ports.empty()) return;
  const auto follows = [&ports](const Finding& finding) {
    return finding.code == Code::kChannelCountMismatch &&
           absl::c_linear_search(ports, finding.port);
  };
  findings.erase(std::remove_if(begin, findings.end(), follows),
                 findings.end());
}

void Relax(std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    const bool lowered =
        finding.severity == Severity::kError && !IsInputError(finding.code);
    if (lowered) finding.severity = Severity::kWarning;
  }
}

}  // namespace opfit
