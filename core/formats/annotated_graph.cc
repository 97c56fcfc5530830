#include "core/formats/annotated_graph.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/formats/annotation.h"
#include "core/formats/argument.h"
#include "core/formats/document_reader.h"
#include "core/formats/graph_waivers.h"
#include "core/formats/json_cursor.h"
#include "core/formats/spec.h"
#include "core/graph/builder.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

namespace document {
enum Key {
  kSchema,
  kFormat,
  kVersion,
  kName,
  kDialect,
  kSolved,
  kProducer,
  kTarget,
  kNodes,
  kWaivers,
};
constexpr absl::string_view kNames[] = {
    "$schema", "format",   "version", "name",  "dialect",
    "solved",  "producer", "target",  "nodes", "waivers"};
constexpr KeyTable kKeys = {
    "the document", kNames,
    KeyBit(kFormat) | KeyBit(kVersion) | KeyBit(kNodes)};
}  // namespace document

namespace producer {
constexpr absl::string_view kNames[] = {"tool", "torch", "torchao",
                                        "quantizer"};
constexpr KeyTable kKeys = {"`producer`", kNames};
}  // namespace producer

namespace target {
constexpr absl::string_view kNames[] = {"backend", "soc"};
constexpr KeyTable kKeys = {"`target`", kNames};
}  // namespace target

namespace node {
enum Key {
  kName,
  kKind,
  kTarget,
  kArgs,
  kKwargs,
  kOutputs,
  kModule,
  kModuleType,
  kFqn,
  kAnnotation,
};
constexpr absl::string_view kNames[] = {
    "name",    "kind",   "target",      "args", "kwargs",
    "outputs", "module", "module_type", "fqn",  "annotation"};
constexpr KeyTable kKeys = {"a node", kNames, KeyBit(kName) | KeyBit(kKind)};
}  // namespace node

namespace tensor {
enum Key { kName, kDType, kShape };
constexpr absl::string_view kNames[] = {"name", "dtype", "shape"};
constexpr KeyTable kKeys = {"a tensor", kNames};
}  // namespace tensor

// In the order of NodeKind and of Dialect.
constexpr absl::string_view kNodeKindWords[] = {"input", "param", "buffer",
                                                "const", "op",    "output"};
constexpr absl::string_view kDialectWords[] = {"aten", "onnx", "tflite", "qnn"};

class AnnotatedGraphReader {
 public:
  AnnotatedGraphReader(GraphBuilder& builder, size_t start,
                       const Limits& limits)
      : doc_(builder, limits, start),
        builder_(builder),
        arguments_(doc_, draft_),
        annotation_(doc_, draft_) {}

  // False if the input is no graph.
  bool Read();
  std::vector<Waiver> TakeWaivers() { return std::move(waivers_); }

 private:
  void ReadDocumentKey(int key);
  void ReadFormat();
  void ReadVersion();
  void ReadStrings(const KeyTable& keys);
  void ReadNode();
  void ReadNodeKey(int key);
  void ReadKwargs();
  void ReadTensor();
  void ReadShape(DraftTensor& tensor);

  DocumentReader doc_;
  GraphBuilder& builder_;
  bool has_nodes_ = false;
  std::vector<Waiver> waivers_;
  NodeDraft draft_;  // of the node being read, as are:
  bool is_op_ = false;
  bool has_target_ = false;
  ArgumentReader arguments_;
  AnnotationReader annotation_;
};

bool AnnotatedGraphReader::Read() {
  doc_.ReadObject(document::kKeys, [this](int key) { ReadDocumentKey(key); });
  doc_.json().ReadEnd();
  return doc_.Finish() && has_nodes_;
}

void AnnotatedGraphReader::ReadDocumentKey(int key) {
  switch (key) {
    case document::kSchema:
      return doc_.SkipA(JsonKind::kString);
    case document::kFormat:
      return ReadFormat();
    case document::kVersion:
      return ReadVersion();
    case document::kName: {
      absl::string_view name;
      if (!doc_.TakeNull() && doc_.ReadString(name)) builder_.set_name(name);
      return;
    }
    case document::kDialect: {
      const int dialect = doc_.TakeNull() ? 0 : doc_.ReadWord(kDialectWords);
      if (dialect > 0) builder_.set_dialect(static_cast<Dialect>(dialect));
      return;
    }
    case document::kSolved: {
      bool is_solved = false;
      if (!doc_.TakeNull() && doc_.ReadBool(is_solved)) {
        builder_.set_solved(is_solved);
      }
      return;
    }
    case document::kProducer:
      return ReadStrings(producer::kKeys);
    case document::kTarget:
      return ReadStrings(target::kKeys);
    case document::kNodes:
      has_nodes_ =
          doc_.ReadList(doc_.limits().nodes, "nodes", [this] { ReadNode(); });
      return;
    case document::kWaivers:
      return ReadWaivers(doc_, WaiversIn::kGraph, waivers_);
  }
}

void AnnotatedGraphReader::ReadFormat() {
  static constexpr absl::string_view kFormats[] = {"annotated-graph"};
  if (doc_.ReadWord(kFormats) < 0) doc_.json().Stop();
}

// A newer minor version only adds keys, and those are OF007 of their own.
void AnnotatedGraphReader::ReadVersion() {
  const size_t offset = doc_.PeekOffset();
  absl::string_view version;
  if (!doc_.ReadString(version)) return;
  const std::vector<absl::string_view> parts = absl::StrSplit(version, '.');
  uint32_t minor = 0;
  const bool is_known = parts.size() == 2 && parts[0] == "1" &&
                        absl::SimpleAtoi(parts[1], &minor);
  if (is_known) return;
  doc_.Violation("this build reads version 1.x of the format",
                 absl::StrCat("version `", version, "`"), offset);
}

void AnnotatedGraphReader::ReadStrings(const KeyTable& keys) {
  if (doc_.TakeNull()) return;
  doc_.ReadObject(keys, [this](int) {
    absl::string_view ignored;
    if (!doc_.TakeNull()) doc_.ReadString(ignored);
  });
}

void AnnotatedGraphReader::ReadNode() {
  draft_.Clear();
  annotation_.Clear();
  draft_.offset = doc_.PeekOffset();
  draft_.position = static_cast<uint32_t>(doc_.json().count() - 1);
  const size_t errors = doc_.error_count();
  is_op_ = has_target_ = false;
  doc_.ReadObject(node::kKeys, [this](int key) { ReadNodeKey(key); });
  if (doc_.json().stopped()) return;
  if (is_op_ && !has_target_) {
    doc_.Violation("a node of kind `op` must have the key `target`",
                   "no such key", draft_.offset);
  }
  if (draft_.kind != NodeKind::kOp) draft_.op = absl::string_view();
  annotation_.SetOutputSpecs();
  draft_.broken = doc_.error_count() != errors;
  if (draft_.name.empty()) return doc_.Flush();  // Nothing can refer to it.
  doc_.FinishNode(draft_.name, draft_.op,
                  static_cast<NodeId>(builder_.node_count()));
  builder_.AddNode(draft_);
  doc_.ReserveFor(builder_.node_count());
}

void AnnotatedGraphReader::ReadNodeKey(int key) {
  if (key > node::kTarget && doc_.TakeNull()) return;
  switch (key) {
    case node::kName:
      if (doc_.ReadName(draft_.name)) builder_.ExpectName(draft_.name);
      return;
    case node::kKind: {
      const int kind = doc_.ReadWord(kNodeKindWords);
      if (kind >= 0) draft_.kind = static_cast<NodeKind>(kind);
      is_op_ = kind >= 0 && draft_.kind == NodeKind::kOp;
      return;
    }
    case node::kTarget:
      has_target_ = !doc_.TakeNull();
      if (has_target_) doc_.ReadName(draft_.op);
      return;
    case node::kArgs:
      doc_.ReadList(kMaxPerNode, "arguments of one node",
                    [this] { draft_.args.push_back(arguments_.Read()); });
      return;
    case node::kKwargs:
      return ReadKwargs();
    case node::kOutputs:
      doc_.ReadList(kMaxPerNode, "outputs of one node",
                    [this] { ReadTensor(); });
      return;
    case node::kModule:
      doc_.ReadString(draft_.origin.module);
      return;
    case node::kModuleType:
      doc_.ReadString(draft_.origin.module_type);
      return;
    case node::kFqn:
      doc_.ReadString(draft_.origin.fqn);
      return;
    case node::kAnnotation:
      return annotation_.Read();
  }
}

void AnnotatedGraphReader::ReadKwargs() {
  const auto read = [this](absl::string_view name) {
    if (draft_.attributes.size() == kMaxPerNode) {
      return doc_.Exceeds(kMaxPerNode, "keyword arguments of one node");
    }
    const DraftArg arg = arguments_.Read();
    draft_.attributes.push_back({name, arg});
  };
  doc_.ReadMap(DocumentReader::Duplicates::kReported, read);
}

// An output that is no tensor is null, or a type without a shape.
void AnnotatedGraphReader::ReadTensor() {
  DraftTensor tensor;
  if (!doc_.TakeNull()) {
    doc_.ReadObject(tensor::kKeys, [&](int key) {
      if (doc_.TakeNull()) return;
      switch (key) {
        case tensor::kName:
          doc_.ReadName(tensor.name);
          return;
        case tensor::kDType:
          ReadDType(doc_, tensor.dtype);
          return;
        case tensor::kShape:
          return ReadShape(tensor);
      }
    });
  }
  draft_.outputs.push_back(tensor);
}

void AnnotatedGraphReader::ReadShape(DraftTensor& tensor) {
  tensor.first_dim = static_cast<uint32_t>(draft_.dims.size());
  tensor.has_shape = doc_.ReadList(kMaxRank, "dimensions", [this] {
    if (doc_.json().Peek() == JsonKind::kString) {
      doc_.json().ReadString();
      draft_.dims.push_back(-1);  // A symbol.
      return;
    }
    int64_t size = 0;
    if (doc_.ReadIntWithin(0, INT64_MAX, size)) draft_.dims.push_back(size);
  });
  tensor.rank = static_cast<uint32_t>(draft_.dims.size()) - tensor.first_dim;
}

}  // namespace

ReadResult ReadAnnotatedGraph(std::string source, size_t start,
                              const Limits& limits) {
  GraphBuilder builder(std::move(source), GraphBuilder::Refs::kToNodes);
  AnnotatedGraphReader reader(builder, start, limits);
  ReadResult result = reader.Read() ? std::move(builder).Finish()
                                    : std::move(builder).Abandon();
  result.waivers = reader.TakeWaivers();
  return result;
}

}  // namespace opfit
