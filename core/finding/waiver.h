// Waivers: findings that somebody looked at and accepts, each with a reason.
//
//   WaiverIndex index(waivers);
//   std::vector<WaiverUse> used(waivers.size());
//   ApplyWaivers(index, "vit.json", today, report.findings, used);
//
// A waived finding stays in the report and fails nothing. What a waiver does
// not match any more is said, so that waivers do not outlive their reason.

#ifndef OPFIT_CORE_FINDING_WAIVER_H_
#define OPFIT_CORE_FINDING_WAIVER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/finding/finding.h"

namespace opfit {

// A day of the calendar. The core has no clock: whoever calls says what today
// is.
struct Date {
  int year = 0;
  int month = 0;  // from 1
  int day = 0;    // from 1
};
bool operator<(const Date& a, const Date& b);

// "2026-12-31"; nothing for any other text or a day that does not exist.
std::optional<Date> ParseDate(absl::string_view text);
std::string ToString(const Date& date);

struct Waiver {
  Code code;
  std::string node;  // empty: findings that concern the whole input
  // Empty: any port of the node, and the node itself.
  std::string port;
  // The graph it is for, as a path or the end of one; empty: any graph. Only
  // files of waivers say it.
  std::string file;
  std::string reason;           // not empty
  std::optional<Date> expires;  // the last day on which it counts
  bool in_graph = false;
  Place place;  // of the waiver, in the graph or in the file of waivers
};

// Whether findings of this kind can be waived or ignored: all but those that
// say that the input was not understood or not checked. Broken input must not
// look like a sound graph.
bool CanBeWaived(Code code);

// Whether `file`, as the user named it, is the graph that a waiver names: the
// same path, or one that ends in it.
bool IsFile(absl::string_view file, absl::string_view named);

// What became of a waiver; of several runs, the greatest counts.
enum class WaiverUse : uint8_t {
  kUnused,   // no finding matches it
  kExpired,  // one would, and its last day is over
  kUsed,     // one does
};

// Waivers by what they match. Refers to them.
class WaiverIndex {
 public:
  explicit WaiverIndex(absl::Span<const Waiver> waivers);

  absl::Span<const Waiver> waivers() const { return waivers_; }
  // Those of this code and node, in their order.
  absl::Span<const size_t> Find(Code code, absl::string_view node) const;

 private:
  absl::Span<const Waiver> waivers_;
  absl::flat_hash_map<std::pair<int, absl::string_view>, std::vector<size_t>>
      by_node_;
};

// Waives the findings that a waiver matches, the first one that has not
// expired. Without `today` none expires. `used` is parallel to the waivers and
// only grows.
void ApplyWaivers(const WaiverIndex& index, absl::string_view file,
                  const std::optional<Date>& today,
                  std::vector<Finding>& findings, std::vector<WaiverUse>& used);

// OF501 and OF502 for the waivers that are not used, in their order, with the
// places of the waivers.
std::vector<Finding> StaleWaivers(absl::Span<const Waiver> waivers,
                                  absl::Span<const WaiverUse> used);

}  // namespace opfit

#endif  // OPFIT_CORE_FINDING_WAIVER_H_
