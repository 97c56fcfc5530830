#include "core/formats/pt2/program.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/formats/graph_text.h"
#include "core/formats/limits.h"
#include "core/formats/marked_input.h"
#include "core/formats/pt2/pt2.h"
#include "core/graph/builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

// A program whose input is `x`, whose parameter `p_w` is "fc.w", and whose
// scales `b_s` are held too.
std::string Program(absl::string_view nodes, absl::string_view more = "") {
  return absl::StrCat(R"({"graph_module": {"graph": {
"inputs": [{"as_tensor": {"name": "p_w"}}, {"as_tensor": {"name": "b_s"}}, {"as_tensor": {"name": "x"}}],
"outputs": [{"as_tensor": {"name": "y"}}],
"nodes": [)",
                      nodes, R"(],
"tensor_values": {
 "x": {"dtype": 7, "sizes": [{"as_int": 1}, {"as_expr": {"expr_str": "s0"}}], "layout": 7},
 "p_w": {"dtype": 2, "sizes": [{"as_int": 4}, {"as_int": 8}]},
 "dq": {"dtype": 7, "sizes": [{"as_int": 4}, {"as_int": 8}]},
 "b_s": {"dtype": 7, "sizes": [{"as_int": 4}]},
 "y": {"dtype": 7, "sizes": [{"as_int": 1}, {"as_int": 4}]}}},
"signature": {"input_specs": [
 {"parameter": {"arg": {"name": "p_w"}, "parameter_name": "fc.w"}},
 {"buffer": {"arg": {"name": "b_s"}, "buffer_name": "s", "persistent": true}},
 {"user_input": {"arg": {"as_tensor": {"name": "x"}}}}]}},
"schema_version": {"major": 8, "minor": 14})",
                      more, "}");
}

std::string Tensor(absl::string_view name, absl::string_view argument) {
  return absl::StrCat(R"({"name": ")", argument,
                      R"(", "arg": {"as_tensor": {"name": ")", name, R"("}}})");
}

// A node with these arguments and one result.
std::string Node(absl::string_view target, std::vector<std::string> inputs,
                 absl::string_view result, absl::string_view metadata = "") {
  return absl::StrCat(R"({"target": "torch.ops.)", target, R"(", "inputs": [)",
                      absl::StrJoin(inputs, ", "),
                      R"(], "outputs": [{"as_tensor": {"name": ")", result,
                      R"("}}], "metadata": {)", metadata, "}}");
}

ReadResult Read(std::string text, const Limits& limits = Limits()) {
  return ReadProgramText(std::move(text), 0, limits);
}

// The line of one node.
std::string LineOf(const ReadResult& result, absl::string_view name) {
  const std::string text = GraphText(result.graph);
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StartsWith(line, absl::StrCat(name, ": "))) {
      return std::string(line.substr(name.size() + 2));
    }
  }
  return "";
}

TEST(Program, InputsAreWhatTheSignatureSays) {
  const ReadResult result =
      Read(Program(Node("aten.linear.default",
                        {Tensor("x", "input"), Tensor("p_w", "weight")}, "y")));
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(LineOf(result, "x"), "input -> FLOAT_32[1, -1]");
  EXPECT_THAT(LineOf(result, "p_w"), HasSubstr("param"));
  EXPECT_EQ(result.graph.origin(0).fqn, "fc.w");
  EXPECT_EQ(LineOf(result, "y"),
            "op aten.linear.default(x, p_w) -> FLOAT_32[1, 4]");
  EXPECT_EQ(LineOf(result, "output"), "output([y])");
}

struct ArgumentCase {
  const char* name;
  const char* argument;
  const char* want;
};

class ArgumentTest : public testing::TestWithParam<ArgumentCase> {};

TEST_P(ArgumentTest, IsReadAsWhatItIs) {
  const ReadResult result = Read(Program(
      Node("a.b.c",
           {absl::StrCat(R"({"name": "n", "arg": )", GetParam().argument, "}")},
           "y")));
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(LineOf(result, "y"),
            absl::StrCat("op a.b.c(", GetParam().want, ") -> FLOAT_32[1, 4]"));
}

constexpr ArgumentCase kArgumentCases[] = {
    {"None", R"({"as_none": true})", "null"},
    {"OldNone", R"({"as_tensor": null, "as_none": []})", "null"},
    {"Tensor", R"({"as_tensor": {"name": "x"}})", "x"},
    {"OldTensor", R"({"as_none": null, "as_tensor": {"name": "x"}})", "x"},
    {"Tensors", R"({"as_tensors": [{"name": "x"}, {"name": "p_w"}]})",
     "[x, p_w]"},
    {"OptionalTensors",
     R"({"as_optional_tensors": [{"as_tensor": {"name": "x"}}, {"as_none": true}]})",
     "[x, -]"},
    {"OptionalTensor",
     R"({"as_optional_tensor": {"as_tensor": {"name": "x"}}})", "x"},
    {"Int", R"({"as_int": -3})", "-3"},
    {"Ints", R"({"as_ints": [1, 2]})", "[1, 2]"},
    {"Float", R"({"as_float": 0.5})", "0.5f"},
    {"Infinity", R"({"as_float": "-Infinity"})", "…"},
    {"BareInfinity", R"({"as_float": -Infinity})", "…"},
    {"Bool", R"({"as_bool": true})", "true"},
    {"String", R"({"as_string": "mean"})", "'mean'"},
    {"Type", R"({"as_scalar_type": 7})", "'float32'"},
    {"Size", R"({"as_sym_int": {"as_int": 4}})", "4"},
    {"Graph", R"({"as_graph": {"name": "true_graph_0", "graph": {}}})", "…"},
    {"Floats", R"({"as_floats": [0.5, 1.0]})", "…"},
};

INSTANTIATE_TEST_SUITE_P(, ArgumentTest, testing::ValuesIn(kArgumentCases),
                         [](const auto& test) { return test.param.name; });

TEST(Program, KeywordsAreToldApart) {
  const auto scalar = [](absl::string_view name, absl::string_view kind) {
    return absl::StrCat(R"({"name": ")", name, R"(", "arg": {"as_int": 2})",
                        kind, "}");
  };
  const struct {
    const char* target;
    std::string argument;
    const char* want;
  } kCases[] = {
      // Newer programs say it.
      {"aten.x.default", scalar("dim", ", \"kind\": 1"), "(x, 2)"},
      {"aten.x.default", scalar("dim", ", \"kind\": 2"), "(x) dim=2"},
      // Of older ones, some names can be nothing else.
      {"aten.x.default", scalar("dim", ""), "(x, 2)"},
      {"aten.sum.default", scalar("dtype", ""), "(x) dtype=2"},
      {"aten.add.Tensor", scalar("alpha", ""), "(x) alpha=2"},
      {"aten.elu.default", scalar("alpha", ""), "(x, 2)"},
      {"aten.scaled_dot_product_attention.default", scalar("scale", ""),
       "(x) scale=2"},
  };
  for (const auto& test : kCases) {
    const ReadResult result = Read(
        Program(Node(test.target, {Tensor("x", "input"), test.argument}, "y")));
    EXPECT_THAT(LineOf(result, "y"), HasSubstr(test.want)) << test.target;
  }
}

TEST(Program, SeveralResultsAreTakenByNodesOfTheirOwn) {
  const ReadResult result = Read(Program(absl::StrCat(
      R"({"target": "torch.ops.aten.topk.default", "inputs": [)",
      Tensor("x", "self"),
      R"(], "outputs": [{"as_tensor": {"name": "y"}}, {"as_tensor": {"name": "i"}}], "metadata": {}})")));
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_THAT(LineOf(result, "topk@0"), HasSubstr("op aten.topk.default(x)"));
  EXPECT_THAT(LineOf(result, "y"), HasSubstr("_operator.getitem(topk@0, 0)"));
  EXPECT_THAT(LineOf(result, "i"), HasSubstr("_operator.getitem(topk@0, 1)"));
}

TEST(Program, ANodeKnowsItsModule) {
  const ReadResult result = Read(Program(Node(
      "aten.relu.default", {Tensor("x", "self")}, "y",
      R"("nn_module_stack": "L__self__,,a.Net;L__self__fc,layers.0.fc,b.Linear[c, d]")")));
  EXPECT_THAT(result.findings, IsEmpty());
  const Origin origin = result.graph.origin(3);
  EXPECT_EQ(origin.module, "layers.0.fc");
  EXPECT_EQ(origin.module_type, "b.Linear[c, d]");
}

// Conversions.

std::string PerTensor(absl::string_view what, absl::string_view input,
                      absl::string_view scale, absl::string_view result) {
  return Node(
      absl::StrCat("quantized_decomposed.", what, "_per_tensor.default"),
      {Tensor(input, "input"),
       absl::StrCat(R"({"name": "scale", "arg": {"as_float": )", scale, "}}"),
       R"({"name": "zero_point", "arg": {"as_int": 3}})",
       R"({"name": "quant_min", "arg": {"as_int": 0}})",
       R"({"name": "quant_max", "arg": {"as_int": 255}})",
       R"({"name": "dtype", "arg": {"as_scalar_type": 1}})"},
      result);
}

std::string PerChannel(absl::string_view quant_min) {
  return Node("quantized_decomposed.dequantize_per_channel.default",
              {Tensor("p_w", "input"), Tensor("b_s", "scales"),
               R"({"name": "zero_points", "arg": {"as_none": true}})",
               R"({"name": "axis", "arg": {"as_int": 0}})",
               absl::StrCat(R"({"name": "quant_min", "arg": {"as_int": )",
                            quant_min, "}}"),
               R"({"name": "quant_max", "arg": {"as_int": 127}})",
               R"({"name": "dtype", "arg": {"as_scalar_type": 2}})"},
              "dq");
}

TEST(Conversions, BecomeSpecsOfThePortsTheyStandAt) {
  const ReadResult result = Read(Program(
      absl::StrCat(PerTensor("quantize", "x", "0.5", "q"), ",",
                   PerTensor("dequantize", "q", "0.5", "d"), ",",
                   Node("aten.relu.default", {Tensor("d", "self")}, "r"), ",",
                   PerTensor("quantize", "r", "0.25", "y"))));
  EXPECT_THAT(result.findings, IsEmpty());
  const std::string half =
      "{quant UINT_8 min 0 max 255 tensor scale [0.5] zero [3]}";
  EXPECT_EQ(LineOf(result, "x"),
            absl::StrCat("input -> FLOAT_32[1, -1] ", half, " annotated"));
  EXPECT_EQ(LineOf(result, "r"),
            absl::StrCat("op aten.relu.default(x) -> ? {quant UINT_8 "
                         "min 0 max 255 tensor scale [0.25] zero [3]} "
                         "annotated x",
                         half));
  EXPECT_EQ(LineOf(result, "output"), "output([r])");
  EXPECT_EQ(LineOf(result, "q"), "");
}

TEST(Conversions, AConsumerSeesTheLastOfAChain) {
  const ReadResult result = Read(Program(
      absl::StrCat(PerTensor("quantize", "x", "0.5", "q"), ",",
                   PerTensor("dequantize", "q", "0.5", "d"), ",",
                   PerTensor("quantize", "d", "0.25", "q2"), ",",
                   PerTensor("dequantize", "q2", "0.25", "d2"), ",",
                   Node("aten.relu.default", {Tensor("d2", "self")}, "y"))));
  EXPECT_THAT(LineOf(result, "x"), HasSubstr("scale [0.5]"));
  EXPECT_THAT(LineOf(result, "y"), HasSubstr("scale [0.25]"));
}

TEST(Conversions, WhatIsStoredQuantizedStandsForFloats) {
  const ReadResult result = Read(Program(
      absl::StrCat(PerChannel("-127"), ",",
                   Node("aten.linear.default",
                        {Tensor("x", "input"), Tensor("dq", "weight")}, "y"))));
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(LineOf(result, "p_w"),
            "param -> FLOAT_32[4, 8] {quant INT_8 min -127 max 127 "
            "channel-symmetric axis 0} annotated");
  EXPECT_THAT(LineOf(result, "y"), HasSubstr("linear.default(x, p_w)"));
  EXPECT_EQ(LineOf(result, "b_s"), "") << "scales are no part of the graph";
}

TEST(Conversions, WhatIsNotKnownToBeSymmetricIsNotSaidToBe) {
  const ReadResult result = Read(Program(
      absl::StrCat(PerChannel("-128"), ",",
                   Node("aten.linear.default",
                        {Tensor("x", "input"), Tensor("dq", "weight")}, "y"))));
  EXPECT_THAT(LineOf(result, "p_w"),
              HasSubstr("{quant INT_8 min -128 max 127 axis 0}"));
}

TEST(Conversions, ScalesThatOthersUseStay) {
  const ReadResult result = Read(Program(
      absl::StrCat(PerChannel("-127"), ",",
                   Node("aten.mul.Tensor",
                        {Tensor("b_s", "self"), Tensor("dq", "other")}, "y"))));
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(LineOf(result, "b_s"), "buffer -> FLOAT_32[4]");
}

TEST(Conversions, BlockSizesDecideWhatAScaleIsFor) {
  const struct {
    const char* block;
    const char* want;
  } kCases[] = {
      {"[4, 8]", "tensor-symmetric}"},
      {"[1, 8]", "channel-symmetric axis 0}"},
      {"[4, 1]", "channel-symmetric axis 1}"},
      {"[1, 4]", "channel-symmetric axis 0 block [1, 4]}"},
      {"[2, 8]", "channel-symmetric axis 0 block [2, 8]}"},
  };
  for (const auto& test : kCases) {
    const ReadResult result = Read(Program(absl::StrCat(
        Node("torchao.dequantize_affine.default",
             {Tensor("p_w", "input"),
              absl::StrCat(R"({"name": "block_size", "arg": {"as_ints": )",
                           test.block, "}}"),
              Tensor("b_s", "scale"),
              R"({"name": "input_dtype", "arg": {"as_scalar_type": 2}})",
              R"({"name": "quant_min", "arg": {"as_int": -7}})",
              R"({"name": "quant_max", "arg": {"as_int": 7}})",
              R"({"name": "output_dtype", "arg": {"as_scalar_type": 7}})"},
             "dq"),
        ",", Node("aten.relu.default", {Tensor("dq", "self")}, "y"))));
    EXPECT_THAT(
        LineOf(result, "y"),
        HasSubstr(absl::StrCat("{quant INT_8 min -7 max 7 ", test.want)))
        << test.block;
  }
}

TEST(Conversions, ABlockOfAnUnknownShapeIsNotTheWholeTensor) {
  const ReadResult result = Read(Program(absl::StrCat(
      Node("torchao.dequantize_affine.default",
           {Tensor("x_of_no_shape", "input"),
            R"({"name": "block_size", "arg": {"as_ints": [1, 4]}})",
            R"({"name": "scale", "arg": {"as_float": 0.5}})",
            R"({"name": "input_dtype", "arg": {"as_scalar_type": 2}})"},
           "d"),
      ",", Node("aten.relu.default", {Tensor("d", "self")}, "y"))));
  EXPECT_THAT(LineOf(result, "y"),
              HasSubstr("channel-symmetric axis 0 block [1, 4]"));
}

TEST(Conversions, AScaleThatIsComputedIsDynamic) {
  const ReadResult result = Read(Program(absl::StrCat(
      Node("a.scale.default", {Tensor("x", "x")}, "s"), ",",
      Node("quantized_decomposed.quantize_per_tensor.tensor",
           {Tensor("x", "input"), Tensor("s", "scale"),
            R"({"name": "dtype", "arg": {"as_scalar_type": 1}})"},
           "q"),
      ",", Node("aten.relu.default", {Tensor("q", "self")}, "y"))));
  EXPECT_THAT(LineOf(result, "y"), HasSubstr("dynamic"));
}

TEST(Conversions, ThatGoInACircleAreNotFollowed) {
  const ReadResult result = Read(Program(
      absl::StrCat(PerTensor("quantize", "d", "0.5", "q"), ",",
                   PerTensor("dequantize", "q", "0.5", "d"), ",",
                   Node("aten.relu.default", {Tensor("d", "self")}, "y"))));
  EXPECT_TRUE(result.usable);
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(result.findings[0].code, Code::kDanglingReference);
}

// Attached annotations.

std::string Attached(absl::string_view annotation) {
  std::string text = absl::StrCat(R"({"npu_annotation": )", annotation, "}");
  std::string escaped;
  for (const char c : text)
    absl::StrAppend(&escaped, c == '"' ? "\\" : "", std::string(1, c));
  return absl::StrCat("\"custom\": \"", escaped, "\"");
}

constexpr char kSpec[] = R"({"kind": "quant", "dtype": "uint8"})";

TEST(Attached, AnnotationsAreThoseOfTheNode) {
  const ReadResult result = Read(Program(
      Node("aten.relu.default", {Tensor("x", "self")}, "y",
           Attached(absl::StrCat(
               R"({"annotated": true, "inputs": [{"node": "x", "spec": )",
               kSpec, R"(}], "output": )", kSpec, "}")))));
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(LineOf(result, "y"),
            "op aten.relu.default(x) -> FLOAT_32[1, 4] {quant UINT_8} "
            "annotated x{quant UINT_8}");
}

TEST(Attached, NamesAreThoseBeforeTheProgramWasExportedAgain) {
  const ReadResult result = Read(Program(absl::StrCat(
      Node(
          "aten.linear.default",
          {Tensor("x", "input"), Tensor("p_w", "weight")}, "l",
          Attached(absl::StrCat(
              R"({"x-name": "old", "x-parameters": {"w": "fc.w"}, "annotated": true, "inputs": [{"node": "w", "spec": )",
              kSpec, R"(}], "output": )", kSpec, "}"))),
      ",",
      Node(
          "aten.view.default", {Tensor("l", "self")}, "y",
          Attached(
              R"({"annotated": true, "inputs": [], "output": {"kind": "shared", "with": {"node": "old"}}})")))));
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_THAT(LineOf(result, "l"), HasSubstr("p_w{quant UINT_8}"));
  EXPECT_THAT(LineOf(result, "y"), HasSubstr("{shared l}"));
}

TEST(Attached, WhatOthersAttachIsLeftAlone) {
  for (const char* custom :
       {R"("custom": "{\"mine\": NaN}")", R"("custom": "text")",
        R"("custom": "{\"npu_annotation\": {\"x-name\": \"y\"}}")"}) {
    const ReadResult result = Read(
        Program(Node("aten.relu.default", {Tensor("x", "self")}, "y", custom)));
    EXPECT_THAT(result.findings, IsEmpty()) << custom;
    EXPECT_FALSE(result.graph.node(3).has_annotation);
  }
}

TEST(Attached, MistakesAreFindingsOfTheNode) {
  for (const char* annotation :
       {R"({"annotated": true, "output": {"kind": "no"}})",
        "{\"annotated\": tru"}) {
    const ReadResult result =
        Read(Program(Node("aten.relu.default", {Tensor("x", "self")}, "y",
                          Attached(annotation))));
    ASSERT_EQ(result.findings.size(), 1);
    EXPECT_EQ(result.findings[0].node, "y");
    EXPECT_EQ(result.findings[0].place.pointer,
              "/graph_module/graph/nodes/0/metadata/custom");
    EXPECT_TRUE(result.usable);
  }
}

// What is not as it should be.

struct BadProgram {
  const char* name;
  std::string text;
};

class BadProgramTest : public testing::TestWithParam<BadProgram> {};

TEST_P(BadProgramTest, IsAFindingAtItsPlace) {
  const MarkedInput input = Unmark(GetParam().text);
  const ReadResult result = Read(input.text);
  EXPECT_THAT(CodesAndPlaces(input.text, result.findings),
              ElementsAreArray(input.marks));
}

std::vector<BadProgram> BadPrograms() {
  const std::string good = Node("a.b.c", {Tensor("x", "self")}, "y");
  return {
      {"Nothing", "«OF002 {»}"},
      {"NoGraph", R"({"graph_module": «OF002 {»}})"},
      {"NoNodes", R"({"graph_module": {"graph": «OF002 {»}}})"},
      {"NodesAreNoList",
       R"({"graph_module": {"graph": {"nodes": «OF002 {»}}}})"},
      {"NodeIsNoObject", Program(absl::StrCat("«OF002 7»,", good))},
      {"NoTarget", Program(absl::StrCat(good, R"(,«OF002 {»"inputs": []})"))},
      {"TargetIsNoString",
       Program(absl::StrCat(good, R"(,{"target": «OF002 8»})"))},
      {"CutOff", Program(good).substr(0, 200) + "«OF001 »"},
      {"OtherVersion", absl::StrCat(R"({"schema_version": «OF002 9», )",
                                    Program(good).substr(1))},
      {"Dangling", Program(absl::StrCat(
                       good, ",«OF005 ",
                       Node("a.b.c", {Tensor("nobody", "self")}, "z"), "»"))},
      {"Twice", Program(absl::StrCat(good, ",«OF004 ", good, "»"))},
  };
}

INSTANTIATE_TEST_SUITE_P(, BadProgramTest, testing::ValuesIn(BadPrograms()),
                         [](const auto& test) { return test.param.name; });

TEST(Program, MajorVersionsThatAreNotKnownAreAWarning) {
  const std::string text = absl::StrCat(
      R"({"schema_version": {"major": 9, "minor": 0}, )",
      Program(Node("a.b.c", {Tensor("x", "self")}, "y")).substr(1));
  const ReadResult result = Read(text);
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(result.findings[0].severity, Severity::kWarning);
  EXPECT_TRUE(result.usable);
  EXPECT_EQ(result.graph.op_node_count(), 1);
}

TEST(Program, NodesAreLimitedInclusively) {
  const std::string text =
      Program(absl::StrCat(Node("a.b.c", {Tensor("x", "self")}, "z"), ",",
                           Node("a.b.c", {Tensor("z", "self")}, "w"), ",",
                           Node("a.b.c", {Tensor("w", "self")}, "y")));
  Limits limits;
  for (const size_t nodes : {size_t{2}, size_t{3}, size_t{4}}) {
    limits.nodes = nodes;
    EXPECT_EQ(Read(text, limits).usable, nodes >= 3) << nodes;
  }
}

TEST(Program, CutOffAnywhereItIsAFinding) {
  const std::string text = Program(absl::StrCat(
      PerChannel("-127"), ",", PerTensor("quantize", "x", "0.5", "q"), ",",
      Node("aten.linear.default", {Tensor("q", "input"), Tensor("dq", "w")},
           "y", Attached("{\"annotated\": true}"))));
  EXPECT_TRUE(Read(text).usable);
  for (size_t size = 0; size < text.size(); ++size) {
    const ReadResult result = Read(text.substr(0, size));
    EXPECT_FALSE(result.usable) << size;
    EXPECT_FALSE(result.findings.empty()) << size;
  }
}

}  // namespace
}  // namespace opfit
