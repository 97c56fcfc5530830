#include "cli/check_settings.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/command_line.h"
#include "cli/exit_code.h"
#include "cli/host.h"
#include "cli/read_flags.h"
#include "core/check/report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;

class NoHost : public Host {
 public:
  absl::StatusOr<std::string> Read(const std::string&, size_t) override {
    return absl::UnimplementedError("");
  }
  absl::Status Write(const std::string&, absl::string_view) override {
    return absl::UnimplementedError("");
  }
  absl::Status Out(absl::string_view) override { return absl::OkStatus(); }
  void Err(absl::string_view) override {}
};

absl::StatusOr<CheckSettings> Settings(std::vector<std::string> flags,
                                       Host& host) {
  flags.insert(flags.begin(), {"check", "a.json"});
  const absl::StatusOr<CommandLine> line = ParseCommandLine(flags);
  if (!line.ok()) return line.status();
  return ReadCheckSettings(*line, host);
}

absl::StatusOr<CheckSettings> Settings(std::vector<std::string> flags) {
  NoHost host;
  return Settings(std::move(flags), host);
}

TEST(CheckSettings, DefaultsAreStrictAndTheNewestSdk) {
  const auto settings = Settings({});
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_THAT(settings->files, ElementsAre("a.json"));
  EXPECT_EQ(ToString(settings->target.target),
            "htp:SM8750@" + ToString(settings->target.catalog->newest_sdk()));
  EXPECT_TRUE(settings->options.strict);
  EXPECT_TRUE(settings->fail_on.errors);
  EXPECT_FALSE(settings->fail_on.unknown);
  ASSERT_EQ(settings->outputs.size(), 1u);
  EXPECT_EQ(settings->outputs[0].format->name, "text");
  EXPECT_EQ(settings->outputs[0].file, "-");
  EXPECT_EQ(settings->limits.depth, Limits().depth);
}

TEST(CheckSettings, TakesEveryFlag) {
  const auto settings = Settings({"-t",
                                  "SM8450@2.41",
                                  "-f",
                                  "json",
                                  "--no-strict",
                                  "--fail-on",
                                  "unknown,unchecked",
                                  "--discard-node",
                                  "x",
                                  "--discard-op",
                                  "y",
                                  "--max-bytes",
                                  "2K",
                                  "--max-depth",
                                  "8",
                                  "--max-nodes",
                                  "9",
                                  "-q",
                                  "-v",
                                  "-o",
                                  "out.json"});
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(ToString(settings->target.target), "htp:SM8450@2.41");
  EXPECT_FALSE(settings->options.strict);
  EXPECT_TRUE(settings->fail_on.unknown);
  EXPECT_TRUE(settings->fail_on.unchecked);
  EXPECT_FALSE(settings->fail_on.warnings);
  EXPECT_THAT(settings->options.discard_nodes, ElementsAre("x"));
  EXPECT_THAT(settings->options.discard_ops, ElementsAre("y"));
  EXPECT_EQ(settings->limits.bytes, 2048u);
  EXPECT_EQ(settings->limits.depth, 8u);
  EXPECT_EQ(settings->limits.nodes, 9u);
  EXPECT_TRUE(settings->style.quiet);
  EXPECT_TRUE(settings->style.verbose);
  EXPECT_TRUE(settings->style.fail_on.unknown);
  ASSERT_EQ(settings->outputs.size(), 1u);
  EXPECT_EQ(settings->outputs[0].format->name, "json");
  EXPECT_EQ(settings->outputs[0].file, "out.json");
}

TEST(CheckSettings, ColourIsForTerminalsUnlessToldOtherwise) {
  NoHost host;
  EXPECT_FALSE(Settings({}, host)->style.colour);
  EXPECT_TRUE(Settings({"--color", "always"}, host)->style.colour);
  host.out_is_terminal = true;
  EXPECT_TRUE(Settings({}, host)->style.colour);
  EXPECT_FALSE(Settings({"--color", "never"}, host)->style.colour);
  host.no_color = true;
  EXPECT_FALSE(Settings({}, host)->style.colour);
  EXPECT_TRUE(Settings({"--color", "always"}, host)->style.colour);
}

TEST(CheckSettings, LinesWrapOnlyOnATerminal) {
  NoHost host;
  host.width = 100;
  EXPECT_EQ(Settings({}, host)->style.width, 0);
  host.out_is_terminal = true;
  EXPECT_EQ(Settings({}, host)->style.width, 100);
}

TEST(CheckSettings, SizesHaveUnits) {
  EXPECT_EQ(*ParseSize("1"), 1u);
  EXPECT_EQ(*ParseSize("64k"), size_t{64} << 10);
  EXPECT_EQ(*ParseSize("3M"), size_t{3} << 20);
  EXPECT_EQ(*ParseSize("2G"), size_t{2} << 30);
  for (const char* text : {"", "0", "-1", "K", "1.5K", "x", "1T", "+1",
                           "99999999999999999999", "99999999999999999G"}) {
    EXPECT_FALSE(ParseSize(text).ok()) << text;
  }
  EXPECT_EQ(Settings({"--max-depth", "deep"}).status().message(),
            "`--max-depth` is a positive number, not `deep`");
}

TEST(CheckSettings, BypassedRunNeverPasses) {
  Report report;
  report.status = RunStatus::kBypassed;
  EXPECT_EQ(ExitCodeOf(report, *Settings({})), kCouldNotRun);
  EXPECT_EQ(ExitCodeOf(report, *Settings({"--no-strict"})), kCouldNotRun);
}

TEST(CheckSettings, ErrorsAlwaysFailAndTheRestOnRequest) {
  Report report;
  EXPECT_EQ(ExitCodeOf(report, *Settings({})), kClean);
  report.summary.warnings = 1;
  report.summary.unknown = 1;
  EXPECT_EQ(ExitCodeOf(report, *Settings({})), kClean);
  EXPECT_EQ(ExitCodeOf(report, *Settings({"--fail-on", "warnings"})),
            kFindings);
  EXPECT_EQ(ExitCodeOf(report, *Settings({"--fail-on", "unknown"})), kFindings);
  report.summary.errors = 1;
  EXPECT_EQ(ExitCodeOf(report, *Settings({})), kFindings);
}

}  // namespace
}  // namespace opfit
