// How much of an input is read.

#ifndef OPFIT_CORE_FORMATS_LIMITS_H_
#define OPFIT_CORE_FORMATS_LIMITS_H_

#include <cstddef>

namespace opfit {

// What a reader refuses to go beyond (inclusive). Enforced while reading.
struct Limits {
  size_t bytes = size_t{1} << 30;  // of the input
  size_t depth = 64;               // of nesting
  size_t nodes = 4'000'000;        // and tensors that a format declares
  size_t channels = 4'000'000;     // scales or zero points of one spec
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_LIMITS_H_
