#include "core/render/annotated_graph.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"
#include "core/render/json_writer.h"

namespace opfit {
namespace {

// In the order of the enums.
constexpr absl::string_view kNodeKinds[] = {"input", "param", "buffer",
                                            "const", "op",    "output"};
constexpr absl::string_view kSpecKinds[] = {"",      "",       "quant",
                                            "fixed", "shared", "derived"};
constexpr absl::string_view kSchemes[] = {"",
                                          "per_tensor_affine",
                                          "per_tensor_symmetric",
                                          "per_channel_affine",
                                          "per_channel_symmetric",
                                          "per_channel_affine_float_qparams"};

// torch's word where it means this type, or else the backend's name.
absl::string_view DTypeText(DType dtype) {
  const absl::string_view word = DTypeWord(dtype);
  return DTypeFromTorch(word) == dtype ? word : DTypeName(dtype);
}

void WriteText(JsonWriter& json, absl::string_view key,
               absl::string_view text) {
  if (text.empty()) return;
  json.Key(key);
  json.String(text);
}

class GraphWriter {
 public:
  GraphWriter(const Graph& graph, std::string& out);

  void Write();

 private:
  // The node that gives a tensor, by name, and which of its results it is.
  struct Giver {
    absl::string_view node;
    uint32_t output = 0;
  };

  void NameDeclaredTensors();
  // Tensors that `args` take and that no node gives, each at its first use.
  void WriteDeclared(absl::Span<const Arg> args);
  void WriteDeclaredTensor(ValueId id);
  void WriteNode(const Node& node, NodeId id);
  void WriteArgs(const Node& node);
  void WriteArg(const Arg& arg);
  void WriteTensors(absl::Span<const ValueId> tensors);
  void WriteResult(ValueId id);
  void WriteOutputs(const Node& node);
  void WriteTensor(const Value& value, absl::string_view name);
  void WriteAnnotation(const Node& node);
  void WriteTensorSpecs(absl::Span<const ValueId> tensors);
  void WriteSpecs(absl::Span<const ValueId> tensors, bool is_list);
  void WriteSpec(SpecId id);
  void WriteConcrete(const QuantSpec& spec);
  void WriteRef(const SpecRef& ref);
  // A number for one channel, a list for several.
  template <typename T, typename WriteOne>
  void WriteChannels(absl::string_view key, absl::Span<const T> values,
                     WriteOne write_one);

  const Graph& graph_;
  JsonWriter json_;
  std::vector<Giver> givers_;       // of each value
  std::vector<bool> is_written_;    // of each value that no node gives
  std::vector<std::string> names_;  // made up for those; never grows
};

GraphWriter::GraphWriter(const Graph& graph, std::string& out)
    : graph_(graph),
      json_(out),
      givers_(graph.values().size()),
      is_written_(graph.values().size()) {
  for (const Node& node : graph.nodes()) {
    uint32_t output = 0;
    for (const ValueId value : graph.outputs(node)) {
      if (value != kNoId) givers_[value] = {node.name, output};
      ++output;
    }
  }
  NameDeclaredTensors();
}

// Nodes and tensors may have the same names in formats that have both.
void GraphWriter::NameDeclaredTensors() {
  absl::flat_hash_set<absl::string_view> taken;
  std::vector<ValueId> declared;
  for (ValueId id = 0; id < givers_.size(); ++id) {
    if (givers_[id].node.data() == nullptr) declared.push_back(id);
  }
  if (declared.empty()) return;
  for (const Node& node : graph_.nodes()) taken.insert(node.name);
  names_.reserve(declared.size());
  for (const ValueId id : declared) {
    std::string name(graph_.NameOf(id));
    for (int i = 1; taken.contains(name); ++i) {
      name = absl::StrCat(graph_.NameOf(id), "_", i);
    }
    names_.push_back(std::move(name));
    givers_[id].node = names_.back();
    taken.insert(names_.back());
  }
}

void GraphWriter::Write() {
  json_.BeginObject();
  WriteText(json_, "format", "annotated-graph");
  WriteText(json_, "version", "1.0");
  WriteText(json_, "name", graph_.name());
  WriteText(json_, "dialect", DialectName(graph_.dialect()));
  if (graph_.is_solved()) {
    json_.Key("solved");
    json_.Bool(true);
  }
  json_.Key("nodes");
  json_.BeginArray();
  for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
    const Node& node = graph_.node(id);
    WriteDeclared(graph_.args(node));
    for (const Attribute& attribute : graph_.attributes(node)) {
      WriteDeclared({&attribute.arg, 1});
    }
    WriteNode(node, id);
  }
  for (ValueId id = 0; id < graph_.values().size(); ++id) {
    WriteDeclaredTensor(id);
  }
  json_.End();
  json_.End();
}

void GraphWriter::WriteDeclared(absl::Span<const Arg> args) {
  for (const Arg& arg : args) {
    const bool is_tensor =
        arg.kind == Arg::Kind::kTensor || arg.kind == Arg::Kind::kTensors;
    if (!is_tensor) continue;
    for (const ValueId id : graph_.tensors(arg)) {
      if (id != kNoId) WriteDeclaredTensor(id);
    }
  }
}

void GraphWriter::WriteDeclaredTensor(ValueId id) {
  const Value& value = graph_.value(id);
  if (value.producer != kNoId || is_written_[id]) return;
  is_written_[id] = true;
  const absl::string_view name = givers_[id].node;
  const absl::string_view own_name = graph_.NameOf(id);
  // One that nothing yields comes from outside.
  const NodeKind kind =
      value.kind == NodeKind::kOp ? NodeKind::kInput : value.kind;
  json_.BeginObject(JsonWriter::kOneLine);
  WriteText(json_, "name", name);
  WriteText(json_, "kind", kNodeKinds[static_cast<size_t>(kind)]);
  json_.Key("outputs");
  json_.BeginArray();
  WriteTensor(value, own_name == name ? absl::string_view() : own_name);
  json_.End();
  if (value.spec != kNoSpec) WriteTensorSpecs({&id, 1});
  json_.End();
}

void GraphWriter::WriteNode(const Node& node, NodeId id) {
  json_.BeginObject(JsonWriter::kOneLine);
  WriteText(json_, "name", node.name);
  WriteText(json_, "kind", kNodeKinds[static_cast<size_t>(node.kind)]);
  WriteText(json_, "target", graph_.op_name(node));
  WriteArgs(node);
  WriteOutputs(node);
  const Origin origin = graph_.origin(id);
  WriteText(json_, "module", origin.module);
  WriteText(json_, "module_type", origin.module_type);
  WriteText(json_, "fqn", origin.fqn);
  WriteAnnotation(node);
  json_.End();
}

void GraphWriter::WriteArgs(const Node& node) {
  if (node.arg_count > 0) {
    json_.Key("args");
    json_.BeginArray();
    for (const Arg& arg : graph_.args(node)) WriteArg(arg);
    json_.End();
  }
  if (node.attribute_count > 0) {
    json_.Key("kwargs");
    json_.BeginObject();
    for (const Attribute& attribute : graph_.attributes(node)) {
      json_.ForeignKey(attribute.name);
      WriteArg(attribute.arg);
    }
    json_.End();
  }
}

void GraphWriter::WriteArg(const Arg& arg) {
  switch (arg.kind) {
    case Arg::Kind::kNone:
      return json_.Null();
    case Arg::Kind::kTensor:
      return WriteResult(graph_.tensors(arg).front());
    case Arg::Kind::kTensors:
      return WriteTensors(graph_.tensors(arg));
    case Arg::Kind::kInt:
      return json_.Int(arg.integer);
    case Arg::Kind::kDouble:
      return json_.Double(arg.real);
    case Arg::Kind::kBool:
      return json_.Bool(arg.integer != 0);
    case Arg::Kind::kString:
      return json_.String(graph_.string(arg));
    case Arg::Kind::kInts:
      json_.BeginArray();
      for (const int64_t element : graph_.ints(arg)) json_.Int(element);
      return json_.End();
    case Arg::Kind::kOther: {
      const absl::string_view json = graph_.json(arg);
      return json_.Verbatim(json.empty() ? "[null]" : json);
    }
  }
}

// By name alone where every element is its node's first result.
void GraphWriter::WriteTensors(absl::Span<const ValueId> tensors) {
  bool all_first = true;
  for (const ValueId id : tensors) {
    all_first = all_first && (id == kNoId || givers_[id].output == 0);
  }
  if (!all_first) {
    json_.BeginArray();
    for (const ValueId id : tensors) WriteResult(id);
    return json_.End();
  }
  json_.BeginObject();
  json_.Key("nodes");
  json_.BeginArray();
  for (const ValueId id : tensors) {
    json_.StringOrNull(id == kNoId ? "" : givers_[id].node);
  }
  json_.End();
  json_.End();
}

void GraphWriter::WriteResult(ValueId id) {
  if (id == kNoId) return json_.Null();
  json_.BeginObject();
  WriteText(json_, "node", givers_[id].node);
  if (givers_[id].output > 0) {
    json_.Key("output");
    json_.Int(givers_[id].output);
  }
  json_.End();
}

void GraphWriter::WriteOutputs(const Node& node) {
  const absl::Span<const ValueId> outputs = graph_.outputs(node);
  if (outputs.empty()) return;
  json_.Key("outputs");
  json_.BeginArray();
  for (const ValueId id : outputs) {
    const absl::string_view name = graph_.NameOf(id);
    WriteTensor(graph_.value(id),
                name == node.name ? absl::string_view() : name);
  }
  json_.End();
}

void GraphWriter::WriteTensor(const Value& value, absl::string_view name) {
  const bool is_known = value.dtype != DType::kUnknown || value.rank >= 0;
  if (!is_known && name.empty()) return json_.Null();
  json_.BeginObject();
  WriteText(json_, "name", name);
  if (value.dtype != DType::kUnknown) {
    WriteText(json_, "dtype", DTypeText(value.dtype));
  }
  if (value.rank >= 0) {
    json_.Key("shape");
    json_.BeginArray();
    for (const int64_t size : graph_.dims(value)) {
      if (size < 0) {
        json_.String("?");
      } else {
        json_.Int(size);
      }
    }
    json_.End();
  }
  json_.End();
}

void GraphWriter::WriteAnnotation(const Node& node) {
  const absl::Span<const ValueId> outputs = graph_.outputs(node);
  if (!node.has_annotation) {
    bool is_said = false;
    for (const ValueId id : outputs) {
      is_said = is_said || graph_.value(id).spec != kNoSpec;
    }
    if (is_said) WriteTensorSpecs(outputs);
    return;
  }
  json_.Key("annotation");
  json_.BeginObject();
  json_.Key("annotated");
  json_.Bool(node.annotated);
  if (!node.allow_implicit_sharing) {
    json_.Key("allow_implicit_sharing");
    json_.Bool(false);
  }
  json_.Key("inputs");
  json_.BeginArray();
  for (const InputSpec& input : graph_.input_specs(node)) {
    json_.BeginObject();
    WriteText(json_, "node",
              input.producer == kNoId ? "" : graph_.node(input.producer).name);
    if (input.spec != kNoSpec) {
      json_.Key("spec");
      WriteSpec(input.spec);
    }
    json_.End();
  }
  json_.End();
  const bool has_output =
      !outputs.empty() && graph_.value(outputs.front()).spec != kNoSpec;
  if (has_output || node.output_spec_is_list) {
    json_.Key("output");
    WriteSpecs(outputs, node.output_spec_is_list);
  }
  json_.End();
}

// What the input says of its tensors themselves.
void GraphWriter::WriteTensorSpecs(absl::Span<const ValueId> tensors) {
  json_.Key("annotation");
  json_.BeginObject();
  json_.Key("annotated");
  json_.Bool(true);
  json_.Key("inputs");
  json_.BeginArray();
  json_.End();
  json_.Key("output");
  WriteSpecs(tensors, tensors.size() > 1);
  json_.End();
}

void GraphWriter::WriteSpecs(absl::Span<const ValueId> tensors, bool is_list) {
  if (!is_list) return WriteSpec(graph_.value(tensors.front()).spec);
  json_.BeginArray();
  for (const ValueId id : tensors) WriteSpec(graph_.value(id).spec);
  json_.End();
}

void GraphWriter::WriteSpec(SpecId id) {
  const QuantSpec& spec = graph_.spec(id);
  switch (spec.kind) {
    case QuantSpec::Kind::kNone:
    case QuantSpec::Kind::kFloat:
      return json_.Null();
    case QuantSpec::Kind::kQuant:
    case QuantSpec::Kind::kFixed:
    case QuantSpec::Kind::kShared:
    case QuantSpec::Kind::kDerived:
      break;
  }
  json_.BeginObject();
  WriteText(json_, "kind", kSpecKinds[static_cast<size_t>(spec.kind)]);
  if (spec.kind == QuantSpec::Kind::kShared) {
    json_.Key("with");
    WriteRef(graph_.refs(spec).front());
  } else {
    WriteConcrete(spec);
  }
  json_.End();
}

void GraphWriter::WriteConcrete(const QuantSpec& spec) {
  if (spec.kind == QuantSpec::Kind::kDerived) {
    json_.Key("from");
    json_.BeginArray();
    for (const SpecRef& ref : graph_.refs(spec)) WriteRef(ref);
    json_.End();
  }
  const auto write_int = [this](absl::string_view key, bool is_given,
                                int64_t value) {
    if (!is_given) return;
    json_.Key(key);
    json_.Int(value);
  };
  // A type that the backend has not, such as a float of 8 bits, stays a type.
  WriteText(
      json_, "dtype",
      spec.dtype == DType::kUnknown ? "float8_e4m3fn" : DTypeText(spec.dtype));
  write_int("bits", spec.bits != 0, spec.bits);
  write_int("quant_min", spec.has_min, spec.quant_min);
  write_int("quant_max", spec.has_max, spec.quant_max);
  WriteText(json_, "qscheme", kSchemes[static_cast<size_t>(spec.qscheme)]);
  write_int("ch_axis", spec.axis != QuantSpec::kNoAxis, spec.axis);
  if (spec.encoding != Encoding::kNone) {
    WriteText(json_, "encoding", EncodingName(spec.encoding));
  }
  if (spec.is_dynamic) {
    json_.Key("is_dynamic");
    json_.Bool(true);
  }
  if (spec.block_size_count > 0) {
    json_.Key("block_size");
    json_.BeginArray();
    for (const int64_t size : graph_.block_size(spec)) json_.Int(size);
    json_.End();
  }
  WriteText(json_, "observer", spec.observer);
  WriteChannels("scale", graph_.scales(spec),
                [this](double scale) { json_.Double(scale); });
  WriteChannels("zero_point", graph_.zero_points(spec),
                [this](int64_t zero_point) { json_.Int(zero_point); });
}

template <typename T, typename WriteOne>
void GraphWriter::WriteChannels(absl::string_view key,
                                absl::Span<const T> values,
                                WriteOne write_one) {
  if (values.empty()) return;
  json_.Key(key);
  if (values.size() == 1) return write_one(values.front());
  json_.BeginArray();
  for (const T value : values) write_one(value);
  json_.End();
}

void GraphWriter::WriteRef(const SpecRef& ref) {
  json_.BeginObject();
  if (!ref.is_edge()) {
    WriteText(json_, "node", ref.producer_name);
  } else {
    json_.Key("edge");
    json_.BeginArray();
    json_.String(ref.producer_name);
    json_.String(ref.consumer_name);
    json_.End();
  }
  json_.End();
}

}  // namespace

std::string RenderAnnotatedGraph(const Graph& graph) {
  std::string out;
  GraphWriter(graph, out).Write();
  return out;
}

}  // namespace opfit
