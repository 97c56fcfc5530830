// AIMET encodings of all published versions, as one form: 0.4.0 to 0.6.1
// (objects of lists), 1.0.0 (lists), 2.0.0 (one list, after ONNX).
//
// Sign conventions differ, and are gone here: a zero point is what is
// subtracted. Up to 1.0.0 files describe an unsigned grid and an offset that is
// added; 2.0.0 has ONNX's zero points and a type that may be signed.

#ifndef OPFIT_CORE_FORMATS_AIMET_ENCODINGS_H_
#define OPFIT_CORE_FORMATS_AIMET_ENCODINGS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/document_reader.h"

namespace opfit {

struct AimetEncoding {
  static constexpr int64_t kNoAxis = std::numeric_limits<int64_t>::min();

  absl::string_view name;  // of the tensor
  size_t offset = 0;       // of the entry in the file
  bool is_param = false;   // only where the file tells parameters apart
  bool is_float = false;   // said not to be quantized
  bool is_broken = false;  // a finding says why
  int64_t bits = 0;        // that a value has: 4 of LPBQ, not 8
  bool is_signed = false;
  bool is_symmetric = false;
  std::vector<double> scales;
  std::vector<int64_t> zero_points;  // one, or as many as scales
  int64_t axis = kNoAxis;            // of channels, where the file says it
  int64_t block_axis = kNoAxis;      // where the file says it
  int64_t block_size = 0;            // 0: not in blocks
  bool is_expansion = false;         // LPBQ: `scales` are those of channels
};

// Reads the document, with a finding for whatever is wrong with it.
std::vector<AimetEncoding> ReadAimetEncodings(DocumentReader& doc);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_AIMET_ENCODINGS_H_
