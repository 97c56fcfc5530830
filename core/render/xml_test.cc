#include "core/render/xml.h"

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

TEST(Xml, MarkupIsText) {
  EXPECT_EQ(EscapeXml("]]><a b=\"c\">&amp;"),
            "]]&gt;&lt;a b=&quot;c&quot;&gt;&amp;amp;");
}

TEST(Xml, LineBreaksAndOtherLanguagesStay) {
  EXPECT_EQ(EscapeXml("a\n\té → 🙂"), "a\n\té → 🙂");
}

TEST(Xml, WhatXmlCannotHoldIsEscaped) {
  EXPECT_EQ(EscapeXml(absl::string_view("\0\x1b\r", 3)),
            "\\u0000\\u001b\\u000d");
  EXPECT_EQ(EscapeXml("\uFFFE\uFFFF\uFFFD"), "\\ufffe\\uffff\uFFFD");
  EXPECT_EQ(EscapeXml("a\xff\xc3"), "a\uFFFD\uFFFD");
}

}  // namespace
}  // namespace opfit
