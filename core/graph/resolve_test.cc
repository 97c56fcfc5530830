#include "core/graph/resolve.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/graph_text.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "core/graph/graph.h"
#include "core/testing/graph_lines.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using Problem = ResolvedSpec::Problem;

// A graph with its specs resolved, asked by names.
class Resolution {
 public:
  explicit Resolution(absl::string_view lines)
      : read_(ReadGraph(GraphJson(lines), Limits())), resolved_(read_.graph) {}

  const ResolvedSpec& Out(absl::string_view node) const {
    return resolved_.OfValue(read_.graph.outputs(NodeOf(node)).front());
  }
  // What `node` says of its i-th annotated input.
  const ResolvedSpec& In(absl::string_view node, size_t i = 0) const {
    return resolved_.OfInput(NodeOf(node), i);
  }
  std::string Text(const ResolvedSpec& resolved) const {
    return SpecText(read_.graph, resolved.spec);
  }

 private:
  const Node& NodeOf(absl::string_view name) const {
    for (const Node& node : read_.graph.nodes()) {
      if (node.name == name) return node;
    }
    ADD_FAILURE() << "no node " << name;
    return read_.graph.nodes().front();
  }

  ReadResult read_;
  ResolvedSpecs resolved_;
};

MATCHER_P(SharesWith, other, "shares") {
  return arg.group == other.group && arg.problem == Problem::kNone &&
         arg.spec == other.spec;
}

constexpr char kInt8[] = "{quant INT_8 min -128 max 127 tensor-symmetric}";
constexpr char kUInt8[] = "{quant UINT_8 min 0 max 255 tensor}";

TEST(ResolvedSpecs, AConcreteSpecStandsForItself) {
  const Resolution r("x: input\n a = t(x) | x: u8 -> i8");
  EXPECT_EQ(r.Text(r.Out("a")), kInt8);
  EXPECT_EQ(r.Text(r.In("a")), kUInt8);
  EXPECT_NE(r.Out("a").group, r.In("a").group);
}

TEST(ResolvedSpecs, NothingSaidIsNoProblem) {
  const Resolution r("x: input\n a = t(x)");
  EXPECT_EQ(r.Out("a").problem, Problem::kNone);
  EXPECT_EQ(r.Out("a").spec, kNoSpec);
}

TEST(ResolvedSpecs, FloatStandsForItself) {
  const Resolution r(
      "x: input\n a = t(x) | x: float -> as a>b\n"
      "b = t(a) | a: float -> u8");
  EXPECT_EQ(r.In("a").spec, kFloatSpec);
  EXPECT_EQ(r.Out("a").spec, kFloatSpec);
  EXPECT_EQ(r.Out("a").problem, Problem::kNone);
}

TEST(ResolvedSpecs, AReferenceToANodeIsToItsOutput) {
  const Resolution r("x: input\n a = t(x) | -> u8\n b = t(a) | -> as a");
  EXPECT_THAT(r.Out("b"), SharesWith(r.Out("a")));
  EXPECT_EQ(r.Text(r.Out("b")), kUInt8);
}

TEST(ResolvedSpecs, AReferenceToANodeOfSeveralOutputsIsToTheFirst) {
  const Resolution r(
      "x: input\n a = t(x) [1], [1] | -> [u8, i8]\n"
      "b = t(x) | -> as a");
  EXPECT_EQ(r.Text(r.Out("b")), kUInt8);
}

TEST(ResolvedSpecs, AReferenceToAnEdgeIsToWhatTheConsumerSays) {
  const Resolution r(
      "x: input\n a = t(x) | -> u8\n"
      "b = t(a) | a: i8 -> as a>b");
  EXPECT_THAT(r.Out("b"), SharesWith(r.In("b")));
  EXPECT_EQ(r.Text(r.Out("b")), kInt8);
}

TEST(ResolvedSpecs, AReferenceToAnEdgeThatNobodySpeaksOfIsToTheProducer) {
  const Resolution r(
      "x: input\n a = t(x) | -> u8\n"
      "b = t(a) | -> as a>b");
  EXPECT_THAT(r.Out("b"), SharesWith(r.Out("a")));
}

TEST(ResolvedSpecs, ReferencesMayLeadForwards) {
  const Resolution r("x: input\n a = t(x) | -> as b\n b = t(a) | -> u8");
  EXPECT_THAT(r.Out("a"), SharesWith(r.Out("b")));
}

TEST(ResolvedSpecs, ChainsLeadThroughEdgesAndNodes) {
  const Resolution r(R"(
      x: input
      a = t(x) | x: u8 -> as x>a
      b = t(a) | a: as a -> as a>b
      c = t(b) | b: as b -> as b>c
  )");
  EXPECT_THAT(r.Out("c"), SharesWith(r.In("a")));
  EXPECT_THAT(r.In("c"), SharesWith(r.In("a")));
  EXPECT_THAT(r.Out("a"), SharesWith(r.In("a")));
  EXPECT_EQ(r.Text(r.Out("c")), kUInt8);
}

TEST(ResolvedSpecs, AnEdgeThatRepeatsItsProducerSharesWithIt) {
  const Resolution r("x: input\n a = t(x) | -> u8\n b = t(a) | a: u8 -> i8");
  EXPECT_THAT(r.In("b"), SharesWith(r.Out("a")));
}

TEST(ResolvedSpecs, AnEdgeThatSaysSomethingElseDoesNot) {
  for (const char* other : {"u8 symmetric", "u8 observer=Other", "u8 max=254",
                            "u8 scale=1 zero=0", "u8 axis=0"}) {
    const Resolution r(absl::StrCat(
        "x: input\n a = t(x) | -> u8\n b = t(a) | a: ", other, " -> i8"));
    EXPECT_NE(r.In("b").group, r.Out("a").group) << other;
  }
}

TEST(ResolvedSpecs, AnEdgeThatMayNotShareDoesNot) {
  const Resolution r(
      "x: input\n a = t(x) | -> u8\n"
      "b = t(a) | a: u8 -> i8 | unshared");
  EXPECT_NE(r.In("b").group, r.Out("a").group);
  EXPECT_EQ(r.Text(r.In("b")), kUInt8);
}

TEST(ResolvedSpecs, AnEdgeMayShareEvenIfItMayNotDoSoSilently) {
  const Resolution r(
      "x: input\n a = t(x) | -> u8\n"
      "b = t(a) | a: as a -> i8 | unshared");
  EXPECT_THAT(r.In("b"), SharesWith(r.Out("a")));
}

TEST(ResolvedSpecs, TwoFloatEdgesShareNothing) {
  const Resolution r(
      "x: input\n a = t(x) | x: float -> float\n"
      "b = t(a) | a: float -> float");
  EXPECT_NE(r.In("b").group, r.Out("a").group);
}

TEST(ResolvedSpecs, TheItemsOfATupleAreNodesOfTheirOwn) {
  const Resolution r(R"(
      x: input
      s = aten.split.Tensor(x, 2) [1], [1] | x: u8 -> float
      a = _operator.getitem(s, 0) | -> as x>s
      b = _operator.getitem(s, 1) | -> as a
  )");
  EXPECT_THAT(r.Out("a"), SharesWith(r.In("s")));
  EXPECT_THAT(r.Out("b"), SharesWith(r.In("s")));
}

TEST(ResolvedSpecs, ASpecThatIsSharedWithItselfIsACycle) {
  const Resolution r("x: input\n a = t(x) | -> as a");
  EXPECT_EQ(r.Out("a").problem, Problem::kCycle);
  EXPECT_EQ(r.Out("a").spec, kNoSpec);
}

TEST(ResolvedSpecs, EveryPlaceOfACycleAndBeforeItHasTheProblem) {
  const Resolution r(R"(
      x: input
      a = t(x) | x: as a -> as x>a
      b = t(a) | a: as a -> as a>b
  )");
  for (const ResolvedSpec& at :
       {r.In("a"), r.Out("a"), r.In("b"), r.Out("b")}) {
    EXPECT_EQ(at.problem, Problem::kCycle);
    EXPECT_EQ(at.group, r.Out("a").group);
  }
}

TEST(ResolvedSpecs, ANameThatIsNotThereIsAProblemOfAllThatLeadsThere) {
  const Resolution r("x: input\n a = t(x) | -> as q\n b = t(a) | -> as a");
  EXPECT_EQ(r.Out("a").problem, Problem::kUnknownName);
  EXPECT_EQ(r.Out("b").problem, Problem::kUnknownName);
  EXPECT_EQ(r.Out("b").group, r.Out("a").group);
}

TEST(ResolvedSpecs, AnEdgeOfWhichOneEndIsNotThereIsAProblem) {
  const Resolution r("x: input\n a = t(x) | -> as x>q\n b = t(x) | -> as q>a");
  EXPECT_EQ(r.Out("a").problem, Problem::kUnknownName);
  EXPECT_EQ(r.Out("b").problem, Problem::kUnknownName);
}

TEST(ResolvedSpecs, APlaceThatSaysNothingIsAProblemOfThoseThatAsk) {
  const Resolution r("x: input\n a = t(x)\n b = t(a) | -> as a");
  EXPECT_EQ(r.Out("a").problem, Problem::kNone);
  EXPECT_EQ(r.Out("b").problem, Problem::kNothing);
}

// 100,000 nodes, each sharing with the one before, or after, and the last of
// them as the test says.
std::string Chain(int step, absl::string_view last) {
  constexpr int kLength = 100'000;
  const int end = step < 0 ? 0 : kLength - 1;
  std::string json =
      R"({"format": "annotated-graph", "version": "1.0", "nodes": [)";
  for (int i = 0; i < kLength; ++i) {
    const std::string spec =
        i == end ? SpecJson(last) : SpecJson(absl::StrCat("as n", i + step));
    absl::StrAppend(&json, i == 0 ? "" : ",", R"({"name": "n)", i,
                    R"(", "kind": "op", "target": "t", "annotation": )",
                    R"({"annotated": true, "inputs": [], "output": )", spec,
                    "}}");
  }
  return json + "]}";
}

TEST(ResolvedSpecs, VeryLongChainsInEitherDirectionLeadToTheirEnd) {
  for (const int step : {-1, 1}) {
    const ReadResult read = ReadGraph(Chain(step, "u8"), Limits());
    const ResolvedSpecs resolved(read.graph);
    const ResolvedSpec& first = resolved.OfValue(0);
    const ResolvedSpec& last = resolved.OfValue(99'999);
    EXPECT_EQ(SpecText(read.graph, first.spec), kUInt8);
    EXPECT_EQ(first.group, last.group);
    EXPECT_EQ(first.spec, last.spec);
  }
}

TEST(ResolvedSpecs, AVeryLongCycleIsOne) {
  const ReadResult read = ReadGraph(Chain(1, "as n0"), Limits());
  const ResolvedSpecs resolved(read.graph);
  EXPECT_EQ(resolved.OfValue(0).problem, Problem::kCycle);
  EXPECT_EQ(resolved.OfValue(50'000).problem, Problem::kCycle);
}

}  // namespace
}  // namespace opfit
