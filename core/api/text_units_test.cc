#include "core/api/text_units.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/render/utf8.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

struct UnitsCase {
  const char* name;
  std::string text;
  size_t bytes;
  size_t units;
};

class Utf16Test : public testing::TestWithParam<UnitsCase> {};

TEST_P(Utf16Test, CountsWhatJavaScriptCounts) {
  const UnitsCase& given = GetParam();
  const TextUnits units(TextUnits::Unit::kUtf16, given.text);
  EXPECT_EQ(units.At(given.bytes), given.units);
}

TEST_P(Utf16Test, BytesStayBytes) {
  const UnitsCase& given = GetParam();
  const TextUnits units(TextUnits::Unit::kUtf8, given.text);
  EXPECT_EQ(units.At(given.bytes), given.bytes);
  EXPECT_TRUE(units.are_bytes());
}

INSTANTIATE_TEST_SUITE_P(
    All, Utf16Test,
    testing::Values(
        UnitsCase{"Empty", "", 0, 0}, UnitsCase{"Ascii", "abc", 2, 2},
        UnitsCase{"TwoBytes", "é!", 2, 1}, UnitsCase{"ThreeBytes", "→!", 3, 1},
        UnitsCase{"AstralIsASurrogatePair", "𝄞!", 4, 2},
        UnitsCase{"Mixed", "aé→𝄞z", 10, 5},
        UnitsCase{"ByteOrderMark", "\xEF\xBB\xBF{", 3, 1},
        UnitsCase{"StrayByteIsOneReplacement", "\xFF!", 1, 1},
        UnitsCase{"BrokenSequenceIsOneReplacement", "\xF0\x9D\x84!", 3, 1},
        UnitsCase{"EndOfText", "𝄞", 4, 2}),
    [](const auto& test) { return std::string(test.param.name); });

// Marks are kept every so often: nothing changes where they lie.
TEST(TextUnits, AgreesWithCountingFromTheStartAtEveryCodePoint) {
  std::string text;
  for (int i = 0; i < 400; ++i) absl::StrAppend(&text, "ab", "é", "→", "𝄞");
  const TextUnits units(TextUnits::Unit::kUtf16, text);
  size_t count = 0;
  for (size_t at = 0; at < text.size();) {
    ASSERT_EQ(units.At(at), count) << "at byte " << at;
    const CodePoint point = FirstCodePoint(absl::string_view(text).substr(at));
    at += point.length;
    count += point.value >= 0x10000 ? 2 : 1;
  }
  EXPECT_EQ(units.At(text.size()), count);
}

TEST(TextUnits, AnOffsetBehindTheTextIsItsEnd) {
  const TextUnits units(TextUnits::Unit::kUtf16, "𝄞");
  EXPECT_EQ(units.At(1000), 2u);
}

TEST(TextUnits, AsciiNeedsNoConversion) {
  EXPECT_TRUE(TextUnits(TextUnits::Unit::kUtf16, "{}").are_bytes());
  EXPECT_FALSE(TextUnits(TextUnits::Unit::kUtf16, "{\"é\"}").are_bytes());
}

}  // namespace
}  // namespace opfit
