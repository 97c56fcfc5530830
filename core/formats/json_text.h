// What a JSON text is made of, below the level of values: blanks, strings and
// their escapes, UTF-8, pointers.

#ifndef OPFIT_CORE_FORMATS_JSON_TEXT_H_
#define OPFIT_CORE_FORMATS_JSON_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/string_view.h"

namespace opfit {

constexpr bool IsJsonBlank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

constexpr bool IsJsonDigit(char c) { return c >= '0' && c <= '9'; }

// What may follow a number or a word.
constexpr bool IsJsonDelimiter(char c) {
  return c == ',' || c == ']' || c == '}' || c == '\0' || IsJsonBlank(c);
}

// The first of `"`, `\` and the control characters in [at, end); `end` if
// there is none. Sets `has_high` if bytes above 0x7f may lie before it.
inline const char* FindStringStop(const char* at, const char* end,
                                  bool& has_high) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  // Eight bytes at a time ("Hacker's Delight", section 6-1): the lowest bit
  // that these tests set is exact, those above it may be false.
  constexpr uint64_t kOnes = 0x0101010101010101u;
  constexpr uint64_t kHighs = 0x8080808080808080u;
  const auto bytes_below = [](uint64_t word, uint64_t limit) {
    return (word - kOnes * limit) & ~word & kHighs;
  };
  while (end - at >= 8) {
    uint64_t word;
    std::memcpy(&word, at, sizeof(word));
    has_high |= (word & kHighs) != 0;
    const uint64_t stops = bytes_below(word, 0x20) |
                           bytes_below(word ^ (kOnes * '"'), 1) |
                           bytes_below(word ^ (kOnes * '\\'), 1);
    if (stops != 0) return at + (__builtin_ctzll(stops) >> 3);
    at += 8;
  }
#endif
  for (; at < end; ++at) {
    const uint8_t byte = static_cast<uint8_t>(*at);
    if (byte == '"' || byte == '\\' || byte < 0x20) return at;
    has_high |= byte > 0x7f;
  }
  return at;
}

// Where `text` stops being UTF-8; npos if it is UTF-8 to its end.
size_t FindInvalidUtf8(absl::string_view text);

// Sets `out` to the string that stands as `raw` between two quotes. Returns
// npos, or where in `raw` an escape is wrong; `out` is then of no use.
size_t Unescape(absl::string_view raw, std::string& out);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_JSON_TEXT_H_
