#include "core/formats/annotated_graph.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/graph_text.h"
#include "core/formats/limits.h"
#include "core/formats/marked_input.h"
#include "core/graph/builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

std::string Document(absl::string_view nodes) {
  return absl::StrCat(
      R"({"format": "annotated-graph", "version": "1.0", "nodes": [)", "\n",
      nodes, "\n]}");
}

ReadResult Read(std::string text, const Limits& limits = Limits()) {
  return ReadAnnotatedGraph(std::move(text), 0, limits);
}

// What a case needs of other nodes.
constexpr absl::string_view kInputs = R"(
{"name": "x", "kind": "input", "outputs": [{"dtype": "float32", "shape": [1, 8]}]},
{"name": "w", "kind": "param", "fqn": "fc.weight", "outputs": [{"dtype": "float32", "shape": [4, 8]}]},
)";

struct NodeCase {
  const char* name;
  const char* node;  // the last of a graph that has `x` and `w`
  const char* want;
};

class SoundNode : public testing::TestWithParam<NodeCase> {};

TEST_P(SoundNode, ReadsWithoutAFinding) {
  ReadResult result = Read(Document(absl::StrCat(kInputs, GetParam().node)));
  EXPECT_TRUE(result.usable);
  EXPECT_THAT(CodesAndPlaces(result.graph.source(), result.findings),
              IsEmpty());
  ASSERT_EQ(result.graph.nodes().size(), 3);
  EXPECT_EQ(NodeText(result.graph, result.graph.node(2)), GetParam().want);
}

constexpr NodeCase kNodeCases[] = {
    {"Op", R"({"name": "y", "kind": "op", "target": "aten.relu.default"})",
     "y: op aten.relu.default -> ?"},
    {"OutputHasNoValue",
     R"({"name": "y", "kind": "output", "args": [{"nodes": ["x", null]}]})",
     "y: output([x, -])"},
    {"EveryKindOfArgument",
     R"({"name": "y", "kind": "op", "target": "t", "args":
         [{"node": "x"}, {"nodes": ["x", null, "w"]}, null, 3, -4, 1.5, 2.0,
          1e3, true, false, "mean", [1, -2], [], [1, 2.5], ["a"], [null],
          [true], [[1]]]})",
     "y: op t(x, [x, -, w], null, 3, -4, 1.5f, 2f, 1000f, true, false, 'mean', "
     "[1, -2], [], …, …, …, …, …) -> ?"},
    {"TypesAndEncodingsOfTheBackend",
     R"({"name": "y", "kind": "op", "target": "t", "outputs":
         [{"dtype": "UFIXED_POINT_8", "shape": [1]}], "annotation": {"output":
          {"kind": "quant", "dtype": "SFIXED_POINT_8", "bits": 4,
           "encoding": "BW_AXIS_SCALE_OFFSET", "ch_axis": 0}}})",
     "y: op t -> UFIXED_POINT_8[1] {quant SFIXED_POINT_8 BW_AXIS_SCALE_OFFSET "
     "bits 4 axis 0} annotated"},
    {"AListOfNodesIsALikeNodes",
     R"({"name": "y", "kind": "op", "target": "t", "args":
         [[{"node": "x"}, null, {"node": "w"}]]})",
     "y: op t([x, -, w]) -> ?"},
    {"OneTensorTwiceIsTwoPorts",
     R"({"name": "y", "kind": "op", "target": "t",
         "args": [{"node": "x"}, {"node": "x"}],
         "annotation": {"annotated": true, "output": null,
           "inputs": [{"node": "x", "spec": null}]}})",
     "y: op t(x, x) -> ? {float} annotated x{float}"},
    {"Kwargs",
     R"({"name": "y", "kind": "op", "target": "t",
         "kwargs": {"bias": {"node": "w"}, "groups": 2, "d": null}})",
     "y: op t bias=w groups=2 d=null -> ?"},
    {"SymbolicSizes",
     R"({"name": "y", "kind": "op", "target": "t", "outputs":
         [{"dtype": "int64", "shape": ["s0", 8]}, {"dtype": "bool", "shape": []},
          null, {"dtype": "complex64"}]})",
     "y: op t -> INT_64[-1, 8] -> BOOL_8[] -> ? -> ?"},
    {"TorchPrefixes",
     R"({"name": "y", "kind": "op", "target": "t", "outputs":
         [{"dtype": "torch.bfloat16", "shape": [1]}], "annotation": {"output":
          {"kind": "quant", "dtype": "torch.uint8",
           "qscheme": "torch.per_tensor_affine"}}})",
     "y: op t -> BFLOAT_16[1] {quant UINT_8 tensor} annotated"},
    {"AllOfAQuantSpec",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {
         "annotated": false, "allow_implicit_sharing": false, "output":
          {"kind": "quant", "dtype": "int8", "quant_min": -8, "quant_max": 7,
           "qscheme": "per_channel_symmetric", "ch_axis": -1,
           "is_dynamic": true, "block_size": [1, 32],
           "observer": "PerBlockParamObserver", "observer_args": {"eps": 1e-4},
           "scale": [0.5, 0.25], "zero_point": [0, 0]}}})",
     "y: op t -> ? {quant INT_8 min -8 max 7 channel-symmetric axis -1 dynamic "
     "block [1, 32] scale [0.5, 0.25] zero [0, 0]} unannotated unshared"},
    {"NullIsAsNotGiven",
     R"({"name": "y", "kind": "op", "target": "t", "args": null,
         "kwargs": null, "outputs": null, "module": null, "annotation": {
         "inputs": null, "output":
          {"kind": "quant", "dtype": "int4", "quant_min": null,
           "qscheme": null, "ch_axis": null, "block_size": null,
           "scale": null}}})",
     "y: op t -> ? {quant SFIXED_POINT_4} annotated"},
    {"NoAnnotation",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": null})",
     "y: op t -> ?"},
    {"FixedSpec",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {"output":
          {"kind": "fixed", "dtype": "uint8", "scale": 0.00390625,
           "zero_point": 0, "quant_min": 0, "quant_max": 255}}})",
     "y: op t -> ? {fixed UINT_8 min 0 max 255 scale [0.00390625] zero [0]} "
     "annotated"},
    {"SharedSpecs",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {
          "inputs": [{"node": "x", "spec":
            {"kind": "shared", "with": {"node": "nowhere"}}}], "output":
            {"kind": "shared", "with": {"edge": ["x", "y"]}}}})",
     "y: op t -> ? {shared x>y} annotated x{shared nowhere?}"},
    {"DerivedSpec",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {"inputs": [
          {"node": "w", "spec": {"kind": "derived", "dtype": "int32",
           "from": [{"edge": ["x", "y"]}, {"node": "w"}], "ch_axis": 0}}]}})",
     "y: op t -> ? annotated w{derived INT_32 axis 0 x>y w}"},
    {"FloatSchemesAreOther",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {"output":
          {"kind": "quant", "dtype": "uint8",
           "qscheme": "per_channel_affine_float_qparams"}}})",
     "y: op t -> ? {quant UINT_8 other} annotated"},
    {"OneSpecIsForEveryOutput",
     R"({"name": "y", "kind": "op", "target": "t",
         "annotation": {"output": {"kind": "quant", "dtype": "int8"}},
         "outputs": [{"dtype": "float32", "shape": [1]},
                     {"dtype": "float32", "shape": [2]}]})",
     "y: op t -> FLOAT_32[1] {quant INT_8} -> FLOAT_32[2] {quant INT_8} "
     "annotated"},
    {"AListOfSpecsIsOneForEachOutput",
     R"({"name": "y", "kind": "op", "target": "t",
         "annotation": {"output": [{"kind": "quant", "dtype": "int8"}, null]}})",
     "y: op t -> ? {quant INT_8} -> ? {float} annotated"},
    {"AnInputWithoutASpec",
     R"({"name": "y", "kind": "op", "target": "t",
         "annotation": {"inputs": [{"node": "x"}]}})",
     "y: op t -> ? annotated x{none}"},
    {"KeysOfTheUser",
     R"({"name": "y", "kind": "op", "target": "t", "x-why": {"a": [1, "b"]},
         "outputs": [{"dtype": "float32", "shape": [1], "x-id": 7}]})",
     "y: op t -> FLOAT_32[1]"},
    {"EscapedNames",
     R"({"name": "\u00e9\"\\\n\ud83d\ude00", "kind": "op", "target": "t\/u",
         "args": [{"node": "\u0078"}], "kwargs": {"\u0061": "\t"}})",
     "é\"\\\n😀: op t/u(x) a='\t' -> ?"},
    {"IntegersWrittenAsFractions",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {"output":
          {"kind": "quant", "dtype": "int8", "quant_min": -128.0,
           "quant_max": 1.27e2}}})",
     "y: op t -> ? {quant INT_8 min -128 max 127} annotated"},
    {"ExtremeIntegers",
     R"({"name": "y", "kind": "op", "target": "t",
         "args": [9223372036854775807, -9223372036854775808,
                  9223372036854775808, [-9223372036854775808]]})",
     "y: op t(9223372036854775807, -9223372036854775808, 9.22337e+18f, "
     "[-9223372036854775808]) -> ?"},
};

INSTANTIATE_TEST_SUITE_P(Annotated, SoundNode, testing::ValuesIn(kNodeCases),
                         [](const auto& test) { return test.param.name; });

struct FlawedCase {
  const char* name;
  const char* nodes;  // with marks
};

class FlawedNodes : public testing::TestWithParam<FlawedCase> {};

TEST_P(FlawedNodes, GiveFindingsAtTheirPlaces) {
  const MarkedInput input = Unmark(Document(GetParam().nodes));
  const ReadResult result = Read(input.text);
  EXPECT_TRUE(result.usable);
  EXPECT_THAT(CodesAndPlaces(input.text, result.findings),
              ElementsAreArray(input.marks));
}

constexpr FlawedCase kFlawedCases[] = {
    {"NodeIsNoObject", R"(«OF002 7», «OF002 [1]», «OF002 "x"», «OF002 null»)"},
    {"NameIsNoString", R"({"name": «OF002 7», "kind": "input"})"},
    {"NameIsEmpty", R"({"name": «OF002 ""», "kind": "input"})"},
    {"NothingIsGiven", R"(«OF002 «OF002 {}»»)"},
    {"KindIsMissing", R"(«OF002 {"name": "x"}»)"},
    {"KindIsUnknown", R"({"name": "x", "kind": «OF002 "inputt"»})"},
    {"TargetIsMissing", R"(«OF002 {"name": "y", "kind": "op"}»)"},
    {"EveryWrongTypeIsFound",
     R"({"name": "y", "kind": «OF002 1», "target": «OF002 2»,
         "args": «OF002 3», "kwargs": «OF002 4», "outputs": «OF002 5»,
         "module": «OF002 6», "fqn": «OF002 7», "annotation": «OF002 8»})"},
    {"OutputsOfWrongTypes",
     R"({"name": "x", "kind": "input", "outputs": [«OF002 1»,
         {"dtype": «OF002 2», "shape": «OF002 3»},
         {"dtype": «OF002 "floaty"», "shape": [«OF002 -1», «OF002 1.5»,
          «OF002 [1]», «OF002 null»]}]})"},
    {"AnnotationOfWrongTypes",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {
         "annotated": «OF002 1», "allow_implicit_sharing": «OF002 "no"»,
         "inputs": «OF002 {}», "output": «OF002 "uint8"»}})"},
    {"InputsOfWrongTypes",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {
         "inputs": [«OF002 1», «OF002 {"spec": null}»,
                    {"node": «OF002 1», "spec": null},
                    {"node": "y", "spec": «OF002 7»}]}})"},
    {"SpecOfWrongTypes",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {"output":
         {"kind": "quant", "dtype": «OF002 8», "quant_min": «OF002 "0"»,
          "quant_max": «OF002 0.5», "qscheme": «OF002 "per_tensor"»,
          "ch_axis": «OF002 1000000», "is_dynamic": «OF002 0»,
          "block_size": «OF002 32», "observer": «OF002 {}»,
          "observer_args": «OF002 []», "scale": «OF002 "1"»,
          "zero_point": [0, «OF002 0.5»]}}})"},
    {"IntegersBeyond64Bits",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {"output":
         {"kind": "quant", "dtype": "int8", "quant_min": «OF002 -9223372036854775809»,
          "quant_max": «OF002 9223372036854775808»}}})"},
    {"SpecWithoutAKind",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {
         "output": «OF002 {"dtype": "int8"}»}})"},
    {"SpecKindIsUnknown",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {
         "output": {"kind": «OF002 "quantt"», "dtype": "int8"}}})"},
    {"SpecsWithoutWhatTheirKindNeeds",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {"output": [
         «OF002 {"kind": "quant"}»,
         «OF002 «OF002 {"kind": "fixed", "dtype": "int8"}»»,
         «OF002 {"kind": "fixed", "dtype": "int8", "scale": null, "zero_point": 0}»,
         «OF002 {"kind": "shared"}»,
         «OF002 {"kind": "derived", "dtype": "int32"}»,
         {"kind": "derived", "dtype": "int32", "from": «OF002 []»}]}})"},
    {"SpecsWithKeysOfAnotherKind",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {"output": [
         {"kind": "shared", "with": {"node": "y"}, "dtype": «OF007 "int8"»},
         {"kind": "quant", "dtype": "int8", "with": «OF007 {"node": "y"}»}]}})"},
    {"ReferencesOfWrongShapes",
     R"({"name": "y", "kind": "op", "target": "t", "annotation": {"output": [
         {"kind": "shared", "with": «OF002 "y"»},
         {"kind": "shared", "with": «OF002 {}»},
         {"kind": "shared", "with": «OF002 {"edge": ["y"]}»},
         {"kind": "shared", "with": «OF002 {"node": "y", "edge": ["y", "y"]}»},
         {"kind": "shared", "with": {"edge": ["y", «OF002 1»]}}]}})"},
    {"SpecsAndOutputsDifferInNumber",
     R"({"name": "y", "kind": "op", "target": "t",
         "outputs": [{"dtype": "float32", "shape": []}],
         "annotation": {"output": «OF002 [null, null]»}})"},
    {"ArgumentsOfWrongShapes",
     R"({"name": "y", "kind": "op", "target": "t", "args": [
         «OF002 {}», «OF002 {"node": "y", "nodes": []}», {"node": «OF002 1»},
         {"nodes": «OF002 "y"»}, {"nodes": [«OF002 1»]},
         «OF002 [{"node": "y"}, 1]», «OF002 {«OF007 "value"»: 1}»]})"},
    {"UnknownKeysEverywhere",
     R"({"name": "y", "kind": "op", "target": "t", «OF007 "nam"»: [{"a": 1}],
         "outputs": [{"dtype": "float32", "shape": [], «OF007 "stride"»: 1}],
         "annotation": {«OF007 "input"»: [], "inputs": [{"node": "z", "spec":
           {"kind": "quant", "dtype": "int8", «OF007 "qmin"»: 0},
           «OF007 "sepc"»: null}]}},
        {"name": "z", "kind": "input"})"},
    {"AnUnknownKeyIsReportedOnce",
     R"({"name": "a", "kind": "input", «OF007 "shape"»: 1},
        {"name": "b", "kind": "input", "shape": 2})"},
    {"KeysGivenTwice",
     R"({"name": "y", "kind": "op", "target": "t", «OF002 "name"»: "z",
         "kwargs": {"a": 1, «OF002 "a"»: 2}, "x-a": 1, «OF002 "x-a"»: 2,
         "annotation": {"output": {"kind": "quant", «OF002 "kind"»: "fixed",
                        "dtype": "int8"}}})"},
    {"NamesGivenTwice",
     R"({"name": "x", "kind": "input"},
        {"name": «OF004 "x"», "kind": "input"})"},
    {"DanglingReferences",
     R"({"name": "y", "kind": "op", "target": "t",
         "args": [{"node": «OF005 "a"»}, «OF005 {"nodes": ["b", "y2"]}»],
         "annotation": {"inputs": [{"node": «OF005 "c"», "spec": null}]}},
        {"name": "y2", "kind": "input"})"},
    {"AnOutputIsNoValue",
     R"({"name": "o", "kind": "output"},
        {"name": "y", "kind": "op", "target": "t", "args": [{"node": «OF005 "o"»}]})"},
    {"NumbersThatAreNotFinite",
     R"({"name": "y", "kind": "op", "target": "t",
         "args": [«OF008 NaN», «OF008 -Infinity», [1, «OF008 Infinity»],
                  «OF008 1e999», -1e-999],
         "x-mine": [«OF008 NaN», NaN], "annotation": {"output":
          {"kind": "quant", "dtype": "int8", "quant_min": «OF008 -Infinity»,
           "scale": [0.5, «OF008 NaN»], "zero_point": «OF008 NaN»}}})"},
    {"ACycle",
     R"(«OF006 {"name": "a", "kind": "op", "target": "t", "args": [{"node": "b"}]}»,
        {"name": "b", "kind": "op", "target": "t", "args": [{"node": "a"}]})"},
};

INSTANTIATE_TEST_SUITE_P(Annotated, FlawedNodes,
                         testing::ValuesIn(kFlawedCases),
                         [](const auto& test) { return test.param.name; });

struct DocumentCase {
  const char* name;
  const char* text;  // with marks
  bool usable;
};

class Documents : public testing::TestWithParam<DocumentCase> {};

TEST_P(Documents, AreCheckedAtTheTop) {
  const MarkedInput input = Unmark(GetParam().text);
  const ReadResult result = Read(input.text);
  EXPECT_EQ(result.usable, GetParam().usable);
  EXPECT_THAT(CodesAndPlaces(input.text, result.findings),
              ElementsAreArray(input.marks));
}

constexpr DocumentCase kDocumentCases[] = {
    {"KeysInAnyOrder",
     R"({"nodes": [], "version": "1.0", "format": "annotated-graph"})", true},
    {"EveryKey",
     R"({"$schema": "s", "format": "annotated-graph", "version": "1.0",
         "name": "n", "dialect": "qnn", "x-mine": 1,
         "producer": {"tool": "t", "torch": "2", "torchao": null, "quantizer": "q"},
         "target": {"backend": "htp", "soc": "SM8750"}, "nodes": []})",
     true},
    {"ANewerMinorVersion",
     R"({"format": "annotated-graph", "version": "1.7", "nodes": [], «OF007 "new"»: 1})",
     true},
    {"ANewerMajorVersion",
     R"({"format": "annotated-graph", "version": «OF002 "2.0"», "nodes": []})",
     true},
    {"NoVersion", R"(«OF002 {"format": "annotated-graph", "nodes": []}»)",
     true},
    {"VersionIsNoVersion",
     R"({"format": "annotated-graph", "version": «OF002 "1"», "nodes": []})",
     true},
    {"VersionIsNoString",
     R"({"format": "annotated-graph", "version": «OF002 1.0», "nodes": []})",
     true},
    {"AnotherFormat",
     R"({"format": «OF002 "annotated-graphs"», "version": "1.0", "nodes": [7]})",
     false},
    {"NoFormat", R"(«OF002 {"version": "1.0", "nodes": []}»)", true},
    {"NoNodes", R"(«OF002 {"format": "annotated-graph", "version": "1.0"}»)",
     false},
    {"NodesAreNoList",
     R"({"format": "annotated-graph", "version": "1.0", "nodes": «OF002 {}»})",
     false},
    {"ADialectThatDoesNotExist",
     R"({"format": "annotated-graph", "version": "1.0", "nodes": [],
         "dialect": «OF002 "onxx"», "name": «OF002 1»,
         "producer": {"tool": «OF002 1», «OF007 "who"»: 2},
         "target": «OF002 "htp"»})",
     true},
};

INSTANTIATE_TEST_SUITE_P(Annotated, Documents,
                         testing::ValuesIn(kDocumentCases),
                         [](const auto& test) { return test.param.name; });

TEST(AnnotatedGraph, NamesTheDialectAndTheGraph) {
  const ReadResult result = Read(
      R"({"format": "annotated-graph", "version": "1.0", "nodes": [],
          "dialect": "tflite", "name": "m\u0061in"})");
  EXPECT_EQ(GraphText(result.graph), "tflite 'main'\n");
}

TEST(AnnotatedGraph, TheOrderOfKeysDoesNotMatter) {
  const ReadResult usual = Read(Document(R"(
    {"name": "x", "kind": "input", "outputs": [{"dtype": "float32", "shape": [1, 2]}]},
    {"name": "y", "kind": "op", "target": "t", "args": [{"node": "x"}],
     "annotation": {"annotated": true, "inputs": [{"node": "x", "spec":
       {"kind": "quant", "dtype": "int8", "quant_min": 0}}], "output":
       {"kind": "derived", "from": [{"edge": ["x", "y"]}], "dtype": "int8"}},
     "outputs": [{"dtype": "float32", "shape": [1, 2]}]})"));
  const ReadResult reversed = Read(Document(R"(
    {"outputs": [{"shape": [1, 2], "dtype": "float32"}], "kind": "input", "name": "x"},
    {"outputs": [{"shape": [1, 2], "dtype": "float32"}],
     "annotation": {"output":
       {"dtype": "int8", "from": [{"edge": ["x", "y"]}], "kind": "derived"},
       "inputs": [{"spec": {"quant_min": 0, "dtype": "int8", "kind": "quant"},
       "node": "x"}], "annotated": true},
     "args": [{"node": "x"}], "target": "t", "kind": "op", "name": "y"})"));
  EXPECT_THAT(usual.findings, IsEmpty());
  EXPECT_EQ(GraphText(usual.graph), GraphText(reversed.graph));
}

TEST(AnnotatedGraph, EqualSpecsAreKeptOnce) {
  std::string nodes;
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&nodes, i == 0 ? "" : ",", R"({"name": "n)", i,
                    R"(", "kind": "op", "target": "t", "annotation": {"output":
                    {"kind": "quant", "dtype": "int8", "quant_max": )",
                    i % 20, "}}}");
  }
  const ReadResult result = Read(Document(nodes));
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(result.graph.specs().size(), 2 + 20);
  for (const Node& node : result.graph.nodes()) {
    const Value& value = result.graph.value(result.graph.outputs(node)[0]);
    EXPECT_EQ(result.graph.spec(value.spec).quant_max, node.position % 20);
  }
}

TEST(AnnotatedGraph, AFlawedSpecIsReportedAtEachPlace) {
  const MarkedInput input = Unmark(Document(
      R"({"name": "y", "kind": "op", "target": "t", "annotation": {"output": [
          {"kind": "quant", "dtype": «OF002 "int9"»},
          {"kind": "quant", "dtype": «OF002 "int9"»}]}})"));
  const ReadResult result = Read(input.text);
  EXPECT_THAT(CodesAndPlaces(input.text, result.findings),
              ElementsAreArray(input.marks));
}

TEST(AnnotatedGraph, FindingsNameTheirNodeAndPointer) {
  const ReadResult result = Read(Document(
      R"({"name": "a", "kind": "input"},
         {"annotation": {"inputs": [{"node": "a", "spec": {"kind": "shard"}}]},
          "name": "b/c", "kind": "op", "target": "t", "x": 1})"));
  ASSERT_EQ(result.findings.size(), 2);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.node, "b/c");
  EXPECT_EQ(finding.op, "t");
  EXPECT_EQ(finding.node_index, 1);
  EXPECT_EQ(finding.place.pointer, "/nodes/1/annotation/inputs/0/spec/kind");
  EXPECT_EQ(finding.found, "`shard`");
  EXPECT_EQ(Message(finding),
            "the input does not have the shape of the format: `kind` cannot be "
            "`shard`; did you mean `shared`?");
  EXPECT_THAT(finding.accepted,
              ElementsAre("quant", "fixed", "shared", "derived"));
  EXPECT_EQ(result.findings[1].node, "b/c");
  EXPECT_EQ(result.findings[1].place.pointer, "/nodes/1/x");
  EXPECT_TRUE(result.graph.node(1).broken);
  EXPECT_FALSE(result.graph.node(0).broken);
}

TEST(AnnotatedGraph, AWarningBreaksNoNode) {
  const ReadResult result =
      Read(Document(R"({"name": "a", "kind": "input", "foo": 1})"));
  EXPECT_FALSE(result.graph.node(0).broken);
}

TEST(AnnotatedGraph, NodesKnowWhereTheyComeFrom) {
  const ReadResult result = Read(Document(R"({"name": "a", "kind": "input"},
                       {"name": "w", "kind": "param", "fqn": "fc.weight",
                        "module": "fc", "module_type": "nn.Linear"},
                       {"name": "b", "kind": "input"})"));
  EXPECT_EQ(result.graph.origin(0).fqn, "");
  EXPECT_EQ(result.graph.origin(1).fqn, "fc.weight");
  EXPECT_EQ(result.graph.origin(1).module, "fc");
  EXPECT_EQ(result.graph.origin(1).module_type, "nn.Linear");
  EXPECT_EQ(result.graph.origin(2).module, "");
}

TEST(AnnotatedGraph, ArgumentsTakeAnyResultOfANode) {
  const ReadResult result = Read(Document(
      R"({"name": "s", "kind": "op", "target": "t", "outputs":
          [{"dtype": "int8"}, {"name": "tail", "dtype": "int16"}]},
         {"name": "y", "kind": "op", "target": "t", "args":
          [{"node": "s", "output": 1}, {"node": "s", "output": 0},
           [{"node": "s", "output": 1}, {"node": "s"}]]})"));
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(NodeText(result.graph, result.graph.node(1)),
            "y: op t(tail, s, [tail, s]) -> ?");
}

TEST(AnnotatedGraph, AResultThatANodeDoesNotHaveDangles) {
  const ReadResult result = Read(Document(
      R"({"name": "s", "kind": "op", "target": "t"},
         {"name": "y", "kind": "op", "target": "t", "args":
          [{"node": "s", "output": 1}]})"));
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(Message(result.findings[0]), "no node is named `s[1]`");
  EXPECT_EQ(result.findings[0].place.pointer, "/nodes/1/args/0/node");
}

TEST(AnnotatedGraph, SaysWhetherTensorsHaveTheirFinalTypes) {
  const auto is_solved = [](absl::string_view key) {
    return Read(absl::StrCat(R"({"format": "annotated-graph", )", key,
                             R"("version": "1.0", "nodes": []})"))
        .graph.is_solved();
  };
  EXPECT_FALSE(is_solved(""));
  EXPECT_FALSE(is_solved(R"("solved": false, )"));
  EXPECT_TRUE(is_solved(R"("solved": true, )"));
}

TEST(AnnotatedGraph, AnUnknownKeySaysHowOftenItIsThere) {
  const ReadResult result =
      Read(Document(R"({"name": "a", "kind": "input", "foo": 1},
                       {"name": "b", "kind": "input", "foo": 1})"));
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(result.findings[0].found, "a key of a node, the first of 2");
}

TEST(AnnotatedGraph, TheNodeLimitIsInclusive) {
  const std::string text = Document(
      R"({"name": "a", "kind": "input"}, {"name": "b", "kind": "input"})");
  Limits limits;
  limits.nodes = 3;
  EXPECT_TRUE(Read(text, limits).usable);
  limits.nodes = 2;
  EXPECT_TRUE(Read(text, limits).usable);
  limits.nodes = 1;
  const ReadResult result = Read(text, limits);
  EXPECT_FALSE(result.usable);
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(Message(result.findings[0]),
            "the input exceeds the limit of 1 nodes");
}

TEST(AnnotatedGraph, TheChannelLimitIsInclusive) {
  const std::string text = Document(
      R"({"name": "a", "kind": "op", "target": "t", "annotation": {"output":
          {"kind": "quant", "dtype": "int8", "scale": [1, 2]}}})");
  Limits limits;
  limits.channels = 2;
  EXPECT_TRUE(Read(text, limits).usable);
  limits.channels = 1;
  EXPECT_FALSE(Read(text, limits).usable);
}

TEST(AnnotatedGraph, ManyFindingsAreCountedAndNotListed) {
  std::string nodes = "7";
  for (size_t i = 0; i < GraphBuilder::kMaxFindings + 5; ++i) nodes += ",7";
  const ReadResult result = Read(Document(nodes));
  ASSERT_EQ(result.findings.size(), GraphBuilder::kMaxFindings + 1);
  EXPECT_EQ(result.findings.back().found, "6 more, which are not listed");
}

}  // namespace
}  // namespace opfit
