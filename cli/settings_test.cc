#include "cli/settings.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "cli/command_line.h"
#include "cli/host.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string Content(const std::string& path) {
  std::stringstream content;
  content << std::ifstream(path).rdbuf();
  return content.str();
}

// Files and variables made for a test. The working directory is /w.
class FakeHost : public Host {
 public:
  absl::StatusOr<std::string> Read(const std::string& file, size_t) override {
    const auto found = files.find(file);
    if (found == files.end()) return absl::NotFoundError("no " + file);
    return found->second;
  }
  absl::Status Write(const std::string&, absl::string_view) override {
    return absl::OkStatus();
  }
  absl::Status Out(absl::string_view) override { return absl::OkStatus(); }
  void Err(absl::string_view) override {}
  std::string Environment(const std::string& name) const override {
    const auto found = variables.find(name);
    return found == variables.end() ? "" : found->second;
  }
  std::string WorkingDirectory() const override { return "/w"; }
  bool IsFile(const std::string& path) const override {
    return files.count(path) != 0;
  }
  bool IsDirectory(const std::string& path) const override {
    return directories.count(path) != 0;
  }

  std::map<std::string, std::string> files;
  std::map<std::string, std::string> variables;
  std::set<std::string> directories;
};

// The line of --show-settings about a setting, or what is wrong.
std::string Shown(absl::string_view key, FakeHost& host,
                  std::vector<std::string> words) {
  words.insert(words.begin(), "check");
  absl::StatusOr<CommandLine> line = ParseCommandLine(words);
  if (!line.ok()) return std::string(line.status().message());
  const absl::Status status = AddSettings(host, *line);
  if (!status.ok()) return std::string(status.message());
  for (absl::string_view row : absl::StrSplit(ShowSettings(*line), '\n')) {
    const std::vector<absl::string_view> cells =
        absl::StrSplit(row, ' ', absl::SkipEmpty());
    if (!cells.empty() && cells[0] == key) {
      return absl::StrCat(cells[1], " ", cells[2]);
    }
  }
  return "not shown";
}

TEST(Settings, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
  FakeHost host;
  EXPECT_EQ(Shown("target", host, {"a.json"}), "htp default");
  host.files["opfit.json"] = R"({"target": "v68"})";
  EXPECT_EQ(Shown("target", host, {"a.json"}), "v68 opfit.json:1:12");
  host.variables["OPFIT_TARGET"] = "v73";
  EXPECT_EQ(Shown("target", host, {"a.json"}), "v73 OPFIT_TARGET");
  EXPECT_EQ(Shown("target", host, {"a.json", "-t", "v75"}), "v75 --target");
}

TEST(Settings, IsolatedRunsSeeNeitherFileNorEnvironment) {
  FakeHost host;
  host.files["opfit.json"] = R"({"target": "v68"})";
  host.variables["OPFIT_STRICT"] = "false";
  EXPECT_EQ(Shown("target", host, {"a.json", "--isolated"}), "htp default");
  EXPECT_EQ(Shown("strict", host, {"a.json", "--isolated"}), "true default");
}

TEST(Settings, SwitchesHaveOpposites) {
  FakeHost host;
  host.files["opfit.json"] = R"({"strict": false})";
  EXPECT_EQ(Shown("strict", host, {"a.json"}), "false opfit.json:1:12");
  EXPECT_EQ(Shown("strict", host, {"a.json", "--strict"}), "true --strict");
  EXPECT_EQ(Shown("strict", host, {"a.json", "--no-strict"}),
            "false --no-strict");
  EXPECT_EQ(Shown("strict", host, {"a.json", "--no-strict", "--strict"}),
            "`--strict` and `--no-strict` are both given");
  host.variables["OPFIT_STRICT"] = "true";
  EXPECT_EQ(Shown("strict", host, {"a.json"}), "true OPFIT_STRICT");
  host.variables["OPFIT_STRICT"] = "yes";
  EXPECT_EQ(Shown("strict", host, {"a.json"}),
            "OPFIT_STRICT: `strict` is true or false, not `yes`");
}

TEST(Settings, NearestConfigurationUpwardsCounts) {
  FakeHost host;
  host.files = {{"models/opfit.json", R"({"target": "v68"})"},
                {"/opfit.json", R"({"target": "v69"})"}};
  host.directories = {"models"};
  EXPECT_EQ(Shown("target", host, {"models/x/a.json"}),
            "v68 models/opfit.json:1:12");
  EXPECT_EQ(Shown("target", host, {"models"}), "v68 models/opfit.json:1:12");
  EXPECT_EQ(Shown("target", host, {"a.json"}), "v69 /opfit.json:1:12");
  EXPECT_EQ(Shown("target", host, {"-"}), "v69 /opfit.json:1:12");
  EXPECT_EQ(Shown("target", host, {"--show-settings"}), "v69 /opfit.json:1:12");
  EXPECT_THAT(Shown("target", host, {"a.json", "models/b.json"}),
              StartsWith("the graphs have different configurations: `a.json` "
                         "has `/opfit.json`, `models/b.json` has "
                         "`models/opfit.json`"));
  EXPECT_EQ(Shown("target", host,
                  {"a.json", "models/b.json", "--config", "/opfit.json"}),
            "v69 /opfit.json:1:12");
}

TEST(Settings, MistakesHaveTheirPlace) {
  FakeHost host;
  host.variables["OPFIT_FAIL_ON"] = "unknown,all";
  EXPECT_THAT(Shown("failOn", host, {"a"}),
              HasSubstr("OPFIT_FAIL_ON: `fail-on` is one of"));
  host.variables["OPFIT_FAIL_ON"] = "unknown,unchecked";
  EXPECT_EQ(Shown("failOn", host, {"a"}), "unknown,unchecked OPFIT_FAIL_ON");
  EXPECT_EQ(Shown("target", host, {"a", "--config", "none"}), "no none");
}

TEST(Settings, EveryKeyIsInTheSchemaAndOnItsPage) {
  const nlohmann::json schema =
      nlohmann::json::parse(Content("docs/schema/config.schema.json"));
  const std::string page = Content("docs/configuration.md");
  std::set<std::string> names;
  for (const FlagInfo& info : AllFlags()) {
    if (info.key.empty()) continue;
    EXPECT_TRUE(names.insert(std::string(info.key)).second) << info.key;
    const std::string pointer = absl::StrCat(
        "/properties/", absl::StrReplaceAll(info.key, {{".", "/properties/"}}));
    EXPECT_TRUE(schema.contains(nlohmann::json::json_pointer(pointer)))
        << pointer;
    EXPECT_THAT(page, HasSubstr(absl::StrCat("| `", info.key, "` | `",
                                             EnvironmentName(info), "` |")));
  }
}

}  // namespace
}  // namespace opfit
