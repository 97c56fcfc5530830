#include "core/formats/onnx/onnx.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/finding/finding.h"
#include "core/formats/graph_text.h"
#include "core/formats/limits.h"
#include "core/formats/onnx/model.h"
#include "core/formats/onnx/proto_writer.h"
#include "core/graph/builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using proto::Bytes;
using proto::Node;
using proto::Number;
using proto::Tensor;
using proto::Value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "OF005 at 13: nowhere"
std::vector<std::string> Findings(const ReadResult& read) {
  std::vector<std::string> out;
  for (const Finding& finding : read.findings) {
    out.push_back(absl::StrCat(InfoOf(finding.code).id, " at ",
                               finding.place.anchor_offset, ": ",
                               absl::StrJoin(finding.args, ", ")));
  }
  return out;
}

// What becomes of a sound graph, without its first line.
std::string TextOf(const proto::Graph& graph, int opset = 21) {
  const ReadResult read = ReadOnnx(graph.Model(opset), Limits());
  EXPECT_TRUE(read.usable);
  EXPECT_THAT(Findings(read), IsEmpty());
  const std::string text = GraphText(read.graph);
  return text.substr(text.find('\n') + 1);
}

std::string Scale(const std::string& name, std::vector<float> values) {
  const auto count = static_cast<int64_t>(values.size());
  return Tensor(name, kOnnxFloat, {count}, proto::Floats(values));
}

proto::Graph FloatGraph(std::vector<std::string> nodes) {
  proto::Graph graph;
  graph.nodes = std::move(nodes);
  graph.inputs = {Value("x", kOnnxFloat, {2})};
  graph.outputs = {Value("y", kOnnxFloat, {2})};
  return graph;
}

TEST(Onnx, NodesHaveTheirInputsAttributesAndTypes) {
  const proto::Graph graph =
      FloatGraph({Node("Foo", {"x", "", "x"}, {"m"},
                       {proto::IntAttribute("axis", -1),
                        proto::IntsAttribute("p", {1, 2})},
                       "foo", "my.domain"),
                  Node("Relu", {"m"}, {"y"}, {}, "relu")});
  EXPECT_EQ(TextOf(graph),
            "x: input tensor FLOAT_32[2]\n"
            "foo: op my.domain:Foo(x, null, x) axis=-1 p=[1, 2] -> ?\n"
            "relu: op Relu(m) -> FLOAT_32[2]\n");
}

TEST(Onnx, NodesWithoutANameAreCalledAfterTheirOperator) {
  const proto::Graph graph =
      FloatGraph({Node("Relu", {"x"}, {"m"}, {}, "Relu_1"),
                  Node("Relu", {"m"}, {"n"}), Node("Relu", {"n"}, {"y"})});
  const std::string text = TextOf(graph);
  EXPECT_THAT(text, HasSubstr("Relu_1: op Relu(x)"));
  EXPECT_THAT(text, HasSubstr("Relu_1_: op Relu(m)"));
  EXPECT_THAT(text, HasSubstr("Relu_2: op Relu(n)"));
}

TEST(Onnx, ConstantsAreTensorsAndSmallOnesAttributes) {
  const std::string held =
      Tensor("", kOnnxInt64, {2}, proto::Integers(8, {1, 2}));
  proto::Graph graph = FloatGraph(
      {Node("Constant", {}, {"c"}, {proto::TensorAttribute("value", held)}),
       Node("Identity", {"c"}, {"d"}), Node("Reshape", {"x", "d"}, {"y"})});
  EXPECT_EQ(TextOf(graph),
            "x: input tensor FLOAT_32[2]\n"
            "d: const tensor INT_64[2]\n"
            "Reshape_2: op Reshape(x, d) in[1]=[1, 2] -> FLOAT_32[2]\n");
}

TEST(Onnx, InitializersListedAsInputsAreConstants) {
  proto::Graph graph = FloatGraph({Node("Add", {"x", "w"}, {"y"})});
  graph.initializers = {Scale("w", {1, 2})};
  graph.inputs.push_back(Value("w", kOnnxFloat, {2}));
  EXPECT_THAT(TextOf(graph), HasSubstr("w: const tensor FLOAT_32[2]\n"));
}

TEST(Onnx, TypesThatNobodyDeclaresAreInferred) {
  proto::Graph graph =
      FloatGraph({Node("Shape", {"x"}, {"s"}, {}, "a"),
                  Node("Cast", {"s"}, {"f"},
                       {proto::IntAttribute("to", kOnnxFloat16)}, "b"),
                  Node("Greater", {"x", "x"}, {"g"}, {}, "c"),
                  Node("Where", {"g", "x", "x"}, {"y"}, {}, "d")});
  const std::string text = TextOf(graph);
  EXPECT_THAT(text, HasSubstr("a: op Shape(x) -> INT_64\n"));
  EXPECT_THAT(text, HasSubstr("b: op Cast(s) to=10 -> FLOAT_16\n"));
  EXPECT_THAT(text, HasSubstr("c: op Greater(x, x) -> BOOL_8\n"));
}

TEST(Onnx, SoftmaxOfOldVersionsFlattensBehindTheFirstAxis) {
  const proto::Graph graph = FloatGraph({Node("Softmax", {"x"}, {"y"})});
  EXPECT_THAT(TextOf(graph, 12), HasSubstr("axis=1"));
  EXPECT_THAT(TextOf(graph, 13), testing::Not(HasSubstr("axis")));
}

// x -> Q -> DQ -> `op` -> y -> Q -> DQ -> z, with what a case says of them.
proto::Graph Quantized(const std::string& op,
                       const std::vector<std::string>& more_inputs = {}) {
  std::vector<std::string> operands = {"xd"};
  operands.insert(operands.end(), more_inputs.begin(), more_inputs.end());
  proto::Graph graph;
  graph.nodes = {
      Node("QuantizeLinear", {"x", "s", "zero"}, {"xq"}, {}, "qx"),
      Node("DequantizeLinear", {"xq", "s", "zero"}, {"xd"}),
      Node(op, operands, {"y"}, {}, "op"),
      Node("QuantizeLinear", {"y", "s", "zero"}, {"yq"}),
      Node("DequantizeLinear", {"yq", "s", "zero"}, {"z"}, {}, "dq")};
  graph.initializers = {Scale("s", {0.5}),
                        Tensor("zero", kOnnxUint8, {}, "\x80")};
  graph.inputs = {Value("x", kOnnxFloat, {2})};
  graph.outputs = {Value("z", kOnnxFloat, {2})};
  return graph;
}

TEST(Onnx, QuantizeNodesBecomeWhatTheySay) {
  EXPECT_EQ(
      TextOf(Quantized("Neg")),
      "x: input tensor FLOAT_32[2]\n"
      "qx: op QuantizeLinear(x) -> UFIXED_POINT_8 {quant UFIXED_POINT_8 "
      "tensor scale [0.5] zero [128]}\n"
      "op: op Neg(xq) -> UFIXED_POINT_8 {quant UFIXED_POINT_8 tensor scale "
      "[0.5] zero [128]}\n"
      "dq: op DequantizeLinear(y) -> FLOAT_32[2]\n");
}

// A quantized weight of this type and shape beside the operand.
std::string WeightText(int type, const std::vector<int64_t>& dims,
                       const std::string& raw, const std::string& scale,
                       const std::vector<std::string>& attributes,
                       const std::string& zero = "") {
  proto::Graph graph = Quantized("MatMul", {"wd"});
  graph.initializers.push_back(Tensor("w", type, dims, raw));
  graph.initializers.push_back(scale);
  std::vector<std::string> inputs = {"w", "ws"};
  if (!zero.empty()) {
    graph.initializers.push_back(zero);
    inputs.push_back("wz");
  }
  graph.nodes.insert(graph.nodes.begin(),
                     Node("DequantizeLinear", inputs, {"wd"}, attributes));
  const std::string text = TextOf(graph);
  const size_t begin = text.find("w: ");
  return text.substr(begin, text.find('\n', begin) - begin);
}

TEST(Onnx, WithoutAZeroPointItIsZeroAndTheTypeThatOfTheValues) {
  EXPECT_EQ(WeightText(kOnnxInt8, {2}, "ab", Scale("ws", {0.5}), {}),
            "w: const tensor SFIXED_POINT_8[2] {quant SFIXED_POINT_8 tensor "
            "scale [0.5] zero [0]}");
}

TEST(Onnx, PerAxisHasTheDefaultOrAnyOtherAxis) {
  const std::string scales = Scale("ws", {1, 2});
  EXPECT_THAT(WeightText(kOnnxInt8, {2, 2}, "abcd", scales, {}),
              HasSubstr(" channel axis 1 scale [1, 2] zero [0, 0]"));
  EXPECT_THAT(WeightText(kOnnxInt8, {2, 2}, "abcd", scales,
                         {proto::IntAttribute("axis", -2)}),
              HasSubstr(" channel axis -2 scale [1, 2]"));
}

TEST(Onnx, OneScaleInAListIsPerTensor) {
  EXPECT_THAT(WeightText(kOnnxInt8, {2}, "ab", Scale("ws", {2}),
                         {proto::IntAttribute("axis", 0)}),
              HasSubstr(" tensor scale [2]"));
}

TEST(Onnx, FourBitsAreKeptInEight) {
  EXPECT_EQ(WeightText(kOnnxUint4, {2}, "\x21", Scale("ws", {1}), {},
                       Tensor("wz", kOnnxUint4, {}, "\x08")),
            "w: const tensor UFIXED_POINT_8[2] {quant UFIXED_POINT_8 bits 4 "
            "tensor scale [1] zero [8]}");
}

TEST(Onnx, BlocksHaveTheirSizeOnTheirAxis) {
  EXPECT_THAT(
      WeightText(kOnnxInt4, {2, 4}, "abcd",
                 Tensor("ws", kOnnxFloat, {2, 2}, proto::Floats({1, 2, 3, 4})),
                 {proto::IntAttribute("axis", 1),
                  proto::IntAttribute("block_size", 2)}),
      HasSubstr(" BLOCK bits 4 tensor block [1, 2] scale [1, 2, 3, 4]"));
}

TEST(Onnx, ScalesInAnotherFileAreNotKnown) {
  const std::string external = absl::StrCat(
      Number(1, 1), Number(2, kOnnxFloat), Bytes(8, "ws"),
      Bytes(13, Bytes(1, "location") + Bytes(2, "f")), Number(14, 1));
  EXPECT_EQ(WeightText(kOnnxInt8, {2}, "ab", external, {}),
            "w: const tensor SFIXED_POINT_8[2] {quant SFIXED_POINT_8}");
}

TEST(Onnx, EightBitFloatsHaveNoEncoding) {
  EXPECT_EQ(WeightText(17, {2}, "ab", Scale("ws", {1}), {}),
            "w: const tensor ?[2] {quant unclassified tensor scale [1] zero "
            "[0]}");
}

TEST(Onnx, BodiesArePartOfTheGraph) {
  proto::Graph body;
  body.nodes = {Node("Add", {"x", "w"}, {"b"}, {}, "add")};
  body.initializers = {Scale("w", {1, 2})};
  body.outputs = {Value("b", kOnnxFloat, {2})};
  proto::Graph graph =
      FloatGraph({Node("If", {"x"}, {"y"},
                       {proto::GraphAttribute("then_branch", body.Text()),
                        proto::GraphAttribute("else_branch", body.Text())},
                       "if")});
  EXPECT_EQ(TextOf(graph),
            "x: input tensor FLOAT_32[2]\n"
            "if/then_branch/w: const tensor FLOAT_32[2]\n"
            "if/else_branch/w: const tensor FLOAT_32[2]\n"
            "if/then_branch/add: op Add(x, if/then_branch/w) -> FLOAT_32[2]\n"
            "if/else_branch/add: op Add(x, if/else_branch/w) -> FLOAT_32[2]\n"
            "if: op If(x) then_branch=… else_branch=… -> FLOAT_32[2]\n");
}

TEST(Onnx, WhatABodyTakesIsNeededAsFloat) {
  proto::Graph body;
  body.nodes = {Node("Neg", {"xd"}, {"b"}, {}, "neg")};
  body.outputs = {Value("b", kOnnxFloat, {2})};
  proto::Graph graph = Quantized("Neg");
  graph.nodes.push_back(
      Node("If", {"x"}, {"u"},
           {proto::GraphAttribute("then_branch", body.Text())}, "if"));
  EXPECT_THAT(TextOf(graph), HasSubstr("if/then_branch/neg: op Neg(xd)"));
}

struct BrokenCase {
  const char* name;
  std::string model;
  std::vector<std::string> want;
};

class BrokenOnnx : public testing::TestWithParam<BrokenCase> {};

TEST_P(BrokenOnnx, HasItsFindingWithItsPlace) {
  const ReadResult read = ReadOnnx(GetParam().model, Limits());
  EXPECT_EQ(Findings(read), GetParam().want);
  EXPECT_TRUE(read.graph.is_binary());
}

proto::Graph TwoOfAName() {
  proto::Graph graph = FloatGraph({Node("Add", {"x", "w"}, {"y"})});
  graph.initializers = {Scale("w", {1, 2}), Scale("w", {3, 4})};
  return graph;
}

proto::Graph QuantizeWithoutScale() {
  return FloatGraph({Node("QuantizeLinear", {"x"}, {"y"}, {}, "q")});
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenOnnx,
    testing::Values(
        BrokenCase{"Empty",
                   Number(1, 10),
                   {"OF001 at 2: as an ONNX model, it has no graph"}},
        BrokenCase{"NoOperatorSet",
                   Number(1, 10) + Bytes(7, ""),
                   {"OF001 at 4: as an ONNX model, it has no operator set "
                    "version"}},
        BrokenCase{"GraphThatIsANumber",
                   Number(1, 10) + Number(7, 1),
                   {"OF001 at 2: as an ONNX model, a field has another type "
                    "than its number says"}},
        BrokenCase{"OneNameTwice", TwoOfAName().Model(), {"OF004 at 44: w"}},
        BrokenCase{"NobodyYieldsTheOutput",
                   FloatGraph({}).Model(),
                   {"OF005 at 26: y"}},
        BrokenCase{"QuantizeWithoutScale",
                   QuantizeWithoutScale().Model(),
                   {"OF002 at 6: a QuantizeLinear node must have a tensor, a "
                    "scale and a result"}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Onnx, LimitsAreInclusive) {
  const std::string model =
      FloatGraph({Node("Relu", {"x"}, {"m"}), Node("Relu", {"m"}, {"y"})})
          .Model();
  Limits limits;
  limits.nodes = 2;
  EXPECT_THAT(Findings(ReadOnnx(model, limits)), IsEmpty());
  limits.nodes = 1;
  EXPECT_THAT(Findings(ReadOnnx(model, limits)),
              ElementsAre(HasSubstr("OF003")));
}

TEST(Onnx, DepthOfBodiesIsLimited) {
  proto::Graph graph = FloatGraph({Node("Relu", {"x"}, {"y"})});
  for (int i = 1; i < 4; ++i) {
    graph = FloatGraph({Node("If", {"x"}, {"y"},
                             {proto::GraphAttribute("then", graph.Text())})});
  }
  Limits limits;
  limits.depth = 4;
  EXPECT_TRUE(ReadOnnx(graph.Model(), limits).usable);
  limits.depth = 3;
  EXPECT_THAT(Findings(ReadOnnx(graph.Model(), limits)),
              ElementsAre(HasSubstr("OF003")));
}

}  // namespace
}  // namespace opfit
