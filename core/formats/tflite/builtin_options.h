// Options of TFLite's builtin operators, as attributes of a node: strides,
// axes, the fused activation. Those that a file leaves at their default are not
// written in it, and are no attributes.

#ifndef OPFIT_CORE_FORMATS_TFLITE_BUILTIN_OPTIONS_H_
#define OPFIT_CORE_FORMATS_TFLITE_BUILTIN_OPTIONS_H_

#include "core/formats/tflite/flatbuffer.h"
#include "core/graph/builder.h"

namespace opfit {
namespace tflite {

// Adds the options of the operator at `table` to `draft`, named as in the
// schema. Enumerations become their names: "RELU6", "VALID".
void AddOptions(const FlatTable& table, NodeDraft& draft);

}  // namespace tflite
}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_TFLITE_BUILTIN_OPTIONS_H_
