#include "core/formats/onnx/model.h"

#include <vector>

#include "absl/strings/string_view.h"
#include "core/formats/onnx/wire.h"

namespace opfit {

const OnnxAttribute* OnnxModel::Find(const OnnxNode& node,
                                     absl::string_view name) const {
  for (const OnnxAttribute& attribute : attributes(node)) {
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

int64_t OnnxModel::IntOf(const OnnxNode& node, absl::string_view name,
                         int64_t absent) const {
  const OnnxAttribute* attribute = Find(node, name);
  return attribute == nullptr ? absent : attribute->i;
}

std::vector<int64_t> OnnxModel::IntsOf(const OnnxAttribute& attribute,
                                       size_t most) {
  enum { kInts = 8 };
  std::vector<int64_t> ints;
  WireReader fields(attribute.body, attribute.offset);
  while (ints.size() < most && fields.Next()) {
    if (fields.number() != kInts) continue;
    fields.ForEachInt([&](int64_t value) {
      ints.push_back(value);
      return ints.size() < most;
    });
  }
  return ints;
}

}  // namespace opfit
