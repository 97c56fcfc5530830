#include "core/render/annotated_graph.h"

#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/formats/graph_text.h"
#include "core/formats/limits.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "core/testing/graph_lines.h"
#include "core/testing/random_graph.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::IsEmpty;

ReadResult Read(std::string text) {
  return ReadGraph(std::move(text), Limits());
}

constexpr uint32_t kSeeds = 200;

TEST(AnnotatedGraphWriter, WritesALineForEachNode) {
  const ReadResult read = Read(R"({
    "format": "annotated-graph", "version": "1.0", "name": "tiny", "nodes": [
    {"name": "x", "kind": "input", "outputs": [{"dtype": "float32", "shape": [1, "s0"]}]},
    {"name": "y", "kind": "op", "target": "aten.add.Tensor", "args": [{"node": "x"}, 2.0, null, [1, 2], ["a", 1]],
     "kwargs": {"alpha\"": true}, "outputs": [{"dtype": "float32", "shape": [1, 8]}],
     "module": "body", "annotation": {"annotated": true,
      "inputs": [{"node": "x", "spec": {"kind": "fixed", "dtype": "uint8", "scale": 0.00390625, "zero_point": 0}}],
      "output": {"kind": "shared", "with": {"edge": ["x", "y"]}}}},
    {"name": "z", "kind": "output", "args": [{"nodes": ["y", null]}]}]})");
  ASSERT_THAT(read.findings, IsEmpty());
  EXPECT_EQ(RenderAnnotatedGraph(read.graph), R"({
 "format": "annotated-graph",
 "version": "1.0",
 "name": "tiny",
 "dialect": "aten",
 "nodes": [
  {"name": "x", "kind": "input", "outputs": [{"dtype": "float32", "shape": [1, "?"]}]},
  {"name": "y", "kind": "op", "target": "aten.add.Tensor", "args": [{"node": "x"}, 2.0, null, [1, 2], ["a", 1]], "kwargs": {"alpha\"": true}, "outputs": [{"dtype": "float32", "shape": [1, 8]}], "module": "body", "annotation": {"annotated": true, "inputs": [{"node": "x", "spec": {"kind": "fixed", "dtype": "uint8", "scale": 0.00390625, "zero_point": 0}}], "output": {"kind": "shared", "with": {"edge": ["x", "y"]}}}},
  {"name": "z", "kind": "output", "args": [{"nodes": ["y", null]}]}
 ]
}
)");
}

TEST(AnnotatedGraphWriter, TensorsOnTheirOwnBecomeNodes) {
  const ReadResult read = Read(R"({"graph": {
    "tensors": {
      "x": {"type": 0, "data_type": 1032, "dims": [1, 4],
            "quant_params": {"definition": 1, "encoding": 0,
              "scale_offset": {"scale": 0.5, "offset": -3}}},
      "split": {"type": 4, "data_type": 562, "dims": []},
      "a": {"type": 3, "data_type": 1032, "dims": [1, 2]},
      "b": {"type": 3, "data_type": 1032, "dims": [1, 2]},
      "y": {"type": 1, "data_type": 1032, "dims": [1, 4]}},
    "nodes": {
      "split": {"type": "Split", "input_names": ["x", "split"],
                "output_names": ["a", "b"]},
      "cat": {"type": "Concat", "input_names": ["b", "a"],
              "output_names": ["y"], "scalar_params": {"axis": {"306": 1}}}}}})");
  ASSERT_THAT(read.findings, IsEmpty());
  EXPECT_EQ(RenderAnnotatedGraph(read.graph), R"({
 "format": "annotated-graph",
 "version": "1.0",
 "dialect": "qnn",
 "solved": true,
 "nodes": [
  {"name": "x", "kind": "input", "outputs": [{"dtype": "UFIXED_POINT_8", "shape": [1, 4]}], "annotation": {"annotated": true, "inputs": [], "output": {"kind": "quant", "dtype": "UFIXED_POINT_8", "encoding": "SCALE_OFFSET", "scale": 0.5, "zero_point": 3}}},
  {"name": "split_1", "kind": "const", "outputs": [{"name": "split", "dtype": "float32", "shape": []}]},
  {"name": "split", "kind": "op", "target": "Split", "args": [{"node": "x"}, {"node": "split_1"}], "outputs": [{"name": "a", "dtype": "UFIXED_POINT_8", "shape": [1, 2]}, {"name": "b", "dtype": "UFIXED_POINT_8", "shape": [1, 2]}]},
  {"name": "cat", "kind": "op", "target": "Concat", "args": [{"node": "split", "output": 1}, {"node": "split"}], "kwargs": {"axis": 1}, "outputs": [{"name": "y", "dtype": "UFIXED_POINT_8", "shape": [1, 4]}]}
 ]
}
)");
}

TEST(AnnotatedGraphWriter, ReadingWhatIsWrittenGivesTheSameGraph) {
  for (uint32_t seed = 0; seed < kSeeds; ++seed) {
    const std::string text = GraphJson(absl::StrJoin(RandomGraph(seed), "\n"));
    const ReadResult read = Read(text);
    const std::string written = RenderAnnotatedGraph(read.graph);
    const ReadResult again = Read(written);
    EXPECT_THAT(again.findings, testing::SizeIs(read.findings.size()));
    EXPECT_EQ(GraphText(again.graph), GraphText(read.graph)) << text;
    EXPECT_EQ(RenderAnnotatedGraph(again.graph), written);
  }
}

}  // namespace
}  // namespace opfit
