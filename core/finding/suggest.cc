#include "core/finding/suggest.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace opfit {
namespace {

// Longer words are the user's data, not a misspelt name.
constexpr size_t kLongestWord = 64;

}  // namespace

int EditDistance(absl::string_view a, absl::string_view b) {
  const std::string x = absl::AsciiStrToLower(a);
  const std::string y = absl::AsciiStrToLower(b);
  // Three rows: swapping neighbours looks two rows back.
  std::vector<int> before(y.size() + 1), last(y.size() + 1), row(y.size() + 1);
  for (size_t j = 0; j <= y.size(); ++j) last[j] = static_cast<int>(j);
  for (size_t i = 1; i <= x.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= y.size(); ++j) {
      const int substituted = last[j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1);
      row[j] = std::min({substituted, last[j] + 1, row[j - 1] + 1});
      const bool swapped =
          i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[y.size()];
}

absl::string_view NearestWord(absl::string_view word,
                              absl::Span<const absl::string_view> known) {
  if (word.size() > kLongestWord) return "";
  absl::string_view best;
  int best_distance = static_cast<int>(word.size() / 3) + 1;
  for (const absl::string_view candidate : known) {
    const int distance = EditDistance(word, candidate);
    if (distance >= best_distance) continue;
    best = candidate;
    best_distance = distance;
  }
  return best;
}

std::string DidYouMean(absl::string_view word,
                       absl::Span<const absl::string_view> known) {
  const absl::string_view nearest = NearestWord(word, known);
  if (nearest.empty()) return "";
  return absl::StrCat("; did you mean `", nearest, "`?");
}

}  // namespace opfit
