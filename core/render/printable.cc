#include "core/render/printable.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "core/render/utf8.h"

namespace opfit {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

// What a terminal obeys, or a reader cannot see.
constexpr Range kHidden[] = {
    {0x0000, 0x001F},    // controls
    {0x007F, 0x009F},    // delete, and the second set of controls
    {0x00AD, 0x00AD},    // soft hyphen
    {0x034F, 0x034F},    // combining grapheme joiner
    {0x061C, 0x061C},    // Arabic letter mark
    {0x115F, 0x1160},    // Hangul fillers
    {0x17B4, 0x17B5},    // Khmer inherent vowels
    {0x180B, 0x180F},    // Mongolian selectors
    {0x200B, 0x200F},    // zero width, direction marks
    {0x2028, 0x202E},    // line and paragraph separators, directions
    {0x2060, 0x206F},    // word joiner, isolates, deprecated controls
    {0x3164, 0x3164},    // Hangul filler
    {0xFE00, 0xFE0F},    // variation selectors
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFA0, 0xFFA0},    // Hangul filler, half width
    {0xFFF0, 0xFFFB},    // interlinear annotations
    {0x1D173, 0x1D17A},  // musical controls
    {0xE0000, 0xE0FFF},  // tags, more variation selectors
};

bool IsHidden(uint32_t value) {
  for (const Range& range : kHidden) {
    if (value >= range.first && value <= range.last) return true;
  }
  return false;
}

void AppendEscaped(std::string& out, absl::string_view bytes,
                   const CodePoint& point) {
  if (!point.valid) {
    for (const char c : bytes) {
      absl::StrAppendFormat(&out, "\\x%02x", static_cast<uint8_t>(c));
    }
  } else if (point.value > 0xFFFF) {
    absl::StrAppendFormat(&out, "\\U%08x", point.value);
  } else {
    absl::StrAppendFormat(&out, "\\u%04x", point.value);
  }
}

}  // namespace

std::string Printable(absl::string_view text, size_t longest) {
  std::string out;
  out.reserve(text.size() < longest ? text.size() : longest);
  for (size_t shown = 0; !text.empty(); ++shown) {
    if (shown == longest) return out + "…";
    const CodePoint point = FirstCodePoint(text);
    const absl::string_view bytes = text.substr(0, point.length);
    if (point.valid && !IsHidden(point.value)) {
      out.append(bytes.data(), bytes.size());
    } else {
      AppendEscaped(out, bytes, point);
    }
    text.remove_prefix(point.length);
  }
  return out;
}

std::string PrintableWord(absl::string_view text) {
  return absl::StrReplaceAll(Printable(text),
                             {{" ", "\\u0020"}, {"\u00A0", "\\u00a0"}});
}

}  // namespace opfit
