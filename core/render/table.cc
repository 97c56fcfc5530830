#include "core/render/table.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/render/utf8.h"

namespace opfit {
namespace {

constexpr size_t kGap = 2;

}  // namespace

std::string RenderTable(const std::vector<TableRow>& rows) {
  std::vector<size_t> widths;
  for (const TableRow& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], ColumnsOf(row[i]));
    }
  }
  std::string out;
  for (const TableRow& row : rows) {
    // Spaces are written before the next cell, so that no line ends in one.
    size_t owed = 0;
    for (size_t i = 0; i < row.size(); ++i) {
      if (!row[i].empty()) {
        out.append(owed, ' ');
        out += row[i];
        owed = 0;
      }
      owed += widths[i] - ColumnsOf(row[i]) + kGap;
    }
    out += '\n';
  }
  return out;
}

}  // namespace opfit
