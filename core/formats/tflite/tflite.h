// TFLite models (`.tflite`): the FlatBuffer as it is, with its operators,
// tensors and their quantization. A node is named like its first output, since
// operators have no names. Weights are not read.
//
// Models of several subgraphs become one graph of several parts, and the names
// of each part begin with that of its subgraph: "main/conv1".

#ifndef OPFIT_CORE_FORMATS_TFLITE_TFLITE_H_
#define OPFIT_CORE_FORMATS_TFLITE_TFLITE_H_

#include <string>

#include "core/formats/limits.h"
#include "core/graph/builder.h"

namespace opfit {

ReadResult ReadTflite(std::string source, const Limits& limits);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_TFLITE_TFLITE_H_
