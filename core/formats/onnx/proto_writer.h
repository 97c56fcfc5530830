// For tests: protocol buffers, and the messages of ONNX models, by hand.

#ifndef OPFIT_CORE_FORMATS_ONNX_PROTO_WRITER_H_
#define OPFIT_CORE_FORMATS_ONNX_PROTO_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace opfit {
namespace proto {

std::string Varint(uint64_t value);
// One field: a number, or bytes (a string, a message, a packed list).
std::string Number(uint32_t field, int64_t value);
std::string Bytes(uint32_t field, absl::string_view value);

// TensorProto with raw data, ValueInfoProto, AttributeProto, NodeProto.
std::string Tensor(absl::string_view name, int type,
                   const std::vector<int64_t>& dims, absl::string_view raw);
std::string Value(absl::string_view name, int type,
                  const std::vector<int64_t>& dims);
std::string IntAttribute(absl::string_view name, int64_t value);
std::string IntsAttribute(absl::string_view name,
                          const std::vector<int64_t>& values);
std::string GraphAttribute(absl::string_view name, absl::string_view graph);
std::string TensorAttribute(absl::string_view name, absl::string_view tensor);
std::string Node(absl::string_view op, const std::vector<std::string>& inputs,
                 const std::vector<std::string>& outputs,
                 const std::vector<std::string>& attributes = {},
                 absl::string_view name = "", absl::string_view domain = "");

// Values as raw data.
std::string Floats(const std::vector<float>& values);
std::string Integers(int bytes, const std::vector<int64_t>& values);

// GraphProto, from whole messages.
struct Graph {
  std::vector<std::string> nodes;
  std::vector<std::string> initializers;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::vector<std::string> values;
  std::string Text() const;
  // ModelProto, with this version of the standard operators.
  std::string Model(int opset = 21) const;
};

}  // namespace proto
}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_PROTO_WRITER_H_
