#include "core/formats/aimet/aimet.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/graph_text.h"
#include "core/formats/limits.h"
#include "core/formats/marked_input.h"
#include "core/graph/builder.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

// The tensors of a document that is sound.
std::string TextOf(const std::string& document) {
  const ReadResult read = ReadAimet(document, 0, Limits());
  EXPECT_TRUE(read.usable);
  EXPECT_EQ(CodesAndPlaces(document, read.findings),
            std::vector<std::string>());
  const std::string text = GraphText(read.graph);
  return text.substr(text.find('\n') + 1);
}

struct VersionCase {
  const char* name;
  const char* document;
  const char* want;
};

class AimetVersions : public testing::TestWithParam<VersionCase> {};

TEST_P(AimetVersions, MeanTheSameInTheirOwnWords) {
  EXPECT_EQ(TextOf(GetParam().document), GetParam().want);
}

constexpr VersionCase kVersions[] = {
    {"Legacy", R"({"version": "0.6.1",
      "activation_encodings": {"h": [{"bitwidth": 8, "dtype": "int",
        "is_symmetric": "False", "min": -0.5, "max": 4.6, "scale": 0.02,
        "offset": -25}]},
      "param_encodings": {"w": [{"bitwidth": 8, "is_symmetric": "True",
        "min": -1.28, "max": 1.27, "scale": 0.01, "offset": -128}]}})",
     "h: buffer -> FLOAT_32 {quant UFIXED_POINT_8 tensor scale [0.02] zero "
     "[25]}\n"
     "w: param -> FLOAT_32 {quant SFIXED_POINT_8 tensor scale [0.01] zero "
     "[0]}\n"},
    {"PartialWithoutVersion",
     R"({"param_encodings": {"w": [{"bitwidth": 4, "is_symmetric": true,
      "scale": 0.1, "offset": -8}, {"bitwidth": 4, "is_symmetric": true,
      "scale": 0.2, "offset": -8.0}]}})",
     "w: param -> FLOAT_32 {quant SFIXED_POINT_8 bits 4 channel axis 0 scale "
     "[0.1, 0.2] zero [0, 0]}\n"},
    {"StrictlySymmetric",
     R"({"param_encodings": {"w": [{"bitwidth": 8, "is_symmetric": "True",
      "min": -1.27, "max": 1.27, "scale": 0.01, "offset": -127}]}})",
     "w: param -> FLOAT_32 {quant SFIXED_POINT_8 tensor scale [0.01] zero "
     "[0]}\n"},
    {"SymmetricActivationsStayUnsigned",
     R"({"activation_encodings": {"h": [{"bitwidth": 16, "dtype": "int",
      "is_symmetric": "True", "scale": 0.5, "offset": -32768}]}})",
     "h: buffer -> FLOAT_32 {quant UFIXED_POINT_16 tensor scale [0.5] zero "
     "[32768]}\n"},
    {"FloatIsSaid",
     R"({"activation_encodings": {"h": [{"bitwidth": 16, "dtype": "float"}]}})",
     "h: buffer -> FLOAT_32 {float}\n"},
    {"OfTorchModules",
     R"({"activation_encodings": {"fc": {"input": {"0": {"bitwidth": 8,
      "scale": 1, "offset": 0}}}}, "param_encodings": {}})",
     "fc.input.0: buffer -> FLOAT_32 {quant UFIXED_POINT_8 tensor scale [1] "
     "zero [0]}\n"},
    {"Lists", R"({"version": "1.0.0", "activation_encodings": [
      {"name": "h", "enc_type": "PER_TENSOR", "dtype": "INT", "bw": 16,
       "is_sym": false, "scale": [0.5], "offset": [-30000]}],
      "param_encodings": [
      {"name": "w", "enc_type": "PER_CHANNEL", "dtype": "INT", "bw": 8,
       "is_sym": true, "scale": [1, 2], "offset": [-128, -128]},
      {"name": "f", "enc_type": "PER_TENSOR", "dtype": "FLOAT", "bw": 16}]})",
     "h: buffer -> FLOAT_32 {quant UFIXED_POINT_16 tensor scale [0.5] zero "
     "[30000]}\n"
     "w: param -> FLOAT_32 {quant SFIXED_POINT_8 channel axis 0 scale [1, 2] "
     "zero [0, 0]}\n"
     "f: param -> FLOAT_32 {float}\n"},
    {"ExpandedBlocks", R"({"version": "1.0.0", "param_encodings": [
      {"name": "w", "enc_type": "LPBQ", "dtype": "INT", "bw": 8,
       "compressed_bw": 4, "is_sym": true, "block_size": 32, "scale": [1, 2],
       "offset": [-128, -128], "per_block_int_scale": [3, 16, 9, 1]}]})",
     "w: param -> FLOAT_32 {quant SFIXED_POINT_8 BLOCKWISE_EXPANSION bits 4 "
     "channel axis 0 scale [1, 2] zero [0, 0]}\n"},
    {"AfterOnnx", R"({"version": "2.0.0", "encodings": [
      {"name": "h", "output_dtype": "uint8", "y_scale": 0.5,
       "y_zero_point": 3},
      {"name": "w", "output_dtype": "int4", "axis": 1, "y_scale": [1, 2]},
      {"name": "e", "output_dtype": "float8e4m3fn", "y_scale": 1}]})",
     "h: buffer -> FLOAT_32 {quant UFIXED_POINT_8 tensor scale [0.5] zero "
     "[3]}\n"
     "w: buffer -> FLOAT_32 {quant SFIXED_POINT_8 bits 4 channel axis 1 scale "
     "[1, 2] zero [0, 0]}\n"
     "e: buffer -> FLOAT_32 {quant unclassified tensor scale [1] zero [0]}\n"},
};

INSTANTIATE_TEST_SUITE_P(Aimet, AimetVersions, testing::ValuesIn(kVersions),
                         [](const auto& test) { return test.param.name; });

struct MarkedCase {
  const char* name;
  const char* marked;
};

class AimetFindings : public testing::TestWithParam<MarkedCase> {};

TEST_P(AimetFindings, StandWhereTheyAreMarked) {
  const MarkedInput input = Unmark(GetParam().marked);
  const ReadResult read = ReadAimet(input.text, 0, Limits());
  EXPECT_EQ(CodesAndPlaces(input.text, read.findings), input.marks);
}

constexpr MarkedCase kMarked[] = {
    {"NoEncodings", R"(«OF002 {»"version": "1.0.0"})"},
    {"AVersionOfTheFuture", R"({"version": «OF002 "3.0.0"», "encodings": []})"},
    {"CutOff", R"({"param_encodings": {"w": [{"bitwidth": 8«OF001 »)"},
    {"NoScale",
     R"({"param_encodings": {"w": [«OF002 {»"bitwidth": 8, "offset": 0}]}})"},
    {"NoChannel", R"({"param_encodings": {"w": «OF002 []»}})"},
    {"OneBit", R"({"param_encodings": {"w": [«OF002 {»"bitwidth": 1,
      "scale": 1, "offset": 0}]}})"},
    {"ChannelsOfTwoWidths",
     R"({"param_encodings": {"w": [{"bitwidth": 8, "scale": 1, "offset": 0},
      «OF002 {»"bitwidth": 4, "scale": 1, "offset": 0}]}})"},
    {"AFractionalOffset",
     R"({"param_encodings": {"w": [«OF002 {»"bitwidth": 8, "scale": 1,
      "offset": 0.5}]}})"},
    {"AMisspeltKey", R"({"param_encodings": {"w": [{"bitwidth": 8, "scale": 1,
      "offset": 0, «OF007 "ofset"»: 1}]}})"},
    {"AFlagThatIsNone",
     R"({"param_encodings": {"w": [{"bitwidth": 8, "scale": 1, "offset": 0,
      "is_symmetric": «OF002 "maybe"»}]}})"},
    {"ARangeOfAnotherScale",
     R"({"activation_encodings": {"h": [«OF313 {»"bitwidth": 8, "min": 0,
      "max": 5.1, "scale": 0.03, "offset": 0}]}})"},
    {"AZeroPointForAnOffset",
     R"({"activation_encodings": {"h": [«OF313 {»"bitwidth": 8, "min": -0.25,
      "max": 4.85, "scale": 0.02, "offset": 12}]}})"},
    {"AnOffsetForAZeroPoint",
     R"({"encodings": [«OF313 {»"name": "h", "output_dtype": "uint8",
      "y_scale": 0.02, "y_zero_point": -12}]})"},
    {"NoName", R"({"encodings": [«OF002 {»"output_dtype": "uint8",
      "y_scale": 1}]})"},
    {"OneTensorTwice", R"({"encodings": [
      {"name": "h", "output_dtype": "uint8", "y_scale": 1},
      «OF004 «OF004 {»»"name": "h", "output_dtype": "int8", "y_scale": 1}]})"},
    {"AScaleOfBlocksBeyondItsBits", R"({"param_encodings": [
      «OF002 {»"name": "w", "enc_type": "LPBQ", "bw": 8, "compressed_bw": 4,
       "block_size": 32, "scale": [1], "offset": [-128],
       "per_block_int_scale": [17]}]})"},
};

INSTANTIATE_TEST_SUITE_P(Aimet, AimetFindings, testing::ValuesIn(kMarked),
                         [](const auto& test) { return test.param.name; });

TEST(Aimet, SurvivesBeingCutOffAnywhere) {
  for (const VersionCase& version : kVersions) {
    const std::string whole = version.document;
    for (size_t size = 0; size < whole.size(); ++size) {
      const ReadResult read = ReadAimet(whole.substr(0, size), 0, Limits());
      EXPECT_FALSE(read.findings.empty()) << version.name << " at " << size;
    }
  }
}

TEST(Aimet, AZeroPointThatWasReadForAnOffsetIsTurned) {
  const ReadResult read = ReadAimet(
      R"({"activation_encodings": {"h": [{"bitwidth": 8, "min": -0.24,
      "max": 4.86, "scale": 0.02, "offset": 12}]}})",
      0, Limits());
  EXPECT_EQ(read.graph.zero_points(read.graph.specs().back())[0], 12);
}

}  // namespace
}  // namespace opfit
