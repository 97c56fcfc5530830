// What findings point at, as ranges of the text: for editors, which mark it.

#ifndef OPFIT_CORE_API_PLACES_H_
#define OPFIT_CORE_API_PLACES_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/finding/finding.h"

namespace opfit {

// A range of bytes; `end` is exclusive.
struct TextRange {
  static constexpr size_t kNowhere = static_cast<size_t>(-1);
  size_t begin = kNowhere;
  size_t end = kNowhere;
  size_t line_begin = kNowhere;  // of the line that `begin` is on
};

// The JSON value that each finding points at; an empty range where it points at
// no value, at the whole document or into a binary file; kNowhere where it has
// no line. `source`
// must be followed by a zero byte. Linear in the text up to the last finding,
// however many there are, and free where there is none.
std::vector<TextRange> RangesOf(absl::string_view source,
                                absl::Span<const Finding> findings);

}  // namespace opfit

#endif  // OPFIT_CORE_API_PLACES_H_
