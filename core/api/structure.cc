#include "core/api/structure.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/api/request.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

absl::string_view KindName(NodeKind kind) {
  static constexpr absl::string_view kNames[] = {"input", "param", "buffer",
                                                 "const", "op",    "output"};
  return kNames[static_cast<size_t>(kind)];
}

// A list of what `write` writes of each node.
template <typename Write>
void WriteColumn(JsonWriter& json, absl::string_view key, const Graph& graph,
                 Write write) {
  json.Key(key);
  json.BeginArray(JsonWriter::kOneLine);
  for (const Node& node : graph.nodes()) write(node);
  json.End();
}

void WriteNodes(JsonWriter& json, const opfit_graph& handle) {
  const Graph& graph = handle.read.graph;
  json.Key("nodes");
  json.BeginObject();
  WriteColumn(json, "name", graph,
              [&](const Node& node) { json.String(node.name); });
  WriteColumn(json, "op", graph,
              [&](const Node& node) { json.String(graph.op_name(node)); });
  WriteColumn(json, "kind", graph,
              [&](const Node& node) { json.String(KindName(node.kind)); });
  WriteColumn(json, "offset", graph, [&](const Node& node) {
    json.Int(static_cast<int64_t>(handle.units.At(node.offset)));
  });
  json.End();
}

void WriteEdges(JsonWriter& json, const Graph& graph) {
  json.Key("edges");
  json.BeginArray(JsonWriter::kOneLine);
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    const auto write = [&](const Arg& arg) {
      const bool is_tensor =
          arg.kind == Arg::Kind::kTensor || arg.kind == Arg::Kind::kTensors;
      if (!is_tensor) return;
      for (const ValueId value : graph.tensors(arg)) {
        if (value == kNoId || graph.value(value).producer == kNoId) continue;
        json.Int(graph.value(value).producer);
        json.Int(id);
      }
    };
    const Node& node = graph.node(id);
    for (const Arg& arg : graph.args(node)) write(arg);
    for (const Attribute& attribute : graph.attributes(node)) {
      write(attribute.arg);
    }
  }
  json.End();
}

// Room for the reply, so that it is not copied while it grows.
size_t RoomFor(const Graph& graph) {
  size_t names = 0;
  for (const Node& node : graph.nodes()) {
    names += node.name.size() + graph.op_name(node).size();
  }
  return 256 + names + graph.nodes().size() * 60;
}

}  // namespace

std::string StructureReply(const opfit_graph& handle,
                           const char* request_text) {
  Request request(request_text);
  if (!request.Complete()) return ErrorReply(request.status());
  std::string out;
  out.reserve(RoomFor(handle.read.graph));
  JsonWriter json(out);
  BeginReply(json);
  WriteNodes(json, handle);
  WriteEdges(json, handle.read.graph);
  json.End();
  return out;
}

}  // namespace opfit
