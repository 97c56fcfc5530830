#include "core/graph/builder.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

static_assert(NameTable::kNone == kNoId, "what is not found has no id");

template <typename T>
uint32_t Append(std::vector<T>& pool, absl::Span<const T> items) {
  const uint32_t first = static_cast<uint32_t>(pool.size());
  pool.insert(pool.end(), items.begin(), items.end());
  return first;
}

}  // namespace

void NodeDraft::Clear() {
  name = op = absl::string_view();
  origin = Origin();
  kind = NodeKind::kOp;
  offset = 0;
  position = 0;
  has_annotation = annotated = output_spec_is_list = broken = false;
  allow_implicit_sharing = true;
  args.clear();
  attributes.clear();
  names.clear();
  ints.clear();
  dims.clear();
  outputs.clear();
  input_specs.clear();
}

GraphBuilder::GraphBuilder(std::string source, Refs refs) : refs_(refs) {
  graph_.source_ = std::make_shared<const std::string>(std::move(source));
  graph_.refs_are_tensors_ = refs == Refs::kToTensors;
  graph_.specs_.resize(2);
  graph_.specs_[kFloatSpec].kind = QuantSpec::Kind::kFloat;
}

void GraphBuilder::Reserve(double factor) {
  const auto reserve = [factor](auto& pool) {
    pool.reserve(
        static_cast<size_t>(static_cast<double>(pool.size()) * factor));
  };
  reserve(graph_.nodes_);
  reserve(graph_.values_);
  reserve(graph_.value_names_);
  reserve(graph_.value_offsets_);
  reserve(graph_.args_);
  reserve(graph_.attributes_);
  reserve(graph_.input_specs_);
  reserve(graph_.refs_);
  reserve(graph_.ints_);
  reserve(graph_.doubles_);
  reserve(graph_.dims_);
  reserve(graph_.strings_);
  reserve(graph_.specs_);
  reserve(graph_.spec_refs_);
  reserve(by_name_);
}

absl::string_view GraphBuilder::Keep(absl::string_view text) {
  // In blocks that never grow beyond their first room, so that views stay.
  constexpr size_t kBlock = 4096;
  auto& blocks = graph_.kept_;
  if (blocks.empty() ||
      blocks.back()->capacity() - blocks.back()->size() < text.size()) {
    blocks.push_back(std::make_shared<std::string>());
    blocks.back()->reserve(std::max(kBlock, text.size()));
  }
  std::string& block = *blocks.back();
  const size_t start = block.size();
  block.append(text.data(), text.size());
  return absl::string_view(block).substr(start);
}

SpecId GraphBuilder::AddSpec(QuantSpec spec, absl::Span<const double> scales,
                             absl::Span<const int64_t> zero_points,
                             absl::Span<const int64_t> block_size,
                             absl::Span<const SpecRef> refs) {
  // What a reader could not make out, and has reported, says nothing.
  const bool leads_nowhere =
      spec.kind == QuantSpec::Kind::kShared && refs.empty();
  if (leads_nowhere) spec.kind = QuantSpec::Kind::kNone;
  spec.scales = Append(graph_.doubles_, scales);
  spec.scale_count = static_cast<uint32_t>(scales.size());
  spec.zero_points = Append(graph_.ints_, zero_points);
  spec.zero_point_count = static_cast<uint32_t>(zero_points.size());
  spec.block_size = Append(graph_.ints_, block_size);
  spec.block_size_count = static_cast<uint32_t>(block_size.size());
  spec.refs = Append(graph_.spec_refs_, refs);
  spec.ref_count = static_cast<uint32_t>(refs.size());
  graph_.specs_.push_back(spec);
  return static_cast<SpecId>(graph_.specs_.size() - 1);
}

ValueId GraphBuilder::AddValue(const Value& value,
                               absl::Span<const int64_t> dims, bool has_shape) {
  const ValueId id = static_cast<ValueId>(graph_.values_.size());
  Value& added = graph_.values_.emplace_back(value);
  if (!has_shape) return id;
  dims = dims.subspan(0, 127);  // No format comes near: rank is an int8_t.
  added.first_dim = Append(graph_.dims_, dims);
  added.rank = static_cast<int8_t>(dims.size());
  added.dynamic_dims =
      std::any_of(dims.begin(), dims.end(), [](int64_t d) { return d < 0; });
  return id;
}

void GraphBuilder::AddTensor(const TensorDraft& draft) {
  const bool is_new =
      by_name_.Add(draft.name, static_cast<ValueId>(graph_.values_.size()));
  Value value;
  value.kind = draft.kind;
  value.dtype = draft.dtype;
  value.spec = draft.spec;
  const ValueId id = AddValue(value, draft.dims, draft.has_shape);
  graph_.value_names_.push_back(draft.name);
  graph_.value_offsets_.push_back(draft.offset);
  if (draft.broken) broken_tensors_.insert(id);
  if (is_new) return;
  Finding finding =
      MakeFinding(Code::kDuplicateName, {std::string(draft.name)});
  finding.found = "a second tensor of this name";
  finding.place = graph_.PlaceOfValue(id);
  Report(std::move(finding));
}

ValueId GraphBuilder::Lookup(const DraftRef& ref) const {
  const uint32_t id = by_name_.Find(ref.name);
  if (id == kNoId || refs_ == Refs::kToTensors) return id;
  const Node& node = graph_.nodes_[id];
  if (ref.output >= node.output_count) return kNoId;
  return graph_.refs_[node.first_output + ref.output];
}

uint32_t GraphBuilder::AddRefs(absl::Span<const DraftRef> refs, Pending::Of of,
                               NodeId node) {
  const uint32_t first = static_cast<uint32_t>(graph_.refs_.size());
  for (const DraftRef& ref : refs) {
    const bool is_null = ref.name.data() == nullptr;
    const ValueId value = is_null ? kNoId : Lookup(ref);
    if (value == kNoId && !is_null) {
      pending_.push_back(
          {of, node, static_cast<uint32_t>(graph_.refs_.size()), ref});
    }
    graph_.refs_.push_back(value);
  }
  return first;
}

Arg GraphBuilder::AddArg(const NodeDraft& draft, const DraftArg& arg,
                         NodeId node) {
  Arg out;
  out.kind = arg.kind;
  out.count = arg.count;
  switch (arg.kind) {
    case Arg::Kind::kTensor: {
      const DraftRef ref(arg.text, arg.output);
      out.first = AddRefs({&ref, 1}, Pending::Of::kArg, node);
      out.count = 1;
      break;
    }
    case Arg::Kind::kTensors:
      out.first = AddRefs(
          absl::MakeConstSpan(draft.names).subspan(arg.first, arg.count),
          Pending::Of::kArg, node);
      break;
    case Arg::Kind::kInts:
      out.first =
          Append(graph_.ints_,
                 absl::MakeConstSpan(draft.ints).subspan(arg.first, arg.count));
      break;
    case Arg::Kind::kString:
    case Arg::Kind::kOther:
      out.first = static_cast<uint32_t>(graph_.strings_.size());
      graph_.strings_.push_back(arg.text);
      break;
    case Arg::Kind::kDouble:
      out.real = arg.real;
      break;
    case Arg::Kind::kNone:
    case Arg::Kind::kInt:
    case Arg::Kind::kBool:
      out.integer = arg.integer;
  }
  return out;
}

void GraphBuilder::AddInputSpecs(const NodeDraft& draft, NodeId id,
                                 Node& node) {
  node.first_input_spec = static_cast<uint32_t>(graph_.input_specs_.size());
  node.input_spec_count = static_cast<uint32_t>(draft.input_specs.size());
  for (const DraftInputSpec& input : draft.input_specs) {
    const NodeId producer = by_name_.Find(input.producer);
    // A reader reports itself that it has no name.
    if (producer == kNoId && !input.producer.empty()) {
      pending_.push_back({Pending::Of::kInputSpec, id,
                          static_cast<uint32_t>(graph_.input_specs_.size()),
                          input.producer});
    }
    graph_.input_specs_.push_back({producer, input.spec});
  }
}

void GraphBuilder::AddNamedOutputs(const NodeDraft& draft, NodeId id,
                                   Node& node) {
  names_.clear();
  for (const DraftTensor& tensor : draft.outputs) names_.push_back(tensor.name);
  node.first_output = AddRefs(names_, Pending::Of::kOutput, id);
  node.output_count = static_cast<uint32_t>(names_.size());
}

void GraphBuilder::AddOwnOutputs(const NodeDraft& draft, NodeId id,
                                 Node& node) {
  node.first_output = static_cast<uint32_t>(graph_.refs_.size());
  const auto add = [&](const DraftTensor& tensor) {
    Value value;
    value.producer = id;
    value.kind = draft.kind;
    value.dtype = tensor.dtype;
    value.spec = tensor.spec;
    const ValueId added = AddValue(
        value,
        absl::MakeConstSpan(draft.dims).subspan(tensor.first_dim, tensor.rank),
        tensor.has_shape);
    if (!tensor.name.empty()) {
      graph_.value_names_.resize(added + 1);
      graph_.value_names_[added] = tensor.name;
    }
    graph_.refs_.push_back(added);
    ++node.output_count;
  };
  for (const DraftTensor& tensor : draft.outputs) add(tensor);
  // A node that does not say what it yields still yields something.
  const bool silent = draft.outputs.empty();
  if (silent && draft.kind != NodeKind::kOutput) add(DraftTensor());
}

void GraphBuilder::SetProducer(ValueId value, NodeId id) {
  NodeId& producer = graph_.values_[value].producer;
  if (producer == kNoId) {
    producer = id;
    return;
  }
  const absl::string_view name = graph_.value_names_[value];
  Finding finding = FindingAt(Code::kDuplicateName, name, id);
  finding.found =
      absl::StrCat("an output of both `", graph_.nodes_[producer].name,
                   "` and `", graph_.nodes_[id].name, "`");
  Report(std::move(finding));
}

void GraphBuilder::AddNode(const NodeDraft& draft) {
  const NodeId id = static_cast<NodeId>(graph_.nodes_.size());
  Node node;
  node.name = draft.name;
  node.offset = draft.offset;
  node.position = draft.position;
  node.kind = draft.kind;
  node.has_annotation = draft.has_annotation;
  node.annotated = draft.annotated;
  node.allow_implicit_sharing = draft.allow_implicit_sharing;
  node.output_spec_is_list = draft.output_spec_is_list;
  node.broken = draft.broken;
  if (draft.kind == NodeKind::kOp) node.op = AddOp(draft.op);
  AddArgs(draft, id, node);
  AddInputSpecs(draft, id, node);
  if (refs_ == Refs::kToNodes) {
    AddOwnOutputs(draft, id, node);
  } else {
    AddNamedOutputs(draft, id, node);
  }
  graph_.nodes_.push_back(node);
  AddName(id);
  AddOrigin(draft.origin, id);
  ResolveSpecRefs(unresolved_spec_refs_);
  unresolved_spec_refs_ = graph_.spec_refs_.size();
}

OpId GraphBuilder::AddOp(absl::string_view name) {
  ++graph_.op_node_count_;
  const auto [op, is_new] =
      ops_.try_emplace(name, static_cast<OpId>(graph_.op_names_.size()));
  if (is_new) graph_.op_names_.push_back(name);
  return op->second;
}

void GraphBuilder::AddArgs(const NodeDraft& draft, NodeId id, Node& node) {
  node.first_arg = static_cast<uint32_t>(graph_.args_.size());
  node.arg_count = static_cast<uint32_t>(draft.args.size());
  for (const DraftArg& arg : draft.args) {
    graph_.args_.push_back(AddArg(draft, arg, id));
  }
  node.first_attribute = static_cast<uint32_t>(graph_.attributes_.size());
  node.attribute_count = static_cast<uint32_t>(draft.attributes.size());
  for (const DraftAttribute& attribute : draft.attributes) {
    graph_.attributes_.push_back(
        {attribute.name, AddArg(draft, attribute.arg, id)});
  }
}

// Most formats name no origins, and then none are stored.
void GraphBuilder::AddOrigin(const Origin& origin, NodeId id) {
  if (origin.module.empty() && origin.module_type.empty() &&
      origin.fqn.empty()) {
    return;
  }
  graph_.origins_.resize(id + 1);
  graph_.origins_[id] = origin;
}

void GraphBuilder::AddName(NodeId id) {
  const Node& node = graph_.nodes_[id];
  if (refs_ == Refs::kToNodes) {
    if (by_name_.Add(node.name, id)) return;
  } else {
    for (const ValueId value : graph_.outputs(node)) {
      if (value != kNoId) SetProducer(value, id);
    }
    if (node_names_.insert(node.name).second) return;
  }
  Finding finding = FindingAt(Code::kDuplicateName, node.name, id);
  finding.found = "a second node of this name";
  if (refs_ == Refs::kToNodes) graph_.Descend(finding.place, "/name");
  Report(std::move(finding));
}

}  // namespace opfit
