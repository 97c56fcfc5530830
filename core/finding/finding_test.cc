#include "core/finding/finding.h"

#include <string>
#include <utility>
#include <vector>

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

TEST(Message, TakesArgumentsAsTheyAre) {
  EXPECT_EQ(Message(MakeFinding(Code::kDuplicateName, {"{0}{1}"})),
            "the name `{0}{1}` is used twice");
  EXPECT_EQ(Message(MakeFinding(Code::kDuplicateName)),
            "the name `` is used twice");
}

TEST(SortFindings, OrdersByPositionThenPortThenCode) {
  const auto at = [](uint32_t node, std::string port, Code code) {
    Finding finding = MakeFinding(code);
    finding.node_index = node;
    finding.port = std::move(port);
    return finding;
  };
  std::vector<Finding> findings = {at(2, "in[0]", Code::kScaleInvalid),
                                   at(1, "out[0]", Code::kScaleInvalid),
                                   at(1, "in[0]", Code::kScaleInvalid),
                                   at(1, "in[0]", Code::kDataTypesUnsupported)};
  SortFindings(findings);
  std::vector<std::pair<uint32_t, std::string>> order;
  for (const Finding& finding : findings) {
    order.emplace_back(
        finding.node_index,
        finding.port + " " + std::string(InfoOf(finding.code).id));
  }
  EXPECT_THAT(order, ElementsAre(std::pair(1u, std::string("in[0] OF103")),
                                 std::pair(1u, std::string("in[0] OF307")),
                                 std::pair(1u, std::string("out[0] OF307")),
                                 std::pair(2u, std::string("in[0] OF307"))));
}

}  // namespace
}  // namespace opfit
