// The words that rules and recipes have in common, a reader for each.

#ifndef OPFIT_CORE_ANNOTATE_FIELD_READERS_H_
#define OPFIT_CORE_ANNOTATE_FIELD_READERS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/annotate/rules.h"
#include "core/catalog/json_reader.h"

namespace opfit {

// The index of a string in `words`; fails, and is 0, for another value.
size_t WordOf(JsonReader& json, absl::Span<const absl::string_view> words);

// A number that is greater than 0, or a fraction such as "1/65536", which
// decimals would blur.
double RatioOf(JsonReader& json);

// "int8", "torch.int8".
DType TorchDTypeOf(JsonReader& json);
QScheme SchemeOf(JsonReader& json);  // "per_tensor_affine"

// {"dtype": …, "quant_min"?: …, "quant_max"?: …, "qscheme": …}
SpecTemplate ReadSpecTemplate(JsonReader& json);

// "per_channel" for all families, or {"conv": "per_channel", …} for some.
void ReadGranularities(JsonReader& json, Granularities& granularities);

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_FIELD_READERS_H_
