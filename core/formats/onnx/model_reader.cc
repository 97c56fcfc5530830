#include "core/formats/onnx/model_reader.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/onnx/model.h"
#include "core/formats/onnx/wire.h"

namespace opfit {
namespace {

constexpr size_t kMaxPerNode = 65'536;  // inputs, outputs, attributes
constexpr size_t kMaxRank = 127;
constexpr int64_t kFirstIrWithOpset = 3;

// Of a TensorProto, which is not read further.
int32_t ElementTypeOf(WireReader tensor) {
  int32_t type = kOnnxUndefined;
  while (tensor.Next()) {
    if (tensor.number() == 2) type = static_cast<int32_t>(tensor.Int());
  }
  return type;
}

}  // namespace

bool OnnxModelReader::IsSound(const WireReader& fields) {
  if (!fields.failed()) return true;
  finding_ =
      MakeFinding(Code::kMalformedInput,
                  {absl::StrCat("as an ONNX model, ", fields.problem())});
  finding_.found = "bytes that are no protocol buffer";
  finding_.place.anchor_offset = fields.problem_offset();
  return false;
}

bool OnnxModelReader::Exceeds(size_t limit, absl::string_view what,
                              size_t offset) {
  finding_ =
      MakeFinding(Code::kLimitExceeded, {absl::StrCat(limit, " ", what)});
  finding_.found = "more";
  finding_.place.anchor_offset = offset;
  return false;
}

bool OnnxModelReader::CountNode(size_t offset) {
  return ++node_count_ <= limits_.nodes ||
         Exceeds(limits_.nodes, "nodes", offset);
}

bool OnnxModelReader::CountTensor(size_t offset) {
  return ++tensor_count_ <= limits_.nodes ||
         Exceeds(limits_.nodes, "tensors", offset);
}

bool OnnxModelReader::Read(absl::string_view bytes) {
  if (!ReadModel(WireReader(bytes, 0))) return false;
  // What is cut off between two fields is sound as far as it goes.
  const bool misses_opset = !has_opset_ && ir_version_ >= kFirstIrWithOpset;
  if (has_graph_ && !misses_opset) return true;
  finding_ = MakeFinding(
      Code::kMalformedInput,
      {absl::StrCat("as an ONNX model, it has no ",
                    has_graph_ ? "operator set version" : "graph")});
  finding_.found = absl::StrCat(bytes.size(), " bytes");
  finding_.place.anchor_offset = bytes.size();
  return false;
}

bool OnnxModelReader::ReadModel(WireReader fields) {
  enum { kIrVersion = 1, kGraph = 7, kOpset = 8, kFunctions = 25 };
  bool ok = true;
  while (ok && fields.Next()) {
    switch (fields.number()) {
      case kIrVersion:
        ir_version_ = fields.Int();
        break;
      case kGraph:
        // Of a field that stands twice, the last one counts.
        model_.graph = OnnxGraph();
        ok = ReadGraph(fields.Message(), model_.graph);
        has_graph_ = true;
        break;
      case kOpset:
        ok = ReadOpset(fields.Message());
        has_opset_ = true;
        break;
      case kFunctions:
        ++model_.functions;
        break;
      default:
        break;
    }
  }
  return ok && IsSound(fields);
}

bool OnnxModelReader::ReadOpset(WireReader fields) {
  enum { kDomain = 1, kVersion = 2 };
  absl::string_view domain;
  int64_t version = 0;
  while (fields.Next()) {
    if (fields.number() == kDomain) domain = fields.Bytes();
    if (fields.number() == kVersion) version = fields.Int();
  }
  if (domain.empty() || domain == "ai.onnx") model_.opset = version;
  return IsSound(fields);
}

bool OnnxModelReader::ReadGraph(WireReader fields, OnnxGraph& graph) {
  enum {
    kNode = 1,
    kName = 2,
    kInitializer = 5,
    kInput = 11,
    kOutput = 12,
    kValueInfo = 13,
    kSparseInitializer = 15
  };
  bool ok = true;
  const auto read_value = [&](std::vector<OnnxValue>& values) {
    values.emplace_back();
    return CountTensor(fields.offset()) &&
           ReadValue(fields.Message(), values.back());
  };
  while (ok && fields.Next()) {
    switch (fields.number()) {
      case kNode:
        graph.nodes.emplace_back();
        ok = CountNode(fields.offset()) &&
             ReadNode(fields.Message(), graph.nodes.back());
        break;
      case kName:
        graph.name = fields.Bytes();
        break;
      case kInitializer:
        graph.initializers.emplace_back();
        ok = CountTensor(fields.offset()) &&
             ReadTensor(fields.Message(), graph.initializers.back());
        break;
      case kSparseInitializer:
        graph.initializers.emplace_back();
        ok = CountTensor(fields.offset()) &&
             ReadSparse(fields.Message(), graph.initializers.back());
        break;
      case kInput:
        ok = read_value(graph.inputs);
        break;
      case kOutput:
        ok = read_value(graph.outputs);
        break;
      case kValueInfo:
        ok = read_value(graph.values);
        break;
      default:
        break;
    }
  }
  return ok && IsSound(fields);
}

// Its first field has the values, under the tensor's name but in a shape of
// their own.
bool OnnxModelReader::ReadSparse(WireReader fields, OnnxTensor& tensor) {
  enum { kValues = 1 };
  bool ok = true;
  while (ok && fields.Next()) {
    if (fields.number() == kValues) ok = ReadTensor(fields.Message(), tensor);
  }
  tensor.is_sparse = true;
  return ok && IsSound(fields);
}

bool OnnxModelReader::ReadNode(WireReader fields, OnnxNode& node) {
  // Outputs wait until all inputs, which may stand behind them, have their
  // place in the pool.
  std::vector<absl::string_view>& names = model_.name_pool;
  outputs_.clear();
  node.offset = fields.message_offset();
  node.inputs.first = static_cast<uint32_t>(names.size());
  node.attributes.first = static_cast<uint32_t>(model_.attribute_pool.size());
  while (fields.Next()) {
    if (!ReadNodeField(fields, node)) return false;
    const size_t most = std::max<size_t>(
        {node.inputs.count, outputs_.size(), node.attributes.count});
    if (most > kMaxPerNode) {
      return Exceeds(kMaxPerNode, "parts of one node", fields.offset());
    }
  }
  node.outputs.first = static_cast<uint32_t>(names.size());
  node.outputs.count = static_cast<uint32_t>(outputs_.size());
  names.insert(names.end(), outputs_.begin(), outputs_.end());
  return IsSound(fields);
}

bool OnnxModelReader::ReadNodeField(WireReader& fields, OnnxNode& node) {
  enum {
    kInput = 1,
    kOutput = 2,
    kName = 3,
    kOpType = 4,
    kAttribute = 5,
    kDomain = 7
  };
  switch (fields.number()) {
    case kInput:
      model_.name_pool.push_back(fields.Bytes());
      ++node.inputs.count;
      return true;
    case kOutput:
      outputs_.push_back(fields.Bytes());
      return true;
    case kName:
      node.name = fields.Bytes();
      return true;
    case kOpType:
      node.op = fields.Bytes();
      return true;
    case kAttribute:
      ++node.attributes.count;
      model_.attribute_pool.emplace_back();
      return ReadAttribute(fields.Message(), model_.attribute_pool.back());
    case kDomain:
      node.domain = fields.Bytes();
      if (node.domain == "ai.onnx") node.domain = absl::string_view();
      return true;
    default:
      return true;
  }
}

bool OnnxModelReader::ReadAttribute(WireReader fields,
                                    OnnxAttribute& attribute) {
  enum { kName = 1, kF, kI, kS, kT, kG, kFloats, kInts, kStrings, kType = 20 };
  attribute.offset = fields.message_offset();
  attribute.body = fields.message();
  while (fields.Next()) {
    const auto number = static_cast<int32_t>(fields.number());
    switch (number) {
      case kName:
        attribute.name = fields.Bytes();
        break;
      case kF:
        attribute.f = fields.Float();
        break;
      case kI:
        attribute.i = fields.Int();
        break;
      case kS:
        attribute.s = fields.Bytes();
        break;
      case kT:
        attribute.t = fields.Bytes();
        attribute.t_offset = fields.value_offset();
        attribute.t_type = ElementTypeOf(fields.Message());
        break;
      case kType:
        attribute.type = static_cast<int32_t>(fields.Int());
        break;
      default:
        break;
    }
    // Models of the first version say no type: the field that is there does.
    const bool holds_value = number >= kF && number <= kStrings;
    if (attribute.type == 0 && holds_value) attribute.type = number - kF + 1;
  }
  return IsSound(fields);
}

bool OnnxModelReader::ReadTensor(WireReader fields, OnnxTensor& tensor) {
  enum {
    kDims = 1,
    kDataType = 2,
    kName = 8,
    kRawData = 9,
    kExternalData = 13,
    kDataLocation = 14
  };
  tensor.offset = fields.message_offset();
  tensor.body = fields.message();
  tensor.dims.first = static_cast<uint32_t>(model_.dim_pool.size());
  bool ok = true;
  while (ok && fields.Next()) {
    switch (fields.number()) {
      case kDims:
        ok = ReadDims(fields, tensor.dims);
        break;
      case kDataType:
        tensor.type = static_cast<int32_t>(fields.Int());
        break;
      case kName:
        tensor.name = fields.Bytes();
        break;
      case kRawData:
        tensor.raw = fields.Bytes();
        tensor.has_raw = true;
        break;
      case kExternalData:
        tensor.is_external = true;
        break;
      case kDataLocation:
        tensor.is_external = tensor.is_external || fields.Int() == 1;
        break;
      default:
        break;
    }
  }
  return ok && IsSound(fields);
}

bool OnnxModelReader::ReadDims(WireReader& fields, OnnxRange& dims) {
  const size_t offset = fields.offset();
  fields.ForEachInt([&](int64_t size) {
    model_.dim_pool.push_back(size);
    return ++dims.count <= kMaxRank;
  });
  return dims.count <= kMaxRank || Exceeds(kMaxRank, "dimensions", offset);
}

bool OnnxModelReader::ReadValue(WireReader fields, OnnxValue& value) {
  enum { kName = 1, kType = 2 };
  value.offset = fields.message_offset();
  bool ok = true;
  while (ok && fields.Next()) {
    if (fields.number() == kName) value.name = fields.Bytes();
    if (fields.number() == kType) ok = ReadType(fields.Message(), value);
  }
  return ok && IsSound(fields);
}

bool OnnxModelReader::ReadType(WireReader fields, OnnxValue& value) {
  enum { kTensorType = 1 };
  bool ok = true;
  while (ok && fields.Next()) {
    if (fields.number() != kTensorType) continue;
    ok = ReadTensorType(fields.Message(), value);
  }
  return ok && IsSound(fields);
}

bool OnnxModelReader::ReadTensorType(WireReader fields, OnnxValue& value) {
  enum { kElementType = 1, kShape = 2 };
  bool ok = true;
  while (ok && fields.Next()) {
    if (fields.number() == kElementType) {
      value.type = static_cast<int32_t>(fields.Int());
    }
    if (fields.number() == kShape) ok = ReadShape(fields.Message(), value);
  }
  return ok && IsSound(fields);
}

bool OnnxModelReader::ReadShape(WireReader fields, OnnxValue& value) {
  enum { kDim = 1 };
  value.has_shape = true;
  value.dims = {static_cast<uint32_t>(model_.dim_pool.size()), 0};
  while (fields.Next()) {
    if (fields.number() != kDim) continue;
    if (++value.dims.count > kMaxRank) {
      return Exceeds(kMaxRank, "dimensions", fields.offset());
    }
    WireReader dimension = fields.Message();
    int64_t size = -1;  // symbolic, unless a value says otherwise
    while (dimension.Next()) {
      if (dimension.number() == 1) size = dimension.Int();
    }
    if (!IsSound(dimension)) return false;
    model_.dim_pool.push_back(size < 0 ? -1 : size);
  }
  return IsSound(fields);
}

bool OnnxModelReader::ReadSubgraphs(const OnnxAttribute& attribute,
                                    std::vector<OnnxGraph>& graphs) {
  enum { kG = 6, kGraphs = 11 };
  WireReader fields(attribute.body, attribute.offset);
  bool ok = true;
  while (ok && fields.Next()) {
    if (fields.number() != kG && fields.number() != kGraphs) continue;
    graphs.emplace_back();
    graphs.back().offset = fields.value_offset();
    ok = ReadGraph(fields.Message(), graphs.back());
  }
  return ok && IsSound(fields);
}

bool OnnxModelReader::ReadTensor(const OnnxAttribute& attribute,
                                 OnnxTensor& tensor) {
  return ReadTensor(WireReader(attribute.t, attribute.t_offset), tensor);
}

}  // namespace opfit
