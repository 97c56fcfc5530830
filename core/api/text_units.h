// Offsets in the unit that a caller counts in. The core counts bytes; editors
// and JavaScript strings count UTF-16 units.
//
//   TextUnits units(TextUnits::Unit::kUtf16, "\"é𝄞\": 1");
//   units.At(7)   // 4: é is 2 bytes and 1 unit, 𝄞 is 4 bytes and 2 units
//
// Bytes that are no UTF-8 count as the U+FFFD that decoders put in their place.

#ifndef OPFIT_CORE_API_TEXT_UNITS_H_
#define OPFIT_CORE_API_TEXT_UNITS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace opfit {

class TextUnits {
 public:
  enum class Unit : uint8_t { kUtf8, kUtf16 };

  // Refers to `text`. Costs one pass over it, and nothing in bytes; memory is a
  // sixteenth of the text where it is not all ASCII, else none.
  TextUnits(Unit unit, absl::string_view text);

  // The offset of the byte at `offset`, which begins a code point or ends the
  // text. Constant time.
  size_t At(size_t offset) const;

  // True if At() changes nothing: bytes are asked for, or all is ASCII.
  bool are_bytes() const { return marks_.empty(); }

 private:
  // Where a code point begins, in bytes and in units.
  struct Mark {
    size_t bytes;
    size_t units;
  };

  absl::string_view text_;
  std::vector<Mark> marks_;  // the first at or after each multiple of kStride
};

}  // namespace opfit

#endif  // OPFIT_CORE_API_TEXT_UNITS_H_
