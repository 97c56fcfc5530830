#include "core/graph/cycles.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/graph/builder.h"
#include "core/graph/graph.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A graph from "a<b,c b c<a": each node with the nodes that feed it.
ReadResult GraphOf(absl::string_view text) {
  GraphBuilder builder(std::string(text), GraphBuilder::Refs::kToNodes);
  const absl::string_view source = builder.source();
  for (const absl::string_view node :
       absl::StrSplit(source, ' ', absl::SkipEmpty())) {
    const std::vector<absl::string_view> parts = absl::StrSplit(node, '<');
    NodeDraft draft;
    draft.name = parts[0];
    if (parts.size() > 1) {
      for (const absl::string_view input : absl::StrSplit(parts[1], ',')) {
        DraftArg arg;
        arg.kind = Arg::Kind::kTensor;
        arg.text = input;
        draft.args.push_back(arg);
      }
    }
    builder.AddNode(draft);
  }
  return std::move(builder).Finish();
}

std::vector<std::string> CyclesOf(absl::string_view text) {
  std::vector<std::string> cycles;
  for (const Finding& finding : GraphOf(text).findings) {
    cycles.push_back(finding.args[0]);
  }
  return cycles;
}

TEST(Cycles, NoneInTopologicalOrder) {
  EXPECT_THAT(CyclesOf("a b<a c<a,b"), IsEmpty());
}

TEST(Cycles, NoneInAnotherOrder) {
  EXPECT_THAT(CyclesOf("c<a,b b<a a"), IsEmpty());
}

TEST(Cycles, ANodeThatFeedsItself) {
  EXPECT_THAT(CyclesOf("a<a"), ElementsAre("`a` → `a`"));
}

TEST(Cycles, InTheOrderOfTheEdgesFromTheFirstNode) {
  EXPECT_THAT(CyclesOf("x b<a c<b a<c"), ElementsAre("`b` → `c` → `a` → `b`"));
}

TEST(Cycles, Several) {
  EXPECT_THAT(CyclesOf("a<b b<a c<d d<c"),
              ElementsAre("`a` → `b` → `a`", "`c` → `d` → `c`"));
}

TEST(Cycles, OnlyTheirNodesAreBroken) {
  const ReadResult result = GraphOf("x a<b,x b<a y<b");
  std::vector<bool> broken;
  for (const Node& node : result.graph.nodes()) broken.push_back(node.broken);
  EXPECT_THAT(broken, ElementsAre(false, true, true, false));
}

TEST(Cycles, LongOnesAreShortened) {
  EXPECT_THAT(CyclesOf("a<j b<a c<b d<c e<d f<e g<f h<g i<h j<i"),
              ElementsAre("`a` → `b` → `c` → `d` → `e` → `f` → `g` → `h` → "
                          "2 more → `a`"));
}

TEST(Cycles, AreFoundInVeryLongChains) {
  std::string text = "n0<n99999";
  for (int i = 1; i < 100000; ++i) absl::StrAppend(&text, " n", i, "<n", i - 1);
  const ReadResult result = GraphOf(text);
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(result.findings[0].node, "n0");
}

}  // namespace
}  // namespace opfit
