#include "core/formats/tflite/names.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/tflite/builtin_operators.h"

namespace opfit {
namespace tflite {

void Names::BeginSubgraph(absl::string_view name, size_t index) {
  if (!has_several_) return;
  prefix_ = name.empty() ? absl::StrCat("subgraph_", index, "/")
                         : absl::StrCat(name, "/");
}

absl::string_view Names::WithPrefix(absl::string_view name) {
  return prefix_.empty() ? name : builder_.Keep(absl::StrCat(prefix_, name));
}

absl::string_view Names::OfTensor(absl::string_view name, size_t index) {
  absl::string_view unique =
      name.empty() ? builder_.Keep(absl::StrCat(prefix_, "tensor_", index))
                   : WithPrefix(name);
  // Few turns: each takes a tensor that has been named like this on purpose.
  while (!used_.insert(unique).second) {
    unique = builder_.Keep(absl::StrCat(unique, "#", index));
  }
  return unique;
}

absl::string_view Names::OfOperatorWithoutOutput(size_t index) {
  return builder_.Keep(absl::StrCat(prefix_, "operator_", index));
}

absl::string_view Names::OfOperator(int32_t code, absl::string_view custom) {
  if (code == kCustomOperator) {
    return custom.empty() ? "CUSTOM"
                          : builder_.Keep(absl::StrCat("CUSTOM:", custom));
  }
  const absl::string_view name = BuiltinOperatorName(code);
  return name.empty() ? builder_.Keep(absl::StrCat("BUILTIN_", code)) : name;
}

}  // namespace tflite
}  // namespace opfit
