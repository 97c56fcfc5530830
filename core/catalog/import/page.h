// A documentation page as headings and table rows, from Markdown or HTML.

#ifndef OPFIT_CORE_CATALOG_IMPORT_PAGE_H_
#define OPFIT_CORE_CATALOG_IMPORT_PAGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace opfit {

// Either a heading or the row of a table.
struct PageItem {
  size_t line = 0;
  int level = 0;     // of a heading, 1 to 6; 0: a row
  std::string text;  // of a heading
  // Of a row: in each cell the items of its lists, or its one text, without
  // markup and outer space. No item is empty.
  std::vector<std::vector<std::string>> cells;
};

// HTML if the first thing in it is a tag, else Markdown. InvalidArgument with
// the line where the markup cannot be read.
absl::StatusOr<std::vector<PageItem>> ReadPage(absl::string_view text);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_IMPORT_PAGE_H_
