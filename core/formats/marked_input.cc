#include "core/formats/marked_input.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/locate.h"

namespace opfit {
namespace {

constexpr absl::string_view kOpen = "«";
constexpr absl::string_view kClose = "»";

}  // namespace

MarkedInput Unmark(absl::string_view marked) {
  MarkedInput input;
  int line = 1;
  // Columns do not count a byte order mark.
  size_t line_start = absl::StartsWith(marked, "\xef\xbb\xbf") ? 3 : 0;
  while (!marked.empty()) {
    if (absl::StartsWith(marked, kOpen)) {
      const size_t space = marked.find(' ');
      const absl::string_view code =
          marked.substr(kOpen.size(), space - kOpen.size());
      input.marks.push_back(absl::StrCat(code, " ", line, ":",
                                         input.text.size() - line_start + 1));
      marked.remove_prefix(space + 1);
    } else if (absl::StartsWith(marked, kClose)) {
      marked.remove_prefix(kClose.size());
    } else {
      input.text += marked[0];
      if (marked[0] == '\n') {
        ++line;
        line_start = input.text.size();
      }
      marked.remove_prefix(1);
    }
  }
  return input;
}

std::vector<std::string> CodesAndPlaces(absl::string_view source,
                                        std::vector<Finding> findings) {
  LocateFindings(source, findings);
  const auto place = [](const Finding& finding) {
    return std::make_tuple(finding.place.line, finding.place.column,
                           finding.code);
  };
  std::stable_sort(
      findings.begin(), findings.end(),
      [&](const Finding& a, const Finding& b) { return place(a) < place(b); });
  std::vector<std::string> out;
  for (const Finding& finding : findings) {
    out.push_back(absl::StrCat(InfoOf(finding.code).id, " ", finding.place.line,
                               ":", finding.place.column));
  }
  return out;
}

}  // namespace opfit
