// "did you mean …?": the known word nearest to the one that was given.

#ifndef OPFIT_CORE_FINDING_SUGGEST_H_
#define OPFIT_CORE_FINDING_SUGGEST_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace opfit {

// The number of insertions, deletions, substitutions and swaps of neighbours
// that make one word the other, ignoring case.
int EditDistance(absl::string_view a, absl::string_view b);

// The nearest of `known`, the earlier one on a tie; empty if none is near
// (more than a third of the word would have to change).
absl::string_view NearestWord(absl::string_view word,
                              absl::Span<const absl::string_view> known);

// "; did you mean `SM8750`?", or nothing.
std::string DidYouMean(absl::string_view word,
                       absl::Span<const absl::string_view> known);

}  // namespace opfit

#endif  // OPFIT_CORE_FINDING_SUGGEST_H_
