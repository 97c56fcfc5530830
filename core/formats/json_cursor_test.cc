#include "core/formats/json_cursor.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "simdjson.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using Kind = JsonCursor::Kind;

constexpr size_t kDepth = 8;

TEST(JsonCursor, WalksObjectsAndArrays) {
  JsonCursor json(R"({"a": [1, 2], "b": {}, "c": "d"})", kDepth);
  std::vector<std::string> walked;
  json.EnterObject();
  while (json.NextKey()) {
    walked.push_back(std::string(json.key()));
    if (json.Peek() == Kind::kArray) {
      json.EnterArray();
      while (json.NextElement()) {
        json.Skip();
        walked.push_back(json.Pointer());
      }
    } else {
      json.Skip();
    }
  }
  json.ReadEnd();
  EXPECT_FALSE(json.failed());
  EXPECT_THAT(walked, ElementsAre("a", "/a/0", "/a/1", "b", "c"));
}

TEST(JsonCursor, StringsWithoutEscapesAreViewsOfTheText) {
  const std::string text = R"(["plain", "esc\u0061ped"])";
  JsonCursor json(text, kDepth);
  json.EnterArray();
  json.NextElement();
  EXPECT_TRUE(json.Owns(json.ReadString()));
  json.NextElement();
  const absl::string_view escaped = json.ReadString();
  EXPECT_FALSE(json.Owns(escaped));
  EXPECT_EQ(escaped, "escaped");
}

// However the string lies against the eight bytes that are read at a time.
TEST(JsonCursor, StringsOfAnyLengthEndAtTheirQuote) {
  for (size_t size = 0; size < 40; ++size) {
    for (const absl::string_view middle : {"", "\\n", "é"}) {
      const std::string value =
          std::string(size, 'x') + std::string(middle) + std::string(size, 'y');
      const std::string text = "\"" + value + "\"";
      JsonCursor json(text, kDepth);
      const absl::string_view read = json.ReadString();
      json.ReadEnd();
      EXPECT_FALSE(json.failed());
      EXPECT_EQ(read.size(), value.size() - (middle == "\\n" ? 1 : 0));
    }
  }
}

TEST(JsonCursor, AControlCharacterAnywhereIsFound) {
  for (size_t at = 0; at < 20; ++at) {
    std::string text = "\"" + std::string(20, 'x') + "\"";
    text[1 + at] = '\x1f';
    JsonCursor json(text, kDepth);
    json.ReadString();
    EXPECT_EQ(json.error().offset, 1 + at);
  }
}

struct NumberCase {
  const char* name;
  const char* text;
  bool is_integer;
  int64_t integer;
  double real;
};

class Numbers : public testing::TestWithParam<NumberCase> {};

TEST_P(Numbers, AreReadExactly) {
  JsonCursor json(GetParam().text, kDepth);
  const JsonNumber number = json.ReadNumber();
  json.ReadEnd();
  EXPECT_FALSE(json.failed());
  EXPECT_TRUE(number.is_finite);
  EXPECT_EQ(number.text, GetParam().text);
  EXPECT_EQ(number.is_integer, GetParam().is_integer);
  EXPECT_EQ(number.integer, GetParam().integer);
  EXPECT_EQ(number.real, GetParam().real);
}

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr NumberCase kNumberCases[] = {
    {"Zero", "0", true, 0, 0.0},
    {"MinusZero", "-0", true, 0, 0.0},
    {"Small", "-17", true, -17, -17.0},
    {"EighteenDigits", "999999999999999999", true, 999999999999999999, 1e18},
    {"Largest", "9223372036854775807", true, kMax, 9223372036854775807.0},
    {"Smallest", "-9223372036854775808", true, kMin, -9223372036854775808.0},
    {"TooLarge", "9223372036854775808", false, 0, 9223372036854775808.0},
    {"Fraction", "0.1", false, 0, 0.1},
    {"Shortest", "5e-324", false, 0, 5e-324},
    {"Underflow", "1e-999", true, 0, 0.0},
    {"Exponent", "1.5E+3", true, 1500, 1500.0},
    {"IntegralFraction", "-2.0", true, -2, -2.0},
    {"ManyDigits", "0.30000000000000004", false, 0, 0.30000000000000004},
    {"LargestDouble", "1.7976931348623157e308", false, 0,
     1.7976931348623157e308},
};

INSTANTIATE_TEST_SUITE_P(JsonCursor, Numbers, testing::ValuesIn(kNumberCases),
                         [](const auto& test) { return test.param.name; });

TEST(JsonCursor, NumbersThatAreNotFiniteAreValues) {
  JsonCursor json("[NaN, Infinity, -Infinity, 1e999, -1e999]", kDepth);
  std::vector<std::string> texts;
  json.EnterArray();
  while (json.NextElement()) {
    const JsonNumber number = json.ReadNumber();
    EXPECT_FALSE(number.is_finite);
    texts.push_back(std::string(number.text));
  }
  EXPECT_FALSE(json.failed());
  EXPECT_THAT(texts,
              ElementsAre("NaN", "Infinity", "-Infinity", "1e999", "-1e999"));
}

TEST(JsonCursor, ASkippedValueTellsOfItsFirstNumberThatIsNotFinite) {
  JsonCursor json(R"([1, {"a": [2, NaN]}, Infinity])", kDepth);
  JsonCursor::NonFinite first;
  json.Skip(&first);
  EXPECT_TRUE(first.found);
  EXPECT_EQ(first.offset, 14);
  EXPECT_EQ(first.pointer, "/1/a/1");
  EXPECT_EQ(first.text, "NaN");
}

TEST(JsonCursor, NothingIsFoundBehindAnError) {
  JsonCursor json("[1 2]", kDepth);
  json.EnterArray();
  json.NextElement();
  json.Skip();
  EXPECT_FALSE(json.NextElement());
  EXPECT_TRUE(json.failed());
  EXPECT_EQ(json.error().offset, 3);
  EXPECT_EQ(json.Peek(), Kind::kInvalid);
  EXPECT_EQ(json.ReadString(), "");
  EXPECT_FALSE(json.EnterObject());
  EXPECT_EQ(json.error().offset, 3);
}

TEST(JsonCursor, TheDepthLimitIsInclusive) {
  const auto fails = [](absl::string_view text, size_t depth) {
    JsonCursor json(text, depth);
    json.Skip();
    return json.failed();
  };
  EXPECT_FALSE(fails("[[[]]]", 4));
  EXPECT_FALSE(fails("[[[]]]", 3));
  EXPECT_TRUE(fails("[[[]]]", 2));
}

TEST(JsonCursor, ComesBackToAPosition) {
  JsonCursor json(R"({"a": [1, 2], "b": 3})", kDepth);
  json.EnterObject();
  json.NextKey();
  const JsonCursor::Position a = json.Save();
  json.Skip();
  json.NextKey();
  json.Skip();
  EXPECT_FALSE(json.NextKey());
  const JsonCursor::Position end = json.Save();
  json.Restore(a);
  json.EnterArray();
  json.NextElement();
  EXPECT_EQ(json.Pointer(), "/a/0");
  EXPECT_EQ(json.ReadNumber().integer, 1);
  json.Restore(end);
  json.ReadEnd();
  EXPECT_FALSE(json.failed());
}

// What JSON is: read whole, as simdjson reads it.
bool IsJson(absl::string_view text) {
  JsonCursor json(text, 1000);
  json.Skip();
  json.ReadEnd();
  return !json.failed();
}

bool IsJsonToSimdjson(const std::string& text) {
  simdjson::dom::parser parser;
  return parser.parse(simdjson::padded_string(text)).error() ==
         simdjson::SUCCESS;
}

TEST(JsonCursor, AgreesWithSimdjsonAboutChangedTexts) {
  constexpr absl::string_view kSample =
      "{\"a\\n\\u00e9\":[1, -2.5e3,0.1,\r\n\ttrue,false,null],\"é€😀\":{},"
      "\"\\ud83d\\ude00\": [[],[{}],\"long enough for two words\"]} ";
  constexpr char kBytes[] =
      "\0\x01\n "
      "\"\\/{}[],:+-.0123eEuntf\x7f\x80\xa0\xbf\xc0\xc3\xe2\xed\xf0\xf4"
      "\xff";
  ASSERT_TRUE(IsJson(kSample));
  for (size_t at = 0; at < kSample.size(); ++at) {
    for (const char byte : absl::string_view(kBytes, sizeof(kBytes) - 1)) {
      std::string replaced(kSample);
      replaced[at] = byte;
      ASSERT_EQ(IsJson(replaced), IsJsonToSimdjson(replaced)) << replaced;
      std::string inserted(kSample);
      inserted.insert(at, 1, byte);
      ASSERT_EQ(IsJson(inserted), IsJsonToSimdjson(inserted)) << inserted;
    }
    std::string removed(kSample);
    removed.erase(at, 1);
    ASSERT_EQ(IsJson(removed), IsJsonToSimdjson(removed)) << removed;
  }
}

TEST(JsonCursor, PointersEscapeAndUnescape) {
  JsonCursor json(R"({"a/\u007e": 1})", kDepth);
  json.EnterObject();
  json.NextKey();
  EXPECT_EQ(json.Pointer(), "/a~1~0");
  EXPECT_EQ(json.InnermostKey(), "a/~");
}

}  // namespace
}  // namespace opfit
