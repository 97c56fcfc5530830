// Values that a program's archive holds beside its graph.

#ifndef OPFIT_CORE_FORMATS_PT2_STORED_TENSOR_H_
#define OPFIT_CORE_FORMATS_PT2_STORED_TENSOR_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/graph/dtype.h"

namespace opfit {

// A dense tensor as it is stored: its elements in order, little endian.
struct StoredTensor {
  DType dtype = DType::kUnknown;
  absl::string_view bytes;
};

// Finds the parameter, buffer or constant of this full name; false if its
// values cannot be told.
using FindStored =
    std::function<bool(absl::string_view fqn, StoredTensor& tensor)>;

// The elements as numbers; false if the type has none, or if there are not
// `count` of them. Floating-point types for the first, integers for the second.
bool ElementsOf(const StoredTensor& tensor, uint64_t count,
                std::vector<double>& out);
bool ElementsOf(const StoredTensor& tensor, uint64_t count,
                std::vector<int64_t>& out);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_STORED_TENSOR_H_
