#include "core/api/request.h"

#include <string>

#include "absl/status/status.h"
#include "core/catalog/field_readers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using ::testing::HasSubstr;

struct RequestCase {
  const char* name;
  const char* text;
  const char* want;  // in the message; empty: nothing is wrong
};

class RequestTest : public testing::TestWithParam<RequestCase> {};

// Reads what some function would.
std::string ProblemOf(const char* text) {
  Request request(text);
  request.root().String("target", "");
  request.root().Bool("strict", true);
  ReadStrings(request.root(), "discardOps");
  return request.Complete() ? "" : std::string(request.status().message());
}

TEST_P(RequestTest, SaysWhatIsWrongAndWhere) {
  const std::string problem = ProblemOf(GetParam().text);
  EXPECT_THAT(problem, HasSubstr(GetParam().want));
  EXPECT_EQ(problem.empty(), GetParam().want[0] == '\0');
}

INSTANTIATE_TEST_SUITE_P(
    All, RequestTest,
    testing::Values(
        RequestCase{"Null", nullptr, ""}, RequestCase{"Empty", "", ""},
        RequestCase{"NoKeys", "{}", ""},
        RequestCase{
            "Whole",
            R"({"target": "htp", "strict": false, "discardOps": ["a"]})", ""},
        RequestCase{"NotJson", "target=htp", "the request is not JSON"},
        RequestCase{"Blank", "  ", "the request is not JSON"},
        RequestCase{"TwoDocuments", "{} {}", "the request is not JSON"},
        RequestCase{"NotUtf8", "{\"target\": \"\xFF\"}",
                    "the request is not JSON"},
        RequestCase{"NoObject", "[]", "expected an object"},
        RequestCase{"AString", "\"htp\"", "expected an object"},
        RequestCase{"UnknownKey", R"({"targt": "htp"})", "unknown key `targt`"},
        RequestCase{"WrongType", R"({"target": 7})",
                    "at /target: expected a string"},
        RequestCase{"NullIsNotAbsent", R"({"target": null})",
                    "at /target: expected a string"},
        RequestCase{"WrongElement", R"({"discardOps": ["a", 1]})",
                    "at /discardOps/1: expected a string"},
        RequestCase{"NoList", R"({"discardOps": "a"})",
                    "at /discardOps: expected an array"},
        RequestCase{"NoBool", R"({"strict": "yes"})",
                    "at /strict: expected true or false"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ErrorReply, IsAnObjectWithAMessage) {
  EXPECT_EQ(ErrorReply(absl::InvalidArgumentError("no \"such\" thing")),
            "{\n \"schemaVersion\": 1,\n"
            " \"error\": {\"message\": \"no \\\"such\\\" thing\"}\n}\n");
}

}  // namespace
}  // namespace opfit
