#include "core/render/xml.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/render/utf8.h"

namespace opfit {
namespace {

// Char of XML 1.0, for code points that UTF-8 can say.
bool IsXmlChar(uint32_t value) {
  if (value < 0x20) return value == '\n' || value == '\t';
  return value != 0xFFFE && value != 0xFFFF;
}

absl::string_view EntityOf(uint32_t value) {
  switch (value) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "";
  }
}

}  // namespace

std::string EscapeXml(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = FirstCodePoint(text);
    const absl::string_view entity = EntityOf(point.value);
    if (!point.valid) {
      out += "\uFFFD";
    } else if (!entity.empty()) {
      absl::StrAppend(&out, entity);
    } else if (IsXmlChar(point.value)) {
      absl::StrAppend(&out, text.substr(0, point.length));
    } else {
      absl::StrAppend(&out, "\\u", absl::Hex(point.value, absl::kZeroPad4));
    }
    text.remove_prefix(point.length);
  }
  return out;
}

}  // namespace opfit
