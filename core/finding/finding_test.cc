#include "core/finding/finding.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;

TEST(Codes, AreInAscendingOrderOfTheirNumbers) {
  for (size_t i = 1; i < AllCodes().size(); ++i) {
    EXPECT_LT(AllCodes()[i - 1].id, AllCodes()[i].id);
  }
}

TEST(Codes, AreFoundByIdInAnyCaseAndByName) {
  for (const CodeInfo& info : AllCodes()) {
    EXPECT_EQ(FindCode(info.id), &info);
    EXPECT_EQ(FindCode(info.name), &info);
    EXPECT_EQ(&InfoOf(info.code), &info);
  }
  EXPECT_EQ(FindCode("of103"), &InfoOf(Code::kDataTypesUnsupported));
  EXPECT_EQ(FindCode("OF999"), nullptr);
  EXPECT_EQ(FindCode(""), nullptr);
}

TEST(Codes, AreNotFoundByHalfAName) {
  EXPECT_EQ(FindCode("OF10"), nullptr);
  EXPECT_EQ(FindCode("OF103 "), nullptr);
  EXPECT_EQ(FindCode("DataTypes"), nullptr);
}

TEST(Codes, OnlyBrokenInputIsAnInputError) {
  EXPECT_TRUE(IsInputError(Code::kMalformedInput));
  EXPECT_TRUE(IsInputError(Code::kNonFiniteNumber));
  EXPECT_TRUE(IsInputError(Code::kSharedSpecUnresolved));
  EXPECT_FALSE(IsInputError(Code::kOperatorUnsupported));
  EXPECT_FALSE(IsInputError(Code::kAnnotationMissing));
}

TEST(Message, FillsInItsArguments) {
  EXPECT_EQ(Message(MakeFinding(Code::kValidationBypassed, {"2.37", "2.41"})),
            "nothing was checked: SDK 2.37 is older than 2.41, the first that "
            "the catalog covers");
}

TEST(Message, OfEveryKindHasNoBracesLeft) {
  for (const CodeInfo& info : AllCodes()) {
    const std::string message = Message(MakeFinding(info.code, {"a", "b"}));
    EXPECT_EQ(message.find_first_of("{}"), std::string::npos) << message;
  }
}

TEST(Message, TakesArgumentsAsTheyAre) {
  EXPECT_EQ(Message(MakeFinding(Code::kDuplicateName, {"{0}{1}"})),
            "the name `{0}{1}` is used twice");
  EXPECT_EQ(Message(MakeFinding(Code::kDuplicateName)),
            "the name `` is used twice");
}

// "1 in[0] OF103" for each, once sorted.
std::vector<std::string> Sorted(std::vector<Finding> findings) {
  SortFindings(findings);
  std::vector<std::string> order;
  for (const Finding& finding : findings) {
    order.push_back(absl::StrCat(static_cast<int>(finding.node_index), " ",
                                 finding.port, " ", InfoOf(finding.code).id,
                                 finding.found));
  }
  return order;
}

Finding At(uint32_t node, std::string port, Code code, std::string found = "") {
  Finding finding = MakeFinding(code);
  finding.node_index = node;
  finding.port = std::move(port);
  finding.found = std::move(found);
  return finding;
}

TEST(SortFindings, OrdersByPositionThenPortThenCode) {
  EXPECT_THAT(Sorted({At(2, "in[0]", Code::kScaleInvalid),
                      At(1, "out[0]", Code::kScaleInvalid),
                      At(1, "in[0]", Code::kScaleInvalid),
                      At(1, "in[0]", Code::kDataTypesUnsupported),
                      At(1, "", Code::kNotAnnotated)}),
              ElementsAre("1  OF403", "1 in[0] OF103", "1 in[0] OF307",
                          "1 out[0] OF307", "2 in[0] OF307"));
}

TEST(SortFindings, CountsPortsAsNumbers) {
  EXPECT_THAT(Sorted({At(1, "in[10]", Code::kScaleInvalid),
                      At(1, "in[2]", Code::kScaleInvalid),
                      At(1, "out[2]", Code::kScaleInvalid),
                      At(1, "out[10]", Code::kScaleInvalid),
                      At(1, "in[9]", Code::kScaleInvalid)}),
              ElementsAre("1 in[2] OF307", "1 in[9] OF307", "1 in[10] OF307",
                          "1 out[2] OF307", "1 out[10] OF307"));
}

TEST(SortFindings, WhatConcernsTheWholeInputComesLast) {
  EXPECT_THAT(Sorted({At(UINT32_MAX, "", Code::kValidationBypassed),
                      At(7, "in[0]", Code::kScaleInvalid)}),
              ElementsAre("7 in[0] OF307", "-1  OF205"));
}

TEST(SortFindings, KeepsTheOrderOfEquals) {
  EXPECT_THAT(Sorted({At(1, "in[0]", Code::kChannelCountMismatch, " b"),
                      At(1, "in[0]", Code::kChannelCountMismatch, " a")}),
              ElementsAre("1 in[0] OF310 b", "1 in[0] OF310 a"));
}

}  // namespace
}  // namespace opfit
