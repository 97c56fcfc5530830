// What annotating does, node by node, on small graphs.

#include "core/annotate/annotate.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/annotate/rules.h"
#include "core/formats/read.h"
#include "core/render/annotated_graph.h"
#include "core/testing/checked.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kX[] = R"({"name": "x", "kind": "input",
   "outputs": [{"dtype": "float32", "shape": [1, 64]}]})";

std::string GraphOf(const std::vector<std::string>& nodes) {
  return absl::StrCat(
      R"({"format": "annotated-graph", "version": "1.0", "nodes": [)",
      absl::StrJoin(nodes, ",\n"), "]}");
}

std::string Param(const std::string& name, const std::string& shape) {
  return absl::StrCat(R"({"name": ")", name, R"(", "kind": "param",
    "outputs": [{"dtype": "float32", "shape": )",
                      shape, "}]}");
}

std::string Op(const std::string& name, const std::string& op,
               const std::string& args, const std::string& more = "") {
  return absl::StrCat(R"({"name": ")", name, R"(", "kind": "op", "target": ")",
                      op, R"(", "args": [)", args, R"(],
    "outputs": [{"dtype": "float32", "shape": [1, 64]}])",
                      more, "}");
}

std::string Linear(const std::string& name, const std::string& input,
                   const std::string& more = "") {
  return absl::StrCat(Param(name + "_w", "[64, 64]"), ",\n",
                      Op(name, "aten.linear.default",
                         absl::StrCat(R"({"node": ")", input,
                                      R"("}, {"node": ")", name, R"(_w"})"),
                         more));
}

struct Done {
  Annotated annotated;
  std::string document;

  // What the document says of this node.
  nlohmann::json NodeOf(const std::string& name) const {
    const nlohmann::json parsed = nlohmann::json::parse(document);
    for (const nlohmann::json& node : parsed["nodes"]) {
      if (node["name"] == name) return node;
    }
    return nullptr;
  }
  std::string OutputOf(const std::string& name) const {
    return NodeOf(name)["annotation"]["output"].dump();
  }
  std::string InputOf(const std::string& name, size_t i) const {
    return NodeOf(name)["annotation"]["inputs"][i]["spec"].dump();
  }
  std::vector<std::string> RecipeFindings() const {
    std::vector<std::string> out;
    for (const Finding& finding : annotated.recipe_findings) {
      out.push_back(
          absl::StrCat(InfoOf(finding.code).id, " ", finding.place.pointer));
    }
    return out;
  }
};

Done AnnotateText(const std::string& graph, const AnnotateOptions& options,
                  absl::string_view target = "htp:SM8750") {
  ReadResult read = ReadGraph(graph, Limits());
  EXPECT_THAT(read.findings, IsEmpty());
  absl::StatusOr<Annotated> annotated =
      Annotate(std::move(read.graph), **FindAnnotationRules("htp"),
               HtpTarget(target), options);
  EXPECT_TRUE(annotated.ok()) << annotated.status();
  std::string document = RenderAnnotatedGraph(annotated->graph);
  return {*std::move(annotated), std::move(document)};
}

Done RunRecipe(const std::string& graph, const std::string& members) {
  AnnotateOptions options;
  ParsedRecipe parsed = ParseRecipe(absl::StrCat(
      R"({"format": "annotation-recipe", "version": "1.0", )", members, "}"));
  EXPECT_THAT(parsed.findings, IsEmpty());
  options.recipe = std::move(parsed.recipe);
  return AnnotateText(graph, options);
}

TEST(Annotate, PowAnnotatesBothOperands) {
  const Done done = AnnotateText(
      GraphOf({kX, Op("y", "aten.relu.default", R"({"node": "x"})"),
               Op("p", "aten.pow.Tensor_Tensor",
                  R"({"node": "x"}, {"node": "y"})")}),
      {});
  EXPECT_EQ(done.NodeOf("p")["annotation"]["inputs"].size(), 2);
}

TEST(Annotate, OneTensorTwiceHasOneAnnotation) {
  const Done done = AnnotateText(
      GraphOf(
          {kX, Op("y", "aten.mul.Tensor", R"({"node": "x"}, {"node": "x"})")}),
      {});
  EXPECT_EQ(done.NodeOf("y")["annotation"]["inputs"].size(), 1);
}

TEST(Annotate, DataMovementShares) {
  for (const char* op :
       {"aten.slice.Tensor", "aten.select.int", "aten.narrow.default",
        "aten.flip.default", "aten.pad.default", "aten.max_pool2d.default",
        "aten.amax.default", "aten.view.default"}) {
    const Done done =
        AnnotateText(GraphOf({kX, Op("y", op, R"({"node": "x"}, 1)")}), {});
    EXPECT_THAT(done.OutputOf("y"), HasSubstr("shared")) << op;
  }
}

TEST(Annotate, DiscardsHoldWherePerChannelIsOn) {
  const std::string graph = GraphOf({kX, Linear("a", "x"), Linear("b", "a")});
  AnnotateOptions by_name;
  by_name.discard_nodes = {"a"};
  EXPECT_FALSE(AnnotateText(graph, by_name).NodeOf("a").contains("annotation"));
  EXPECT_TRUE(AnnotateText(graph, by_name).NodeOf("b").contains("annotation"));
  AnnotateOptions by_op;
  by_op.discard_ops = {"aten.linear.default"};
  EXPECT_FALSE(AnnotateText(graph, by_op).NodeOf("a").contains("annotation"));
  EXPECT_FALSE(AnnotateText(graph, by_op).NodeOf("b").contains("annotation"));
}

TEST(Annotate, ItemsOfADiscardedSplitAreDiscarded) {
  AnnotateOptions options;
  options.discard_nodes = {"s"};
  const Done done = AnnotateText(
      GraphOf({kX, Op("s", "aten.split.Tensor", R"({"node": "x"}, 32)"),
               Op("i", "_operator.getitem", R"({"node": "s"}, 0)")}),
      options);
  EXPECT_FALSE(done.NodeOf("i").contains("annotation"));
}

TEST(Annotate, TwoBlockSizesStayApart) {
  const Done done = RunRecipe(GraphOf({kX, Linear("a", "x"), Linear("b", "a")}),
                              R"("default": {"quant": "16a4w_block"},
                   "block_sizes": {"a": [1, 16], "b": 64})");
  EXPECT_THAT(done.RecipeFindings(), IsEmpty());
  EXPECT_THAT(done.InputOf("a", 1), HasSubstr("\"block_size\":[1,16]"));
  EXPECT_THAT(done.InputOf("b", 1), HasSubstr("\"block_size\":[1,64]"));
}

TEST(Annotate, OfEqualPrioritiesTheFirstWins) {
  const char* kRules = R"("rules": [
    {"match": {"ops": ["aten.linear.default"]}, "quant": "16a8w"},
    {"match": {"nodes": ["a"]}, "quant": "16a4w"})";
  const std::string graph = GraphOf({kX, Linear("a", "x")});
  const Done tied = RunRecipe(graph, absl::StrCat(kRules, "]"));
  EXPECT_EQ(tied.annotated.settings[tied.annotated.nodes[0].settings].rule, 0);
  EXPECT_THAT(tied.RecipeFindings(), IsEmpty());
  const Done higher =
      RunRecipe(graph, absl::StrCat(kRules, R"(, {"match": {"nodes": ["a"]},
                                       "quant": "8a8w", "priority": 2}])"));
  EXPECT_EQ(higher.annotated.settings[higher.annotated.nodes[0].settings].rule,
            2);
}

TEST(Annotate, ModulesMatchByPatternAndByType) {
  const std::string graph =
      GraphOf({kX, Linear("a", "x", R"(, "module": "layers.0.mlp",
          "module_type": "torch.nn.modules.linear.Linear")"),
               Linear("b", "a", R"(, "module": "layers.0.attn",
          "module_type": "MyLinear")")});
  const Done done = RunRecipe(graph, R"("rules": [
    {"match": {"module": "\\.mlp$"}, "quant": "16a8w"},
    {"match": {"module_type": "Linear"}, "quant": "16a4w"},
    {"match": {"module_type": "torch.nn.modules.linear.Linear"}},
    {"match": {"module": "^attn"}}])");
  EXPECT_EQ(done.annotated.nodes[0].settings, 1);
  EXPECT_EQ(done.annotated.nodes[1].settings, 0);
  EXPECT_THAT(done.RecipeFindings(), ElementsAre("OF603 /rules/3/match"));
}

TEST(Annotate, MistakesInARecipeHaveTheirPlace) {
  struct Case {
    const char* members;
    const char* finding;
  };
  const Case kCases[] = {
      {R"("default": {"quant": "9a9w"})", "OF605 /default/quant"},
      {R"("default": {"quant": "8a4w", "qat": true})", "OF605 /default/quant"},
      {R"("rules": [{"match": {"nodes": ["a", "no"]}}])",
       "OF602 /rules/0/match/nodes/1"},
      {R"("rules": [{"match": {"nodes": ["x"]}}])",
       "OF602 /rules/0/match/nodes/0"},
      {R"("block_sizes": {"no": 32})", "OF602 /block_sizes/no"},
      {R"("block_sizes": {"a": 32})", "OF604 /block_sizes/a"},
      {R"("default": {"quant": "16a4w_block"}, "block_sizes": {"a": 48})",
       "OF604 /block_sizes/a"},
      {R"("default": {"quant": "16a4w_block"}, "block_sizes": {"a": [2, 32]})",
       "OF604 /block_sizes/a"},
      {R"("default": {"quant": "16a4w_block"}, "block_sizes": {"a": [1]})",
       "OF604 /block_sizes/a"},
      {R"("discard": {"nodes": ["no"]})", "OF602 /discard/nodes/0"},
      {R"("discard": {"ops": ["aten.no"]})", "OF603 /discard/ops/0"},
      {R"("annotations": [{"node": "no"}])", "OF602 /annotations/0/node"},
      {R"("annotations": [{"node": "a", "inputs": [{"node": "no",
          "spec": null}]}])",
       "OF602 /annotations/0/inputs/0/node"},
      {R"("annotations": [{"node": "a", "output": {"kind": "shared",
          "with": {"node": "no"}}}])",
       "OF602 /annotations/0/output"},
      {R"("rules": [{"match": {"module": "(("}}])",
       "OF601 /rules/0/match/module"},
  };
  for (const Case& test : kCases) {
    const Done done = RunRecipe(GraphOf({kX, Linear("a", "x")}), test.members);
    EXPECT_THAT(done.RecipeFindings(), testing::Contains(test.finding))
        << test.members;
  }
}

TEST(Annotate, WhatARecipeWritesItselfWins) {
  const Done done = RunRecipe(GraphOf({kX, Linear("a", "x")}),
                              R"("annotations": [{"node": "a",
      "inputs": [{"node": "x", "spec": {"kind": "quant", "dtype": "int8",
                  "qscheme": "per_tensor_symmetric"}}],
      "output": null}])");
  EXPECT_THAT(done.InputOf("a", 0), HasSubstr("\"dtype\":\"int8\""));
  EXPECT_THAT(done.InputOf("a", 1), HasSubstr("per_channel_symmetric"));
  EXPECT_EQ(done.OutputOf("a"), "null");
  EXPECT_TRUE(done.annotated.nodes[0].overridden);
}

TEST(Annotate, AnnotatedNodesStayUnlessReplaced) {
  AnnotateOptions options;
  options.quant = "8a8w";
  const Done first = AnnotateText(GraphOf({kX, Linear("a", "x")}), options);
  options.quant = "16a8w";
  EXPECT_EQ(AnnotateText(first.document, options).document, first.document);
  options.replace = true;
  EXPECT_NE(AnnotateText(first.document, options).document, first.document);
}

TEST(Annotate, TheSecondOperandFollowsTheArchitecture) {
  const std::string graph = GraphOf(
      {kX, Op("y", "aten.matmul.default", R"({"node": "x"}, {"node": "r"})"),
       Op("r", "aten.relu.default", R"({"node": "x"})")});
  AnnotateOptions options;
  options.quant = "16a8w";
  EXPECT_THAT(AnnotateText(graph, options, "htp:v69").InputOf("y", 1),
              HasSubstr("uint8"));
  EXPECT_THAT(AnnotateText(graph, options, "htp:v73").InputOf("y", 1),
              HasSubstr("int16"));
  options.quant = "8a8w";
  EXPECT_THAT(AnnotateText(graph, options, "htp:v73").InputOf("y", 1),
              HasSubstr("uint8"));
}

TEST(Annotate, IntegersAreNotAnnotated) {
  const std::string mask =
      R"({"name": "m", "kind": "input",
          "outputs": [{"dtype": "bool", "shape": [1, 64]}]})";
  const Done done = AnnotateText(
      GraphOf({kX, mask,
               Op("y", "aten.where.self",
                  R"({"node": "m"}, {"node": "x"}, {"node": "x"})"),
               R"({"name": "n", "kind": "op", "target": "aten.argmax.default",
       "args": [{"node": "m"}], "outputs": [{"dtype": "int64", "shape": [1]}]})"}),
      {});
  EXPECT_EQ(done.NodeOf("y")["annotation"]["inputs"].size(), 1);
  EXPECT_FALSE(done.NodeOf("n").contains("annotation"));
}

TEST(Annotate, OtherDialectsAreAStatus) {
  ReadResult read = ReadGraph(
      R"({"format": "annotated-graph", "version": "1.0", "dialect": "onnx",
          "nodes": []})",
      Limits());
  const absl::StatusOr<Annotated> annotated =
      Annotate(std::move(read.graph), **FindAnnotationRules("htp"),
               HtpTarget("htp:v73"), {});
  EXPECT_THAT(annotated.status().message(), HasSubstr("onnx"));
}

}  // namespace
}  // namespace opfit
