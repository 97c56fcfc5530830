#include "core/api/places.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/finding/finding.h"
#include "core/formats/json_cursor.h"

namespace opfit {
namespace {

// Deeper values are marked by their beginning only.
constexpr size_t kDeepest = 256;

// Where the first `count` lines begin, or as many as there are. As
// LocateFindings counts: a byte order mark is not part of the first line.
std::vector<size_t> LineBegins(absl::string_view source, size_t count) {
  constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::vector<size_t> begins = {
      absl::StartsWith(source, kByteOrderMark) ? kByteOrderMark.size() : 0};
  while (begins.size() < count) {
    const size_t end = source.find('\n', begins.back());
    if (end == absl::string_view::npos) break;
    begins.push_back(end + 1);
  }
  return begins;
}

size_t LastLine(absl::Span<const Finding> findings) {
  int last = 0;
  for (const Finding& finding : findings) {
    last = std::max(last, finding.place.line);
  }
  return static_cast<size_t>(last);
}

// Where the value at `begin` ends; `begin` if no value is there.
size_t EndOfValue(absl::string_view source, size_t begin) {
  JsonCursor json(source, kDeepest, begin);
  if (json.Peek() == JsonCursor::Kind::kInvalid || json.offset() != begin) {
    return begin;
  }
  json.Skip();
  return json.failed() ? begin : json.offset();
}

}  // namespace

std::vector<TextRange> RangesOf(absl::string_view source,
                                absl::Span<const Finding> findings) {
  const std::vector<size_t> lines = LineBegins(source, LastLine(findings));
  // Many findings point at the same node, which may be most of the text.
  absl::flat_hash_map<size_t, size_t> ends;
  std::vector<TextRange> ranges(findings.size());
  for (size_t i = 0; i < findings.size(); ++i) {
    const Place& place = findings[i].place;
    if (place.in_binary) {
      ranges[i] = {place.anchor_offset, place.anchor_offset,
                   place.anchor_offset};
      continue;
    }
    const size_t line = static_cast<size_t>(place.line);
    if (place.line <= 0 || line > lines.size()) continue;
    TextRange& range = ranges[i];
    range.line_begin = lines[line - 1];
    range.begin = std::min(
        source.size(),
        range.line_begin + static_cast<size_t>(std::max(place.column, 1)) - 1);
    range.end = range.begin;
    // To mark the whole document would point at nothing.
    if (place.pointer.empty()) continue;
    const auto [end, is_new] = ends.try_emplace(range.begin, range.begin);
    if (is_new) end->second = EndOfValue(source, range.begin);
    range.end = end->second;
  }
  return ranges;
}

}  // namespace opfit
