// QNN net JSON: what the converters, `qairt-dlc-to-json`, ONNX Runtime's QNN
// execution provider and LiteRT's compiler plugin write. Ops keep the names the
// file gives them, also where those are the converter's and not QNN's.

#ifndef OPFIT_CORE_FORMATS_NET_JSON_H_
#define OPFIT_CORE_FORMATS_NET_JSON_H_

#include <cstddef>
#include <string>

#include "core/formats/limits.h"
#include "core/graph/builder.h"

namespace opfit {

// Reads the document that begins at `start` of `source`.
ReadResult ReadNetJson(std::string source, size_t start, const Limits& limits);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_NET_JSON_H_
