// Names for the parts of a TFLite model, where tensors need have none, share
// theirs, and operators have none at all.

#ifndef OPFIT_CORE_FORMATS_TFLITE_NAMES_H_
#define OPFIT_CORE_FORMATS_TFLITE_NAMES_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "core/graph/builder.h"

namespace opfit {
namespace tflite {

// Names live as long as the builder's graph.
class Names {
 public:
  explicit Names(GraphBuilder& builder) : builder_(builder) {}

  // Where there are several subgraphs, names begin with theirs.
  void ExpectSubgraphs(size_t count) { has_several_ = count > 1; }
  void BeginSubgraph(absl::string_view name, size_t index);

  // The tensor's own name where no other has it; else with its index:
  // "add#12". One without a name is "tensor_12".
  absl::string_view OfTensor(absl::string_view name, size_t index);

  // "operator_3": for operators that yield nothing.
  absl::string_view OfOperatorWithoutOutput(size_t index);

  // What an operator does. Custom ones are told apart from the builtin ones,
  // whatever the file calls them: "CUSTOM:DISPATCH_OP".
  absl::string_view OfOperator(int32_t code, absl::string_view custom);

 private:
  absl::string_view WithPrefix(absl::string_view name);

  GraphBuilder& builder_;
  absl::flat_hash_set<absl::string_view> used_;
  std::string prefix_;  // of the subgraph at hand: "main/"
  bool has_several_ = false;
};

}  // namespace tflite
}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_TFLITE_NAMES_H_
