// Weaknesses 29 and 30: every finding, each with its port, reason and remedy.

#include <string>
#include <vector>

#include "core/finding/finding.h"
#include "core/testing/checked.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Messages, W29_AllNodesAreCheckedNotTheFirst) {
  const Checked checked = CheckLines(R"(
      x: input
      a = aten.relu.default(x) | x: u8 -> u16
      b = aten.relu.default(a) | a: u16 -> u8
  )");
  EXPECT_THAT(checked.Findings(),
              ElementsAre("OF103 a in[0]", "OF103 b out[0]"));
}

TEST(Messages, W29_AllPortsOfANodeAreChecked) {
  const Checked checked = CheckLines(R"(
      x: input
      w: param [4, 4, 3, 3]
      y = aten.conv2d.default(x, w) | x: u8 scale=-1 zero=0, w: i8 axis=1 affine -> u8 scale=1 zero=300
  )");
  EXPECT_THAT(checked.Findings(),
              ElementsAre("OF307 y in[0]", "OF302 y in[1]", "OF303 y in[1]",
                          "OF308 y out[0]"));
}

TEST(Messages, W30_AFindingNamesNodePortFoundAcceptedAndSource) {
  const Checked checked = CheckLines(R"(
      x: input
      z: input
      y = aten.matmul.default(x, z) | x: u16, z: i16 -> u16
  )",
                                     "SM8450@2.41");
  ASSERT_EQ(checked.report.findings.size(), 1u);
  const Finding& finding = checked.report.findings[0];
  EXPECT_EQ(finding.node, "y");
  EXPECT_EQ(finding.op, "aten.matmul.default");
  EXPECT_EQ(finding.backend_op, "MatMul");
  EXPECT_EQ(finding.port, "in[1]");
  EXPECT_EQ(finding.found, "in[0] uint16, in[1] int16 → out[0] uint16");
  EXPECT_FALSE(finding.accepted.empty());
  EXPECT_FALSE(finding.sources.empty());
  EXPECT_THAT(finding.hints, Contains(HasSubstr("SM8550")));
}

TEST(Messages, W30_TheNearestRowSaysWhatToChange) {
  const Checked checked = CheckLines(R"(
      x: input
      z: input
      y = aten.matmul.default(x, z) | x: u16, z: i16 -> u16
  )",
                                     "SM8450@2.41");
  ASSERT_EQ(checked.report.findings.size(), 1u);
  ASSERT_TRUE(checked.report.findings[0].nearest.has_value());
  const Nearest& nearest = *checked.report.findings[0].nearest;
  EXPECT_EQ(nearest.changes, 1);
  EXPECT_EQ(nearest.edits[0].port, "in[1]");
  EXPECT_EQ(nearest.edits[0].to, "uint8");
}

TEST(Messages, NotStrictLowersViolationsButNotBrokenInput) {
  CheckOptions options;
  options.strict = false;
  const Checked violation =
      CheckLines("x: input\ny = aten.relu.default(x) | x: u8 -> u16",
                 kTestTarget, options);
  EXPECT_EQ(violation.report.findings[0].severity, Severity::kWarning);
  const Checked broken =
      CheckLines("x: input\ny = aten.relu.default(x) | x: as q -> u8",
                 kTestTarget, options);
  EXPECT_EQ(broken.report.findings[0].severity, Severity::kError);
}

}  // namespace
}  // namespace opfit
