#include "core/catalog/json_reader.h"

#include <functional>
#include <string>

#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

struct ErrorCase {
  const char* name;
  const char* json;
  void (*read)(JsonReader& root);
  const char* want;
};

class Errors : public testing::TestWithParam<ErrorCase> {};

TEST_P(Errors, SayWhereAndWhat) {
  const nlohmann::json document = nlohmann::json::parse(GetParam().json);
  JsonErrors errors;
  JsonReader root(document, errors);
  GetParam().read(root);
  EXPECT_THAT(errors.status(), StatusIs(absl::StatusCode::kInvalidArgument,
                                        std::string(GetParam().want)));
}

constexpr ErrorCase kErrors[] = {
    {"NotAnObject", "[1]", [](JsonReader& r) { r.NoOtherKeys(); },
     "at /: expected an object"},
    {"UnknownKey", R"({"a": 1, "b": 2})",
     [](JsonReader& r) { r.Int("a", 0), r.NoOtherKeys(); },
     "at /: unknown key `b`"},
    {"UnknownKeyOfTheSameFirstLetter", R"({"alpha": 1, "axis": 2})",
     [](JsonReader& r) { r.Int("axis", 0), r.NoOtherKeys(); },
     "at /: unknown key `alpha`"},
    {"AskingForAnotherKeyDoesNotCoverIt", R"({"a": 1})",
     [](JsonReader& r) { r.Has("b"), r.NoOtherKeys(); },
     "at /: unknown key `a`"},
    {"MissingString", "{}", [](JsonReader& r) { r.String("a"); },
     "at /: `a` is missing"},
    {"MissingMember", "{}", [](JsonReader& r) { r.At("a").AsInt(); },
     "at /: `a` is missing"},
    {"NumberForAString", R"({"a": 1})",
     [](JsonReader& r) { r.String("a", ""); }, "at /a: expected a string"},
    {"NullForAString", R"({"a": null})", [](JsonReader& r) { r.String("a"); },
     "at /a: expected a string"},
    {"StringForAnInteger", R"({"a": "1"})",
     [](JsonReader& r) { r.Int("a", 0); }, "at /a: expected an integer"},
    {"FractionForAnInteger", R"({"a": 1.5})",
     [](JsonReader& r) { r.Int("a", 0); }, "at /a: expected an integer"},
    {"NumberForABool", R"({"a": 1})", [](JsonReader& r) { r.Bool("a", false); },
     "at /a: expected true or false"},
    {"ObjectForAnArray", R"({"a": {}})",
     [](JsonReader& r) { r.ForEach("a", [](JsonReader&) {}); },
     "at /a: expected an array"},
    {"ArrayForAnObject", R"({"a": []})",
     [](JsonReader& r) {
       r.At("a").ForEachMember([](const std::string&, JsonReader&) {});
     },
     "at /a: expected an object"},
    {"InsideLists", R"({"a": [1, [2, "x"]]})",
     [](JsonReader& r) {
       r.ForEach("a", [](JsonReader& item) {
         if (!item.is_array()) return;
         item.ForEachElement([](JsonReader& number) { number.AsInt(); });
       });
     },
     "at /a/1/1: expected an integer"},
    {"InsideMembers", R"({"a": {"b": {"c": 1}}})",
     [](JsonReader& r) {
       r.At("a").ForEachMember(
           [](const std::string&, JsonReader& item) { item.NoOtherKeys(); });
     },
     "at /a/b: unknown key `c`"},
    {"TheFirstOneIsKept", R"({"a": 1, "b": 2})",
     [](JsonReader& r) { r.String("b", ""), r.String("a", ""); },
     "at /b: expected a string"},
};

INSTANTIATE_TEST_SUITE_P(All, Errors, testing::ValuesIn(kErrors),
                         [](const auto& test) { return test.param.name; });

class JsonReaderTest : public testing::Test {
 protected:
  JsonReader Root(const char* json) {
    document_ = nlohmann::json::parse(json);
    return JsonReader(document_, errors_);
  }

  nlohmann::json document_;
  JsonErrors errors_;
};

TEST_F(JsonReaderTest, AbsentMembersHaveTheirDefaults) {
  JsonReader root = Root("{}");
  EXPECT_EQ(root.String("a", "x"), "x");
  EXPECT_EQ(root.Int("a", 3), 3);
  EXPECT_TRUE(root.Bool("a", true));
  int calls = 0;
  root.ForEach("a", [&calls](JsonReader&) { ++calls; });
  EXPECT_EQ(calls, 0);
  root.NoOtherKeys();
  EXPECT_THAT(errors_.status(), IsOk());
}

TEST_F(JsonReaderTest, MembersThatAreThereHaveTheirValues) {
  JsonReader root = Root(
      R"({"s": "x", "i": -3, "b": false, "l": [1, 2], "o": {"z": 1, "y": 2}})");
  EXPECT_EQ(root.String("s"), "x");
  EXPECT_EQ(root.Int("i", 0), -3);
  EXPECT_FALSE(root.Bool("b", true));
  std::string seen;
  root.ForEach(
      "l", [&seen](JsonReader& item) { seen += std::to_string(item.AsInt()); });
  root.At("o").ForEachMember(
      [&seen](const std::string& key, JsonReader&) { seen += key; });
  EXPECT_EQ(seen, "12yz");
  root.NoOtherKeys();
  EXPECT_THAT(errors_.status(), IsOk());
}

TEST_F(JsonReaderTest, AskingTwiceIsAskingOnce) {
  JsonReader root = Root(R"({"a": 1, "b": 2})");
  root.Int("a", 0);
  root.Int("a", 0);
  root.NoOtherKeys();
  EXPECT_THAT(errors_.status(), testing::Not(IsOk()));
}

TEST_F(JsonReaderTest, ReadingGoesOnWithDefaultsAfterAnError) {
  JsonReader root = Root(R"({"a": 1, "b": "x"})");
  EXPECT_EQ(root.String("a", "absent"), "");
  EXPECT_EQ(root.String("b"), "x");
  EXPECT_EQ(root.At("c").AsInt(), 0);
}

}  // namespace
}  // namespace opfit
