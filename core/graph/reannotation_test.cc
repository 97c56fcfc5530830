#include "core/graph/reannotation.h"

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "core/graph/graph.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

constexpr absl::string_view kTwoRelus = R"({
 "format": "annotated-graph", "version": "1.0", "nodes": [
  {"name": "x", "kind": "input"},
  {"name": "a", "kind": "op", "target": "aten.relu.default",
   "args": [{"node": "x"}],
   "annotation": {"annotated": true,
    "inputs": [{"node": "x", "spec": {"kind": "quant", "dtype": "uint8"}}],
    "output": {"kind": "quant", "dtype": "uint8"}}},
  {"name": "b", "kind": "op", "target": "aten.relu.default",
   "args": [{"node": "a"}],
   "annotation": {"annotated": true,
    "inputs": [{"node": "a", "spec": {"kind": "quant", "dtype": "int16"}}],
    "output": null}}]})";

ReadResult Read() { return ReadGraph(std::string(kTwoRelus), Limits()); }

QuantSpec Quant(DType dtype) {
  QuantSpec spec;
  spec.kind = QuantSpec::Kind::kQuant;
  spec.dtype = dtype;
  return spec;
}

SpecId OutputOf(const Graph& graph, NodeId node) {
  return graph.value(graph.outputs(graph.node(node)).front()).spec;
}

DType InputOf(const Graph& graph, NodeId node) {
  return graph.spec(graph.input_specs(graph.node(node)).front().spec).dtype;
}

TEST(Reannotation, ReplacesOneNodeAndKeepsTheOthers) {
  const ReadResult read = Read();
  Reannotation result(read.graph.Copy());
  const SpecId spec = result.AddSpec(Quant(DType::kInt8), {});
  result.Annotate(1, {{0, spec}}, {spec});
  const Graph graph = std::move(result).Finish();
  EXPECT_EQ(InputOf(graph, 1), DType::kInt8);
  EXPECT_EQ(OutputOf(graph, 1), spec);
  EXPECT_EQ(InputOf(graph, 2), DType::kInt16);
  EXPECT_EQ(OutputOf(graph, 2), kFloatSpec);
}

TEST(Reannotation, LeavesTheGraphThatWasCopied) {
  const ReadResult read = Read();
  Reannotation result(read.graph.Copy());
  result.Clear();
  const Graph graph = std::move(result).Finish();
  EXPECT_EQ(InputOf(read.graph, 1), DType::kUInt8);
  EXPECT_EQ(graph.specs().size(), 2);
  EXPECT_FALSE(graph.node(1).has_annotation);
  EXPECT_EQ(graph.source().data(), read.graph.source().data());
}

TEST(Reannotation, ViewsOutliveTheGraphThatWasCopied) {
  Reannotation result(Read().graph.Copy());
  QuantSpec spec = Quant(DType::kUInt8);
  spec.observer = result.Keep(std::string("MinMaxObserver"));
  const SpecId id = result.AddSpec(spec, {});
  const SpecId shared = result.AddReference(
      [] {
        QuantSpec kind;
        kind.kind = QuantSpec::Kind::kShared;
        return kind;
      }(),
      {result.ToEdge(0, 1)});
  result.Annotate(1, {{0, id}}, {shared});
  const Graph graph = std::move(result).Finish();
  EXPECT_EQ(graph.spec(id).observer, "MinMaxObserver");
  EXPECT_EQ(graph.refs(graph.spec(shared)).front().consumer_name, "a");
  EXPECT_EQ(graph.node(2).name, "b");
}

}  // namespace
}  // namespace opfit
