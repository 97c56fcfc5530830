// The second half of building: what refers to what, and what is wrong with it.

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/graph/builder.h"
#include "core/graph/cycles.h"
#include "core/graph/graph.h"

namespace opfit {

Finding GraphBuilder::FindingAt(Code code, absl::string_view arg, NodeId id) {
  Node& node = graph_.nodes_[id];
  node.broken = true;
  Finding finding = MakeFinding(code, {std::string(arg)});
  finding.node = std::string(node.name);
  finding.op = std::string(graph_.op_name(node));
  finding.node_index = id;
  finding.place = graph_.PlaceOf(node);
  return finding;
}

void GraphBuilder::Report(Finding finding) {
  if (findings_.size() < kMaxFindings) {
    findings_.push_back(std::move(finding));
  } else {
    CountUnlisted();
  }
}

void GraphBuilder::ReportDangling(const Pending& pending) {
  std::string name(pending.ref.name);
  if (pending.ref.output > 0) {
    absl::StrAppend(&name, "[", pending.ref.output, "]");
  }
  Finding finding = FindingAt(Code::kDanglingReference, name, pending.node);
  finding.found = absl::StrCat("a reference to `", name, "`");
  graph_.Descend(finding.place, PointerOf(pending));
  Report(std::move(finding));
}

std::string GraphBuilder::PointerOf(const Pending& pending) const {
  const Node& node = graph_.nodes_[pending.node];
  const bool to_tensors = refs_ == Refs::kToTensors;
  if (pending.of == Pending::Of::kInputSpec) {
    return absl::StrCat("/annotation/inputs/",
                        pending.slot - node.first_input_spec, "/node");
  }
  if (pending.of == Pending::Of::kOutput) {
    return absl::StrCat("/output_names/", pending.slot - node.first_output);
  }
  const auto has_slot = [&](const Arg& arg) {
    const bool is_tensor =
        arg.kind == Arg::Kind::kTensor || arg.kind == Arg::Kind::kTensors;
    return is_tensor && pending.slot - arg.first < arg.count;
  };
  const auto args = graph_.args(node);
  for (size_t i = 0; i < args.size(); ++i) {
    if (!has_slot(args[i])) continue;
    const bool is_one = args[i].kind == Arg::Kind::kTensor;
    return to_tensors ? absl::StrCat("/input_names/", i)
                      : absl::StrCat("/args/", i, is_one ? "/node" : "");
  }
  return to_tensors ? "" : "/kwargs";
}

ValueId GraphBuilder::AddUndeclared(absl::string_view name, size_t offset) {
  const ValueId id = AddValue(Value(), {}, false);
  by_name_.Add(name, id);
  graph_.value_names_.push_back(name);
  graph_.value_offsets_.push_back(offset);
  return id;
}

bool GraphBuilder::Resolve(const Pending& pending) {
  if (pending.of == Pending::Of::kInputSpec) {
    const NodeId producer = by_name_.Find(pending.ref.name);
    graph_.input_specs_[pending.slot].producer = producer;
    return producer != kNoId;
  }
  const ValueId value = Lookup(pending.ref);
  if (value == kNoId) return false;
  graph_.refs_[pending.slot] = value;
  if (pending.of == Pending::Of::kOutput) SetProducer(value, pending.node);
  return true;
}

void GraphBuilder::ResolvePending() {
  // What a node yields is a tensor, declared or not: outputs first, so that
  // what consumes it does not dangle as well.
  for (const Pending& pending : pending_) {
    if (pending.of != Pending::Of::kOutput || Resolve(pending)) continue;
    ReportDangling(pending);
    const ValueId value =
        AddUndeclared(pending.ref.name, graph_.nodes_[pending.node].offset);
    graph_.values_[value].producer = pending.node;
    graph_.refs_[pending.slot] = value;
  }
  for (const Pending& pending : pending_) {
    if (pending.of == Pending::Of::kOutput || Resolve(pending)) continue;
    ReportDangling(pending);
  }
}

void GraphBuilder::ResolveSpecRefs(size_t first) {
  for (size_t i = first; i < graph_.spec_refs_.size(); ++i) {
    SpecRef& ref = graph_.spec_refs_[i];
    if (ref.producer == kNoId) ref.producer = by_name_.Find(ref.producer_name);
    if (ref.consumer == kNoId && ref.is_edge()) {
      ref.consumer = by_name_.Find(ref.consumer_name);
    }
  }
}

void GraphBuilder::SpreadBrokenTensors() {
  if (broken_tensors_.empty()) return;
  const auto is_broken = [this](ValueId value) {
    return broken_tensors_.contains(value);
  };
  for (Node& node : graph_.nodes_) {
    const auto outputs = graph_.outputs(node);
    bool touches = absl::c_any_of(outputs, is_broken);
    for (const Arg& arg : graph_.args(node)) {
      if (arg.kind != Arg::Kind::kTensor) continue;
      touches = touches || absl::c_any_of(graph_.tensors(arg), is_broken);
    }
    node.broken = node.broken || touches;
  }
}

std::vector<Finding> GraphBuilder::TakeFindings() {
  if (unlisted_ > 0) {
    Finding finding = MakeFinding(Code::kLimitExceeded,
                                  {absl::StrCat(kMaxFindings, " findings")});
    finding.found = absl::StrCat(unlisted_, " more, which are not listed");
    findings_.push_back(std::move(finding));
  }
  return std::move(findings_);
}

ReadResult GraphBuilder::Finish() && {
  ResolvePending();
  ResolveSpecRefs(0);
  for (const std::vector<NodeId>& cycle : FindCycles(graph_)) {
    Report(CycleFinding(graph_, cycle));
    for (const NodeId node : cycle) graph_.nodes_[node].broken = true;
  }
  SpreadBrokenTensors();
  std::vector<Finding> findings = TakeFindings();
  return ReadResult{std::move(graph_), std::move(findings), true};
}

ReadResult GraphBuilder::Abandon() && {
  Graph empty;
  empty.source_ = std::move(graph_.source_);
  empty.refs_are_tensors_ = graph_.refs_are_tensors_;
  empty.is_binary_ = graph_.is_binary_;
  empty.has_pointers_ = graph_.has_pointers_;
  empty.pointer_root_ = std::move(graph_.pointer_root_);
  empty.text_offset_ = graph_.text_offset_;
  empty.specs_ = std::move(graph_.specs_);
  empty.specs_.resize(2);
  return ReadResult{std::move(empty), TakeFindings(), false};
}

}  // namespace opfit
