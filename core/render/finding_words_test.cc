#include "core/render/finding_words.h"

#include "core/finding/finding.h"
#include "core/render/sample_report.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

TEST(FindingWords, PlainTextHasEveryPartOnALineOfItsOwn) {
  Finding finding = FullFinding();
  finding.waived = Waived{"known since the last release", "2026-12-31", false};
  EXPECT_EQ(PlainText(finding),
            "no row of htp Conv2d takes these data types together\n"
            "node `conv0` (aten.conv2d.default → Conv2d), port `in[1]` "
            "(weight)\n"
            "have `SFIXED_POINT_16`; catalog has `SFIXED_POINT_8`, "
            "`UFIXED_POINT_8`\n"
            "nearest htp Conv2d INT8 #3 (1 change)\n"
            "  `in[1]` dtype: `SFIXED_POINT_16` → `SFIXED_POINT_8`\n"
            "hint v73 or newer takes it as it is: SM8550, SM8650, SM8750\n"
            "waived known since the last release (until 2026-12-31)");
}

TEST(FindingWords, WhatIsNotThereTakesNoLine) {
  EXPECT_EQ(PlainText(MakeFinding(Code::kScaleInvalid)),
            "the scale is not a positive finite number");
}

TEST(FindingWords, UserTextStaysOnItsLine) {
  Finding finding = MakeFinding(Code::kDuplicateName, {"a\nb"});
  finding.node = "a\nb";
  finding.waived = Waived{"be\ncause", "", true};
  EXPECT_EQ(PlainText(finding),
            "the name `a\\u000ab` is used twice\nnode `a\\u000ab`\n"
            "waived be\\u000acause");
}

}  // namespace
}  // namespace opfit
