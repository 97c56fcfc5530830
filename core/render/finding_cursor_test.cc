#include "core/render/finding_cursor.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"
#include "core/render/sample_report.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

Finding At(uint32_t node) {
  Finding finding = FindingAt(Code::kScaleInvalid, absl::StrCat(node));
  finding.node_index = node;
  return finding;
}

std::string Nodes(absl::Span<const Finding> findings) {
  std::string out;
  for (const Finding& finding : findings)
    absl::StrAppend(&out, finding.node, " ");
  return out;
}

TEST(FindingCursor, EveryFindingIsHandedOutOnce) {
  const std::vector<Finding> findings = {At(0), At(2), At(2), At(3), At(kNoId)};
  FindingCursor cursor(findings);
  EXPECT_EQ(Nodes(cursor.Before(2)), "0 ");
  EXPECT_EQ(Nodes(cursor.Before(2)), "");
  EXPECT_EQ(Nodes(cursor.At(2)), "2 2 ");
  EXPECT_EQ(Nodes(cursor.At(2)), "");
  EXPECT_EQ(Nodes(cursor.At(5)), "");
  EXPECT_EQ(Nodes(cursor.Rest()), absl::StrCat(kNoId, " "));
}

}  // namespace
}  // namespace opfit
