// Rows of words in columns.

#ifndef OPFIT_CORE_RENDER_TABLE_H_
#define OPFIT_CORE_RENDER_TABLE_H_

#include <string>
#include <vector>

namespace opfit {

using TableRow = std::vector<std::string>;

// One line a row, every column as wide as its widest cell and two spaces from
// the next. A row may be shorter than the others.
std::string RenderTable(const std::vector<TableRow>& rows);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_TABLE_H_
