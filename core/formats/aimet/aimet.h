// AIMET encodings without the model they belong to: tensors, and no operators.
// What can be checked of them alone is: scales, offsets, ranges, bit widths.

#ifndef OPFIT_CORE_FORMATS_AIMET_AIMET_H_
#define OPFIT_CORE_FORMATS_AIMET_AIMET_H_

#include <cstddef>
#include <string>

#include "core/formats/limits.h"
#include "core/graph/builder.h"

namespace opfit {

// Reads the document that begins at `start` of `source`. Every tensor is a
// node that yields it and is no operator.
ReadResult ReadAimet(std::string source, size_t start, const Limits& limits);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_AIMET_AIMET_H_
