// Tells file formats apart by content.

#ifndef OPFIT_CORE_FORMATS_SNIFF_H_
#define OPFIT_CORE_FORMATS_SNIFF_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace opfit {

enum class Format {
  kUnknown,
  kAnnotatedGraph,
  kNetJson,
  kTflite,
  kOnnx,
  kContextJson,
  kAimet,
  kPt2,
};

// The name of a format, as in "annotated-graph", "net-json" and "tflite".
absl::string_view FormatName(Format format);

struct Sniffed {
  Format format = Format::kUnknown;
  // What it looks like where the format is one that this build does not read:
  // "a TFLite flatbuffer". Empty where it looks like nothing known.
  absl::string_view looks_like;
  bool is_json = false;  // it may be: it begins like JSON
  size_t start = 0;      // of the document, behind a byte order mark
};

// Looks at the beginning of `bytes`, which a zero byte must follow, and no
// further than needed. In JSON, that is up to the first key which only one
// format has; what is wrong with the text is for the reader to find.
Sniffed Sniff(absl::string_view bytes, size_t max_depth);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_SNIFF_H_
