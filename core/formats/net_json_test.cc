#include "core/formats/net_json.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
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

std::string Document(absl::string_view tensors, absl::string_view nodes) {
  return absl::StrCat(R"({"model.cpp": "N/A", "graph": {"tensors": {)", "\n",
                      tensors, "\n}, \"nodes\": {\n", nodes, "\n}}}");
}

ReadResult Read(std::string text, const Limits& limits = Limits()) {
  return ReadNetJson(std::move(text), 0, limits);
}

struct TensorCase {
  const char* name;
  const char* tensor;
  const char* want;
};

class Tensors : public testing::TestWithParam<TensorCase> {};

TEST_P(Tensors, ReadWithoutAFinding) {
  const ReadResult result =
      Read(Document(absl::StrCat("\"t\": ", GetParam().tensor), ""));
  EXPECT_TRUE(result.usable);
  EXPECT_THAT(CodesAndPlaces(result.graph.source(), result.findings),
              IsEmpty());
  EXPECT_EQ(GraphText(result.graph),
            absl::StrCat("qnn ''\nt: ", GetParam().want, "\n"));
}

constexpr TensorCase kTensorCases[] = {
    {"Input",
     R"({"id": 1, "type": 0, "dataFormat": 0, "data_type": 562, "dims": [1, 3]})",
     "input tensor FLOAT_32[1, 3]"},
    {"Static",
     R"j({"type": 4, "data_type": 776, "dims": [2], "params_count": "2 (0.1%)"})j",
     "const tensor SFIXED_POINT_8[2]"},
    {"UpdateableStatic",
     R"({"type": 6, "data_type": 776, "params_count": "2"})",
     "const tensor SFIXED_POINT_8"},
    {"UpdateableNative", R"({"type": 7, "data_type": 776})",
     "op tensor SFIXED_POINT_8"},
    {"AnUnknownDataType", R"({"type": 3, "data_type": 9999, "dims": []})",
     "op tensor ?[]"},
    {"EveryOtherKey",
     R"({"type": 3, "data_type": 8, "unquantized_data_type": 562,
         "axis_format": "NHWC", "src_axis_format": "NCHW",
         "permute_order_to_src": [0, 3, 1, 2], "is_quantizable": true,
         "is_updateable": false, "is_dynamic_dims": [], "x-mine": 1,
         "data": [[1.5, 2], [3, 4]]})",
     "op tensor INT_8"},
    {"DynamicDims",
     R"({"type": 0, "data_type": 562, "dims": [1, 8], "is_dynamic_dims": [false, true]})",
     "input tensor FLOAT_32[1, -1]"},
    {"UndefinedMeansNotQuantized",
     R"({"type": 3, "data_type": 562, "quant_params": {"definition": 2147483647,
         "encoding": 2147483647, "scale_offset": {"scale": 0.0, "offset": 0}}})",
     "op tensor FLOAT_32"},
    {"ScaleOffsetOfAConverter",
     R"({"type": 3, "data_type": 1046, "quant_params": {"definition": 1,
         "encoding": 0, "is_overridden": true, "scale_offset": {"bitwidth": 16,
         "minimum": -1.0, "maximum": 1.0, "scale": 0.5, "offset": -32768,
         "is_symmetric": false, "is_fixed_point": true}}})",
     "op tensor UFIXED_POINT_16 {quant UFIXED_POINT_16 SCALE_OFFSET bits 16 "
     "scale [0.5] zero [32768]}"},
    {"QuantParamsBeforeTheDataType",
     R"({"quant_params": {"scale_offset": {"offset": 0, "scale": 0.5},
         "encoding": 0, "definition": 1}, "type": 3, "data_type": 1032})",
     "op tensor UFIXED_POINT_8 {quant UFIXED_POINT_8 SCALE_OFFSET scale [0.5] "
     "zero [0]}"},
    {"AxisScaleOffset",
     R"({"type": 4, "data_type": 776, "quant_params": {"definition": 1,
         "encoding": 1, "scale_offset": {"scale": null, "offset": 77},
         "axis_scale_offset": {"axis": 3, "num_scale_offsets": 2,
         "scale_offsets": [{"scale": 0.5, "offset": 0},
                           {"scale": 0.25, "offset": 1, "bitwidth": 8}]}}})",
     "const tensor SFIXED_POINT_8 {quant SFIXED_POINT_8 AXIS_SCALE_OFFSET "
     "bits 8 axis 3 scale [0.5, 0.25] zero [0, -1]}"},
    {"BwAxisScaleOffsetOfOnnxRuntime",
     R"({"type": 4, "data_type": 776, "quant_params": {"definition": 1,
         "encoding": 3, "bw_axis_scale_offset": {"axis": 3, "bitwidth": 4,
         "num_elements": 2, "scale_offsets": [{"scale": 0.5, "offset": 0},
         {"scale": 0.25, "offset": 0}]}}})",
     "const tensor SFIXED_POINT_8 {quant SFIXED_POINT_8 BW_AXIS_SCALE_OFFSET "
     "bits 4 axis 3 scale [0.5, 0.25] zero [0, 0]}"},
    {"BwAxisScaleOffsetOfAConverter",
     R"({"type": 4, "data_type": 776, "quant_params": {"definition": 1,
         "encoding": 3, "bw_axis_scale_offset": {"bitwidth": 4, "axis": 0,
         "num_elements": 2, "scales": [0.5, 0.25], "offsets": []}}})",
     "const tensor SFIXED_POINT_8 {quant SFIXED_POINT_8 BW_AXIS_SCALE_OFFSET "
     "bits 4 axis 0 scale [0.5, 0.25] zero [0, 0]}"},
    {"LiteRtNamesTheBwFormsWithoutBw",
     R"({"type": 4, "data_type": 776, "quant_params": {"definition": 1,
         "encoding": 2, "scale_offset": {"bitwidth": 4, "scale": 0.5,
         "offset": 0}}})",
     "const tensor SFIXED_POINT_8 {quant SFIXED_POINT_8 BW_SCALE_OFFSET bits 4 "
     "scale [0.5] zero [0]}"},
    {"GarbageOfOldDumpsIsIgnored",
     R"({"type": 4, "data_type": 776, "quant_params": {"definition": 1,
         "encoding": 2, "scale_offset": {"scale": 9.6e35, "offset": 12345}}})",
     "const tensor SFIXED_POINT_8 {quant SFIXED_POINT_8 BW_SCALE_OFFSET}"},
    {"BlockwiseValuesAreNotKnown",
     R"({"type": 4, "data_type": 776,
         "quant_params": {"definition": 1, "encoding": 5}})",
     "const tensor SFIXED_POINT_8 {quant SFIXED_POINT_8 BLOCKWISE_EXPANSION}"},
    {"AnUnknownEncoding",
     R"({"type": 4, "data_type": 776,
         "quant_params": {"definition": 0, "encoding": 99}})",
     "const tensor SFIXED_POINT_8 {quant SFIXED_POINT_8 unclassified}"},
};

INSTANTIATE_TEST_SUITE_P(NetJson, Tensors, testing::ValuesIn(kTensorCases),
                         [](const auto& test) { return test.param.name; });

constexpr absl::string_view kTensorsOfNodes = R"(
  "x": {"type": 0, "data_type": 562, "dims": [1]},
  "w": {"type": 4, "data_type": 562, "dims": [1]},
  "none": {"type": 5, "data_type": 2147483647, "dims": []},
  "y": {"type": 1, "data_type": 562, "dims": [1]},
  "z": {"type": 3, "data_type": 562, "dims": [1]})";

struct NodeCase {
  const char* name;
  const char* node;
  const char* want;
};

class Nodes : public testing::TestWithParam<NodeCase> {};

TEST_P(Nodes, ReadWithoutAFinding) {
  const ReadResult result =
      Read(Document(kTensorsOfNodes, absl::StrCat("\"n\": ", GetParam().node)));
  EXPECT_THAT(CodesAndPlaces(result.graph.source(), result.findings),
              IsEmpty());
  ASSERT_EQ(result.graph.nodes().size(), 1);
  EXPECT_EQ(NodeText(result.graph, result.graph.node(0)),
            absl::StrCat("n: op ", GetParam().want));
}

constexpr NodeCase kNodeCases[] = {
    {"Plain",
     R"({"package": "qti.aisw", "type": "Conv2d", "input_names": ["x", "w"],
         "output_names": ["y"], "scalar_params": {}, "tensor_params": {},
         "param_map": {"a": 1}, "macs_per_inference": ""})",
     "Conv2d(x, w) -> FLOAT_32[1]"},
    {"AnAbsentInputKeepsItsSlot",
     R"({"type": "Conv2d", "input_names": ["x", "none", "w", ""],
         "output_names": ["y", "z"]})",
     "Conv2d(x, null, w, null) -> FLOAT_32[1] -> FLOAT_32[1]"},
    {"AnotherPackage",
     R"({"package": "my.ops", "type": "Wobble", "output_names": ["y"]})",
     "my.ops::Wobble package='my.ops' -> FLOAT_32[1]"},
    {"AnOpOfAnotherPackageIsNotQnns",
     R"({"type": "Relu", "package": "my.ops", "output_names": ["y"]})",
     "my.ops::Relu package='my.ops' -> FLOAT_32[1]"},
    {"Scalars",
     R"({"type": "T", "scalar_params": {"group": {"306": 1}, "eps": {"562": 1},
         "alpha": {"562": 0.5}, "flag": {"1288": 1}, "yes": {"1288": true},
         "mode": {"1544": "same"}, "old": {"2147483647": "same"},
         "none": {"306": null}}})",
     "T group=1 eps=1f alpha=0.5f flag=true yes=true mode='same' old='same' "
     "none=…"},
    {"TensorParams",
     R"({"type": "T", "tensor_params": {
         "stride": {"n_stride": {"type": 4, "data_type": 306, "dims": [2],
                    "data": [1, 2], "quant_params": {"definition": 2147483647,
                    "encoding": 2147483647}}},
         "pad": {"n_pad": {"data": [[0, 1], [2, 3]], "type": 4, "data_type": 306}},
         "mask": {"m": {"data": [true, false], "type": 4, "data_type": 1288}},
         "real": {"r": {"data": [1.5], "type": 4, "data_type": 562}},
         "bare": {"b": {"type": 4, "data_type": 306}}}})",
     "T stride=[1, 2] pad=[0, 1, 2, 3] mask=[1, 0] real=… bare=…"},
};

INSTANTIATE_TEST_SUITE_P(NetJson, Nodes, testing::ValuesIn(kNodeCases),
                         [](const auto& test) { return test.param.name; });

struct FlawedCase {
  const char* name;
  const char* tensors;
  const char* nodes;
};

class FlawedNets : public testing::TestWithParam<FlawedCase> {};

TEST_P(FlawedNets, GiveFindingsAtTheirPlaces) {
  const MarkedInput input =
      Unmark(Document(GetParam().tensors, GetParam().nodes));
  const ReadResult result = Read(input.text);
  EXPECT_TRUE(result.usable);
  EXPECT_THAT(CodesAndPlaces(input.text, result.findings),
              ElementsAreArray(input.marks));
}

constexpr FlawedCase kFlawedCases[] = {
    {"TensorsOfWrongTypes",
     R"("a": «OF002 1», "b": «OF002 {}», "c": {"data_type": «OF002 "8"»,
        "type": «OF002 []», "dims": «OF002 3»}, "d": {"data_type": 8,
        "dims": [«OF002 "n"»], "quant_params": «OF002 7»})",
     ""},
    {"QuantParamsOfWrongShapes",
     R"("a": {"data_type": 8, "quant_params": «OF002 {"definition": 1}»},
        "b": {"data_type": 8, "quant_params": {"definition": 1, "encoding": 0,
          "scale_offset": {"scale": «OF002 null», "offset": «OF002 0.5»,
                           "bitwidth": «OF002 999»}}},
        "c": {"data_type": 8, "quant_params": {"definition": 1, "encoding": 0,
          "scale_offset": {"scale": 1, "offset": «OF002 3000000000»}}},
        "d": {"data_type": 8, "quant_params": {"definition": 1, "encoding": 3,
          "bw_axis_scale_offset": «OF002 {"scales": [1, 2], "offsets": [0]}»}},
        "e": {"data_type": 8, "quant_params": {"definition": 1, "encoding": 0,
          "scale_offset": {"scale": «OF008 Infinity», "offset": 0}}})",
     ""},
    {"NodesOfWrongTypes", "",
     R"("a": «OF002 1», "b": «OF002 {}», "c": {"type": «OF002 1»,
        "package": «OF002 2», "input_names": «OF002 3»,
        "output_names": «OF002 4», "scalar_params": «OF002 5»,
        "tensor_params": «OF002 6»}, "d": {"type": "T",
        "input_names": [«OF002 1»], "output_names": [«OF002 ""»],
        "scalar_params": {"s": «OF002 1», "t": {"306": «OF008 NaN»}},
        "tensor_params": {"s": «OF002 1», "t": {"u": «OF002 1»}}})"},
    {"UnknownKeys", R"("a": {"data_type": 8, «OF007 "dim"»: [1]})",
     R"("n": {"type": "T", «OF007 "inputs"»: []})"},
    {"DanglingReferences", R"("a": {"data_type": 8})",
     R"("m": {"type": "T", "input_names": ["a", «OF005 "b"»]},
        "n": {"type": "T", "input_names": ["c"], "output_names": []},
        "o": {"type": "T", "output_names": [«OF005 "c"»]})"},
    {"NamesGivenTwice",
     R"("a": {"data_type": 8}, "a": «OF004 {"data_type": 8}»)",
     R"("n": {"type": "T"}, "n": «OF004 {"type": "T"}»)"},
    {"TwoProducersOfOneTensor", R"("a": {"data_type": 8})",
     R"("m": {"type": "T", "output_names": ["a"]},
        "n": «OF004 {"type": "T", "output_names": ["a"]}»)"},
    {"ACycle", R"("a": {"data_type": 8}, "b": {"data_type": 8})",
     R"("m": «OF006 {"type": "T", "input_names": ["a"], "output_names": ["b"]}»,
        "n": {"type": "T", "input_names": ["b"], "output_names": ["a"]})"},
};

INSTANTIATE_TEST_SUITE_P(NetJson, FlawedNets, testing::ValuesIn(kFlawedCases),
                         [](const auto& test) { return test.param.name; });

TEST(NetJson, NodesBeforeTensorsAreTheSameGraph) {
  constexpr absl::string_view kTensor =
      R"({"a": {"type": 0, "data_type": 8}, "b": {"type": 5, "data_type": 8}})";
  constexpr absl::string_view kNode =
      R"({"n": {"type": "T", "input_names": ["a", "b"]}})";
  const ReadResult usual = Read(absl::StrCat(
      R"({"graph": {"tensors": )", kTensor, R"(, "nodes": )", kNode, "}}"));
  const ReadResult sorted =
      Read(absl::StrCat(R"({"graph": {"nodes": )", kNode, R"(, "tensors": )",
                        kTensor, R"(}, "op_types": ["T"]})"));
  EXPECT_THAT(usual.findings, IsEmpty());
  EXPECT_THAT(sorted.findings, IsEmpty());
  EXPECT_EQ(GraphText(usual.graph), GraphText(sorted.graph));
}

TEST(NetJson, ConsumersMayComeBeforeProducers) {
  const ReadResult result = Read(Document(
      R"("a": {"type": 3, "data_type": 8}, "b": {"type": 3, "data_type": 8})",
      R"("m": {"type": "T", "input_names": ["a"], "output_names": ["b"]},
         "n": {"type": "T", "output_names": ["a"]})"));
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(GraphText(result.graph),
            "qnn ''\nm: op T(a) -> INT_8\nn: op T -> INT_8\n");
}

TEST(NetJson, ABrokenTensorBreaksTheNodesThatUseIt) {
  const ReadResult result = Read(Document(
      R"("a": {"type": 0, "data_type": 8, "dims": [0.5]},
         "b": {"type": 3, "data_type": 8}, "c": {"type": 3, "data_type": 8})",
      R"("m": {"type": "T", "input_names": ["a"], "output_names": ["b"]},
         "n": {"type": "T", "input_names": ["b"], "output_names": ["c"]})"));
  EXPECT_TRUE(result.graph.node(0).broken);
  EXPECT_FALSE(result.graph.node(1).broken);
}

TEST(NetJson, MoreThan64IntegersAreNotKept) {
  const auto with_integers = [](int count) {
    std::string data = "0";
    for (int i = 1; i < count; ++i) absl::StrAppend(&data, ",", i);
    return Document("", absl::StrCat(R"("n": {"type": "T", "tensor_params":
        {"p": {"t": {"data_type": 306, "data": [)",
                                     data, "]}}}}"));
  };
  const auto kind = [](const ReadResult& result) {
    return result.graph.FindAttribute(result.graph.node(0), "p")->kind;
  };
  EXPECT_EQ(kind(Read(with_integers(64))), Arg::Kind::kInts);
  EXPECT_EQ(kind(Read(with_integers(65))), Arg::Kind::kOther);
}

TEST(NetJson, PointersEscapeNames) {
  const ReadResult result =
      Read(Document(R"("a/b~c": {"data_type": 8, "dims": 1})", ""));
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(result.findings[0].place.pointer, "/graph/tensors/a~1b~0c/dims");
}

TEST(NetJson, WithoutNodesItIsNoGraph) {
  const ReadResult result = Read(R"({"graph": {"tensors": {}}})");
  EXPECT_FALSE(result.usable);
  EXPECT_THAT(CodesAndPlaces(result.graph.source(), result.findings),
              ElementsAre("OF002 1:11"));
}

}  // namespace
}  // namespace opfit
