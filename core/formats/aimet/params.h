// From an AIMET encoding to quantization parameters.

#ifndef OPFIT_CORE_FORMATS_AIMET_PARAMS_H_
#define OPFIT_CORE_FORMATS_AIMET_PARAMS_H_

#include "core/formats/aimet/encodings.h"
#include "core/formats/quant_table.h"

namespace opfit {

// Where channels and blocks lie in a tensor, which most versions leave to the
// operator that takes it.
struct AimetAxes {
  int rank = -1;  // -1: not known, and then blocks have no size
  int32_t channel = 0;
  int32_t block = 1;
};

// `encoding` is neither float nor broken. A symmetric parameter becomes a
// signed one, as the converters store it: the unsigned grid with its zero point
// in the middle is the same grid.
QuantParams ParamsOf(const AimetEncoding& encoding, const AimetAxes& axes);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_AIMET_PARAMS_H_
