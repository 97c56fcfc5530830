// What a torch program declares before its nodes use it: the type and shape of
// every tensor, and what its inputs stand for.

#ifndef OPFIT_CORE_FORMATS_PT2_DECLARATIONS_H_
#define OPFIT_CORE_FORMATS_PT2_DECLARATIONS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/formats/document_reader.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {

// The data type that a program writes as this number, in torch's word for it:
// "uint8". Empty if there is none.
absl::string_view ScalarTypeName(int64_t code);

class Declarations {
 public:
  struct Tensor {
    DType dtype = DType::kUnknown;
    bool has_shape = false;
    size_t first_dim = 0;
    size_t rank = 0;
  };
  // An input that stands for something that the program holds.
  struct Held {
    NodeKind kind = NodeKind::kConst;
    absl::string_view fqn;  // "layers.0.weight"
  };

  // Reads the next value: `tensor_values` of the graph, `signature` of its
  // module. Later declarations of a name give way to the first.
  void ReadTensors(DocumentReader& doc);
  void ReadSignature(DocumentReader& doc);

  // Null if nothing is declared of it.
  const Tensor* FindTensor(absl::string_view name) const;
  // -1 where symbolic.
  absl::Span<const int64_t> dims(const Tensor& tensor) const {
    return absl::MakeConstSpan(dims_).subspan(tensor.first_dim, tensor.rank);
  }
  // Null if it stands for nothing that is held: what the caller gives.
  const Held* FindHeld(absl::string_view input) const;
  // The input that stands for the parameter of this full name; or empty.
  absl::string_view InputOf(absl::string_view fqn) const;

 private:
  void ReadTensor(DocumentReader& doc, Tensor& tensor);
  void ReadSize(DocumentReader& doc);
  void ReadInputSpec(DocumentReader& doc);
  void ReadHeld(DocumentReader& doc, NodeKind kind);
  void Hold(absl::string_view input, NodeKind kind, absl::string_view fqn);

  absl::flat_hash_map<absl::string_view, Tensor> tensors_;
  absl::flat_hash_map<absl::string_view, Held> held_;
  absl::flat_hash_map<absl::string_view, absl::string_view> inputs_;
  std::vector<int64_t> dims_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_DECLARATIONS_H_
