#include "core/formats/context_json.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

using Duplicates = DocumentReader::Duplicates;

constexpr size_t kMaxRank = 127;
constexpr size_t kMaxPerGraph = 65'536;

constexpr absl::string_view kDataTypePrefix = "QNN_DATATYPE_";
constexpr absl::string_view kEncodingPrefix = "QNN_QUANTIZATION_ENCODING_";
constexpr absl::string_view kDefined = "QNN_DEFINITION_DEFINED";
constexpr absl::string_view kImplicit = "QNN_DEFINITION_IMPL_GENERATED";

// One input or output of a graph.
struct ContextTensor {
  absl::string_view name;
  size_t offset = 0;
  bool is_input = false;
  bool broken = false;
  DType dtype = DType::kUnknown;
  bool has_dims = false;
  std::vector<int64_t> dims;
  bool is_quantized = false;
  Encoding encoding = Encoding::kUnclassified;
  std::vector<double> scales;
  std::vector<int64_t> zero_points;
};

// Keys that this reader does not know are left out without a word: the header
// and the tensors have others in every SDK.
class ContextJsonReader {
 public:
  ContextJsonReader(GraphBuilder& builder, size_t start, const Limits& limits)
      : doc_(builder, limits, start), builder_(builder) {
    builder_.set_dialect(Dialect::kQnn);
    builder_.set_solved(true);
    builder_.set_pointers(false);
  }

  // False if the input is no graph.
  bool Read();

 private:
  // Reads an object of which only `key` matters.
  template <typename Fn>
  void ReadOnly(absl::string_view key, Fn&& read) {
    doc_.ReadMap(Duplicates::kReported, [&](absl::string_view name) {
      name == key ? read() : doc_.Skip();
    });
  }
  void ReadGraphInfo();
  void ReadTensors(bool is_input);
  void ReadTensorKey(absl::string_view key);
  void ReadDataType();
  void ReadDimensions();
  void ReadQuantization();
  void ReadScaleOffset();
  void AddGraph();
  void AddTensor(ContextTensor& tensor);

  DocumentReader doc_;
  GraphBuilder& builder_;
  absl::string_view graph_name_;  // of the graph at hand
  size_t graph_offset_ = 0;
  size_t graphs_ = 0;
  size_t tensors_read_ = 0;
  std::vector<ContextTensor> tensors_;  // of the graph at hand
  absl::flat_hash_set<absl::string_view> used_;
  NodeDraft draft_;
};

bool ContextJsonReader::Read() {
  bool has_graphs = false;
  const size_t start = doc_.PeekOffset();
  ReadOnly("info", [&] {
    ReadOnly("graphs", [&] {
      has_graphs = doc_.ReadList(kMaxPerGraph, "graphs", [this] {
        graph_offset_ = doc_.PeekOffset();
        ReadOnly("info", [this] { ReadGraphInfo(); });
        if (!doc_.json().stopped()) AddGraph();
      });
    });
  });
  if (!has_graphs && doc_.error_count() == 0) {
    doc_.Violation("the document must have `info.graphs`", "no such key",
                   start);
  }
  doc_.json().ReadEnd();
  return doc_.Finish() && has_graphs;
}

void ContextJsonReader::ReadGraphInfo() {
  graph_name_ = absl::string_view();
  tensors_.clear();
  doc_.ReadMap(Duplicates::kReported, [this](absl::string_view key) {
    if (key == "graphName") {
      doc_.ReadName(graph_name_);
    } else if (key == "graphInputs" || key == "graphOutputs") {
      ReadTensors(key == "graphInputs");
    } else {
      doc_.Skip();
    }
  });
}

void ContextJsonReader::ReadTensors(bool is_input) {
  doc_.ReadList(kMaxPerGraph, "tensors of one graph", [&] {
    if (++tensors_read_ > doc_.limits().nodes) {
      return doc_.Exceeds(doc_.limits().nodes, "tensors");
    }
    ContextTensor& tensor = tensors_.emplace_back();
    tensor.offset = doc_.PeekOffset();
    tensor.is_input = is_input;
    const size_t errors = doc_.error_count();
    ReadOnly("info", [this] {
      doc_.ReadMap(Duplicates::kReported,
                   [this](absl::string_view key) { ReadTensorKey(key); });
    });
    if (doc_.json().stopped()) return;
    if (tensor.name.empty() && doc_.error_count() == errors) {
      doc_.Violation("a tensor must have a `name`", "none", tensor.offset);
    }
    tensor.broken = doc_.error_count() != errors;
    doc_.Flush();
  });
}

void ContextJsonReader::ReadTensorKey(absl::string_view key) {
  if (key == "name") {
    doc_.ReadName(tensors_.back().name);
  } else if (key == "dataType") {
    ReadDataType();
  } else if (key == "dimensions") {
    ReadDimensions();
  } else if (key == "quantizeParams") {
    ReadQuantization();
  } else {
    doc_.Skip();
  }
}

// Some SDKs leave out the S of a signed fixed-point type.
void ContextJsonReader::ReadDataType() {
  absl::string_view text;
  if (!doc_.ReadString(text) || !absl::ConsumePrefix(&text, kDataTypePrefix)) {
    return;
  }
  tensors_.back().dtype = DTypeFromName(absl::StartsWith(text, "FIXED_POINT_")
                                            ? absl::StrCat("S", text)
                                            : std::string(text));
}

void ContextJsonReader::ReadDimensions() {
  ContextTensor& tensor = tensors_.back();
  tensor.has_dims = doc_.ReadList(kMaxRank, "dimensions", [&] {
    int64_t size = 0;
    if (doc_.ReadInt(size)) tensor.dims.push_back(size);
  });
}

void ContextJsonReader::ReadQuantization() {
  if (doc_.TakeNull()) return;
  ContextTensor& tensor = tensors_.back();
  doc_.ReadMap(Duplicates::kReported, [&](absl::string_view key) {
    absl::string_view text;
    if (key == "definition") {
      if (!doc_.ReadString(text)) return;
      tensor.is_quantized = text == kDefined || text == kImplicit;
    } else if (key == "quantizationEncoding") {
      if (!doc_.ReadString(text)) return;
      absl::ConsumePrefix(&text, kEncodingPrefix);
      tensor.encoding = EncodingFromName(text);
    } else if (key == "scaleOffset") {
      ReadScaleOffset();
    } else {
      doc_.Skip();
    }
  });
}

// QNN adds its offset where others subtract their zero point.
void ContextJsonReader::ReadScaleOffset() {
  ContextTensor& tensor = tensors_.back();
  doc_.ReadMap(Duplicates::kReported, [&](absl::string_view key) {
    double scale = 0;
    int64_t offset = 0;
    if (key == "scale") {
      if (doc_.ReadDouble(scale)) tensor.scales = {scale};
    } else if (key == "offset") {
      const bool is_read =
          doc_.ReadIntWithin(std::numeric_limits<int32_t>::min(),
                             std::numeric_limits<int32_t>::max(), offset);
      if (is_read) tensor.zero_points = {-offset};
    } else {
      doc_.Skip();
    }
  });
}

void ContextJsonReader::AddGraph() {
  draft_.Clear();
  draft_.name = graph_name_.empty()
                    ? builder_.Keep(absl::StrCat("graph_", graphs_))
                    : graph_name_;
  draft_.op = kCompiledGraph;
  draft_.offset = graph_offset_;
  draft_.position = static_cast<uint32_t>(graphs_++);
  for (ContextTensor& tensor : tensors_) AddTensor(tensor);
  tensors_.clear();
  doc_.FinishNode(draft_.name, draft_.op,
                  static_cast<NodeId>(builder_.node_count()));
  builder_.AddNode(draft_);
}

void ContextJsonReader::AddTensor(ContextTensor& tensor) {
  if (tensor.name.empty()) {
    draft_.broken = true;
    return;
  }
  if (!used_.insert(tensor.name).second) {
    tensor.name = builder_.Keep(absl::StrCat(draft_.name, "/", tensor.name));
  }
  TensorDraft draft;
  draft.name = tensor.name;
  draft.offset = tensor.offset;
  draft.kind = tensor.is_input ? NodeKind::kInput : NodeKind::kOp;
  draft.dtype = tensor.dtype;
  draft.broken = tensor.broken;
  draft.has_shape = tensor.has_dims;
  draft.dims = tensor.dims;
  if (tensor.is_quantized) {
    QuantSpec spec;
    spec.kind = QuantSpec::Kind::kQuant;
    spec.dtype = tensor.dtype;
    spec.encoding = tensor.encoding;
    // Offsets of 0 are not always written.
    tensor.zero_points.resize(tensor.scales.size());
    draft.spec =
        builder_.AddSpec(spec, tensor.scales, tensor.zero_points, {}, {});
  }
  builder_.AddTensor(draft);
  if (tensor.is_input) {
    DraftArg& arg = draft_.args.emplace_back();
    arg.kind = Arg::Kind::kTensor;
    arg.text = tensor.name;
  } else {
    draft_.outputs.emplace_back().name = tensor.name;
  }
}

}  // namespace

ReadResult ReadContextJson(std::string source, size_t start,
                           const Limits& limits) {
  GraphBuilder builder(std::move(source), GraphBuilder::Refs::kToTensors);
  const bool is_graph = ContextJsonReader(builder, start, limits).Read();
  return is_graph ? std::move(builder).Finish() : std::move(builder).Abandon();
}

}  // namespace opfit
