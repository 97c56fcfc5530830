#include "core/formats/net_json.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/formats/net_tensor.h"
#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;
using Duplicates = DocumentReader::Duplicates;

// What one node may have of anything that comes in lists.
constexpr size_t kMaxPerNode = 65'536;

constexpr absl::string_view kOwnPackage = "qti.aisw";

namespace document {
enum Key {
  kModelCpp,
  kModelBin,
  kConverterCommand,
  kCopyright,
  kOpTypes,
  kTotalParameters,
  kTotalMacs,
  kGraph,
};
constexpr absl::string_view kNames[] = {"model.cpp",
                                        "model.bin",
                                        "converter_command",
                                        "copyright_str",
                                        "op_types",
                                        "Total parameters",
                                        "Total MACs per inference",
                                        "graph"};
constexpr KeyTable kKeys = {"the document", kNames, KeyBit(kGraph)};
}  // namespace document

namespace graph {
enum Key { kTensors, kNodes };
constexpr absl::string_view kNames[] = {"tensors", "nodes"};
constexpr KeyTable kKeys = {"`graph`", kNames,
                            KeyBit(kTensors) | KeyBit(kNodes)};
}  // namespace graph

namespace node {
enum Key {
  kPackage,
  kType,
  kInputNames,
  kOutputNames,
  kScalarParams,
  kTensorParams,
  kParamMap,
  kMacs,
};
constexpr absl::string_view kNames[] = {
    "package",       "type",          "input_names", "output_names",
    "scalar_params", "tensor_params", "param_map",   "macs_per_inference"};
constexpr KeyTable kKeys = {"a node", kNames, KeyBit(kType)};
}  // namespace node

class NetJsonReader {
 public:
  NetJsonReader(GraphBuilder& builder, size_t start, const Limits& limits)
      : doc_(builder, limits, start), builder_(builder), tensors_(doc_) {
    builder_.set_dialect(Dialect::kQnn);
    builder_.set_solved(true);
  }

  // False if the input is no graph.
  bool Read();

 private:
  void ReadGraph();
  void ReadTensor(absl::string_view name);
  void ReadNode(absl::string_view name);
  void ReadNodeKey(int key);
  void ReadPackage();
  void ReadInput();
  void ReadOutput();
  void ReadScalar(absl::string_view name);
  DraftArg ReadScalarValue(DType dtype);
  void ReadTensorParam(absl::string_view name);
  void AddAttribute(absl::string_view name, const DraftArg& arg);

  DocumentReader doc_;
  GraphBuilder& builder_;
  NetTensorReader tensors_;
  NodeDraft draft_;            // of the node being read
  absl::string_view package_;  // its own, where that is not QNN's
  // Names of tensors that stand for optional inputs which are not given.
  absl::flat_hash_set<absl::string_view> absent_;
  size_t tensor_count_ = 0;
  bool has_nodes_ = false;
};

bool NetJsonReader::Read() {
  doc_.ReadObject(document::kKeys, [this](int key) {
    if (key == document::kGraph) {
      ReadGraph();
    } else {
      doc_.Skip();
    }
  });
  doc_.json().ReadEnd();
  return doc_.Finish() && has_nodes_;
}

// Nodes are read when the tensors are known, wherever they stand.
void NetJsonReader::ReadGraph() {
  JsonCursor::Position nodes;
  const KeySet given = doc_.ReadObject(graph::kKeys, [&](int key) {
    if (key == graph::kTensors) {
      doc_.ReadMap(Duplicates::kLeftToBuilder,
                   [this](absl::string_view name) { ReadTensor(name); });
      return;
    }
    nodes = doc_.json().Save();
    doc_.json().Skip();
  });
  if ((given & KeyBit(graph::kNodes)) == 0 || doc_.json().stopped()) return;
  const JsonCursor::Position after = doc_.json().Save();
  doc_.json().Restore(nodes);
  has_nodes_ = doc_.ReadMap(Duplicates::kLeftToBuilder,
                            [this](absl::string_view name) { ReadNode(name); });
  doc_.json().Restore(after);
}

void NetJsonReader::ReadTensor(absl::string_view name) {
  if (++tensor_count_ > doc_.limits().nodes) {
    return doc_.Exceeds(doc_.limits().nodes, "tensors");
  }
  TensorDraft draft;
  draft.name = name;
  draft.offset = doc_.PeekOffset();
  const size_t errors = doc_.error_count();
  const NetTensor& tensor = tensors_.Read();
  doc_.Flush();
  if (tensor.is_absent) {
    absent_.insert(name);
    return;
  }
  draft.kind = tensor.kind;
  draft.dtype = tensor.dtype;
  draft.broken = doc_.error_count() != errors;
  draft.has_shape = tensor.has_dims;
  draft.dims = tensor.dims;
  draft.spec = tensor.spec;
  builder_.AddTensor(draft);
}

void NetJsonReader::ReadNode(absl::string_view name) {
  if (doc_.json().count() > doc_.limits().nodes) {
    return doc_.Exceeds(doc_.limits().nodes, "nodes");
  }
  draft_.Clear();
  package_ = absl::string_view();
  draft_.name = name;
  draft_.offset = doc_.PeekOffset();
  draft_.position = static_cast<uint32_t>(doc_.json().count() - 1);
  const size_t errors = doc_.error_count();
  doc_.ReadObject(node::kKeys, [this](int key) { ReadNodeKey(key); });
  if (doc_.json().stopped()) return;
  draft_.broken = doc_.error_count() != errors;
  // What another package calls `Relu` need not be QNN's.
  if (!package_.empty()) {
    draft_.op = builder_.Keep(absl::StrCat(package_, "::", draft_.op));
  }
  doc_.FinishNode(name, draft_.op, static_cast<NodeId>(builder_.node_count()));
  builder_.AddNode(draft_);
}

void NetJsonReader::ReadNodeKey(int key) {
  switch (key) {
    case node::kPackage:
      return ReadPackage();
    case node::kType:
      doc_.ReadName(draft_.op);
      return;
    case node::kInputNames:
      doc_.ReadList(kMaxPerNode, "inputs of one node", [this] { ReadInput(); });
      return;
    case node::kOutputNames:
      doc_.ReadList(kMaxPerNode, "outputs of one node",
                    [this] { ReadOutput(); });
      return;
    case node::kScalarParams:
      doc_.ReadMap(Duplicates::kReported,
                   [this](absl::string_view name) { ReadScalar(name); });
      return;
    case node::kTensorParams:
      doc_.ReadMap(Duplicates::kReported,
                   [this](absl::string_view name) { ReadTensorParam(name); });
      return;
    default:
      return doc_.Skip();
  }
}

void NetJsonReader::ReadPackage() {
  DraftArg arg;
  arg.kind = Arg::Kind::kString;
  if (!doc_.ReadString(arg.text) || arg.text == kOwnPackage) return;
  package_ = arg.text;
  AddAttribute("package", arg);
}

void NetJsonReader::ReadInput() {
  DraftArg arg;
  const bool is_given = doc_.ReadString(arg.text) && !arg.text.empty() &&
                        !absent_.contains(arg.text);
  if (is_given) arg.kind = Arg::Kind::kTensor;
  draft_.args.push_back(arg);
}

void NetJsonReader::ReadOutput() {
  DraftTensor tensor;
  if (!doc_.ReadName(tensor.name)) return;
  draft_.outputs.push_back(tensor);
  if (absent_.erase(tensor.name) == 0) return;
  // It does come out of a node, so it is a tensor of which nothing is said.
  TensorDraft draft;
  draft.name = tensor.name;
  draft.offset = draft_.offset;
  builder_.AddTensor(draft);
}

void NetJsonReader::AddAttribute(absl::string_view name, const DraftArg& arg) {
  if (draft_.attributes.size() == kMaxPerNode) {
    return doc_.Exceeds(kMaxPerNode, "parameters of one node");
  }
  draft_.attributes.push_back({name, arg});
}

// `{"306": 1}`: the key is the data type's code.
void NetJsonReader::ReadScalar(absl::string_view name) {
  DraftArg arg;
  doc_.ReadMap(Duplicates::kReported, [&](absl::string_view code_text) {
    int64_t code = 0;
    const bool is_code = absl::SimpleAtoi(code_text, &code);
    arg = ReadScalarValue(is_code ? DTypeFromQnnCode(code) : DType::kUnknown);
  });
  AddAttribute(name, arg);
}

DraftArg NetJsonReader::ReadScalarValue(DType dtype) {
  DraftArg arg;
  switch (doc_.json().Peek()) {
    case JsonKind::kString:
      arg.kind = Arg::Kind::kString;
      doc_.ReadString(arg.text);
      return arg;
    case JsonKind::kBool:
      arg.kind = Arg::Kind::kBool;
      arg.integer = doc_.json().ReadBool();
      return arg;
    case JsonKind::kNumber: {
      JsonNumber number;
      if (!doc_.ReadNumber(number)) return arg;
      if (!number.is_integer || IsFloat(dtype)) {
        arg.kind = Arg::Kind::kDouble;
        arg.real = number.real;
      } else {
        arg.kind = dtype == DType::kBool8 ? Arg::Kind::kBool : Arg::Kind::kInt;
        arg.integer = number.integer;
      }
      return arg;
    }
    default:
      doc_.Skip();
      arg.kind = Arg::Kind::kOther;
      return arg;
  }
}

void NetJsonReader::ReadTensorParam(absl::string_view name) {
  DraftArg arg;
  arg.kind = Arg::Kind::kOther;
  doc_.ReadMap(Duplicates::kReported, [&](absl::string_view) {
    const NetTensor& tensor = tensors_.Read();
    if (!tensor.has_ints) return;
    arg.kind = Arg::Kind::kInts;
    arg.first = static_cast<uint32_t>(draft_.ints.size());
    arg.count = static_cast<uint32_t>(tensor.ints.size());
    draft_.ints.insert(draft_.ints.end(), tensor.ints.begin(),
                       tensor.ints.end());
  });
  AddAttribute(name, arg);
}

}  // namespace

ReadResult ReadNetJson(std::string source, size_t start, const Limits& limits) {
  GraphBuilder builder(std::move(source), GraphBuilder::Refs::kToTensors);
  const bool is_graph = NetJsonReader(builder, start, limits).Read();
  return is_graph ? std::move(builder).Finish() : std::move(builder).Abandon();
}

}  // namespace opfit
