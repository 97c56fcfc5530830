#include "core/formats/json_text.h"

#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

// Four hexadecimal digits at `at`; -1 if they are not.
int ReadHex4(absl::string_view raw, size_t at) {
  if (raw.size() < at + 4) return -1;
  int value = 0;
  for (const char c : raw.substr(at, 4)) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return -1;
    const int digit = absl::ascii_isdigit(static_cast<unsigned char>(c))
                          ? c - '0'
                          : (c | 0x20) - 'a' + 10;
    value = value * 16 + digit;
  }
  return value;
}

void AppendUtf8(int code_point, std::string& out) {
  const auto tail = [&](int shift) {
    out += static_cast<char>(0x80 | ((code_point >> shift) & 0x3f));
  };
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xc0 | (code_point >> 6));
    tail(0);
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xe0 | (code_point >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0 | (code_point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

// Reads `\uXXXX`, or the pair of them that a character beyond the basic plane
// takes, at raw[at]. Returns the length; 0 if half of a pair is missing.
size_t UnescapeUnicode(absl::string_view raw, size_t at, std::string& out) {
  int code_point = ReadHex4(raw, at + 2);
  if (code_point < 0) return 0;
  if (code_point < 0xd800 || code_point > 0xdfff) {
    AppendUtf8(code_point, out);
    return 6;
  }
  if (code_point > 0xdbff || raw.substr(at + 6, 2) != "\\u") return 0;
  const int low = ReadHex4(raw, at + 8);
  if (low < 0xdc00 || low > 0xdfff) return 0;
  AppendUtf8(0x10000 + ((code_point - 0xd800) << 10) + (low - 0xdc00), out);
  return 12;
}

// The length of the UTF-8 sequence at `text`; 0 if there is none.
size_t Utf8Length(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t length = lead < 0xc2   ? 0
                        : lead < 0xe0 ? 2
                        : lead < 0xf0 ? 3
                        : lead < 0xf5 ? 4
                                      : 0;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  // Overlong forms, surrogates, beyond U+10FFFF.
  const bool overlong =
      (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xed && byte(1) > 0x9f;
  const bool beyond = lead == 0xf4 && byte(1) > 0x8f;
  return overlong || surrogate || beyond ? 0 : length;
}

}  // namespace

size_t FindInvalidUtf8(absl::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t length = Utf8Length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return absl::string_view::npos;
}

size_t Unescape(absl::string_view raw, std::string& out) {
  static constexpr absl::string_view kEscapes = "\"\\/bfnrt";
  static constexpr absl::string_view kMeanings = "\"\\/\b\f\n\r\t";
  out.clear();
  size_t at = 0;
  while (at < raw.size()) {
    const size_t backslash = raw.find('\\', at);
    out.append(raw.data() + at, raw.substr(at, backslash - at).size());
    if (backslash == absl::string_view::npos) break;
    at = backslash;
    if (at + 1 == raw.size()) return at;
    if (raw[at + 1] == 'u') {
      const size_t length = UnescapeUnicode(raw, at, out);
      if (length == 0) return at;
      at += length;
      continue;
    }
    const size_t escape = kEscapes.find(raw[at + 1]);
    if (escape == absl::string_view::npos) return at;
    out += kMeanings[escape];
    at += 2;
  }
  return absl::string_view::npos;
}

}  // namespace opfit
