#include "cli/help.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "cli/flags.h"
#include "core/render/utf8.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::HasSubstr;
using testing::Le;
using testing::Not;
using testing::StartsWith;

TEST(Help, NamesEveryCommand) {
  for (const CommandInfo& info : AllCommands()) {
    EXPECT_THAT(HelpText(80), HasSubstr(absl::StrCat("\n  ", info.name, " ")));
  }
}

TEST(Help, NamesEveryFlagOfACommandAndNoOther) {
  for (const CommandInfo& command : AllCommands()) {
    const std::string text = HelpText(command.command, 80);
    for (const FlagInfo& flag : AllFlags()) {
      const std::string name = absl::StrCat("--", flag.name, " ", flag.metavar);
      if (flag.IsKnownTo(command.command)) {
        EXPECT_THAT(text, HasSubstr(name));
      } else {
        EXPECT_THAT(text, Not(HasSubstr(name)));
      }
    }
  }
}

TEST(Help, KeepsToTheWidth) {
  std::vector<std::string> pages = {HelpText(80)};
  for (const CommandInfo& info : AllCommands()) {
    pages.push_back(HelpText(info.command, 80));
  }
  for (const std::string& page : pages) {
    for (const absl::string_view line : absl::StrSplit(page, '\n')) {
      EXPECT_THAT(ColumnsOf(line), Le(80u)) << line;
    }
  }
}

TEST(Help, EveryCommandHasAPageThatNamesItsFlagsAndNoOther) {
  for (const CommandInfo& command : AllCommands()) {
    if (command.command == Command::kHelp) continue;
    const std::string path = absl::StrCat("docs/", command.name, ".md");
    std::stringstream page;
    page << std::ifstream(path).rdbuf();
    EXPECT_THAT(page.str(), StartsWith(absl::StrCat("# opfit ", command.name)));
    for (const FlagInfo& flag : AllFlags()) {
      const std::string row =
          absl::StrCat("`--", flag.name, flag.metavar.empty() ? "" : " ",
                       flag.metavar, "` |");
      if (flag.IsKnownTo(command.command)) {
        EXPECT_THAT(page.str(), HasSubstr(row)) << path;
      } else {
        EXPECT_THAT(page.str(), Not(HasSubstr(row))) << path;
      }
    }
  }
}

TEST(Help, ListsChoices) {
  EXPECT_THAT(HelpText(Command::kCheck, 200),
              HasSubstr("text, concise, json, jsonl, sarif"));
}

}  // namespace
}  // namespace opfit
