#include "core/render/group.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace opfit {
namespace {

void AppendPart(std::string& key, absl::string_view part) {
  absl::StrAppend(&key, part.size(), ":", part);
}

// Equal for findings of one group. Parts have their length before them, so
// that no text can pass for two parts.
std::string KeyOf(const Finding& finding) {
  std::string key = absl::StrCat(static_cast<int>(finding.code), "/",
                                 static_cast<int>(finding.severity));
  for (const std::string& arg : finding.args) AppendPart(key, arg);
  if (finding.waived.has_value()) {
    AppendPart(key, finding.waived->reason);
    AppendPart(key, finding.waived->expires);
  }
  if (finding.severity == Severity::kNote) return key;
  for (const std::string* part :
       {&finding.op, &finding.backend_op, &finding.port, &finding.role,
        &finding.found}) {
    AppendPart(key, *part);
  }
  for (const std::string& accepted : finding.accepted) {
    AppendPart(key, accepted);
  }
  if (!finding.nearest.has_value()) return key;
  AppendPart(key, finding.nearest->row);
  for (const Edit& edit : finding.nearest->edits) {
    for (const std::string* part :
         {&edit.port, &edit.what, &edit.from, &edit.to}) {
      AppendPart(key, *part);
    }
  }
  return key;
}

}  // namespace

std::vector<FindingGroup> GroupFindings(absl::Span<const Finding> findings) {
  std::vector<FindingGroup> groups;
  absl::flat_hash_map<std::string, size_t> index;
  for (const Finding& finding : findings) {
    const auto [found, is_new] = index.emplace(KeyOf(finding), groups.size());
    if (is_new) groups.emplace_back();
    groups[found->second].findings.push_back(&finding);
  }
  return groups;
}

std::vector<FindingGroup> SingleFindings(absl::Span<const Finding> findings) {
  std::vector<FindingGroup> groups(findings.size());
  for (size_t i = 0; i < findings.size(); ++i) {
    groups[i].findings.push_back(&findings[i]);
  }
  return groups;
}

}  // namespace opfit
