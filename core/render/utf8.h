// One code point at a time, from text that may hold anything.

#ifndef OPFIT_CORE_RENDER_UTF8_H_
#define OPFIT_CORE_RENDER_UTF8_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace opfit {

struct CodePoint {
  uint32_t value = 0;
  size_t length = 1;   // in bytes; at least 1
  bool valid = false;  // false: `length` bytes that are no UTF-8
};

// The code point at the start of `text`, which is not empty. Of a sequence that
// breaks off, only the bytes that began it are invalid, so that what follows is
// read as what it is.
CodePoint FirstCodePoint(absl::string_view text);

// How many columns `text` takes, at one for each code point.
size_t ColumnsOf(absl::string_view text);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_UTF8_H_
