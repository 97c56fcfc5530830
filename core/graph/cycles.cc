#include "core/graph/cycles.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

// The nodes that `node` takes tensors from.
std::vector<NodeId> ProducersOf(const Graph& graph, const Node& node) {
  std::vector<NodeId> producers;
  const auto add = [&](const Arg& arg) {
    if (arg.kind != Arg::Kind::kTensor && arg.kind != Arg::Kind::kTensors) {
      return;
    }
    for (const ValueId value : graph.tensors(arg)) {
      if (value == kNoId) continue;
      const NodeId producer = graph.value(value).producer;
      if (producer != kNoId) producers.push_back(producer);
    }
  };
  for (const Arg& arg : graph.args(node)) add(arg);
  for (const Attribute& attribute : graph.attributes(node)) add(attribute.arg);
  return producers;
}

bool IsInTopologicalOrder(const Graph& graph) {
  const auto is_backward = [&](NodeId id, const Arg& arg) {
    if (arg.kind != Arg::Kind::kTensor && arg.kind != Arg::Kind::kTensors) {
      return true;
    }
    const auto tensors = graph.tensors(arg);
    return std::all_of(tensors.begin(), tensors.end(), [&](ValueId value) {
      if (value == kNoId) return true;
      const NodeId producer = graph.value(value).producer;
      return producer == kNoId || producer < id;
    });
  };
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    const Node& node = graph.node(id);
    for (const Arg& arg : graph.args(node)) {
      if (!is_backward(id, arg)) return false;
    }
    for (const Attribute& attribute : graph.attributes(node)) {
      if (!is_backward(id, attribute.arg)) return false;
    }
  }
  return true;
}

// A depth-first walk from consumer to producer that keeps its path, so that
// meeting the path again is a cycle. Explicit stack: the graph is the user's.
class CycleWalk {
 public:
  explicit CycleWalk(const Graph& graph)
      : graph_(graph), state_(graph.nodes().size(), State::kNew) {}

  std::vector<std::vector<NodeId>> Run() {
    for (NodeId id = 0; id < state_.size(); ++id) {
      if (state_[id] == State::kNew) Visit(id);
    }
    return std::move(cycles_);
  }

 private:
  enum class State : uint8_t { kNew, kOnPath, kDone };
  struct Step {
    NodeId node;
    std::vector<NodeId> producers;
    size_t next = 0;
  };

  void Visit(NodeId start) {
    Push(start);
    while (!path_.empty()) {
      Step& step = path_.back();
      if (step.next == step.producers.size()) {
        state_[step.node] = State::kDone;
        path_.pop_back();
        continue;
      }
      const NodeId producer = step.producers[step.next++];
      if (state_[producer] == State::kNew) {
        Push(producer);
      } else if (state_[producer] == State::kOnPath) {
        Record(producer);
      }
    }
  }

  void Push(NodeId id) {
    state_[id] = State::kOnPath;
    path_.push_back({id, ProducersOf(graph_, graph_.node(id)), 0});
  }

  void Record(NodeId first) {
    std::vector<NodeId> cycle;
    for (auto it = path_.rbegin(); it != path_.rend(); ++it) {
      cycle.push_back(it->node);
      if (it->node == first) break;
    }
    std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()),
                cycle.end());
    cycles_.push_back(std::move(cycle));
  }

  const Graph& graph_;
  std::vector<State> state_;
  std::vector<Step> path_;
  std::vector<std::vector<NodeId>> cycles_;
};

}  // namespace

std::vector<std::vector<NodeId>> FindCycles(const Graph& graph) {
  if (IsInTopologicalOrder(graph)) return {};
  return CycleWalk(graph).Run();
}

Finding CycleFinding(const Graph& graph, const std::vector<NodeId>& cycle) {
  constexpr size_t kShown = 8;
  std::string names = absl::StrJoin(
      cycle.begin(), cycle.begin() + std::min(cycle.size(), kShown), " → ",
      [&](std::string* out, NodeId id) {
        absl::StrAppend(out, "`", graph.node(id).name, "`");
      });
  if (cycle.size() > kShown) {
    absl::StrAppend(&names, " → ", cycle.size() - kShown, " more");
  }
  absl::StrAppend(&names, " → `", graph.node(cycle.front()).name, "`");
  Finding finding = MakeFinding(Code::kGraphCycle, {std::move(names)});
  const Node& node = graph.node(cycle.front());
  finding.node = std::string(node.name);
  finding.op = std::string(graph.op_name(node));
  finding.node_index = cycle.front();
  finding.place = graph.PlaceOf(node);
  return finding;
}

}  // namespace opfit
