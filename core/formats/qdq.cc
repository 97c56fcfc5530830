#include "core/formats/qdq.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include "absl/types/span.h"

namespace opfit {

QdqFolder::Id QdqFolder::AddTensor(const Tensor& tensor) {
  tensors_.push_back(tensor);
  producers_.push_back(kNone);
  return static_cast<Id>(tensors_.size() - 1);
}

QdqFolder::Id QdqFolder::AddNode(Kind kind, absl::Span<const Id> inputs,
                                 absl::Span<const Id> outputs, Id params) {
  const Id id = static_cast<Id>(nodes_.size());
  Node node{kind, params, 0, 0, 0, 0};
  node.first_input = static_cast<uint32_t>(refs_.size());
  node.input_count = static_cast<uint32_t>(inputs.size());
  refs_.insert(refs_.end(), inputs.begin(), inputs.end());
  node.first_output = static_cast<uint32_t>(refs_.size());
  node.output_count = static_cast<uint32_t>(outputs.size());
  refs_.insert(refs_.end(), outputs.begin(), outputs.end());
  for (const Id output : outputs) {
    if (output != kNone && producers_[output] == kNone) producers_[output] = id;
  }
  nodes_.push_back(node);
  return id;
}

absl::Span<const QdqFolder::Id> QdqFolder::InputsOf(const Node& node) const {
  return absl::MakeConstSpan(refs_).subspan(node.first_input, node.input_count);
}

absl::Span<const QdqFolder::Id> QdqFolder::OutputsOf(const Node& node) const {
  return absl::MakeConstSpan(refs_).subspan(node.first_output,
                                            node.output_count);
}

absl::Span<const QdqFolder::Id> QdqFolder::UsersOf(Id tensor) const {
  return absl::MakeConstSpan(users_).subspan(
      first_user_[tensor], first_user_[tensor + 1] - first_user_[tensor]);
}

const QdqFolder::Node* QdqFolder::ProducerOf(Id tensor, Kind kind) const {
  const Id producer = producers_[tensor];
  if (producer == kNone || nodes_[producer].kind != kind) return nullptr;
  return &nodes_[producer];
}

bool QdqFolder::IsOperator(const Node& node) {
  return node.kind != Kind::kQuantize && node.kind != Kind::kDequantize;
}

bool QdqFolder::IsTransparent(const Node& dequantize) const {
  return stored_[InputOf(dequantize)] == dequantize.params;
}

bool QdqFolder::IsSplit(const Node& dequantize) const {
  const Tensor& read = tensors_[InputOf(dequantize)];
  return !IsTransparent(dequantize) && read.is_constant &&
         !tensors_[OutputOf(dequantize)].is_output;
}

bool QdqFolder::ComesDequantized(Id tensor) const {
  const Node* producer = ProducerOf(tensor, Kind::kDequantize);
  return producer != nullptr &&
         (IsTransparent(*producer) || IsSplit(*producer));
}

QdqFolder::Id QdqFolder::QuantizedTo(Id result) const {
  if (tensors_[result].is_output) return kNone;
  Id params = kNone;
  for (const Id user : UsersOf(result)) {
    const Node& node = nodes_[user];
    const bool agrees = params == kNone || params == node.params;
    if (node.kind != Kind::kQuantize || !agrees) return kNone;
    params = node.params;
  }
  return params;
}

bool QdqFolder::ResultsAreQuantized(const Node& node) const {
  return std::all_of(
      OutputsOf(node).begin(), OutputsOf(node).end(), [this](Id result) {
        if (result == kNone || !tensors_[result].is_float) return true;
        const bool dead =
            UsersOf(result).empty() && !tensors_[result].is_output;
        return dead || QuantizedTo(result) != kNone;
      });
}

const QdqFolder::Node* QdqFolder::Absorbed(const Node& node) const {
  if (node.kind != Kind::kAbsorbing || node.output_count != 1) return nullptr;
  const Id result = OutputOf(node);
  if (result == kNone || tensors_[result].is_output) return nullptr;
  if (UsersOf(result).size() != 1) return nullptr;
  const Node& user = nodes_[UsersOf(result).front()];
  const bool fits = user.kind == Kind::kActivation && user.output_count == 1 &&
                    InputOf(user) == result && OutputOf(user) != kNone &&
                    QuantizedTo(OutputOf(user)) != kNone;
  return fits ? &user : nullptr;
}

bool QdqFolder::IsNeededAsFloat(Id tensor) const {
  if (tensors_[tensor].is_output) return true;
  return std::any_of(UsersOf(tensor).begin(), UsersOf(tensor).end(),
                     [this](Id user) { return !out_.quantized_[user]; });
}

void QdqFolder::ListUsers() {
  first_user_.assign(tensors_.size() + 1, 0);
  for (const Node& node : nodes_) {
    for (const Id input : InputsOf(node)) {
      if (input != kNone) ++first_user_[input + 1];
    }
  }
  std::partial_sum(first_user_.begin(), first_user_.end(), first_user_.begin());
  users_.resize(first_user_.back());
  std::vector<uint32_t> next(first_user_.begin(), first_user_.end() - 1);
  for (size_t id = 0; id < nodes_.size(); ++id) {
    for (const Id input : InputsOf(nodes_[id])) {
      if (input != kNone) users_[next[input]++] = static_cast<Id>(id);
    }
  }
}

// A quantize node says what its result's values mean; of other tensors, the
// first node that reads them does.
void QdqFolder::FindStored() {
  stored_.reserve(tensors_.size());
  for (const Tensor& tensor : tensors_) stored_.push_back(tensor.params);
  for (const Node& node : nodes_) {
    if (node.kind != Kind::kQuantize) continue;
    Id& stored = stored_[OutputOf(node)];
    if (stored == kNone) stored = node.params;
  }
  for (const Node& node : nodes_) {
    if (node.kind != Kind::kDequantize) continue;
    Id& stored = stored_[InputOf(node)];
    if (stored == kNone) stored = node.params;
  }
}

void QdqFolder::FindQuantized() {
  const auto takes_quantized = [this](const Node& node) {
    return std::any_of(
        InputsOf(node).begin(), InputsOf(node).end(),
        [this](Id input) { return input != kNone && ComesDequantized(input); });
  };
  for (size_t id = 0; id < nodes_.size(); ++id) {
    const Node& node = nodes_[id];
    if (!IsOperator(node) || !takes_quantized(node)) continue;
    if (ResultsAreQuantized(node)) out_.quantized_[id] = true;
    const Node* activation = Absorbed(node);
    if (activation == nullptr) continue;
    out_.quantized_[id] = true;
    out_.quantized_[static_cast<size_t>(activation - nodes_.data())] = true;
    out_.params_[OutputOf(node)] = QuantizedTo(OutputOf(*activation));
  }
}

void QdqFolder::FoldQuantize(Id id) {
  const Node& node = nodes_[id];
  const Id from = InputOf(node);
  const Id to = OutputOf(node);
  const Id producer = producers_[from];
  out_.params_[to] = node.params;
  if (tensors_[from].is_constant) {
    out_.constant_[to] = true;
    out_.fates_[id] = QdqFolding::Fate::kGone;
  } else if (ComesDequantized(from)) {
    const Node& dequantize = nodes_[producer];
    const bool is_same = dequantize.params == node.params;
    out_.fates_[id] =
        is_same ? QdqFolding::Fate::kGone : QdqFolding::Fate::kConverts;
    out_.quantized_[id] = true;
    if (is_same) {
      out_.stand_in_[to] = IsSplit(dequantize) ? from : InputOf(dequantize);
    }
  } else if (producer != kNone && IsOperator(nodes_[producer]) &&
             out_.quantized_[producer] && tensors_[from].is_float) {
    out_.fates_[id] = QdqFolding::Fate::kGone;
    out_.quantized_[id] = true;
    out_.stand_in_[to] = from;
    out_.params_[from] = node.params;
  }
}

void QdqFolder::FoldDequantize(Id id) {
  const Node& node = nodes_[id];
  const Id to = OutputOf(node);
  if (IsSplit(node)) {
    out_.params_[to] = node.params;
    out_.constant_[to] = true;
    out_.fates_[id] = QdqFolding::Fate::kGone;
  } else if (IsTransparent(node)) {
    out_.behind_[to] = InputOf(node);
    if (!IsNeededAsFloat(to)) out_.fates_[id] = QdqFolding::Fate::kGone;
  }
}

// Stand-ins lead to tensors that have stand-ins themselves. A circle of them,
// which no sound graph has, is cut where it was entered.
void QdqFolder::FollowLinks() {
  std::vector<bool> visited(tensors_.size());
  std::vector<Id> path;
  for (Id start = 0; start < tensors_.size(); ++start) {
    Id at = start;
    while (!visited[at]) {
      visited[at] = true;
      path.push_back(at);
      at = out_.stand_in_[at];
    }
    // What was followed before is final, unless it is on this path.
    const bool is_circle =
        std::find(path.begin(), path.end(), at) != path.end();
    const Id end = is_circle ? at : out_.stand_in_[at];
    for (const Id tensor : path) out_.stand_in_[tensor] = end;
    path.clear();
  }
  for (Id& behind : out_.behind_) behind = out_.stand_in_[behind];
}

void QdqFolder::MarkUsed() {
  out_.used_.assign(tensors_.size(), false);
  for (Id id = 0; id < nodes_.size(); ++id) {
    if (out_.fates_[id] == QdqFolding::Fate::kGone) continue;
    for (const Id input : InputsOf(nodes_[id])) {
      if (input != kNone) out_.used_[out_.input(id, input)] = true;
    }
    for (const Id output : OutputsOf(nodes_[id])) {
      if (output != kNone) out_.used_[out_.stand_in_[output]] = true;
    }
  }
  for (Id id = 0; id < tensors_.size(); ++id) {
    if (!tensors_[id].is_input && !tensors_[id].is_output) continue;
    out_.used_[out_.stand_in_[id]] = true;
  }
}

QdqFolding QdqFolder::Fold() && {
  ListUsers();
  FindStored();
  out_.fates_.assign(nodes_.size(), QdqFolding::Fate::kStays);
  out_.quantized_.assign(nodes_.size(), false);
  out_.stand_in_.resize(tensors_.size());
  std::iota(out_.stand_in_.begin(), out_.stand_in_.end(), Id{0});
  out_.behind_ = out_.stand_in_;
  out_.params_ = stored_;
  for (const Tensor& tensor : tensors_) {
    out_.constant_.push_back(tensor.is_constant);
  }
  FindQuantized();
  for (Id id = 0; id < nodes_.size(); ++id) {
    if (nodes_[id].kind == Kind::kQuantize) FoldQuantize(id);
  }
  for (Id id = 0; id < nodes_.size(); ++id) {
    if (nodes_[id].kind == Kind::kDequantize) FoldDequantize(id);
  }
  FollowLinks();
  MarkUsed();
  return std::move(out_);
}

}  // namespace opfit
