#include "core/render/table.h"

#include "gtest/gtest.h"

namespace opfit {
namespace {

TEST(Table, ColumnsAreAsWideAsTheirWidestCell) {
  EXPECT_EQ(RenderTable({{"operator", "rows"}, {"Add", "12 of 14", "v73"}}),
            "operator  rows\nAdd       12 of 14  v73\n");
}

TEST(Table, CountsCodePoints) {
  EXPECT_EQ(RenderTable({{"×", "b"}, {"ab", "c"}}), "×   b\nab  c\n");
}

TEST(Table, NoLineEndsInASpace) {
  EXPECT_EQ(RenderTable({{"a", ""}, {"", "b"}, {}}), "a\n   b\n\n");
}

}  // namespace
}  // namespace opfit
