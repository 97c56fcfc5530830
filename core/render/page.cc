#include "core/render/page.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/render/utf8.h"

namespace opfit {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kLabel = 9;  // the longest label and a space
constexpr size_t kNarrowest = 40;

}  // namespace

std::string Listed(absl::Span<const std::string> items, bool whole) {
  if (whole || items.size() <= kListed) return absl::StrJoin(items, ", ");
  return absl::StrCat(absl::StrJoin(items.subspan(0, kListed), ", "), " and ",
                      items.size() - kListed, " more");
}

std::string Counted(size_t count, absl::string_view noun) {
  return absl::StrCat(count, " ", noun, count == 1 ? "" : "s");
}

std::string Page::Painted(Ink ink, absl::string_view text) const {
  static constexpr absl::string_view kStart[] = {
      "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m"};
  if (!colour_ || text.empty()) return std::string(text);
  return absl::StrCat(kStart[static_cast<size_t>(ink)], text, "\x1b[0m");
}

void Page::Line(absl::string_view text) { absl::StrAppend(&out_, text, "\n"); }

void Page::Field(absl::string_view label, absl::string_view text) {
  const size_t margin = kIndent + kLabel;
  const size_t room =
      width_ <= 0
          ? absl::string_view::npos
          : std::max<size_t>(static_cast<size_t>(width_), kNarrowest) - margin;
  absl::StrAppend(&out_, std::string(kIndent, ' '), Painted(Ink::kDim, label),
                  std::string(kLabel - std::min(label.size(), kLabel), ' '));
  size_t used = 0;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    const size_t columns = ColumnsOf(word);
    if (used > 0 && used + 1 + columns > room) {
      absl::StrAppend(&out_, "\n", std::string(margin, ' '), word);
      used = columns;
    } else {
      absl::StrAppend(&out_, used > 0 ? " " : "", word);
      used += columns + (used > 0 ? 1 : 0);
    }
  }
  out_ += '\n';
}

void Page::Gap() {
  if (!out_.empty()) out_ += '\n';
}

}  // namespace opfit
