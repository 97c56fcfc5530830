// The user's graph as read: nodes, tensors and what is said of their
// quantization, each with the place in the input it came from. Whatever the
// file format, this is the one model that everything later works on.
//
//   for (const Node& node : graph.nodes())
//     for (const Arg& arg : graph.args(node)) …
//
// A Graph is immutable once built and owns everything it hands out by view
// (string_view, Span); views live as long as the Graph, moves included. Safe to
// share between threads. It stores indices rather than pointers, and repeated
// specs once, so that 100,000 nodes stay below the size of their own text.

#ifndef OPFIT_CORE_GRAPH_GRAPH_H_
#define OPFIT_CORE_GRAPH_GRAPH_H_

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/finding/finding.h"
#include "core/graph/dtype.h"

namespace opfit {

// Names the vocabulary of the ops.
enum class Dialect : uint8_t { kAten, kOnnx, kTflite, kQnn };
absl::string_view DialectName(Dialect dialect);  // "aten"

using NodeId = uint32_t;
using ValueId = uint32_t;
using SpecId = uint32_t;
using OpId = uint32_t;
inline constexpr uint32_t kNoId = std::numeric_limits<uint32_t>::max();

// The two specs that every graph has.
inline constexpr SpecId kNoSpec = 0;     // nothing is said
inline constexpr SpecId kFloatSpec = 1;  // explicitly not quantized (`null`)

enum class QScheme : uint8_t {
  kUnspecified,
  kPerTensorAffine,
  kPerTensorSymmetric,
  kPerChannelAffine,
  kPerChannelSymmetric,
  kOther,  // a scheme that has no encoding, such as float qparams
};

// What an annotation refers to: the output of a node, or the input that a
// consumer takes from a producer. The names stay even where no node has them.
struct SpecRef {
  absl::string_view producer_name;
  absl::string_view consumer_name;  // empty: the output of `producer`
  NodeId producer = kNoId;
  NodeId consumer = kNoId;
  bool is_edge() const { return !consumer_name.empty(); }
};

// What is said of the quantization of one port. Names follow torchao's
// QuantizationAnnotation.
struct QuantSpec {
  enum class Kind : uint8_t {
    kNone,     // nothing is said
    kFloat,    // explicitly not quantized
    kQuant,    // concrete
    kFixed,    // concrete, with scale and zero point given beforehand
    kShared,   // as `refs[0]`
    kDerived,  // computed from `refs` (a bias)
  };
  Kind kind = Kind::kNone;
  // As declared: the container (torch's int32 for 16 bits), or the backend's
  // own type where the format speaks of the backend (net JSON).
  DType dtype = DType::kUnknown;
  // Given by formats that speak of the backend; kNone: derive it.
  Encoding encoding = Encoding::kNone;
  QScheme qscheme = QScheme::kUnspecified;
  uint8_t bits = 0;  // logical width where the format gives one; else 0
  bool has_min = false;
  bool has_max = false;
  bool is_dynamic = false;
  int64_t quant_min = 0;
  int64_t quant_max = 0;
  // In the layout of the graph's own tensors; may be negative as in torch.
  // kNoAxis: not given.
  static constexpr int32_t kNoAxis = std::numeric_limits<int32_t>::min();
  int32_t axis = kNoAxis;
  absl::string_view observer;  // the observer's class name, where given
  double eps = 0;              // the least scale it gives; 0: not said
  // Ranges of the graph's pools; read them through the Graph.
  uint32_t scales = 0, scale_count = 0;
  uint32_t zero_points = 0, zero_point_count = 0;
  uint32_t block_size = 0, block_size_count = 0;
  uint32_t refs = 0, ref_count = 0;
};

enum class NodeKind : uint8_t {
  kInput,
  kParam,
  kBuffer,
  kConst,
  kOp,
  kOutput,
};

// A positional or keyword argument.
struct Arg {
  enum class Kind : uint8_t {
    kNone,     // absent, or null
    kTensor,   // one value
    kTensors,  // a list of values; kNoId where an element is null
    kInt,
    kDouble,
    kBool,  // in `integer`
    kString,
    kInts,   // a list of integers
    kOther,  // a list of anything else, kept as JSON text
  };
  Kind kind = Kind::kNone;
  uint32_t count = 0;  // of kTensor (1), kTensors and kInts
  union {
    int64_t integer = 0;  // of kInt and kBool
    double real;          // of kDouble
    uint32_t first;       // of the others: into the graph's pools
  };
};

struct Node {
  absl::string_view name;
  size_t offset = 0;  // of the node's value in the input
  OpId op = kNoId;    // kNoId unless kind is kOp
  uint32_t first_arg = 0;
  uint32_t first_attribute = 0;
  uint32_t first_input_spec = 0;
  uint32_t first_output = 0;
  uint32_t arg_count = 0;
  uint32_t attribute_count = 0;
  uint32_t input_spec_count = 0;
  uint32_t output_count = 0;  // at least 1, but for kind kOutput
  uint32_t position = 0;      // in the input's list of nodes, for pointers
  NodeKind kind = NodeKind::kOp;
  bool has_annotation = false;
  bool annotated = false;  // the annotation's own flag
  bool allow_implicit_sharing = true;
  bool output_spec_is_list = false;
  bool broken = false;  // a finding says why; there is nothing to check here
};

// Which part of the model a node comes from; all of it may be empty.
struct Origin {
  absl::string_view module;       // the path of its module: "layers.0.fc"
  absl::string_view module_type;  // its class: "torch.nn.modules.Linear"
  absl::string_view fqn;          // of a parameter or buffer: "fc.weight"
};

// A keyword argument, or a parameter of a backend op.
struct Attribute {
  absl::string_view name;
  Arg arg;
};

// One tensor.
struct Value {
  NodeId producer = kNoId;  // kNoId: declared on its own, not by a node
  uint32_t first_dim = 0;
  SpecId spec = kNoSpec;  // what its producer (or its declaration) says of it
  DType dtype = DType::kUnknown;
  NodeKind kind = NodeKind::kOp;  // where it comes from
  int8_t rank = -1;               // -1: not known
  bool dynamic_dims = false;      // some size is symbolic (dims has -1 there)
};

// What a consumer says of the tensor that it takes from `producer`.
struct InputSpec {
  NodeId producer = kNoId;
  SpecId spec = kNoSpec;
};

class Graph {
 public:
  Graph(Graph&&) = default;
  Graph& operator=(Graph&&) = default;

  Dialect dialect() const { return dialect_; }
  absl::string_view name() const { return name_; }
  // A graph that says the same and shares the text. Costs a copy of all else.
  Graph Copy() const { return Graph(*this); }

  // The bytes the graph was read from.
  absl::string_view source() const { return *source_; }
  // True where that is no text: places are byte offsets, without pointers.
  bool is_binary() const { return is_binary_; }
  // Where the graph lies in its document, if it is not the whole of it:
  // "/graph_module/graph", in an archive with the name of the entry before it,
  // "models/model.json#/graph_module/graph". Such a graph is the list of nodes
  // of a torch program, and `source` is the text of that entry.
  absl::string_view pointer_root() const { return pointer_root_; }
  // True where tensors carry their final types and values (net JSON), so that
  // a tensor without a spec is simply not quantized.
  bool is_solved() const { return is_solved_; }

  absl::Span<const Node> nodes() const { return nodes_; }
  const Node& node(NodeId id) const { return nodes_[id]; }
  // Empty where the input does not say.
  Origin origin(NodeId id) const {
    return id < origins_.size() ? origins_[id] : Origin();
  }
  absl::Span<const Value> values() const { return values_; }
  const Value& value(ValueId id) const { return values_[id]; }
  size_t op_node_count() const { return op_node_count_; }

  // The distinct ops; a node's OpId is an index into them.
  absl::Span<const absl::string_view> op_names() const { return op_names_; }
  absl::string_view op_name(const Node& node) const {
    return node.op == kNoId ? absl::string_view() : op_names_[node.op];
  }

  absl::Span<const Arg> args(const Node& node) const {
    return absl::MakeConstSpan(args_).subspan(node.first_arg, node.arg_count);
  }
  absl::Span<const Attribute> attributes(const Node& node) const {
    return absl::MakeConstSpan(attributes_)
        .subspan(node.first_attribute, node.attribute_count);
  }
  // The keyword argument or parameter of this name; null if there is none.
  const Arg* FindAttribute(const Node& node, absl::string_view name) const;
  absl::Span<const InputSpec> input_specs(const Node& node) const {
    return absl::MakeConstSpan(input_specs_)
        .subspan(node.first_input_spec, node.input_spec_count);
  }

  absl::Span<const ValueId> outputs(const Node& node) const {
    return absl::MakeConstSpan(refs_).subspan(node.first_output,
                                              node.output_count);
  }

  // The elements of an Arg of kind kTensor and kTensors, kInts, kString; the
  // JSON text of a kOther, which is empty where the input is no JSON.
  absl::Span<const ValueId> tensors(const Arg& arg) const {
    return absl::MakeConstSpan(refs_).subspan(arg.first, arg.count);
  }
  absl::Span<const int64_t> ints(const Arg& arg) const {
    return absl::MakeConstSpan(ints_).subspan(arg.first, arg.count);
  }
  absl::string_view string(const Arg& arg) const { return strings_[arg.first]; }
  absl::string_view json(const Arg& arg) const { return strings_[arg.first]; }

  // Sizes, -1 where symbolic. Empty if the rank is 0 or not known.
  absl::Span<const int64_t> dims(const Value& value) const {
    return absl::MakeConstSpan(dims_).subspan(
        value.first_dim, value.rank < 0 ? 0 : static_cast<size_t>(value.rank));
  }

  absl::Span<const QuantSpec> specs() const { return specs_; }
  const QuantSpec& spec(SpecId id) const { return specs_[id]; }
  absl::Span<const double> scales(const QuantSpec& spec) const {
    return absl::MakeConstSpan(doubles_).subspan(spec.scales, spec.scale_count);
  }
  absl::Span<const int64_t> zero_points(const QuantSpec& spec) const {
    return absl::MakeConstSpan(ints_).subspan(spec.zero_points,
                                              spec.zero_point_count);
  }
  absl::Span<const int64_t> block_size(const QuantSpec& spec) const {
    return absl::MakeConstSpan(ints_).subspan(spec.block_size,
                                              spec.block_size_count);
  }
  absl::Span<const SpecRef> refs(const QuantSpec& spec) const {
    return absl::MakeConstSpan(spec_refs_).subspan(spec.refs, spec.ref_count);
  }

  // The name of a tensor as the user knows it: its own, or else its producer's.
  absl::string_view NameOf(ValueId value) const;

  // Places, for findings. `pointer` is whole (empty where the input has none);
  // line and column are not filled.
  Place PlaceOf(const Node& node) const;
  Place PlaceOfValue(ValueId value) const;
  // Of what `node` says of its i-th annotated input.
  Place PlaceOfInputSpec(const Node& node, size_t i) const;
  // Of what the producer of `value` (or its declaration) says of it.
  Place PlaceOfOutputSpec(ValueId value) const;
  // Of the i-th positional argument.
  Place PlaceOfArg(const Node& node, size_t i) const;

 private:
  friend class GraphBuilder;
  friend class Reannotation;
  Graph() = default;
  Graph(const Graph&) = default;

  // The value at `pointer`, which starts at `offset` in the input.
  Place PlaceAt(absl::string_view pointer, size_t offset) const;
  // Goes to what `tail` names below `place`, where annotated graphs and net
  // JSON have it.
  void Descend(Place& place, absl::string_view tail) const;

  Dialect dialect_ = Dialect::kAten;
  bool is_binary_ = false;
  bool has_pointers_ = true;
  bool is_solved_ = false;
  bool refs_are_tensors_ = false;
  std::string pointer_root_;
  size_t text_offset_ = 0;  // of `source` in the input
  absl::string_view name_;
  std::shared_ptr<const std::string> source_;
  // Strings that are not in the source as they are (escapes, made-up names).
  // Only whoever adds a block writes to it.
  std::vector<std::shared_ptr<std::string>> kept_;
  std::vector<Node> nodes_;
  std::vector<Origin> origins_;  // up to the last node that has one
  std::vector<Value> values_;
  // Parallel to values_ in formats that name their tensors; in others up to the
  // last value that has a name, and mostly empty.
  std::vector<absl::string_view> value_names_;
  std::vector<size_t> value_offsets_;
  std::vector<absl::string_view> op_names_;
  std::vector<Arg> args_;
  std::vector<Attribute> attributes_;
  std::vector<InputSpec> input_specs_;
  std::vector<ValueId> refs_;
  std::vector<int64_t> ints_;
  std::vector<double> doubles_;
  std::vector<int64_t> dims_;
  std::vector<absl::string_view> strings_;
  std::vector<QuantSpec> specs_;
  std::vector<SpecRef> spec_refs_;
  size_t op_node_count_ = 0;
};

}  // namespace opfit

#endif  // OPFIT_CORE_GRAPH_GRAPH_H_
