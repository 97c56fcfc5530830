#include "core/formats/locate.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/json_text.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

// Finds its way in text that may be anything: it never goes beyond the end,
// and where the text is not JSON it stops.
class Scanner {
 public:
  Scanner(absl::string_view source, size_t at) : source_(source), at_(at) {
    SkipBlank();
  }

  size_t offset() const { return at_; }

  // Goes from a container to the member or element that `part` names; false,
  // without moving, if there is none.
  bool Descend(absl::string_view part) {
    const size_t start = at_;
    const bool found = Next() == '{'   ? FindKey(UnescapePointerPart(part))
                       : Next() == '[' ? FindElement(part)
                                       : false;
    if (!found) at_ = start;
    return found;
  }

 private:
  char Next() const { return at_ < source_.size() ? source_[at_] : '\0'; }

  void SkipBlank() {
    while (at_ < source_.size() && IsJsonBlank(source_[at_])) ++at_;
  }

  // Past `c`, if it is next, and the blanks around it.
  bool Take(char c) {
    SkipBlank();
    if (Next() != c) return false;
    ++at_;
    SkipBlank();
    return true;
  }

  bool FindKey(absl::string_view key) {
    ++at_;
    SkipBlank();
    std::string name;
    while (Next() == '"') {
      const size_t open = at_;
      SkipString();
      if (at_ < open + 2 || !Take(':')) return false;
      const size_t close = source_.rfind('"', at_ - 1);
      Unescape(source_.substr(open + 1, close - open - 1), name);
      if (name == key) return true;
      SkipValue();
      if (!Take(',')) return false;
    }
    return false;
  }

  bool FindElement(absl::string_view part) {
    size_t index = 0;
    if (!absl::SimpleAtoi(part, &index)) return false;
    ++at_;
    SkipBlank();
    for (; index > 0; --index) {
      SkipValue();
      if (!Take(',')) return false;
    }
    return Next() != ']' && Next() != '\0';
  }

  void SkipString() {
    for (++at_; at_ < source_.size() && source_[at_] != '"'; ++at_) {
      if (source_[at_] == '\\') ++at_;
    }
    at_ = std::min(at_ + 1, source_.size());
  }

  void SkipValue() {
    size_t depth = 0;
    while (at_ < source_.size()) {
      const char c = source_[at_];
      const bool closes = c == '}' || c == ']';
      if (depth == 0 && (c == ',' || closes)) return;
      if (c == '"') {
        SkipString();
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (closes) --depth;
      ++at_;
    }
  }

  absl::string_view source_;
  size_t at_;
};

size_t OffsetOf(absl::string_view source, const Place& place) {
  size_t offset = std::min(place.anchor_offset, source.size());
  absl::string_view tail = place.pointer;
  tail.remove_prefix(std::min(place.anchor_length, tail.size()));
  if (tail.empty()) return offset;
  tail.remove_prefix(1);  // The slash.
  Scanner scanner(source, offset);
  for (const absl::string_view part : absl::StrSplit(tail, '/')) {
    if (!scanner.Descend(part)) break;
  }
  return scanner.offset();
}

}  // namespace

void LocateFindings(absl::string_view source, std::vector<Finding>& findings) {
  std::vector<std::pair<size_t, Place*>> places;
  places.reserve(findings.size());
  for (Finding& finding : findings) {
    places.push_back({OffsetOf(source, finding.place), &finding.place});
  }
  std::sort(places.begin(), places.end());
  int line = 1;
  size_t line_start =
      absl::StartsWith(source, kByteOrderMark) ? kByteOrderMark.size() : 0;
  size_t at = 0;
  for (const auto& [offset, place] : places) {
    while (at < offset) {
      const void* const newline =
          std::memchr(source.data() + at, '\n', offset - at);
      if (newline == nullptr) break;
      at = static_cast<size_t>(static_cast<const char*>(newline) -
                               source.data()) +
           1;
      line_start = at;
      ++line;
    }
    at = offset;
    place->line = line;
    place->column = static_cast<int>(offset - std::min(offset, line_start)) + 1;
  }
}

void LocateInBinary(bool has_pointers, std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    if (!has_pointers) finding.place.pointer.clear();
    finding.place.anchor_length = 0;
    finding.place.in_binary = true;
  }
}

void LocateFindings(const Graph& graph, std::vector<Finding>& findings) {
  if (graph.is_binary()) {
    return LocateInBinary(!graph.pointer_root().empty(), findings);
  }
  LocateFindings(graph.source(), findings);
}

}  // namespace opfit
