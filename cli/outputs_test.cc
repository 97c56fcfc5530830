#include "cli/outputs.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/command_line.h"
#include "cli/flags.h"
#include "core/render/report_formats.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

// "text→- sarif→a.sarif", or what is wrong.
std::string Outputs(std::vector<std::string> flags) {
  flags.insert(flags.begin(), {"check", "a.json"});
  const absl::StatusOr<CommandLine> line = ParseCommandLine(flags);
  if (!line.ok()) return std::string(line.status().message());
  const absl::StatusOr<std::vector<Output>> outputs = ReadOutputs(*line);
  if (!outputs.ok()) return std::string(outputs.status().message());
  return absl::StrJoin(*outputs, " ", [](std::string* out, const Output& o) {
    absl::StrAppend(out, o.format->name, "→", o.file);
  });
}

struct OutputsCase {
  const char* name;
  std::vector<std::string> flags;
  const char* want;
};

class OutputsTest : public testing::TestWithParam<OutputsCase> {};

TEST_P(OutputsTest, GoWhereTheyAreSent) {
  EXPECT_EQ(Outputs(GetParam().flags), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Flags, OutputsTest,
    testing::ValuesIn<OutputsCase>({
        {"Nothing", {}, "text→-"},
        {"Format", {"-f", "json"}, "json→-"},
        {"File", {"-f", "json", "-o", "a"}, "json→a"},
        {"FormatAndFile", {"-o", "sarif=a"}, "text→- sarif→a"},
        {"Several",
         {"-f", "github", "-o", "sarif=a", "-o", "junit=b", "-o", "c"},
         "sarif→a junit→b github→c"},
        {"OtherFormatOnTheStandardOutput", {"-o", "github=-"}, "github→-"},
        {"FileWithAnEqualsSign", {"-o", "./a=b"}, "text→./a=b"},
        {"EqualsSignInTheFile", {"-o", "json=a=b"}, "text→- json→a=b"},
        {"NoSuchFormat",
         {"-o", "sarf=a"},
         "there is no format `sarf`; did you mean `sarif`?; a file of that "
         "name is written `./sarf=a`"},
        {"NoFile", {"-o", "sarif="}, "`--output` needs the name of a file"},
        {"OnePlaceForTwo",
         {"-o", "sarif=a", "-o", "a"},
         "two reports have one place: `a`"},
        {"TwoOnTheStandardOutput",
         {"-o", "sarif=-", "-o", "-"},
         "two reports have one place: `-`"},
    }),
    [](const auto& test) { return test.param.name; });

TEST(Outputs, EveryFormatCanBeAskedForAndNoOther) {
  const std::string names =
      absl::StrJoin(AllReportFormats(), ",",
                    [](std::string* out, const ReportFormat& format) {
                      absl::StrAppend(out, format.name);
                    });
  EXPECT_EQ(names, InfoOf(Flag::kFormat).choices);
}

}  // namespace
}  // namespace opfit
