#include "core/graph/builder.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Refs = GraphBuilder::Refs;

DraftArg TensorArg(absl::string_view name) {
  DraftArg arg;
  arg.kind = Arg::Kind::kTensor;
  arg.text = name;
  return arg;
}

NodeDraft OpDraft(absl::string_view name,
                  std::vector<absl::string_view> inputs = {}) {
  NodeDraft draft;
  draft.name = name;
  draft.op = "t";
  for (const absl::string_view input : inputs) {
    draft.args.push_back(TensorArg(input));
  }
  return draft;
}

// "OF005 b in y at /nodes/1/args/0/node"
std::vector<std::string> Texts(const std::vector<Finding>& findings) {
  std::vector<std::string> texts;
  for (const Finding& finding : findings) {
    texts.push_back(absl::StrCat(InfoOf(finding.code).id, " ",
                                 finding.args.empty() ? "" : finding.args[0],
                                 " in ", finding.node, " at ",
                                 finding.place.pointer));
  }
  return texts;
}

absl::string_view ProducerOf(const Graph& graph, NodeId node, size_t arg) {
  const ValueId value = graph.tensors(graph.args(graph.node(node))[arg])[0];
  return graph.node(graph.value(value).producer).name;
}

TEST(GraphBuilder, ResolvesReferencesBackAndForth) {
  GraphBuilder builder("", Refs::kToNodes);
  builder.AddNode(OpDraft("a", {"b"}));
  builder.AddNode(OpDraft("b"));
  builder.AddNode(OpDraft("c", {"b", "a"}));
  const ReadResult result = std::move(builder).Finish();
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(ProducerOf(result.graph, 0, 0), "b");
  EXPECT_EQ(ProducerOf(result.graph, 2, 0), "b");
  EXPECT_EQ(ProducerOf(result.graph, 2, 1), "a");
}

TEST(GraphBuilder, ResolvesReferencesFarAway) {
  constexpr size_t kCount = 3000;
  std::vector<std::string> names;
  for (size_t i = 0; i < kCount; ++i) {
    names.push_back(absl::StrCat("n", i, i % 2 == 0 ? "" : "_same_end"));
  }
  GraphBuilder builder("", Refs::kToNodes);
  for (size_t i = 0; i < kCount; ++i) {
    builder.AddNode(OpDraft(names[i], {names[i / 2], names[kCount - 1 - i]}));
  }
  // Half of them refer forward: not in topological order, and in cycles.
  const ReadResult result = std::move(builder).Finish();
  for (size_t i = 0; i < kCount; ++i) {
    ASSERT_EQ(ProducerOf(result.graph, i, 0), names[i / 2]);
    ASSERT_EQ(ProducerOf(result.graph, i, 1), names[kCount - 1 - i]);
  }
}

TEST(GraphBuilder, ADuplicateNameIsReportedAndTheFirstOneMeant) {
  GraphBuilder builder("", Refs::kToNodes);
  NodeDraft first = OpDraft("a");
  NodeDraft second = OpDraft("a");
  second.position = 1;
  builder.AddNode(first);
  builder.AddNode(second);
  NodeDraft consumer = OpDraft("b", {"a"});
  consumer.position = 2;
  builder.AddNode(consumer);
  const ReadResult result = std::move(builder).Finish();
  EXPECT_THAT(Texts(result.findings),
              ElementsAre("OF004 a in a at /nodes/1/name"));
  EXPECT_FALSE(result.graph.node(0).broken);
  EXPECT_TRUE(result.graph.node(1).broken);
  const ValueId value =
      result.graph.tensors(result.graph.args(result.graph.node(2))[0])[0];
  EXPECT_EQ(result.graph.value(value).producer, 0);
}

TEST(GraphBuilder, DanglingReferencesAreReportedWhereTheyStand) {
  GraphBuilder builder("", Refs::kToNodes);
  NodeDraft draft = OpDraft("y", {"y0", "a"});
  draft.names = {{"b"}, {absl::string_view()}};
  DraftArg list;
  list.kind = Arg::Kind::kTensors;
  list.count = 2;
  draft.args.push_back(list);
  draft.attributes.push_back({"k", TensorArg("c")});
  draft.input_specs = {{"y0", kFloatSpec}, {"d", kFloatSpec}};
  builder.AddNode(OpDraft("y0"));
  draft.position = 1;
  builder.AddNode(draft);
  const ReadResult result = std::move(builder).Finish();
  EXPECT_THAT(Texts(result.findings),
              ElementsAre("OF005 a in y at /nodes/1/args/1/node",
                          "OF005 b in y at /nodes/1/args/2",
                          "OF005 c in y at /nodes/1/kwargs",
                          "OF005 d in y at /nodes/1/annotation/inputs/1/node"));
  EXPECT_TRUE(result.graph.node(1).broken);
  EXPECT_FALSE(result.graph.node(0).broken);
}

TEST(GraphBuilder, SpecsReferToNodesThatComeLater) {
  GraphBuilder builder("", Refs::kToNodes);
  QuantSpec shared;
  shared.kind = QuantSpec::Kind::kShared;
  SpecRef ref;
  ref.producer_name = "a";
  ref.consumer_name = "b";
  NodeDraft draft = OpDraft("a");
  draft.outputs.resize(1);
  draft.outputs[0].spec = builder.AddSpec(shared, {}, {}, {}, {&ref, 1});
  builder.AddNode(draft);
  builder.AddNode(OpDraft("b", {"a"}));
  const ReadResult result = std::move(builder).Finish();
  const SpecRef& resolved = result.graph.refs(result.graph.spec(2))[0];
  EXPECT_EQ(resolved.producer, 0);
  EXPECT_EQ(resolved.consumer, 1);
}

TEST(GraphBuilder, KeptTextStaysWhereItIs) {
  GraphBuilder builder("", Refs::kToNodes);
  const auto text = [](size_t i) {
    return absl::StrCat(i, std::string(i * i % 6000, 'x'));
  };
  constexpr size_t kCount = 200;
  for (size_t i = 0; i < kCount; ++i) {
    builder.AddNode(OpDraft(builder.Keep(text(i))));
  }
  EXPECT_NE(builder.Keep("").data(), nullptr);
  const ReadResult result = std::move(builder).Finish();
  for (size_t i = 0; i < kCount; ++i) {
    EXPECT_EQ(result.graph.node(i).name, text(i));
  }
}

TEST(GraphBuilder, TensorsHaveOneProducer) {
  GraphBuilder builder("", Refs::kToTensors);
  TensorDraft tensor;
  tensor.name = "t";
  builder.AddTensor(tensor);
  NodeDraft draft = OpDraft("a");
  draft.outputs.resize(1);
  draft.outputs[0].name = "t";
  builder.AddNode(draft);
  draft.name = "b";
  builder.AddNode(draft);
  const ReadResult result = std::move(builder).Finish();
  EXPECT_THAT(Texts(result.findings),
              ElementsAre("OF004 t in b at /graph/nodes/b"));
  EXPECT_FALSE(result.graph.node(0).broken);
  EXPECT_TRUE(result.graph.node(1).broken);
}

TEST(GraphBuilder, TensorsMayComeAfterTheNodes) {
  GraphBuilder builder("", Refs::kToTensors);
  NodeDraft draft = OpDraft("a", {"x"});
  draft.outputs.resize(1);
  draft.outputs[0].name = "y";
  builder.AddNode(draft);
  for (const char* const name : {"x", "y"}) {
    TensorDraft tensor;
    tensor.name = name;
    builder.AddTensor(tensor);
  }
  const ReadResult result = std::move(builder).Finish();
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(result.graph.value(1).producer, 0);
}

TEST(GraphBuilder, AnUndeclaredOutputIsATensorAllTheSame) {
  GraphBuilder builder("", Refs::kToTensors);
  builder.AddNode(OpDraft("b", {"t"}));
  NodeDraft draft = OpDraft("a");
  draft.outputs.resize(1);
  draft.outputs[0].name = "t";
  builder.AddNode(draft);
  const ReadResult result = std::move(builder).Finish();
  EXPECT_THAT(Texts(result.findings),
              ElementsAre("OF005 t in a at /graph/nodes/a/output_names/0"));
  EXPECT_EQ(result.graph.NameOf(result.graph.outputs(result.graph.node(1))[0]),
            "t");
  EXPECT_FALSE(result.graph.node(0).broken);
}

TEST(GraphBuilder, AbandonedItHasNoNodesButItsSource) {
  GraphBuilder builder("text", Refs::kToNodes);
  builder.AddNode(OpDraft("a", {"b"}));
  builder.Report(MakeFinding(Code::kMalformedInput, {"why"}));
  const ReadResult result = std::move(builder).Abandon();
  EXPECT_FALSE(result.usable);
  EXPECT_EQ(result.graph.source(), "text");
  EXPECT_THAT(result.graph.nodes(), IsEmpty());
  EXPECT_THAT(Texts(result.findings), ElementsAre("OF001 why in  at "));
}

TEST(GraphBuilder, ReservingChangesNothing) {
  GraphBuilder builder("", Refs::kToNodes);
  builder.AddNode(OpDraft("a"));
  builder.Reserve(100);
  builder.Reserve(0.5);
  builder.AddNode(OpDraft("b", {"a"}));
  const ReadResult result = std::move(builder).Finish();
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(ProducerOf(result.graph, 1, 0), "a");
}

TEST(GraphBuilder, ANodeYieldsAtLeastOneValue) {
  GraphBuilder builder("", Refs::kToNodes);
  builder.AddNode(OpDraft("a"));
  NodeDraft output = OpDraft("o", {"a"});
  output.kind = NodeKind::kOutput;
  builder.AddNode(output);
  const ReadResult result = std::move(builder).Finish();
  EXPECT_EQ(result.graph.outputs(result.graph.node(0)).size(), 1);
  EXPECT_EQ(result.graph.outputs(result.graph.node(1)).size(), 0);
  EXPECT_EQ(result.graph.op_node_count(), 1);
}

TEST(GraphBuilder, PlacesInABinaryInputAreOffsetsAlone) {
  GraphBuilder builder("\x08\x01", Refs::kToNodes);
  builder.set_binary(true);
  NodeDraft draft = OpDraft("a", {"nowhere"});
  draft.offset = 1;
  builder.AddNode(draft);
  builder.AddNode(draft);
  const ReadResult result = std::move(builder).Finish();
  EXPECT_TRUE(result.graph.is_binary());
  EXPECT_THAT(Texts(result.findings),
              ElementsAre("OF004 a in a at ", "OF005 nowhere in a at ",
                          "OF005 nowhere in a at "));
  EXPECT_EQ(result.findings[0].place.anchor_offset, 1u);
  const Graph& graph = result.graph;
  EXPECT_EQ(graph.PlaceOfArg(graph.node(0), 0).pointer, "");
  EXPECT_EQ(graph.PlaceOfOutputSpec(0).anchor_offset, 1u);
}

TEST(GraphBuilder, AnAbandonedBinaryInputIsStillBinary) {
  GraphBuilder builder("\x08", Refs::kToTensors);
  builder.set_binary(true);
  EXPECT_TRUE(std::move(builder).Abandon().graph.is_binary());
}

TEST(GraphBuilder, ASharedSpecThatNamesNothingSaysNothing) {
  GraphBuilder builder("", Refs::kToNodes);
  QuantSpec shared;
  shared.kind = QuantSpec::Kind::kShared;
  const SpecId spec = builder.AddSpec(shared, {}, {}, {}, {});
  const ReadResult result = std::move(builder).Finish();
  EXPECT_EQ(result.graph.spec(spec).kind, QuantSpec::Kind::kNone);
}

}  // namespace
}  // namespace opfit
