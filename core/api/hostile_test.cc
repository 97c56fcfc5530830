// Requests that no caller should send: every function answers with an error.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/api/opfit.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using ::testing::HasSubstr;

struct Function {
  const char* name;
  char* (*call)(const char* request);
  const char* string_key;  // null if it takes none
};

// A graph that lives as long as the tests.
const opfit_graph* AGraph() {
  static constexpr absl::string_view kText =
      R"({"format": "annotated-graph", "version": "1.0", "nodes": []})";
  static const opfit_graph* const kGraph =
      opfit_load(kText.data(), kText.size(), nullptr, nullptr);
  return kGraph;
}

const Function kFunctions[] = {
    {"check", [](const char* r) { return opfit_check(AGraph(), r); }, "target"},
    {"structure", [](const char* r) { return opfit_structure(AGraph(), r); },
     nullptr},
    {"convert", [](const char* r) { return opfit_convert(AGraph(), r); },
     nullptr},
    {"ops", opfit_ops, "op"},
    {"targets", opfit_targets, "backend"},
    {"explain", opfit_explain, "code"},
};

// The message of the error that the reply must be.
std::string ErrorOf(char* reply) {
  const std::string text = reply;
  opfit_free(reply);
  const nlohmann::json parsed =
      nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object() || !parsed.contains("error")) {
    return absl::StrCat("no error: ", text.substr(0, 1000));
  }
  EXPECT_EQ(parsed["schemaVersion"], 1);
  return parsed["error"]["message"];
}

class FunctionTest : public testing::TestWithParam<Function> {
 protected:
  std::string Ask(const std::string& request) {
    return ErrorOf(GetParam().call(request.c_str()));
  }
};

TEST_P(FunctionTest, AnswersWhatIsNoJson) {
  for (const char* request :
       {"x", "{", "{\"a\": }", "{}{}", "'", "\xFF", "{\"a\": \"\xC3\"}", "nul",
        "{\"a\": 1e}", "\x01", "/* */ {}"}) {
    EXPECT_THAT(Ask(request), HasSubstr("not JSON")) << request;
  }
}

TEST_P(FunctionTest, AnswersWhatIsNoObject) {
  for (const char* request : {"[]", "1", "\"htp\"", "null", "true", "[{}]"}) {
    EXPECT_THAT(Ask(request), HasSubstr("expected an object")) << request;
  }
}

TEST_P(FunctionTest, NamesAnUnknownKey) {
  EXPECT_THAT(Ask(R"({"colour": 1})"), HasSubstr("unknown key `colour`"));
  EXPECT_THAT(Ask(R"({"": 1})"), HasSubstr("unknown key ``"));
}

TEST_P(FunctionTest, SurvivesDeepNesting) {
  EXPECT_THAT(Ask(std::string(1'000'000, '[')), HasSubstr("not JSON"));
  EXPECT_THAT(Ask(std::string(100'000, '[') + std::string(100'000, ']')),
              HasSubstr("expected an object"));
}

INSTANTIATE_TEST_SUITE_P(All, FunctionTest, testing::ValuesIn(kFunctions),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

class StringTest : public FunctionTest {
 protected:
  std::string AskWith(const std::string& value) {
    return Ask(absl::StrCat("{\"", GetParam().string_key, "\": ", value, "}"));
  }
};

TEST_P(StringTest, WantsAString) {
  for (const char* value : {"1", "null", "[]", "{}", "true", "1e400"}) {
    const std::string message = AskWith(value);
    // A number beyond all numbers is not JSON to begin with.
    if (std::string(value) == "1e400") continue;
    EXPECT_THAT(message, HasSubstr("expected a string")) << value;
    EXPECT_THAT(message, HasSubstr(GetParam().string_key)) << value;
  }
}

TEST_P(StringTest, SurvivesAHugeString) {
  EXPECT_THAT(AskWith(absl::StrCat("\"", std::string(10'000'000, 'v'), "\"")),
              HasSubstr("named"));
}

TEST_P(StringTest, SurvivesOddStrings) {
  for (const char* value :
       {R"("\u0000")", R"("htp:\u0000@")", R"("\ud834\udd1e")", R"("::::")",
        R"("htp:v999999999999999999999")", R"("htp:SM8750@")",
        R"("htp:SM8750@2.99999999999999")", R"("@@@")", R"("v-1:")"}) {
    EXPECT_FALSE(AskWith(value).empty()) << value;
  }
}

INSTANTIATE_TEST_SUITE_P(All, StringTest,
                         testing::Values(kFunctions[0], kFunctions[3],
                                         kFunctions[4], kFunctions[5]),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

struct AnswerCase {
  const char* name;
  char* (*call)(const char* request);
  const char* request;
  const char* want;
};

class AnswerTest : public testing::TestWithParam<AnswerCase> {};

TEST_P(AnswerTest, HelpsOn) {
  EXPECT_THAT(ErrorOf(GetParam().call(GetParam().request)),
              HasSubstr(GetParam().want));
}

INSTANTIATE_TEST_SUITE_P(
    All, AnswerTest,
    testing::Values(AnswerCase{"Op", opfit_ops, R"({"op": "Conv2D "})",
                               "did you mean `Conv2d`?"},
                    AnswerCase{"Soc", opfit_ops, R"({"target": "htp:SM_8750"})",
                               "did you mean `SM8750`?"},
                    AnswerCase{"Code", opfit_explain, R"({"code": "OF999"})",
                               "no code is named `OF999`"},
                    AnswerCase{"CodeName", opfit_explain,
                               R"({"code": "DataTypeUnsupported"})",
                               "did you mean `DataTypesUnsupported`?"},
                    AnswerCase{"Backend", opfit_targets,
                               R"({"backend": "cuda"})", "there is `htp`"},
                    AnswerCase{"Node", kFunctions[0].call,
                               R"({"discardNodes": ["conv"]})", "conv"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace opfit
