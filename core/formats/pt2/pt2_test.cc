#include "core/formats/pt2/pt2.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/graph_text.h"
#include "core/formats/limits.h"
#include "core/formats/pt2/zip_writer.h"
#include "core/graph/builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// A layer whose weight is dequantized with two scales.
constexpr char kProgram[] = R"({"graph_module": {"graph": {
"inputs": [{"as_tensor": {"name": "w"}}, {"as_tensor": {"name": "s"}}, {"as_tensor": {"name": "z"}}, {"as_tensor": {"name": "x"}}],
"outputs": [{"as_tensor": {"name": "y"}}],
"nodes": [
{"target": "torch.ops.quantized_decomposed.dequantize_per_channel.default", "inputs": [
 {"name": "input", "arg": {"as_tensor": {"name": "w"}}}, {"name": "scales", "arg": {"as_tensor": {"name": "s"}}},
 {"name": "zero_points", "arg": {"as_tensor": {"name": "z"}}}, {"name": "axis", "arg": {"as_int": 0}},
 {"name": "quant_min", "arg": {"as_int": -128}}, {"name": "quant_max", "arg": {"as_int": 127}},
 {"name": "dtype", "arg": {"as_scalar_type": 2}}], "outputs": [{"as_tensor": {"name": "d"}}], "metadata": {}},
{"target": "torch.ops.aten.linear.default", "inputs": [{"name": "input", "arg": {"as_tensor": {"name": "x"}}},
 {"name": "weight", "arg": {"as_tensor": {"name": "d"}}}], "outputs": [{"as_tensor": {"name": "y"}}], "metadata": {}}],
"tensor_values": {"s": {"dtype": 7, "sizes": [{"as_int": 2}]}, "z": {"dtype": 5, "sizes": [{"as_int": 2}]}}},
"signature": {"input_specs": [{"parameter": {"arg": {"name": "w"}, "parameter_name": "fc.w"}},
 {"buffer": {"arg": {"name": "s"}, "buffer_name": "fc.s"}}, {"buffer": {"arg": {"name": "z"}, "buffer_name": "fc.z"}}]}},
"schema_version": {"major": 8, "minor": 1}})";

constexpr char kConfig[] = R"({"config": {
"fc.s": {"path_name": "weight_0", "is_param": false, "use_pickle": false, "tensor_meta": {"dtype": 7}},
"fc.z": {"path_name": "weight_1", "is_param": false, "use_pickle": false, "tensor_meta": {"dtype": 5}}}})";

// 0.5 and 0.25 as float32, 0 and -1 as int64.
const std::string& Scales() {
  static const auto* const kScales =
      new std::string("\0\0\0\x3f\0\0\x80\x3e", 8);
  return *kScales;
}
const std::string& ZeroPoints() {
  static const auto* const kZeroPoints = new std::string(
      absl::StrCat(std::string(8, '\0'), std::string(8, '\xff')));
  return *kZeroPoints;
}

ZipPart Part(std::string name, std::string content) {
  ZipPart part;
  part.size = content.size();
  part.name = std::move(name);
  part.content = std::move(content);
  return part;
}

std::vector<ZipPart> Archive() {
  return {Part("m/models/net.json", kProgram),
          Part("m/data/weights/net_weights_config.json", kConfig),
          Part("m/data/weights/weight_0", Scales()),
          Part("m/data/weights/weight_1", ZeroPoints()),
          Part("m/byteorder", "little")};
}

ReadResult Read(const std::vector<ZipPart>& parts,
                const Limits& limits = Limits()) {
  return ReadPt2(WriteZip(parts), limits);
}

std::string TextOf(const ReadResult& result) { return GraphText(result.graph); }

constexpr char kSolved[] = "scale [0.5, 0.25] zero [0, -1]}";

TEST(Pt2, ScalesComeFromTheWeightsOfTheArchive) {
  const ReadResult result = Read(Archive());
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(result.graph.name(), "net");
  EXPECT_THAT(TextOf(result), HasSubstr(kSolved));
}

TEST(Pt2, ARootFolderIsNotNeeded) {
  std::vector<ZipPart> parts = Archive();
  for (ZipPart& part : parts) part.name.erase(0, 2);
  EXPECT_THAT(TextOf(Read(parts)), HasSubstr(kSolved));
}

TEST(Pt2, TheFlatArchivesOfOlderTorchAreRead) {
  const ReadResult result =
      Read({Part("version", "8.2"),
            Part("serialized_exported_program.json", kProgram),
            Part("serialized_state_dict.pt", "PK")});
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(result.graph.op_node_count(), 1);
  EXPECT_THAT(TextOf(result), testing::Not(HasSubstr("scale")));
}

TEST(Pt2, WithoutValuesTheSpecsAreStillThere) {
  const struct {
    const char* name;
    void (*change)(std::vector<ZipPart>& parts);
  } kCases[] = {
      {"no list", [](auto& parts) { parts.erase(parts.begin() + 1); }},
      {"no tensor", [](auto& parts) { parts[2].name = "m/else"; }},
      {"fewer values",
       [](auto& parts) { parts[2] = Part(parts[2].name, "1"); }},
      {"big endian",
       [](auto& parts) { parts[4] = Part("m/byteorder", "big"); }},
  };
  for (const auto& test : kCases) {
    std::vector<ZipPart> parts = Archive();
    test.change(parts);
    const ReadResult result = Read(parts);
    EXPECT_THAT(result.findings, IsEmpty()) << test.name;
    EXPECT_THAT(TextOf(result), HasSubstr("w{quant INT_8 min -128 max 127"));
    EXPECT_THAT(TextOf(result), testing::Not(HasSubstr("scale [")))
        << test.name;
  }
}

TEST(Pt2, ABrokenListOfWeightsIsAFinding) {
  std::vector<ZipPart> parts = Archive();
  parts[1] = Part(parts[1].name, "{\"config\": {");
  const ReadResult result = Read(parts);
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(result.findings[0].code, Code::kMalformedInput);
  EXPECT_EQ(result.findings[0].place.pointer,
            "m/data/weights/net_weights_config.json#");
}

TEST(Pt2, PlacesNameTheEntryAndTheByteInTheArchive) {
  const ReadResult result = Read(Archive());
  const Graph& graph = result.graph;
  const Node& linear = graph.node(2);
  ASSERT_EQ(linear.name, "y");
  const Place place = graph.PlaceOf(linear);
  EXPECT_EQ(place.pointer, "m/models/net.json#/graph_module/graph/nodes/1");
  const std::string bytes = WriteZip(Archive());
  EXPECT_EQ(bytes.substr(place.anchor_offset, 41),
            R"({"target": "torch.ops.aten.linear.default)");
  EXPECT_EQ(graph.PlaceOf(graph.node(0)).pointer,
            "m/models/net.json#/graph_module/graph/inputs/0");
  EXPECT_TRUE(graph.is_binary());
}

TEST(Pt2, FindingsInTheTextNameTheEntryToo) {
  std::vector<ZipPart> parts = Archive();
  parts[0] = Part(parts[0].name, R"({"graph_module": {"graph": 7}})");
  const ReadResult result = Read(parts);
  EXPECT_FALSE(result.usable);
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(result.findings[0].place.pointer,
            "m/models/net.json#/graph_module/graph");
  EXPECT_EQ(WriteZip(parts)[result.findings[0].place.anchor_offset], '7');
}

TEST(Pt2, OfSeveralProgramsTheFirstIsReadAndTheOthersAreNamed) {
  std::vector<ZipPart> parts = Archive();
  parts.push_back(Part("m/models/other.json", kProgram));
  const ReadResult result = Read(parts);
  EXPECT_TRUE(result.usable);
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(result.findings[0].severity, Severity::kWarning);
  EXPECT_THAT(Message(result.findings[0]), HasSubstr("2 programs"));
}

TEST(Pt2, ArchivesWithoutAProgramAreRefusedForWhatTheyAre) {
  const struct {
    const char* entry;
    const char* found;
  } kCases[] = {
      {"m/data/aotinductor/model/a.so", "a package that is compiled"},
      {"m/constants.pkl", "a TorchScript archive"},
      {"m/data.pkl", "a file of torch.save"},
      {"readme.txt", "1 other entries"},
  };
  for (const auto& test : kCases) {
    const ReadResult result = Read({Part(test.entry, "")});
    EXPECT_FALSE(result.usable);
    ASSERT_EQ(result.findings.size(), 1);
    EXPECT_EQ(result.findings[0].code, Code::kSchemaViolation);
    EXPECT_THAT(result.findings[0].found, HasSubstr(test.found));
  }
}

TEST(Pt2, UnpackedSizesAreLimitedInclusively) {
  Limits limits;
  limits.bytes = sizeof(kProgram) - 1;
  EXPECT_TRUE(Read(Archive(), limits).usable);
  limits.bytes -= 1;
  const ReadResult result = Read(Archive(), limits);
  EXPECT_FALSE(result.usable);
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(result.findings[0].code, Code::kLimitExceeded);
}

TEST(Pt2, ScalesAreLimitedInclusively) {
  Limits limits;
  for (const size_t channels : {size_t{1}, size_t{2}, size_t{3}}) {
    limits.channels = channels;
    const std::string text = TextOf(Read(Archive(), limits));
    EXPECT_EQ(absl::StrContains(text, kSolved), channels >= 2) << channels;
  }
}

}  // namespace
}  // namespace opfit
