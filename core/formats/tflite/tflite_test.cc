#include "core/formats/tflite/tflite.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/graph_text.h"
#include "core/formats/limits.h"
#include "core/formats/tflite/flat_writer.h"
#include "core/formats/tflite/schema.h"
#include "core/formats/tflite/test_model.h"
#include "core/graph/builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int32_t kAdd = 0;
constexpr int32_t kConv = 3;
constexpr int32_t kSoftmax = 25;
constexpr int32_t kCustom = 32;
constexpr int32_t kGelu = 150;

ReadResult Read(std::string bytes, const Limits& limits = Limits()) {
  return ReadTflite(std::move(bytes), limits);
}

std::vector<std::string> Messages(const ReadResult& result) {
  std::vector<std::string> messages;
  for (const Finding& finding : result.findings) {
    messages.push_back(absl::StrCat(InfoOf(finding.code).id, " ",
                                    Message(finding), ": ", finding.found));
  }
  return messages;
}

std::string QuantizedConv() {
  return WriteModel(
      {{"x", tflite::kInt8, {1, 8, 8, 3}, {0.5f}, {-128}},
       {"w", tflite::kInt8, {2, 3, 3, 3}, {0.25f, 0.125f}, {0, 0}, 0, true},
       {"b", tflite::kInt32, {2}, {0.125f, 0.0625f}, {0, 0}, 3, true},
       {"y", tflite::kInt8, {1, 6, 6, 2}, {1.0f}, {3}}},
      {{kConv,
        {0, 1, 2},
        {3},
        "",
        {{tflite::op::kOptionsType, Number<uint8_t>(1)},
         {tflite::op::kOptions,
          Part(FlatTableOf({{0, Number<int8_t>(1)},
                            {1, Number<int32_t>(2)},
                            {2, Number<int32_t>(2)},
                            {3, Number<int8_t>(3)}}))}}}});
}

TEST(Tflite, ModelsAreReadAsTheyAre) {
  const ReadResult result = Read(QuantizedConv());
  EXPECT_TRUE(result.usable);
  EXPECT_THAT(Messages(result), IsEmpty());
  EXPECT_EQ(GraphText(result.graph),
            "tflite 'main'\n"
            "x: input tensor SFIXED_POINT_8[1, 8, 8, 3] "
            "{quant SFIXED_POINT_8 scale [0.5] zero [-128]}\n"
            "w: const tensor SFIXED_POINT_8[2, 3, 3, 3] "
            "{quant SFIXED_POINT_8 axis 0 scale [0.25, 0.125] zero [0, 0]}\n"
            "b: const tensor SFIXED_POINT_32[2] "
            "{quant SFIXED_POINT_32 axis 0 scale [0.125, 0.0625] zero [0, 0]}\n"
            "y: op CONV_2D(x, w, b) padding='VALID' stride_w=2 stride_h=2 "
            "fused_activation_function='RELU6' -> SFIXED_POINT_8[1, 6, 6, 2] "
            "{quant SFIXED_POINT_8 scale [1] zero [3]}\n");
}

TEST(Tflite, PlacesAreThoseOfTheTables) {
  const std::string bytes = QuantizedConv();
  const ReadResult result = Read(bytes);
  ASSERT_EQ(result.graph.nodes().size(), 1);
  // Every table of the model has an offset of its own within the file.
  const size_t offset = result.graph.nodes()[0].offset;
  EXPECT_GT(offset, 8);
  EXPECT_LT(offset, bytes.size());
  EXPECT_EQ(result.graph.PlaceOf(result.graph.nodes()[0]).anchor_offset,
            offset);
  EXPECT_NE(result.graph.PlaceOfValue(0).anchor_offset,
            result.graph.PlaceOfValue(1).anchor_offset);
}

struct TensorCase {
  const char* name;
  TestTensor tensor;
  const char* text;
};

FlatField Quantization(std::vector<std::pair<int, FlatField>> fields) {
  return Part(FlatTableOf(std::move(fields)));
}

FlatField Blockwise(int32_t scales, int32_t block) {
  return Quantization(
      {{tflite::quantization::kDetailsType, Number<uint8_t>(2)},
       {tflite::quantization::kDetails,
        Part(FlatTableOf({{tflite::blockwise::kScales, Number(scales)},
                          {tflite::blockwise::kBlockSize, Number(block)}}))}});
}

const TensorCase kTensorCases[] = {
    {"Float", {"t", tflite::kFloat32, {2}}, "FLOAT_32[2]"},
    {"Half", {"t", tflite::kFloat16, {2}}, "FLOAT_16[2]"},
    {"BrainFloat", {"t", tflite::kBFloat16, {2}}, "BFLOAT_16[2]"},
    {"Double", {"t", tflite::kFloat64, {2}}, "FLOAT_64[2]"},
    {"Int8", {"t", tflite::kInt8, {2}}, "INT_8[2]"},
    {"UInt8", {"t", tflite::kUInt8, {2}}, "UINT_8[2]"},
    {"Int16", {"t", tflite::kInt16, {2}}, "INT_16[2]"},
    {"UInt16", {"t", tflite::kUInt16, {2}}, "UINT_16[2]"},
    {"Int32", {"t", tflite::kInt32, {2}}, "INT_32[2]"},
    {"UInt32", {"t", tflite::kUInt32, {2}}, "UINT_32[2]"},
    {"Int64", {"t", tflite::kInt64, {2}}, "INT_64[2]"},
    {"UInt64", {"t", tflite::kUInt64, {2}}, "UINT_64[2]"},
    {"Bool", {"t", tflite::kBool, {2}}, "BOOL_8[2]"},
    {"String", {"t", tflite::kString, {2}}, "STRING[2]"},
    {"Complex", {"t", tflite::kComplex64, {2}}, "?[2]"},
    {"Variant", {"t", tflite::kVariant, {2}}, "?[2]"},
    {"LaterType", {"t", 100, {2}}, "?[2]"},
    {"NegativeType", {"t", -1, {2}}, "?[2]"},
    {"QuantizedUInt8",
     {"t", tflite::kUInt8, {2}, {0.5f}, {128}},
     "UFIXED_POINT_8[2] {quant UFIXED_POINT_8 scale [0.5] zero [128]}"},
    {"QuantizedInt16",
     {"t", tflite::kInt16, {2}, {0.5f}, {0}},
     "SFIXED_POINT_16[2] {quant SFIXED_POINT_16 scale [0.5] zero [0]}"},
    {"Int4",
     {"t", tflite::kInt4, {2}, {0.5f}, {0}},
     "SFIXED_POINT_8[2] {quant SFIXED_POINT_8 bits 4 scale [0.5] zero [0]}"},
    {"Int2",
     {"t", tflite::kInt2, {2}, {0.5f, 1}, {0, 0}},
     "SFIXED_POINT_8[2] {quant SFIXED_POINT_8 bits 2 axis 0 scale [0.5, 1] "
     "zero [0, 0]}"},
    {"Int4WithoutScale", {"t", tflite::kInt4, {2}}, "?[2]"},
    {"BiasOf16BitActivations",
     {"t", tflite::kInt64, {2}, {0.5f}, {0}},
     "INT_64[2] {quant SFIXED_POINT_32 scale [0.5] zero [0]}"},
    {"ScaleOfAFloat", {"t", tflite::kFloat32, {2}, {0.5f}, {0}}, "FLOAT_32[2]"},
    {"LastAxis",
     {"t", tflite::kInt8, {1, 2}, {0.5f, 1}, {0, 0}, 1},
     "SFIXED_POINT_8[1, 2] {quant SFIXED_POINT_8 axis 1 scale [0.5, 1] zero "
     "[0, 0]}"},
    {"AxisThatIsNotThere",
     {"t", tflite::kInt8, {1, 2}, {0.5f, 1}, {0, 0}, 7},
     "SFIXED_POINT_8[1, 2] {quant SFIXED_POINT_8 axis 7 scale [0.5, 1] zero "
     "[0, 0]}"},
    {"RangeOnly",
     {"t",
      tflite::kUInt8,
      {2},
      {},
      {},
      0,
      false,
      {{tflite::tensor::kQuantization,
        Quantization({{0, Part(FlatNumbers<float>({-1}))},
                      {1, Part(FlatNumbers<float>({1}))}})}}},
     "UINT_8[2]"},
    {"Blockwise",
     {"t",
      tflite::kInt4,
      {2, 64},
      {},
      {},
      0,
      false,
      {{tflite::tensor::kQuantization, Blockwise(0, 32)}}},
     "SFIXED_POINT_8[2, 64] {quant SFIXED_POINT_8 unclassified bits 4 block "
     "[1, 32]}"},
    {"CustomQuantization",
     {"t",
      tflite::kInt8,
      {2},
      {},
      {},
      0,
      false,
      {{tflite::tensor::kQuantization,
        Quantization(
            {{tflite::quantization::kScale, Part(FlatNumbers<float>({1}))},
             {tflite::quantization::kZeroPoint,
              Part(FlatNumbers<int64_t>({0}))},
             {tflite::quantization::kDetailsType, Number<uint8_t>(1)}})}}},
     "SFIXED_POINT_8[2] {quant SFIXED_POINT_8 unclassified}"},
    {"OpenSizes",
     {"t",
      tflite::kFloat32,
      {1, 2},
      {},
      {},
      0,
      false,
      {{tflite::tensor::kShapeSignature, Part(FlatNumbers<int32_t>({-1, 2}))}}},
     "FLOAT_32[-1, 2]"},
    {"NoShape", {"t", tflite::kFloat32}, "FLOAT_32"},
    {"Scalar",
     {"t",
      tflite::kFloat32,
      {},
      {},
      {},
      0,
      false,
      {{tflite::tensor::kHasRank, Number<bool>(true)}}},
     "FLOAT_32[]"},
    {"ConstantScalar", {"t", tflite::kInt32, {}, {}, {}, 0, true}, "INT_32[]"},
};

class Tensors : public testing::TestWithParam<TensorCase> {};

TEST_P(Tensors, AreReadAsTheyAre) {
  const ReadResult result = Read(WriteModel({GetParam().tensor}, {}));
  EXPECT_THAT(Messages(result), IsEmpty());
  EXPECT_EQ(
      GraphText(result.graph),
      absl::StrCat("tflite 'main'\nt: input tensor ", GetParam().text, "\n"));
}

INSTANTIATE_TEST_SUITE_P(All, Tensors, testing::ValuesIn(kTensorCases),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

TEST(Tflite, VariablesKeepAState) {
  const ReadResult result =
      Read(WriteModel({{"x"},
                       {"state",
                        tflite::kInt16,
                        {2},
                        {},
                        {},
                        0,
                        false,
                        {{tflite::tensor::kIsVariable, Number<bool>(true)}}}},
                      {}));
  EXPECT_THAT(GraphText(result.graph), HasSubstr("state: buffer tensor"));
}

std::vector<std::string> NodeTexts(const ReadResult& result) {
  std::vector<std::string> texts;
  for (const Node& node : result.graph.nodes()) {
    texts.push_back(NodeText(result.graph, node));
  }
  return texts;
}

TEST(Tflite, OperatorsAreNamedByTheSchemaOrByTheFile) {
  const ReadResult result = Read(WriteModel({{"x"}, {"a"}, {"b"}, {"c"}, {"d"}},
                                            {{kGelu, {0}, {1}},
                                             {kCustom, {1}, {2}, "CONV_2D"},
                                             {9999, {2}, {3}},
                                             {kCustom, {3}, {4}}}));
  EXPECT_THAT(Messages(result), IsEmpty());
  EXPECT_THAT(NodeTexts(result),
              ElementsAre("a: op GELU(x) -> FLOAT_32",
                          "b: op CUSTOM:CONV_2D(a) -> FLOAT_32",
                          "c: op BUILTIN_9999(b) -> FLOAT_32",
                          "d: op CUSTOM(c) -> FLOAT_32"));
}

TEST(Tflite, AnInputThatIsNotGivenKeepsItsPlace) {
  const ReadResult result =
      Read(WriteModel({{"x"}, {"y"}, {"z"}}, {{kConv, {0, -1, 1}, {2}}}));
  EXPECT_THAT(Messages(result), IsEmpty());
  EXPECT_THAT(NodeTexts(result),
              ElementsAre("z: op CONV_2D(x, null, y) -> FLOAT_32"));
}

TEST(Tflite, NamesThatAreMissingOrSharedAreMadeUp) {
  const ReadResult result =
      Read(WriteModel({{"x"}, {""}, {"x"}, {"x#2"}}, {{kSoftmax, {0}, {1}},
                                                      {kAdd, {1, 0}, {2}},
                                                      {kSoftmax, {2}, {3}},
                                                      {kSoftmax, {2}, {}}}));
  EXPECT_THAT(Messages(result), IsEmpty());
  EXPECT_THAT(NodeTexts(result),
              ElementsAre("tensor_1: op SOFTMAX(x) -> FLOAT_32",
                          "x#2: op ADD(tensor_1, x) -> FLOAT_32",
                          "x#2#3: op SOFTMAX(x#2) -> FLOAT_32",
                          "operator_3: op SOFTMAX(x#2)"));
}

TEST(Tflite, SeveralSubgraphsAreOneGraphOfSeveralParts) {
  TestModel model;
  model.subgraphs = {
      {"main", {{"x"}, {"y"}}, {{kSoftmax, {0}, {1}}}},
      {"", {{"x"}, {"y"}}, {{kSoftmax, {0}, {1}}}},
      {"main", {{"x"}, {"y"}}, {{kSoftmax, {0}, {1}}}},
  };
  const ReadResult result = Read(WriteModel(model));
  EXPECT_THAT(Messages(result), IsEmpty());
  EXPECT_THAT(NodeTexts(result),
              ElementsAre("main/y: op SOFTMAX(main/x) -> FLOAT_32",
                          "subgraph_1/y: op SOFTMAX(subgraph_1/x) -> FLOAT_32",
                          "main/y#1: op SOFTMAX(main/x#0) -> FLOAT_32"));
}

TEST(Tflite, CompositesAreToldApartByName) {
  const ReadResult result = Read(
      WriteModel({{"x"}, {"y"}},
                 {{206,
                   {0},
                   {1},
                   "",
                   {{tflite::op::kOptions2Type, Number<uint8_t>(21)},
                    {tflite::op::kOptions2,
                     Part(FlatTableOf({{0, Part(FlatText("odml.rms_norm"))},
                                       {1, Number<int32_t>(4)}}))}}}}));
  EXPECT_THAT(NodeTexts(result),
              ElementsAre("y: op STABLEHLO_COMPOSITE(x) name='odml.rms_norm' "
                          "decomposition_subgraph_index=4 -> FLOAT_32"));
}

struct BrokenCase {
  const char* name;
  std::vector<TestTensor> tensors;
  std::vector<TestOperator> operators;
  const char* message;
};

const BrokenCase kBrokenCases[] = {
    {"InputBeyondTheTensors",
     {{"x"}, {"y"}},
     {{kAdd, {2, 0}, {1}}},
     "OF002 the input does not have the shape of the format: "
     "operator 0: an input must be a tensor: tensor 2 of 2"},
    {"NegativeInput",
     {{"x"}, {"y"}},
     {{kAdd, {-2, 0}, {1}}},
     "OF002 the input does not have the shape of the format: "
     "operator 0: an input must be a tensor: tensor -2 of 2"},
    {"OutputThatIsNotGiven",
     {{"x"}, {"y"}},
     {{kAdd, {0, 0}, {-1}}},
     "OF002 the input does not have the shape of the format: "
     "operator 0: an output must be a tensor: tensor -1 of 2"},
    {"CodeBeyondTheCodes",
     {{"x"}, {"y"}},
     {{kAdd,
       {0, 0},
       {1},
       "",
       {{tflite::op::kOpcodeIndex, Number<uint32_t>(1)}}}},
     "OF002 the input does not have the shape of the format: "
     "operator 0: the code of an operator must be one of the model's: code 1 "
     "of "
     "1"},
    {"BufferBeyondTheBuffers",
     {{"x"},
      {"y",
       tflite::kFloat32,
       {},
       {},
       {},
       0,
       false,
       {{tflite::tensor::kBuffer, Number<uint32_t>(2)}}}},
     {{kSoftmax, {0}, {1}}},
     "OF002 the input does not have the shape of the format: "
     "tensor 1: the buffer of a tensor must be one of the model's: buffer 2 of "
     "2"},
    {"NegativeSize",
     {{"x"}, {"y", tflite::kFloat32, {1, -2}}},
     {{kSoftmax, {0}, {1}}},
     "OF002 the input does not have the shape of the format: "
     "tensor 1: a size must be 0 or more, or -1 where it is not known: -2 on "
     "axis 1"},
    {"ScaleWithoutZeroPoint",
     {{"x"}, {"y", tflite::kInt8, {1}, {0.5f}, {}}},
     {{kSoftmax, {0}, {1}}},
     "OF002 the input does not have the shape of the format: "
     "tensor 1: a quantization must have as many zero points as scales: 1 "
     "scales and 0 zero points"},
    {"NegativeDimension",
     {{"x"}, {"y", tflite::kInt8, {2, 2}, {0.5f, 1}, {0, 0}, -1}},
     {{kSoftmax, {0}, {1}}},
     "OF002 the input does not have the shape of the format: "
     "tensor 1: the dimension of a quantization must be 0 or more: -1"},
    {"BlockScalesOfNoTensor",
     {{"x"},
      {"y",
       tflite::kInt4,
       {2, 2},
       {},
       {},
       0,
       false,
       {{tflite::tensor::kQuantization, Blockwise(2, 2)}}}},
     {{kSoftmax, {0}, {1}}},
     "OF002 the input does not have the shape of the format: "
     "tensor 1: the scales of a block-wise quantization must be a tensor: "
     "tensor "
     "2 of 2"},
    {"TensorOfTwoOperators",
     {{"x"}, {"y"}},
     {{kSoftmax, {0}, {1}}, {kSoftmax, {0}, {1}}},
     nullptr},
};

class BrokenParts : public testing::TestWithParam<BrokenCase> {};

TEST_P(BrokenParts, AreFoundAndTheRestIsRead) {
  const ReadResult result =
      Read(WriteModel(GetParam().tensors, GetParam().operators));
  EXPECT_TRUE(result.usable);
  ASSERT_FALSE(result.findings.empty());
  if (GetParam().message != nullptr) {
    EXPECT_THAT(Messages(result), ElementsAre(GetParam().message));
  }
  EXPECT_TRUE(result.graph.nodes().back().broken);
  EXPECT_GT(result.findings[0].place.anchor_offset, 0);
}

INSTANTIATE_TEST_SUITE_P(All, BrokenParts, testing::ValuesIn(kBrokenCases),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

TEST(Tflite, AnotherVersionOfTheSchemaIsRefused) {
  TestModel model;
  model.version = 2;
  const ReadResult result = Read(WriteModel(model));
  EXPECT_FALSE(result.usable);
  EXPECT_THAT(Messages(result),
              ElementsAre(HasSubstr("the version of its schema must be 3: "
                                    "version 2")));
}

TEST(Tflite, AModelWithoutASubgraphIsRefused) {
  TestModel model;
  model.subgraphs.clear();
  const ReadResult result = Read(WriteModel(model));
  EXPECT_FALSE(result.usable);
  EXPECT_THAT(Messages(result),
              ElementsAre(HasSubstr("a model must have a subgraph")));
}

TEST(Tflite, DataBehindTheFlatBufferMustBeInTheFile) {
  TestModel model;
  model.subgraphs[0].tensors = {{"x"},
                                {"w", tflite::kInt8, {4}, {}, {}, 0, true}};
  const auto with = [&](uint64_t offset, uint64_t size) {
    model.fields = {
        {tflite::model::kBuffers,
         Part(FlatTablesOf(
             {FlatTableOf({}),
              FlatTableOf({{tflite::buffer::kOffset, Number(offset)},
                           {tflite::buffer::kSize, Number(size)}})}))}};
    return WriteModel(model);
  };
  const uint64_t size = with(8, 1).size();
  EXPECT_THAT(Messages(Read(with(size - 4, 4))), IsEmpty());
  EXPECT_THAT(GraphText(Read(with(size - 4, 4)).graph),
              HasSubstr("w: const tensor"));
  EXPECT_THAT(Messages(Read(with(size - 4, 5))),
              ElementsAre(HasSubstr("must lie within the file")));
  EXPECT_THAT(Messages(Read(with(~uint64_t{0}, 2))),
              ElementsAre(HasSubstr("must lie within the file")));
  EXPECT_THAT(Messages(Read(with(2, ~uint64_t{0}))),
              ElementsAre(HasSubstr("must lie within the file")));
}

TEST(Tflite, LimitsAreInclusive) {
  const std::string bytes = QuantizedConv();  // four tensors, one operator
  Limits limits;
  for (const size_t nodes : {4, 5, 6}) {
    limits.nodes = nodes;
    EXPECT_EQ(Read(bytes, limits).usable, nodes >= 5) << nodes;
  }
  limits = Limits();
  for (const size_t channels : {1, 2, 3}) {
    limits.channels = channels;
    EXPECT_EQ(Read(bytes, limits).usable, channels >= 2) << channels;
  }
  limits.channels = 1;
  EXPECT_THAT(Messages(Read(bytes, limits)),
              ElementsAre("OF003 the input exceeds the "
                          "limit of 1 channels of one tensor: more than 1"));
}

TEST(Tflite, SurvivesBeingCutOffAnywhere) {
  const std::string whole = QuantizedConv();
  for (size_t size = 0; size < whole.size(); ++size) {
    const ReadResult result = Read(whole.substr(0, size));
    EXPECT_FALSE(result.usable) << size;
    EXPECT_EQ(result.findings.size(), 1) << size;
  }
}

TEST(Tflite, SurvivesEveryByteBeingWrong) {
  const std::string whole = QuantizedConv();
  for (size_t at = 0; at < whole.size(); ++at) {
    for (const int value : {0x00, 0x01, 0x04, 0x7f, 0x80, 0xff}) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(value);
      const ReadResult result = Read(std::move(damaged));
      EXPECT_TRUE(result.usable || !result.findings.empty()) << at;
    }
  }
}

}  // namespace
}  // namespace opfit
