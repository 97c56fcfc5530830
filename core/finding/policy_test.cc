#include "core/finding/policy.h"

#include <vector>

#include "absl/status/status.h"
#include "core/finding/finding.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;

std::vector<Finding> OneOfEveryCode() {
  std::vector<Finding> findings;
  for (const CodeInfo& info : AllCodes()) {
    findings.push_back(MakeFinding(info.code));
  }
  return findings;
}

TEST(Policy, WithoutRulesChangesNothing) {
  std::vector<Finding> findings = OneOfEveryCode();
  EXPECT_EQ(ApplyPolicy({}, findings), 0u);
  EXPECT_EQ(findings.size(), AllCodes().size());
}

TEST(Policy, LastSeverityCounts) {
  FindingPolicy policy;
  EXPECT_TRUE(AddSeverity("OF103=note", policy).ok());
  EXPECT_TRUE(AddSeverity("datatypesunsupported=warning", policy).ok());
  std::vector<Finding> findings = {MakeFinding(Code::kDataTypesUnsupported),
                                   MakeFinding(Code::kRankUnsupported)};
  ApplyPolicy(policy, findings);
  EXPECT_EQ(findings[0].severity, Severity::kWarning);
  EXPECT_EQ(findings[1].severity, Severity::kError);
}

TEST(Policy, IgnoredKindsAreTakenOutAndCounted) {
  FindingPolicy policy;
  EXPECT_TRUE(AddIgnored("OF403", policy).ok());
  EXPECT_TRUE(AddIgnored("OF007", policy).ok());
  std::vector<Finding> findings = OneOfEveryCode();
  EXPECT_EQ(ApplyPolicy(policy, findings), 2u);
  for (const Finding& finding : findings) {
    EXPECT_NE(finding.code, Code::kNotAnnotated);
    EXPECT_NE(finding.code, Code::kUnknownKey);
  }
}

TEST(Policy, BrokenInputIsKeptWhateverIsSelected) {
  FindingPolicy policy;
  EXPECT_TRUE(AddSelected("OF103", policy).ok());
  std::vector<Finding> findings = {MakeFinding(Code::kMalformedInput),
                                   MakeFinding(Code::kNotAnnotated),
                                   MakeFinding(Code::kDataTypesUnsupported),
                                   MakeFinding(Code::kValidationBypassed),
                                   MakeFinding(Code::kSharedSpecUnresolved)};
  EXPECT_EQ(ApplyPolicy(policy, findings), 1u);
  std::vector<Code> codes;
  for (const Finding& finding : findings) codes.push_back(finding.code);
  EXPECT_THAT(
      codes,
      ElementsAre(Code::kMalformedInput, Code::kDataTypesUnsupported,
                  Code::kValidationBypassed, Code::kSharedSpecUnresolved));
}

TEST(Policy, SaysWhatIsWrong) {
  FindingPolicy policy;
  EXPECT_EQ(AddIgnored("OF1O3", policy).message(),
            "there is no code `OF1O3`; did you mean `OF103`?");
  EXPECT_EQ(AddIgnored("OF004", policy).message(),
            "`OF004` (DuplicateName) cannot be ignored: it says that the input "
            "was not checked as it is");
  EXPECT_EQ(AddSeverity("OF401=warning", policy).message(),
            "`OF401` (SharedSpecUnresolved) cannot be lowered: it says that "
            "the input was not checked as it is");
  EXPECT_TRUE(AddSeverity("OF205=error", policy).ok());
  EXPECT_EQ(AddSeverity("OF103", policy).message(),
            "a severity is written CODE=error, =warning or =note, not `OF103`");
  EXPECT_EQ(AddSeverity("OF103=off", policy).message(),
            "a severity is error, warning or note, not `off`");
}

}  // namespace
}  // namespace opfit
