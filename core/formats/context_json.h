// The description of a compiled context, `qnn-context-binary-utility
// --json_file`: the inputs and outputs of its graphs, with their types and
// quantization, and nothing of what is between them. Each graph is one node of
// op kCompiledGraph, which the catalog knows to be opaque.

#ifndef OPFIT_CORE_FORMATS_CONTEXT_JSON_H_
#define OPFIT_CORE_FORMATS_CONTEXT_JSON_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "core/formats/limits.h"
#include "core/graph/builder.h"

namespace opfit {

inline constexpr absl::string_view kCompiledGraph = "CompiledGraph";

// Reads the document that begins at `start` of `source`. Tensors are named as
// in the file; where two graphs have one of the same name, the later one's
// begins with its graph's: "decode/tokens".
ReadResult ReadContextJson(std::string source, size_t start,
                           const Limits& limits);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_CONTEXT_JSON_H_
