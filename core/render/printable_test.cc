#include "core/render/printable.h"

#include <string>

#include "core/render/utf8.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

struct PrintableCase {
  const char* name;
  std::string text;
  std::string want;
};

class PrintableTest : public testing::TestWithParam<PrintableCase> {};

TEST_P(PrintableTest, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(Printable(GetParam().text), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, PrintableTest,
    testing::ValuesIn<PrintableCase>({
        {"Empty", "", ""},
        {"Plain", "conv2d_1", "conv2d_1"},
        {"OtherScripts", "слой 卷积 ×", "слой 卷积 ×"},
        {"Backslash", "a\\b", "a\\b"},
        {"ClearScreen", "a\x1b[2Jb", "a\\u001b[2Jb"},
        {"LineBreaks", "a\nb\rc\tb", "a\\u000ab\\u000dc\\u0009b"},
        {"Nul", std::string("a\0b", 3), "a\\u0000b"},
        {"Delete", "a\x7f", "a\\u007f"},
        {"SecondControls", "a\u009b2J", "a\\u009b2J"},
        {"LineSeparators", "a\u2028b\u2029", "a\\u2028b\\u2029"},
        {"RightToLeft", "a\u202e\u2066b\u061c", "a\\u202e\\u2066b\\u061c"},
        {"ZeroWidth", "a\u200b\ufeffb", "a\\u200b\\ufeffb"},
        {"Tags", "a\U000e0041", "a\\U000e0041"},
        {"StrayByte",
         "a\xff"
         "b",
         "a\\xffb"},
        {"BrokenOff", "a\xe2\x82", "a\\xe2\\x82"},
        {"BrokenOffBefore", "\xe2\x82z", "\\xe2\\x82z"},
        {"Overlong", "\xc0\xaf", "\\xc0\\xaf"},
        {"Surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80"},
        {"PastTheLast", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
    }),
    [](const auto& test) { return test.param.name; });

TEST(Printable, CutsAfterTheLongestInclusive) {
  EXPECT_EQ(Printable("äbcd", 4), "äbcd");
  EXPECT_EQ(Printable("äbcd", 3), "äbc…");
}

TEST(Printable, WordHasNoSpace) {
  EXPECT_EQ(PrintableWord("my model.json"), "my\\u0020model.json");
}

TEST(Utf8, ColumnsCountCodePoints) {
  EXPECT_EQ(ColumnsOf(""), 0u);
  EXPECT_EQ(ColumnsOf("a×b"), 3u);
}

}  // namespace
}  // namespace opfit
