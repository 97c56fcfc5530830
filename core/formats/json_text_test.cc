#include "core/formats/json_text.h"

#include <string>

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

constexpr size_t kNone = absl::string_view::npos;

struct EscapeCase {
  const char* name;
  const char* raw;
  size_t wrong;
  const char* text;
};

class Escapes : public testing::TestWithParam<EscapeCase> {};

TEST_P(Escapes, AreReplaced) {
  std::string text;
  const size_t wrong = Unescape(GetParam().raw, text);
  EXPECT_EQ(wrong, GetParam().wrong);
  EXPECT_EQ(wrong == kNone ? text : "", GetParam().text);
}

constexpr EscapeCase kEscapeCases[] = {
    {"None", "plain", kNone, "plain"},
    {"Empty", "", kNone, ""},
    {"Short", R"(a\"\\\/\b\f\n\r\tz)", kNone, "a\"\\/\b\f\n\r\tz"},
    {"OneByte", R"(\u0041)", kNone, "A"},
    {"TwoBytes", R"(\u00E9)", kNone, "é"},
    {"ThreeBytes", R"(\u20ac)", kNone, "€"},
    {"APair", R"(\uD83D\uDE00!)", kNone, "😀!"},
    {"TheLastOfAll", R"(\udbff\udfff)", kNone, "\xf4\x8f\xbf\xbf"},
    {"Unknown", R"(ab\x)", 2, ""},
    {"Cut", "ab\\", 2, ""},
    {"CutHex", R"(\u00)", 0, ""},
    {"HighAlone", R"(a\ud83d)", 1, ""},
    {"HighAndOther", R"(\ud83d\u0041)", 0, ""},
    {"LowFirst", R"(\ude00\ud83d)", 0, ""},
};

INSTANTIATE_TEST_SUITE_P(JsonText, Escapes, testing::ValuesIn(kEscapeCases),
                         [](const auto& test) { return test.param.name; });

struct Utf8Case {
  const char* name;
  const char* text;
  size_t invalid;
};

class Utf8 : public testing::TestWithParam<Utf8Case> {};

TEST_P(Utf8, IsToldFromOtherBytes) {
  EXPECT_EQ(FindInvalidUtf8(GetParam().text), GetParam().invalid);
}

constexpr Utf8Case kUtf8Cases[] = {
    {"Ascii", "plain", kNone},
    {"TwoThreeFour", "é€😀", kNone},
    {"Bounds", "\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf4\x8f\xbf\xbf",
     kNone},
    {"AroundTheSurrogates", "\xed\x9f\xbf\xee\x80\x80", kNone},
    {"Continuation", "a\x80", 1},
    {"OverlongOfTwo", "ab\xc1\xbf", 2},
    {"OverlongOfThree", "\xe0\x9f\xbf", 0},
    {"OverlongOfFour", "\xf0\x8f\xbf\xbf", 0},
    {"Surrogate", "\xed\xa0\x80", 0},
    {"Beyond", "\xf4\x90\x80\x80", 0},
    {"NoLead", "\xff", 0},
    {"Cut", "é\xe2\x82", 2},
};

INSTANTIATE_TEST_SUITE_P(JsonText, Utf8, testing::ValuesIn(kUtf8Cases),
                         [](const auto& test) { return test.param.name; });

TEST(JsonText, PointerPartsGoThereAndBack) {
  for (const char* const key : {"", "a", "a/b", "a~b", "~1", "~0", "/~/"}) {
    EXPECT_EQ(UnescapePointerPart(EscapePointerPart(key)), key);
  }
  EXPECT_EQ(EscapePointerPart("a/b~c"), "a~1b~0c");
}

}  // namespace
}  // namespace opfit
