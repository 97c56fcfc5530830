// An ONNX model as its file has it: graphs, nodes, tensors and attributes by
// name, as views of the bytes. Values of tensors are not read, only where they
// are. Field numbers: onnx/onnx, onnx.proto.

#ifndef OPFIT_CORE_FORMATS_ONNX_MODEL_H_
#define OPFIT_CORE_FORMATS_ONNX_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace opfit {

// A range of one of the model's pools.
struct OnnxRange {
  uint32_t first = 0;
  uint32_t count = 0;
};

// TensorProto.DataType, those that are looked at by name.
enum OnnxType : int32_t {
  kOnnxUndefined = 0,
  kOnnxFloat = 1,
  kOnnxUint8 = 2,
  kOnnxInt8 = 3,
  kOnnxUint16 = 4,
  kOnnxInt16 = 5,
  kOnnxInt32 = 6,
  kOnnxInt64 = 7,
  kOnnxString = 8,
  kOnnxBool = 9,
  kOnnxFloat16 = 10,
  kOnnxDouble = 11,
  kOnnxUint32 = 12,
  kOnnxUint64 = 13,
  kOnnxBfloat16 = 16,
  kOnnxUint4 = 21,
  kOnnxInt4 = 22,
  kOnnxUint2 = 25,
  kOnnxInt2 = 26,
};

// A tensor with values: TensorProto.
struct OnnxTensor {
  absl::string_view name;
  absl::string_view body;  // the whole message, for values in typed fields
  absl::string_view raw;   // raw_data
  size_t offset = 0;       // of `body`
  int32_t type = kOnnxUndefined;
  OnnxRange dims;
  bool has_raw = false;
  bool is_external = false;  // the values are in another file
  bool is_sparse = false;    // the values are in a form that is not read
};

// What a graph declares of a tensor without values: ValueInfoProto.
struct OnnxValue {
  absl::string_view name;
  size_t offset = 0;
  int32_t type = kOnnxUndefined;
  bool has_shape = false;
  OnnxRange dims;  // -1 where symbolic
};

struct OnnxAttribute {
  absl::string_view name;
  absl::string_view body;  // the whole message, for lists
  size_t offset = 0;
  int32_t type = 0;  // AttributeProto.AttributeType
  int64_t i = 0;
  float f = 0;
  absl::string_view s;
  absl::string_view t;  // a TensorProto
  size_t t_offset = 0;
  int32_t t_type = kOnnxUndefined;  // of its elements
};
enum OnnxAttributeType : int32_t {
  kOnnxAttributeFloat = 1,
  kOnnxAttributeInt = 2,
  kOnnxAttributeString = 3,
  kOnnxAttributeTensor = 4,
  kOnnxAttributeGraph = 5,
  kOnnxAttributeFloats = 6,
  kOnnxAttributeInts = 7,
};

struct OnnxNode {
  absl::string_view name;
  absl::string_view op;
  absl::string_view domain;  // empty for ai.onnx
  size_t offset = 0;
  OnnxRange inputs;   // names; empty where an optional input is not given
  OnnxRange outputs;  // names
  OnnxRange attributes;
};

struct OnnxGraph {
  absl::string_view name;
  size_t offset = 0;
  std::vector<OnnxNode> nodes;
  std::vector<OnnxTensor> initializers;
  std::vector<OnnxValue> inputs;
  std::vector<OnnxValue> outputs;
  std::vector<OnnxValue> values;
};

// A model: its main graph, and the pools that all of its graphs share.
struct OnnxModel {
  OnnxGraph graph;
  int64_t opset = 0;     // of the standard operators; 0: not said
  size_t functions = 0;  // that the model defines; they are not looked into
  std::vector<absl::string_view> name_pool;
  std::vector<int64_t> dim_pool;
  std::vector<OnnxAttribute> attribute_pool;

  absl::Span<const absl::string_view> names(OnnxRange range) const {
    return absl::MakeConstSpan(name_pool).subspan(range.first, range.count);
  }
  absl::Span<const int64_t> dims(OnnxRange range) const {
    return absl::MakeConstSpan(dim_pool).subspan(range.first, range.count);
  }
  absl::Span<const OnnxAttribute> attributes(const OnnxNode& node) const {
    return absl::MakeConstSpan(attribute_pool)
        .subspan(node.attributes.first, node.attributes.count);
  }
  // Null if the node has none of this name.
  const OnnxAttribute* Find(const OnnxNode& node, absl::string_view name) const;
  // `absent` where the node has none of this name.
  int64_t IntOf(const OnnxNode& node, absl::string_view name,
                int64_t absent) const;
  // The numbers of an attribute that holds a list, as far as `most`.
  static std::vector<int64_t> IntsOf(const OnnxAttribute& attribute,
                                     size_t most);
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_MODEL_H_
