#include "core/testing/graph_case.h"

#include "absl/strings/str_join.h"
#include "core/finding/finding.h"
#include "core/testing/checked.h"
#include "gtest/gtest.h"

namespace opfit {

void ExpectCase(const GraphCase& graph_case) {
  const Checked checked = CheckLines(graph_case.lines, graph_case.target);
  EXPECT_EQ(absl::StrJoin(checked.Findings(), ", "), graph_case.findings)
      << absl::StrJoin(checked.report.findings, "\n",
                       [](std::string* out, const Finding& finding) {
                         *out += EverythingOf(finding);
                       });
  EXPECT_EQ(absl::StrJoin(checked.Outcomes(), ", "), graph_case.outcomes);
}

}  // namespace opfit
