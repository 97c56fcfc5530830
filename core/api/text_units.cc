#include "core/api/text_units.h"

#include <algorithm>

#include "absl/strings/string_view.h"
#include "core/render/utf8.h"

namespace opfit {
namespace {

constexpr size_t kStride = 256;

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
}

size_t UnitsOf(const CodePoint& point) {
  return point.valid && point.value >= 0x10000 ? 2 : 1;
}

}  // namespace

TextUnits::TextUnits(Unit unit, absl::string_view text) : text_(text) {
  if (unit == Unit::kUtf8 || IsAscii(text)) return;
  Mark mark = {0, 0};
  while (mark.bytes < text.size()) {
    if (mark.bytes >= marks_.size() * kStride) marks_.push_back(mark);
    const CodePoint point = FirstCodePoint(text.substr(mark.bytes));
    mark.bytes += point.length;
    mark.units += UnitsOf(point);
  }
}

size_t TextUnits::At(size_t offset) const {
  if (marks_.empty()) return offset;
  // A mark may lie behind its multiple, but no further than one code point.
  size_t index = std::min(offset / kStride, marks_.size() - 1);
  if (marks_[index].bytes > offset) --index;
  Mark mark = marks_[index];
  offset = std::min(offset, text_.size());
  while (mark.bytes < offset) {
    const CodePoint point = FirstCodePoint(text_.substr(mark.bytes));
    mark.bytes += point.length;
    mark.units += UnitsOf(point);
  }
  return mark.units;
}

}  // namespace opfit
