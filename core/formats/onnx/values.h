// The values of small tensors: scales, zero points, axes, sizes.

#ifndef OPFIT_CORE_FORMATS_ONNX_VALUES_H_
#define OPFIT_CORE_FORMATS_ONNX_VALUES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/formats/onnx/model.h"

namespace opfit {

struct OnnxValues {
  enum class State : uint8_t {
    kRead,
    kUnknown,    // stored elsewhere, or in a form or of a type that is not read
    kTooMany,    // more than asked for
    kMalformed,  // fewer or more than the shape says
  };
  State state = State::kUnknown;
  // The elements in order: floats in `reals`, integers and booleans in `ints`.
  std::vector<double> reals;
  std::vector<int64_t> ints;
  bool is_read() const { return state == State::kRead; }
};

// Reads at most `most` elements.
OnnxValues ReadOnnxValues(const OnnxModel& model, const OnnxTensor& tensor,
                          size_t most);

// What is wrong with the size of raw data, as "4 bytes; the shape asks for 8";
// empty if nothing is. Looks at no element.
std::string RawSizeProblem(const OnnxModel& model, const OnnxTensor& tensor);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_VALUES_H_
