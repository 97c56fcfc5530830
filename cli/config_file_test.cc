#include "cli/config_file.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/flags.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

// "target=SM8750 @opfit.json:1:12" a line, or what is wrong.
std::string Read(const std::string& text, const std::string& name) {
  const auto values = ReadConfig(name, text);
  if (!values.ok()) return std::string(values.status().message());
  return absl::StrJoin(
      *values, "\n", [](std::string* out, const ConfigValue& value) {
        absl::StrAppend(out, InfoOf(value.flag).name, "=",
                        absl::StrJoin(value.values, "|"), " @", value.place);
      });
}

TEST(ConfigFile, EverySettingIsRead) {
  EXPECT_EQ(Read(R"({"$schema": "x",
 "target": "SM8750", "strict": false,
 "failOn": ["unknown", "unchecked"], "ignore": "OF403",
 "severities": {"OF103": "note", "OF104": "error"},
 "waivers": ["w.json", "/abs/w.json"],
 "outputs": {"sarif": "out/a.sarif"},
 "limits": {"bytes": "2M", "depth": 32}
})",
                 "models/opfit.json"),
            "target=SM8750 @models/opfit.json:2:12\n"
            "strict=false @models/opfit.json:2:32\n"
            "fail-on=unknown|unchecked @models/opfit.json:3:12\n"
            "ignore=OF403 @models/opfit.json:3:48\n"
            "severity=OF103=note|OF104=error @models/opfit.json:4:16\n"
            "waivers=models/w.json|/abs/w.json @models/opfit.json:5:13\n"
            "output=sarif=models/out/a.sarif @models/opfit.json:6:13\n"
            "max-bytes=2M @models/opfit.json:7:22\n"
            "max-depth=32 @models/opfit.json:7:37");
}

struct WrongConfigCase {
  const char* name;
  const char* text;
  const char* want;
};

class WrongConfigTest : public testing::TestWithParam<WrongConfigCase> {};

TEST_P(WrongConfigTest, SaysWhatAndWhere) {
  EXPECT_EQ(Read(GetParam().text, "opfit.json"), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, WrongConfigTest,
    testing::ValuesIn<WrongConfigCase>({
        {"Empty", "",
         "opfit.json:1:1: the input is not well-formed: it ends too early"},
        {"NoObject", "[]", "opfit.json:1:1: the document must be an object"},
        {"UnknownKey", "{\n \"traget\": 1}",
         "opfit.json:2:2: there is no setting `traget`; did you mean "
         "`target`?"},
        {"UnknownKeyOfAGroup", R"({"limits": {"deph": 1}})",
         "opfit.json:1:13: there is no setting `limits.deph`; did you mean "
         "`depth`?"},
        {"KeyTwice", R"({"target": "a", "target": "b"})",
         "opfit.json:1:17: the key `target` is given twice"},
        {"ListForOne", R"({"target": ["a"]})",
         "opfit.json:1:12: `target` must be a string"},
        {"ListForAMap", R"({"severities": ["OF103=note"]})",
         "opfit.json:1:16: `severities` must be an object"},
        {"NumberInAMap", R"({"outputs": {"sarif": 1}})",
         "opfit.json:1:23: `sarif` must be a string"},
        {"CutOff", R"({"target": "a")",
         "opfit.json:1:15: the input is not well-formed: it ends too early"},
    }),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace opfit
