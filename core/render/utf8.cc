#include "core/render/utf8.h"

namespace opfit {
namespace {

// What a lead byte asks for: how many bytes, and which second ones (which is
// where overlong forms, surrogates and what is past U+10FFFF are refused).
struct Lead {
  size_t length;
  uint8_t second_min;
  uint8_t second_max;
};

Lead LeadOf(uint8_t byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

}  // namespace

CodePoint FirstCodePoint(absl::string_view text) {
  const uint8_t first = static_cast<uint8_t>(text[0]);
  if (first < 0x80) return {first, 1, true};
  const Lead lead = LeadOf(first);
  if (lead.length == 0) return {};
  uint32_t value = first & (0xFFu >> (lead.length + 1));
  for (size_t i = 1; i < lead.length; ++i) {
    const uint8_t byte = i < text.size() ? static_cast<uint8_t>(text[i]) : 0;
    const uint8_t min = i == 1 ? lead.second_min : 0x80;
    const uint8_t max = i == 1 ? lead.second_max : 0xBF;
    if (byte < min || byte > max) return {0, i, false};
    value = (value << 6) | (byte & 0x3Fu);
  }
  return {value, lead.length, true};
}

size_t ColumnsOf(absl::string_view text) {
  size_t columns = 0;
  for (const char c : text) {
    columns += (static_cast<uint8_t>(c) & 0xC0u) != 0x80u ? 1u : 0u;
  }
  return columns;
}

}  // namespace opfit
