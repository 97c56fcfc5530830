#include "cli/command_line.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Words = std::vector<std::string>;

TEST(CommandLine, TakesFlagsAndOperandsInAnyOrder) {
  const auto line = ParseCommandLine(
      Words{"check", "-q", "a.json", "--target", "v73", "b.json", "-"});
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->command(), Command::kCheck);
  EXPECT_TRUE(line->Has(Flag::kQuiet));
  EXPECT_FALSE(line->Has(Flag::kVerbose));
  EXPECT_EQ(line->Value(Flag::kTarget, "htp"), "v73");
  EXPECT_THAT(line->operands(), ElementsAre("a.json", "b.json", "-"));
}

TEST(CommandLine, TakesValuesAfterAnEqualsSign) {
  const auto line = ParseCommandLine(
      Words{"check", "a", "--target=htp:SM8750@2.41", "--output=a=b"});
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->Value(Flag::kTarget, ""), "htp:SM8750@2.41");
  EXPECT_EQ(line->Value(Flag::kOutput, ""), "a=b");
  EXPECT_EQ(line->Value(Flag::kFormat, "text"), "text");
}

TEST(CommandLine, GathersListsAndRepeats) {
  const auto line =
      ParseCommandLine(Words{"check", "a", "--discard-node=x,y",
                             "--discard-node", "z", "--discard-op", ","});
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_THAT(line->Values(Flag::kDiscardNode), ElementsAre("x", "y", "z"));
  EXPECT_THAT(line->Values(Flag::kDiscardOp), IsEmpty());
}

TEST(CommandLine, TakesEverythingAsOperandsAfterTwoDashes) {
  const auto line = ParseCommandLine(Words{"check", "--", "-q", "--"});
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_THAT(line->operands(), ElementsAre("-q", "--"));
}

TEST(CommandLine, HelpAndVersionAreCommandsToo) {
  EXPECT_EQ(ParseCommandLine(Words{"--help"})->command(), Command::kHelp);
  EXPECT_EQ(ParseCommandLine(Words{"-h"})->command(), Command::kHelp);
  EXPECT_EQ(ParseCommandLine(Words{"--version"})->command(), Command::kVersion);
  EXPECT_EQ(ParseCommandLine(Words{"ops", "--version", "x"})->command(),
            Command::kVersion);
  const auto help = ParseCommandLine(Words{"check", "--help"});
  ASSERT_TRUE(help.ok()) << help.status();
  EXPECT_EQ(help->command(), Command::kHelp);
  EXPECT_THAT(help->operands(), ElementsAre("check"));
}

struct WrongCase {
  const char* name;
  Words args;
  const char* want;
};

class WrongCommandLineTest : public testing::TestWithParam<WrongCase> {};

TEST_P(WrongCommandLineTest, SaysWhatIsWrong) {
  const auto line = ParseCommandLine(GetParam().args);
  EXPECT_EQ(line.status().message(), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, WrongCommandLineTest,
    testing::ValuesIn<WrongCase>({
        {"Nothing", {}, "no command; `opfit help` lists them"},
        {"UnknownCommand",
         {"chekc"},
         "there is no command `chekc`; did you mean `check`?"},
        {"UnknownFlag",
         {"check", "--formta=json"},
         "there is no flag `--formta`; did you mean `--format`?"},
        {"UnknownLetter", {"check", "-z"}, "there is no flag `-z`"},
        {"LettersTogether", {"check", "-qv"}, "there is no flag `-qv`"},
        {"FlagOfAnotherCommand",
         {"explain", "OF103", "--quiet"},
         "`--quiet` is not a flag of `explain`"},
        {"NoValue",
         {"check", "a", "--target"},
         "`--target` needs a value: --target TARGET"},
        {"ValueOfASwitch",
         {"check", "a", "--quiet=yes"},
         "`--quiet` takes no value"},
        {"Twice",
         {"check", "a", "-t", "v73", "--target", "v79"},
         "`--target` is given twice"},
        {"OtherChoice",
         {"check", "a", "--format", "yaml"},
         "`--format` is one of text, concise, json, jsonl, sarif, junit, "
         "github, "
         "gitlab, markdown, model-explorer, not `yaml`"},
        {"OtherChoiceInAList",
         {"check", "a", "--fail-on", "warnings,all"},
         "`--fail-on` is one of errors, warnings, unknown, unchecked, not "
         "`all`"},
        {"TooFew",
         {"check"},
         "`check` needs FILE…; `opfit help check` says more"},
        {"TooMany",
         {"explain", "OF103", "OF104"},
         "`OF104` is one word too many for `explain`"},
    }),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace opfit
