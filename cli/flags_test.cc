#include "cli/flags.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

TEST(Flags, TablesAreInTheOrderOfTheirEnums) {
  for (size_t i = 0; i < AllCommands().size(); ++i) {
    EXPECT_EQ(static_cast<size_t>(AllCommands()[i].command), i);
  }
  ASSERT_EQ(AllFlags().size(), kFlagCount);
  for (size_t i = 0; i < AllFlags().size(); ++i) {
    EXPECT_EQ(static_cast<size_t>(AllFlags()[i].flag), i);
  }
}

TEST(Flags, NamesAndLettersAreUnique) {
  std::set<std::string> names;
  std::set<char> letters;
  for (const FlagInfo& info : AllFlags()) {
    EXPECT_TRUE(names.insert(std::string(info.name)).second) << info.name;
    if (info.letter != '\0') {
      EXPECT_TRUE(letters.insert(info.letter).second) << info.letter;
    }
  }
}

TEST(Flags, OnlyThoseThatTakeAValueNameOne) {
  for (const FlagInfo& info : AllFlags()) {
    EXPECT_EQ(info.takes == FlagInfo::Takes::kNothing, info.metavar.empty())
        << info.name;
  }
}

TEST(Flags, EveryMeaningIsOneClause) {
  for (const FlagInfo& info : AllFlags()) {
    EXPECT_FALSE(info.meaning.empty()) << info.name;
    EXPECT_FALSE(absl::EndsWith(info.meaning, ".")) << info.name;
  }
}

TEST(Flags, AreFoundByNameAndLetter) {
  EXPECT_EQ(FindFlag("target"), &InfoOf(Flag::kTarget));
  EXPECT_EQ(FindFlag('t'), &InfoOf(Flag::kTarget));
  EXPECT_EQ(FindFlag("Target"), nullptr);
  EXPECT_EQ(FindFlag('\0'), nullptr);
  EXPECT_EQ(FindCommand("check"), &InfoOf(Command::kCheck));
  EXPECT_EQ(FindCommand(""), nullptr);
}

}  // namespace
}  // namespace opfit
