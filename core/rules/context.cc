#include "core/rules/context.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/mapping.h"
#include "core/graph/graph.h"
#include "core/rules/spec_facts.h"

namespace opfit {

RuleContext::RuleContext(const Graph& graph, const Catalog& catalog,
                         const Target& target)
    : graph_(&graph),
      catalog_(&catalog),
      target_(&target),
      dialect_(catalog.FindDialect(graph.dialect())),
      resolved_(graph),
      facts_(FactsOfAll(graph)) {
  MapOps();
  UnpackItems();
  PropagateStatic();
}

void RuleContext::MapOps() {
  mappings_.assign(graph_->op_names().size(), nullptr);
  if (dialect_ == nullptr) return;
  for (OpId op = 0; op < mappings_.size(); ++op) {
    const auto it = dialect_->ops.find(graph_->op_names()[op]);
    if (it != dialect_->ops.end()) mappings_[op] = &it->second;
  }
}

ValueId RuleContext::HandedOn(const Node& node) const {
  const Mapping* mapping = MappingOf(node);
  if (mapping == nullptr || node.output_count != 1) return kNoId;
  const absl::Span<const Arg> args = graph_->args(node);
  if (args.empty() || args[0].kind != Arg::Kind::kTensor) return kNoId;
  const ValueId source = graph_->tensors(args[0]).front();
  if (source == kNoId || mapping->kind == Mapping::Kind::kIdentity) {
    return mapping->kind == Mapping::Kind::kIdentity ? source : kNoId;
  }
  const NodeId producer = graph_->value(source).producer;
  const bool is_item = mapping->kind == Mapping::Kind::kGetItem &&
                       args.size() >= 2 && args[1].kind == Arg::Kind::kInt &&
                       producer != kNoId;
  if (!is_item) return kNoId;
  const absl::Span<const ValueId> outputs =
      graph_->outputs(graph_->node(producer));
  const int64_t index = args[1].integer;
  const bool exists =
      index >= 0 && index < static_cast<int64_t>(outputs.size());
  return exists ? outputs[static_cast<size_t>(index)] : kNoId;
}

void RuleContext::UnpackItems() {
  const bool any = std::any_of(
      mappings_.begin(), mappings_.end(), [](const Mapping* mapping) {
        return mapping != nullptr &&
               (mapping->kind == Mapping::Kind::kGetItem ||
                mapping->kind == Mapping::Kind::kIdentity);
      });
  if (!any) return;
  unpacked_.resize(graph_->values().size());
  std::iota(unpacked_.begin(), unpacked_.end(), ValueId{0});
  speaker_ = unpacked_;
  for (const Node& node : graph_->nodes()) {
    const ValueId output = HandedOn(node);
    if (output == kNoId) continue;
    const ValueId item = graph_->outputs(node).front();
    unpacked_[item] = unpacked_[output];
    const SpecId said = graph_->value(output).spec;
    if (said == kNoSpec || said == kFloatSpec) speaker_[output] = item;
  }
}

void RuleContext::PropagateStatic() {
  static_.assign(graph_->values().size(), Tri::kUnknown);
  for (ValueId id = 0; id < static_.size(); ++id) {
    switch (graph_->value(id).kind) {
      case NodeKind::kParam:
      case NodeKind::kConst:
        static_[id] = Tri::kYes;
        break;
      case NodeKind::kInput:
        static_[id] = Tri::kNo;
        break;
      case NodeKind::kBuffer:  // may be written to, as a KV cache is
      case NodeKind::kOp:
      case NodeKind::kOutput:
        break;
    }
  }
  // In the order of the file; what a later node feeds back stays unknown.
  for (const Node& node : graph_->nodes()) {
    if (node.kind != NodeKind::kOp) continue;
    const Tri is_static = StaticFrom(node);
    for (const ValueId output : graph_->outputs(node)) {
      if (output != kNoId) static_[output] = is_static;
    }
  }
}

Tri RuleContext::StaticFrom(const Node& node) const {
  if (IsConstant(node)) return Tri::kYes;
  Tri all = Tri::kYes;
  const auto add = [&](const Arg& arg) {
    if (arg.kind != Arg::Kind::kTensor && arg.kind != Arg::Kind::kTensors) {
      return;
    }
    for (const ValueId value : graph_->tensors(arg)) {
      if (value == kNoId || static_[value] == Tri::kYes) continue;
      if (all != Tri::kNo) all = static_[value];
    }
  };
  for (const Arg& arg : graph_->args(node)) add(arg);
  for (const Attribute& attribute : graph_->attributes(node)) {
    add(attribute.arg);
  }
  return all;
}

}  // namespace opfit
