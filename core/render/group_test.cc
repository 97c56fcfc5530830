#include "core/render/group.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;

Finding At(Code code, std::string node, std::string found = "") {
  Finding finding = MakeFinding(code);
  finding.node = std::move(node);
  finding.found = std::move(found);
  return finding;
}

std::vector<std::string> NodesOf(const std::vector<FindingGroup>& groups) {
  std::vector<std::string> lines;
  for (const FindingGroup& group : groups) {
    std::string line;
    for (const Finding* finding : group.findings) line += finding->node;
    lines.push_back(line);
  }
  return lines;
}

TEST(Group, KeepsTheOrderOfTheFirstOnes) {
  const std::vector<Finding> findings = {
      At(Code::kScaleInvalid, "a", "scale 0"), At(Code::kNotAnnotated, "b"),
      At(Code::kScaleInvalid, "c", "scale 0"), At(Code::kNotAnnotated, "d")};
  EXPECT_THAT(NodesOf(GroupFindings(findings)), ElementsAre("ac", "bd"));
}

TEST(Group, KeepsApartWhatWasFoundOtherwise) {
  const std::vector<Finding> findings = {
      At(Code::kScaleInvalid, "a", "scale 0"),
      At(Code::kScaleInvalid, "b", "scale -1")};
  EXPECT_THAT(NodesOf(GroupFindings(findings)), ElementsAre("a", "b"));
}

TEST(Group, KeepsApartOtherRowsAndPorts) {
  std::vector<Finding> findings(3, At(Code::kAxisUnsupported, "a"));
  findings[1].nearest = Nearest{"row", 0, {}};
  findings[2].port = "in[1]";
  EXPECT_THAT(NodesOf(GroupFindings(findings)), ElementsAre("a", "a", "a"));
}

TEST(Group, NotesNeedOnlyTheSameMessage) {
  std::vector<Finding> findings = {
      MakeFinding(Code::kDiscarded, {"`--discard-op`"}),
      MakeFinding(Code::kDiscarded, {"`--discard-node`"}),
      MakeFinding(Code::kDiscarded, {"`--discard-op`"})};
  findings[0].node = "a";
  findings[1].node = "b";
  findings[2].node = "c";
  findings[2].op = "another";
  EXPECT_THAT(NodesOf(GroupFindings(findings)), ElementsAre("ac", "b"));
}

TEST(Group, NoTextPassesForTwo) {
  std::vector<Finding> findings(2, At(Code::kScaleInvalid, "a"));
  findings[0].accepted = {"x", "y"};
  findings[1].accepted = {"x1:y"};
  EXPECT_THAT(NodesOf(GroupFindings(findings)), ElementsAre("a", "a"));
}

TEST(Group, SingleFindingsAreNotGathered) {
  const std::vector<Finding> findings(2, At(Code::kNotAnnotated, "a"));
  EXPECT_THAT(NodesOf(SingleFindings(findings)), ElementsAre("a", "a"));
}

}  // namespace
}  // namespace opfit
