// The names of TFLite's builtin operators, as the schema spells them.

#ifndef OPFIT_CORE_FORMATS_TFLITE_BUILTIN_OPERATORS_H_
#define OPFIT_CORE_FORMATS_TFLITE_BUILTIN_OPERATORS_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace opfit {
namespace tflite {

// Operators of this code are named by the file itself.
inline constexpr int32_t kCustomOperator = 32;

// "CONV_2D" for 3; empty for a code that the schema did not have when this was
// written.
absl::string_view BuiltinOperatorName(int32_t code);

}  // namespace tflite
}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_TFLITE_BUILTIN_OPERATORS_H_
