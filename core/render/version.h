// The version of the tool, as every output names it.

#ifndef OPFIT_CORE_RENDER_VERSION_H_
#define OPFIT_CORE_RENDER_VERSION_H_

#include "absl/strings/string_view.h"

namespace opfit {

inline constexpr absl::string_view kToolName = "opfit";
inline constexpr absl::string_view kToolVersion = "0.1.0";

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_VERSION_H_
