// Any bytes as the AIMET encodings of a small model.

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/formats/onnx/proto_writer.h"
#include "core/formats/read.h"

namespace {

// x -> Conv(w, b) -> c -> Relu -> y
std::string Model() {
  namespace proto = opfit::proto;
  constexpr int kFloat = 1;
  proto::Graph graph;
  graph.inputs = {proto::Value("x", kFloat, {1, 1, 2, 2})};
  graph.initializers = {
      proto::Tensor("w", kFloat, {1, 1, 1, 1}, std::string(4, '\0')),
      proto::Tensor("b", kFloat, {1}, std::string(4, '\0'))};
  graph.nodes = {proto::Node("Conv", {"x", "w", "b"}, {"c"}),
                 proto::Node("Relu", {"c"}, {"y"})};
  graph.outputs = {proto::Value("y", kFloat, {1, 1, 2, 2})};
  return graph.Model();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::string* const model = new std::string(Model());
  opfit::Limits limits;
  limits.bytes = 1 << 20;
  limits.nodes = 20'000;
  limits.channels = 20'000;
  opfit::ReadGraph(
      *model, std::string(reinterpret_cast<const char*>(data), size), limits);
  return 0;
}
