#include "core/formats/onnx/model.h"

#include "absl/strings/string_view.h"

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

}  // namespace opfit
