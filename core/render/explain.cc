#include "core/render/explain.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "docs/codes/codes_blob.h"

namespace opfit {

// The pages are one text, each beginning with its title `# OF103 …`.
absl::string_view ExplainText(Code code) {
  const absl::string_view pages = embedded::CodePages();
  const std::string title = absl::StrCat("# ", InfoOf(code).id, " ");
  size_t begin = pages.find(title);
  while (begin != absl::string_view::npos && begin > 0 &&
         pages[begin - 1] != '\n') {
    begin = pages.find(title, begin + 1);
  }
  if (begin == absl::string_view::npos) return "";
  const size_t end = pages.find("\n# OF", begin);
  if (end == absl::string_view::npos) return pages.substr(begin);
  return pages.substr(begin, end + 1 - begin);
}

}  // namespace opfit
