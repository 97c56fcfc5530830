// Folds quantize and dequantize nodes into what they say of the tensors, the
// same for every format that writes quantization as nodes (ONNX QDQ, torch
// programs after convert_pt2e). It knows no format and holds no values: a
// reader numbers its tensors, nodes and distinct parameters.
//
//   QdqFolder qdq;
//   QdqFolder::Tensor input;
//   input.is_input = true;
//   const QdqFolder::Id x = qdq.AddTensor(input), xq = qdq.AddTensor({});
//   qdq.AddNode(QdqFolder::Kind::kQuantize, {x}, {xq}, /*params=*/0);
//   const QdqFolding folding = std::move(qdq).Fold();
//   folding.fate(node), folding.input(node, x), folding.params(x) …
//
// What it makes of them is what ONNX Runtime makes of node units:
//
//   - An operator is quantized where an operand comes out of a dequantize node
//     and every float result goes into quantize nodes that agree, and nowhere
//     else. Its operands are then the quantized tensors, its results have the
//     parameters of the quantize nodes, and both kinds of nodes are gone.
//   - An activation right behind an operator that can absorb it belongs to it:
//     the tensor between the two has the parameters of the activation's result.
//   - Every other operator works on floats. The quantize nodes that it fills
//     and the dequantize nodes that fill it are operators themselves, and stay.
//   - A dequantize node whose result is quantized again is one conversion, or
//     nothing where both agree.
//   - Constants take the parameters of the node that reads them; quantize nodes
//     of constants are settled beforehand.
//
// Time and memory are linear in what is added, whatever it is: cycles, tensors
// of many producers and nodes in any order are nothing special.

#ifndef OPFIT_CORE_FORMATS_QDQ_H_
#define OPFIT_CORE_FORMATS_QDQ_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"

namespace opfit {

// What became of tensors and nodes; ids are those that the folder gave.
class QdqFolding {
 public:
  using Id = uint32_t;
  static constexpr Id kNone = std::numeric_limits<Id>::max();

  enum class Fate : uint8_t {
    kStays,     // an operator of the graph
    kGone,      // the parameters of tensors say what it said
    kConverts,  // a quantize node that stays and takes a quantized tensor
  };
  Fate fate(Id node) const { return fates_[node]; }
  // Of operators: works on quantized tensors.
  bool is_quantized(Id node) const { return quantized_[node]; }

  // The tensor that `node`, which is not gone, takes where the file says
  // `tensor`. kNone stays kNone.
  Id input(Id node, Id tensor) const {
    if (tensor == kNone) return kNone;
    return quantized_[node] ? behind_[tensor] : stand_in_[tensor];
  }
  // What stands for `tensor` where it is a result or belongs to the graph:
  // itself, unless a node that is gone made it of another.
  Id stand_in(Id tensor) const { return stand_in_[tensor]; }
  // Whether a node that stays, or the graph, has this very tensor.
  bool is_used(Id tensor) const { return used_[tensor]; }
  // Of a tensor that stands for itself; kNone: it is not quantized.
  Id params(Id tensor) const { return params_[tensor]; }
  // From the start, or made so by a node that is gone.
  bool is_constant(Id tensor) const { return constant_[tensor]; }

 private:
  friend class QdqFolder;
  std::vector<Fate> fates_;      // by node
  std::vector<bool> quantized_;  // by node; also of those that convert
  std::vector<Id> stand_in_;     // by tensor, as the others
  std::vector<Id> behind_;       // what a quantized operator takes instead
  std::vector<Id> params_;
  std::vector<bool> constant_;
  std::vector<bool> used_;
};

class QdqFolder {
 public:
  using Id = QdqFolding::Id;
  static constexpr Id kNone = QdqFolding::kNone;

  struct Tensor {
    bool is_constant = false;
    bool is_input = false;   // of the graph
    bool is_output = false;  // of the graph
    // False of indices, sizes and conditions, which nobody quantizes. True
    // where the type is not known.
    bool is_float = true;
    // Of a tensor that is quantized by itself, without a quantize node.
    Id params = kNone;
  };
  enum class Kind : uint8_t {
    kOperator,
    kAbsorbing,   // an operator that takes in an activation behind it
    kActivation,  // an operator that may be taken in
    kQuantize,
    kDequantize,
  };

  Id AddTensor(const Tensor& tensor);
  // `params` is of kQuantize and kDequantize, which have one operand (scales
  // and zero points are not listed) and one result: the same number exactly
  // where the parameters are the same. Absent operands are kNone. A tensor of
  // two producers belongs to the first.
  Id AddNode(Kind kind, absl::Span<const Id> inputs,
             absl::Span<const Id> outputs, Id params = kNone);

  QdqFolding Fold() &&;

 private:
  struct Node {
    Kind kind;
    Id params;
    uint32_t first_input, input_count;
    uint32_t first_output, output_count;
  };
  absl::Span<const Id> InputsOf(const Node& node) const;
  absl::Span<const Id> OutputsOf(const Node& node) const;
  absl::Span<const Id> UsersOf(Id tensor) const;
  const Node* ProducerOf(Id tensor, Kind kind) const;
  // The one operand, or the one result, of a quantize or dequantize node.
  Id InputOf(const Node& node) const { return refs_[node.first_input]; }
  Id OutputOf(const Node& node) const { return refs_[node.first_output]; }
  static bool IsOperator(const Node& node);

  // Reads a tensor that has these very parameters.
  bool IsTransparent(const Node& dequantize) const;
  // Reads a constant which others read with other parameters.
  bool IsSplit(const Node& dequantize) const;
  bool ComesDequantized(Id tensor) const;
  // The parameters that all users of a result agree on; kNone: they do not, or
  // somebody takes it as float.
  Id QuantizedTo(Id result) const;
  bool ResultsAreQuantized(const Node& node) const;
  // The activation that this operator takes in; null if there is none.
  const Node* Absorbed(const Node& node) const;
  bool IsNeededAsFloat(Id tensor) const;

  void ListUsers();
  void FindStored();
  void FindQuantized();
  void FoldQuantize(Id id);
  void FoldDequantize(Id id);
  void FollowLinks();
  void MarkUsed();

  std::vector<Tensor> tensors_;
  std::vector<Node> nodes_;
  std::vector<Id> refs_;
  // By tensor:
  std::vector<Id> producers_;
  std::vector<Id> stored_;            // the parameters that its values have
  std::vector<uint32_t> first_user_;  // into users_; one more than tensors
  std::vector<Id> users_;
  QdqFolding out_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_QDQ_H_
