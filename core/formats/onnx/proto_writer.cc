#include "core/formats/onnx/proto_writer.h"

#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace proto {
namespace {

std::string All(uint32_t field, const std::vector<std::string>& messages) {
  std::string out;
  for (const std::string& message : messages) out += Bytes(field, message);
  return out;
}

}  // namespace

std::string Varint(uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) {
    out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  }
  out.push_back(static_cast<char>(value));
  return out;
}

std::string Number(uint32_t field, int64_t value) {
  return absl::StrCat(Varint(field << 3), Varint(static_cast<uint64_t>(value)));
}

std::string Bytes(uint32_t field, absl::string_view value) {
  return absl::StrCat(Varint(field << 3 | 2), Varint(value.size()), value);
}

std::string Tensor(absl::string_view name, int type,
                   const std::vector<int64_t>& dims, absl::string_view raw) {
  std::string out;
  for (const int64_t size : dims) out += Number(1, size);
  return absl::StrCat(out, Number(2, type), Bytes(8, name), Bytes(9, raw));
}

std::string Value(absl::string_view name, int type,
                  const std::vector<int64_t>& dims) {
  std::string shape;
  for (const int64_t size : dims) shape += Bytes(1, Number(1, size));
  const std::string tensor = Number(1, type) + Bytes(2, shape);
  return Bytes(1, name) + Bytes(2, Bytes(1, tensor));
}

std::string IntAttribute(absl::string_view name, int64_t value) {
  return Bytes(1, name) + Number(3, value) + Number(20, 2);
}

std::string IntsAttribute(absl::string_view name,
                          const std::vector<int64_t>& values) {
  std::string out = Bytes(1, name);
  for (const int64_t value : values) out += Number(8, value);
  return out + Number(20, 7);
}

std::string GraphAttribute(absl::string_view name, absl::string_view graph) {
  return Bytes(1, name) + Bytes(6, graph) + Number(20, 5);
}

std::string TensorAttribute(absl::string_view name, absl::string_view tensor) {
  return Bytes(1, name) + Bytes(5, tensor) + Number(20, 4);
}

std::string Node(absl::string_view op, const std::vector<std::string>& inputs,
                 const std::vector<std::string>& outputs,
                 const std::vector<std::string>& attributes,
                 absl::string_view name, absl::string_view domain) {
  std::string out = All(1, inputs) + All(2, outputs);
  if (!name.empty()) out += Bytes(3, name);
  out += Bytes(4, op) + All(5, attributes);
  return domain.empty() ? out : out + Bytes(7, domain);
}

std::string Floats(const std::vector<float>& values) {
  std::string out;
  for (const float value : values) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    out += Integers(4, {static_cast<int64_t>(bits)});
  }
  return out;
}

std::string Integers(int bytes, const std::vector<int64_t>& values) {
  std::string out;
  for (const int64_t value : values) {
    for (int i = 0; i < bytes; ++i) {
      out.push_back(static_cast<char>(static_cast<uint64_t>(value) >> (8 * i)));
    }
  }
  return out;
}

std::string Graph::Text() const {
  return All(1, nodes) + Bytes(2, "g") + All(5, initializers) +
         All(11, inputs) + All(12, outputs) + All(13, values);
}

std::string Graph::Model(int opset) const {
  return Number(1, 10) + Bytes(7, Text()) + Bytes(8, Number(2, opset));
}

}  // namespace proto
}  // namespace opfit
