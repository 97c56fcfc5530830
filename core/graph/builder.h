// Builds a Graph from what a reader finds, in the order it finds it, and
// checks what every format must get right: names are unique, references lead
// somewhere, nodes do not form a cycle.
//
//   GraphBuilder builder(std::move(text), GraphBuilder::Refs::kToNodes);
//   NodeDraft draft;  // reused: Clear() keeps the memory
//   draft.name = …;  builder.AddNode(draft);
//   ReadResult result = std::move(builder).Finish();
//
// Strings in drafts must be views of builder.source() or come from Keep().

#ifndef OPFIT_CORE_GRAPH_BUILDER_H_
#define OPFIT_CORE_GRAPH_BUILDER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/finding/finding.h"
#include "core/finding/waiver.h"
#include "core/graph/graph.h"
#include "core/graph/name_table.h"

namespace opfit {

// A tensor before its name is looked up: the tensor of that name or, where
// names are those of nodes, a result of the node.
struct DraftRef {
  DraftRef(absl::string_view of, uint32_t result = 0)  // NOLINT: as a name
      : name(of), output(result) {}
  absl::string_view name;  // data() == nullptr: an absent element of a list
  uint32_t output;
};

// An argument before its references are resolved.
struct DraftArg {
  Arg::Kind kind = Arg::Kind::kNone;
  int64_t integer = 0;
  double real = 0;
  absl::string_view text;  // of kString and kOther; of kTensor: the name
  uint32_t output = 0;     // of kTensor: which result of the node
  uint32_t first = 0;      // of kTensors: NodeDraft::names; kInts: ::ints
  uint32_t count = 0;
};

struct DraftAttribute {
  absl::string_view name;
  DraftArg arg;
};

struct DraftTensor {
  absl::string_view name;  // required where references are to tensors
  DType dtype = DType::kUnknown;
  bool has_shape = false;
  uint32_t first_dim = 0;  // NodeDraft::dims; -1 where symbolic
  uint32_t rank = 0;
  SpecId spec = kNoSpec;
};

struct DraftInputSpec {
  absl::string_view producer;
  SpecId spec = kNoSpec;
};

struct NodeDraft {
  absl::string_view name;
  absl::string_view op;  // empty unless kind is kOp
  Origin origin;
  NodeKind kind = NodeKind::kOp;
  size_t offset = 0;
  uint32_t position = 0;
  bool has_annotation = false;
  bool annotated = false;
  bool allow_implicit_sharing = true;
  bool output_spec_is_list = false;
  bool broken = false;
  std::vector<DraftArg> args;
  std::vector<DraftAttribute> attributes;
  std::vector<DraftRef> names;
  std::vector<int64_t> ints;
  std::vector<int64_t> dims;
  std::vector<DraftTensor> outputs;
  std::vector<DraftInputSpec> input_specs;

  void Clear();
};

// A tensor that a format declares on its own.
struct TensorDraft {
  absl::string_view name;
  size_t offset = 0;
  NodeKind kind = NodeKind::kOp;  // kInput, kConst (static), kOp (computed)
  DType dtype = DType::kUnknown;
  bool broken = false;  // and with it the nodes that it goes in or comes out of
  bool has_shape = false;
  absl::Span<const int64_t> dims;
  SpecId spec = kNoSpec;
};

// What came of reading. Where `findings` has errors of the input, the graph
// holds what could be read; nodes that are not sound are marked broken.
struct ReadResult {
  Graph graph;
  std::vector<Finding> findings;
  // False: the input is no graph at all (not JSON, wrong format, over a
  // limit), so nothing can be said of any node.
  bool usable = true;
  // What the graph itself waives, in its order.
  std::vector<Waiver> waivers = {};
};

class GraphBuilder {
 public:
  // What a name in an argument refers to: a node (annotated graphs, torch) or
  // a tensor (net JSON, ONNX, TFLite).
  enum class Refs { kToNodes, kToTensors };

  GraphBuilder(std::string source, Refs refs);

  absl::string_view source() const { return *graph_.source_; }
  void set_dialect(Dialect dialect) { graph_.dialect_ = dialect; }
  void set_name(absl::string_view name) { graph_.name_ = name; }
  // Of an input that is no text: offsets are all that its places have.
  void set_binary(bool binary) {
    graph_.is_binary_ = binary;
    graph_.has_pointers_ = !binary;
  }
  // Of text in which nodes and tensors do not stand where pointers to them
  // would lead: places are their lines.
  void set_pointers(bool has_pointers) { graph_.has_pointers_ = has_pointers; }
  // See Graph::pointer_root. `offset` is where `source` begins in the input.
  void set_pointer_root(std::string root, size_t offset) {
    graph_.pointer_root_ = std::move(root);
    graph_.text_offset_ = offset;
    graph_.has_pointers_ = true;
  }
  void set_solved(bool solved) { graph_.is_solved_ = solved; }

  // Copies `text` to where it lives as long as the graph.
  absl::string_view Keep(absl::string_view text);

  // Adds a spec; the pools belong to it. Equal specs may be added once and
  // used often: a SpecId says nothing of where it is used.
  SpecId AddSpec(QuantSpec spec, absl::Span<const double> scales,
                 absl::Span<const int64_t> zero_points,
                 absl::Span<const int64_t> block_size,
                 absl::Span<const SpecRef> refs);

  // Says that the node being read has this name. Adding it is faster then.
  void ExpectName(absl::string_view name) const { by_name_.Expect(name); }

  void AddNode(const NodeDraft& draft);

  // Only where references are to tensors; before or after the nodes.
  void AddTensor(const TensorDraft& draft);

  // Makes room for `factor` times what the graph has now, where a reader can
  // tell how much is to come. A guess: too little or too much does no harm.
  void Reserve(double factor);

  // The number of nodes so far: the id of the next one.
  size_t node_count() const { return graph_.nodes_.size(); }

  // Adds a finding. Those beyond kMaxFindings are only counted, so that no
  // input makes a report larger than itself.
  static constexpr size_t kMaxFindings = 10'000;
  void Report(Finding finding);
  void CountUnlisted() { ++unlisted_; }

  // Resolves all references. The findings are those reported, then what is
  // wrong with the references.
  ReadResult Finish() &&;

  // Instead of Finish() where the input is no graph: one without nodes, that
  // holds the source for the findings' places.
  ReadResult Abandon() &&;

 private:
  // A reference to a name that no node or tensor had yet.
  struct Pending {
    enum class Of : uint8_t { kArg, kOutput, kInputSpec };
    Of of;
    NodeId node;
    uint32_t slot;  // in graph_.refs_ or graph_.input_specs_
    DraftRef ref;
  };

  // Adds a value of this name that nothing declares.
  ValueId AddUndeclared(absl::string_view name, size_t offset);
  // The value a reference leads to; kNoId if there is none yet.
  ValueId Lookup(const DraftRef& ref) const;
  ValueId AddValue(const Value& value, absl::Span<const int64_t> dims,
                   bool has_shape);
  Arg AddArg(const NodeDraft& draft, const DraftArg& arg, NodeId node);
  // Adds the values of `refs` to graph_.refs_; returns the first index.
  uint32_t AddRefs(absl::Span<const DraftRef> refs, Pending::Of of,
                   NodeId node);
  void AddInputSpecs(const NodeDraft& draft, NodeId id, Node& node);
  void AddNamedOutputs(const NodeDraft& draft, NodeId id, Node& node);
  void AddOwnOutputs(const NodeDraft& draft, NodeId id, Node& node);
  void SetProducer(ValueId value, NodeId id);
  OpId AddOp(absl::string_view name);
  void AddArgs(const NodeDraft& draft, NodeId id, Node& node);
  void AddName(NodeId id);
  void AddOrigin(const Origin& origin, NodeId id);
  // At this node, which is broken by it.
  Finding FindingAt(Code code, absl::string_view arg, NodeId id);
  void ReportDangling(const Pending& pending);
  // Where in its node the reference stands.
  std::string PointerOf(const Pending& pending) const;
  bool Resolve(const Pending& pending);
  void ResolvePending();
  // Resolves graph_.spec_refs_ from `first` on, as far as the names are known.
  void ResolveSpecRefs(size_t first);
  // Marks the nodes that a broken tensor goes in or comes out of.
  void SpreadBrokenTensors();
  std::vector<Finding> TakeFindings();

  Graph graph_;
  Refs refs_;
  NameTable by_name_;  // of nodes, or of tensors: whatever is referred to
  absl::flat_hash_map<absl::string_view, OpId> ops_;
  std::vector<Pending> pending_;
  std::vector<DraftRef> names_;  // of the node being added
  // Where references are to tensors, by_name_ has these and not the nodes.
  absl::flat_hash_set<absl::string_view> node_names_;
  absl::flat_hash_set<ValueId> broken_tensors_;
  std::vector<Finding> findings_;
  size_t unlisted_ = 0;
  size_t unresolved_spec_refs_ = 0;  // the first of the node being added
};

}  // namespace opfit

#endif  // OPFIT_CORE_GRAPH_BUILDER_H_
