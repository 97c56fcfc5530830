#include "core/render/json_writer.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

std::string Quoted(const std::string& text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

struct StringCase {
  const char* name;
  std::string text;
  std::string want;
};

class JsonStringTest : public testing::TestWithParam<StringCase> {};

TEST_P(JsonStringTest, IsWrittenAsTheStandardSays) {
  EXPECT_EQ(Quoted(GetParam().text), GetParam().want);
}

TEST_P(JsonStringTest, IsTakenByAParser) {
  EXPECT_FALSE(nlohmann::json::parse(Quoted(GetParam().text), nullptr, false)
                   .is_discarded());
}

INSTANTIATE_TEST_SUITE_P(
    Strings, JsonStringTest,
    testing::ValuesIn<StringCase>({
        {"Empty", "", R"("")"},
        {"Plain", "conv 1", R"("conv 1")"},
        {"QuoteAndBackslash", R"(a"b\c)", R"("a\"b\\c")"},
        {"ShortEscapes", "\b\f\n\r\t", R"("\b\f\n\r\t")"},
        {"Controls", std::string("\0\x1b\x7f", 3), R"("\u0000\u001b\u007f")"},
        {"Utf8", "×卷😀", "\"×卷😀\""},
        {"Invalid", "a\xff\xe2\x82z", "\"a\uFFFD\uFFFDz\""},
        {"Surrogate", "\xed\xa0\x80", "\"\uFFFD\uFFFD\uFFFD\""},
    }),
    [](const auto& test) { return test.param.name; });

TEST(JsonString, FindsWhatToEscapeAtEveryPlace) {
  for (int byte = 0; byte < 0x80; ++byte) {
    for (size_t place = 0; place < 20; ++place) {
      std::string text(20, 'x');
      text[place] = static_cast<char>(byte);
      const nlohmann::json parsed =
          nlohmann::json::parse(Quoted(text), nullptr, false);
      ASSERT_EQ(parsed, text) << byte << " at " << place;
    }
  }
}

TEST(JsonWriter, LaysOutLinesAndOneLine) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Key("a");
  json.Int(-1);
  json.Key("b");
  json.BeginArray();
  json.BeginObject(JsonWriter::kOneLine);
  json.Key("c");
  json.BeginArray();
  json.Null();
  json.String("x");
  json.End();
  json.Key("d");
  json.StringOrNull("");
  json.End();
  json.Int(2);
  json.End();
  json.Key("e");
  json.BeginArray();
  json.End();
  json.End();
  EXPECT_EQ(out, R"({
 "a": -1,
 "b": [
  {"c": [null, "x"], "d": null},
  2
 ],
 "e": []
}
)");
}

struct DoubleCase {
  const char* name;
  double value;
  const char* want;
};

class Doubles : public testing::TestWithParam<DoubleCase> {};

TEST_P(Doubles, AreTheShortestThatReadBack) {
  std::string out;
  JsonWriter json(out);
  json.Double(GetParam().value);
  EXPECT_EQ(out, GetParam().want);
}

constexpr DoubleCase kDoubles[] = {
    {"Whole", 2, "2.0"},
    {"Negative", -0.5, "-0.5"},
    {"Tenth", 0.1, "0.1"},
    {"Sixteen", 1.0 / 3, "0.3333333333333333"},
    {"Seventeen", 0.1 + 0.2, "0.30000000000000004"},
    {"Small", 1.52587890625e-05, "1.52587890625e-05"},
    {"Least", 4.9406564584124654e-324, "4.94065645841247e-324"},
    {"Large", 1e300, "1e+300"},
    {"NegativeZero", -0.0, "-0.0"},
    {"NotANumber", std::numeric_limits<double>::quiet_NaN(), "null"},
    {"Infinite", std::numeric_limits<double>::infinity(), "null"},
};

INSTANTIATE_TEST_SUITE_P(All, Doubles, testing::ValuesIn(kDoubles),
                         [](const auto& c) { return c.param.name; });

TEST(JsonWriter, ForeignKeysAreEscaped) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.ForeignKey("a\"b");
  json.Bool(false);
  json.End();
  EXPECT_EQ(out, "{\n \"a\\\"b\": false\n}\n");
}

}  // namespace
}  // namespace opfit
