#include "core/formats/context_json.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/graph_text.h"
#include "core/formats/limits.h"
#include "core/formats/marked_input.h"
#include "core/graph/builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;

ReadResult Read(absl::string_view text, const Limits& limits = Limits()) {
  return ReadContextJson(std::string(text), 0, limits);
}

constexpr absl::string_view kSample = R"({"info": {
  "buildId": "v2.31", "backendId": 6, "numGraphs": 1, "graphs": [{"info": {
    "graphName": "net",
    "graphInputs": [{"info": {"id": 1, "name": "image",
      "dataType": "QNN_DATATYPE_UFIXED_POINT_8", "dimensions": [1, 8, 8, 3],
      "quantizeParams": {"definition": "QNN_DEFINITION_DEFINED",
        "quantizationEncoding": "QNN_QUANTIZATION_ENCODING_SCALE_OFFSET",
        "scaleOffset": {"scale": 0.5, "offset": -128}}}}],
    "graphOutputs": [{"info": {"name": "scores",
      "dataType": "QNN_DATATYPE_FIXED_POINT_16", "dimensions": [1, 10],
      "quantizeParams": {"definition": "QNN_DEFINITION_DEFINED",
        "quantizationEncoding": "QNN_QUANTIZATION_ENCODING_SCALE_OFFSET",
        "scaleOffset": {"scale": 0.25, "offset": 0}}}},
     {"info": {"name": "index", "dataType": "QNN_DATATYPE_INT_32",
      "dimensions": [1], "quantizeParams": {
        "definition": "QNN_DEFINITION_UNDEFINED",
        "quantizationEncoding": "QNN_QUANTIZATION_ENCODING_UNDEFINED"}}}]}}]}})";

TEST(ContextJson, AGraphIsOneNodeWithItsInputsAndOutputs) {
  const ReadResult result = Read(kSample);
  EXPECT_TRUE(result.usable);
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(GraphText(result.graph),
            "qnn ''\n"
            "image: input tensor UFIXED_POINT_8[1, 8, 8, 3] {quant "
            "UFIXED_POINT_8 SCALE_OFFSET scale [0.5] zero [128]}\n"
            "net: op CompiledGraph(image) -> SFIXED_POINT_16[1, 10] {quant "
            "SFIXED_POINT_16 SCALE_OFFSET scale [0.25] zero [0]} -> "
            "INT_32[1]\n");
}

// A document of graphs with one input each.
std::string Graphs(const std::vector<std::string>& inputs) {
  std::string text = R"({"info": {"graphs": [)";
  for (size_t i = 0; i < inputs.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ", ", R"({"info": {"graphInputs": [)",
                    R"({"info": )", inputs[i], R"(}], "graphName": "g)", i,
                    R"("}})");
  }
  return absl::StrCat(text, "]}}");
}

TEST(ContextJson, TensorsOfOneNameAreToldApartByTheirGraph) {
  const std::string input =
      R"({"name": "x", "dataType": "QNN_DATATYPE_FLOAT_32"})";
  const ReadResult result = Read(Graphs({input, input}));
  EXPECT_THAT(result.findings, IsEmpty());
  ASSERT_EQ(result.graph.nodes().size(), 2);
  EXPECT_EQ(NodeText(result.graph, result.graph.node(0)),
            "g0: op CompiledGraph(x)");
  EXPECT_EQ(NodeText(result.graph, result.graph.node(1)),
            "g1: op CompiledGraph(g1/x)");
}

TEST(ContextJson, PlacesAreLinesAndColumnsWithoutAPointer) {
  const ReadResult result = Read(kSample);
  const Place place = result.graph.PlaceOfValue(0);
  EXPECT_EQ(place.pointer, "");
  EXPECT_EQ(kSample.substr(place.anchor_offset, 9), R"({"info": )");
}

struct BrokenCase {
  const char* name;
  const char* tensor;  // with marks
};

constexpr BrokenCase kBrokenCases[] = {
    {"NameThatIsANumber", R"({"name": «OF002 7»})"},
    {"DimensionThatIsText", R"({"name": "x", "dimensions": [«OF002 "1"»]})"},
    {"ScaleThatIsNoNumber",
     R"({"name": "x", "quantizeParams": {"scaleOffset": {"scale": «OF008 NaN»}}})"},
    {"OffsetTooLarge",
     R"({"name": "x", "quantizeParams": {"scaleOffset": {"offset": «OF002 9999999999»}}})"},
};

class BrokenTensors : public testing::TestWithParam<BrokenCase> {};

TEST_P(BrokenTensors, AreFoundAndTheirGraphIsBroken) {
  const MarkedInput input = Unmark(Graphs({GetParam().tensor}));
  const ReadResult result = Read(input.text);
  EXPECT_TRUE(result.usable);
  EXPECT_THAT(CodesAndPlaces(input.text, result.findings),
              ElementsAreArray(input.marks));
  EXPECT_TRUE(result.graph.node(0).broken);
}

INSTANTIATE_TEST_SUITE_P(All, BrokenTensors, testing::ValuesIn(kBrokenCases),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

TEST(ContextJson, ATensorNeedsAName) {
  const std::string text = Graphs({R"({"dataType": "QNN_DATATYPE_INT_8"})"});
  const ReadResult result = Read(text);
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(result.findings[0].code, Code::kSchemaViolation);
  EXPECT_EQ(result.findings[0].place.anchor_offset,
            text.find(R"({"info": {"dataType")"));
  EXPECT_TRUE(result.graph.node(0).broken);
}

TEST(ContextJson, ADocumentWithoutGraphsIsRefusedAloud) {
  for (const char* const text : {"{}", R"({"info": {}})", R"({"other": {}})"}) {
    const ReadResult result = Read(text);
    EXPECT_FALSE(result.usable) << text;
    EXPECT_EQ(result.findings.size(), 1) << text;
  }
}

TEST(ContextJson, SurvivesBeingCutOffAnywhere) {
  for (size_t size = 0; size < kSample.size(); ++size) {
    const ReadResult result = Read(kSample.substr(0, size));
    EXPECT_FALSE(result.usable) << size;
    EXPECT_FALSE(result.findings.empty()) << size;
  }
}

TEST(ContextJson, LimitsAreInclusive) {
  Limits limits;
  for (const size_t nodes : {2, 3, 4}) {
    limits.nodes = nodes;
    EXPECT_EQ(Read(kSample, limits).usable, nodes >= 3) << nodes;
  }
}

}  // namespace
}  // namespace opfit
