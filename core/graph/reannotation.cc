#include "core/graph/reannotation.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace opfit {
namespace {

template <typename T>
uint32_t Append(std::vector<T>& pool, absl::Span<const T> items) {
  const uint32_t first = static_cast<uint32_t>(pool.size());
  pool.insert(pool.end(), items.begin(), items.end());
  return first;
}

}  // namespace

Reannotation::Reannotation(Graph graph) : graph_(std::move(graph)) {
  input_specs_.reserve(graph_.input_specs_.size());
}

void Reannotation::Clear() {
  graph_.specs_.resize(kFloatSpec + 1);
  graph_.spec_refs_.clear();
  graph_.doubles_.clear();
  graph_.input_specs_.clear();
  for (Value& value : graph_.values_) value.spec = kNoSpec;
  for (Node& node : graph_.nodes_) {
    node.input_spec_count = 0;
    node.first_input_spec = 0;
    node.has_annotation = node.annotated = node.output_spec_is_list = false;
    node.allow_implicit_sharing = true;
  }
}

absl::string_view Reannotation::Keep(absl::string_view text) {
  constexpr size_t kBlock = 4096;
  const bool fits =
      block_ != nullptr && block_->capacity() - block_->size() >= text.size();
  if (!fits) {
    graph_.kept_.push_back(std::make_shared<std::string>());
    block_ = graph_.kept_.back().get();
    block_->reserve(std::max(kBlock, text.size()));
  }
  const size_t start = block_->size();
  block_->append(text.data(), text.size());
  return absl::string_view(*block_).substr(start);
}

SpecId Reannotation::AddSpec(QuantSpec spec,
                             absl::Span<const int64_t> block_size) {
  spec.block_size = Append(graph_.ints_, block_size);
  spec.block_size_count = static_cast<uint32_t>(block_size.size());
  graph_.specs_.push_back(spec);
  return static_cast<SpecId>(graph_.specs_.size() - 1);
}

SpecId Reannotation::AddFixed(QuantSpec spec, double scale,
                              int64_t zero_point) {
  spec.kind = QuantSpec::Kind::kFixed;
  spec.scales = Append<double>(graph_.doubles_, {scale});
  spec.scale_count = 1;
  spec.zero_points = Append<int64_t>(graph_.ints_, {zero_point});
  spec.zero_point_count = 1;
  graph_.specs_.push_back(spec);
  return static_cast<SpecId>(graph_.specs_.size() - 1);
}

SpecId Reannotation::AddReference(QuantSpec spec,
                                  absl::Span<const SpecRef> refs) {
  spec.refs = Append(graph_.spec_refs_, refs);
  spec.ref_count = static_cast<uint32_t>(refs.size());
  graph_.specs_.push_back(spec);
  return static_cast<SpecId>(graph_.specs_.size() - 1);
}

SpecRef Reannotation::ToNode(NodeId producer) const {
  SpecRef ref;
  ref.producer = producer;
  ref.producer_name = graph_.nodes_[producer].name;
  return ref;
}

SpecRef Reannotation::ToEdge(NodeId producer, NodeId consumer) const {
  SpecRef ref = ToNode(producer);
  ref.consumer = consumer;
  ref.consumer_name = graph_.nodes_[consumer].name;
  return ref;
}

void Reannotation::KeepInputsUntil(NodeId end) {
  for (; next_ < end; ++next_) {
    Node& node = graph_.nodes_[next_];
    if (node.input_spec_count == 0) continue;
    const auto first = graph_.input_specs_.begin() + node.first_input_spec;
    node.first_input_spec = static_cast<uint32_t>(input_specs_.size());
    input_specs_.insert(input_specs_.end(), first,
                        first + node.input_spec_count);
  }
}

void Reannotation::Annotate(NodeId id, absl::Span<const InputSpec> inputs,
                            absl::Span<const SpecId> outputs) {
  KeepInputsUntil(id);
  next_ = id + 1;
  Node& node = graph_.nodes_[id];
  node.first_input_spec = Append(input_specs_, inputs);
  node.input_spec_count = static_cast<uint32_t>(inputs.size());
  node.has_annotation = node.annotated = true;
  node.allow_implicit_sharing = true;
  node.output_spec_is_list = outputs.size() > 1;
  const absl::Span<const ValueId> values = graph_.outputs(node);
  for (size_t i = 0; i < values.size(); ++i) {
    graph_.values_[values[i]].spec =
        outputs.empty() ? kNoSpec : outputs[std::min(i, outputs.size() - 1)];
  }
}

Graph Reannotation::Finish() && {
  KeepInputsUntil(static_cast<NodeId>(graph_.nodes_.size()));
  graph_.input_specs_ = std::move(input_specs_);
  return std::move(graph_);
}

}  // namespace opfit
