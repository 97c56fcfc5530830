// For tests: inputs that mark where findings are expected, as in
//
//   {"name": «OF002 7»}
//
// where the text is {"name": 7} and OF002 is expected at the 7.

#ifndef OPFIT_CORE_FORMATS_MARKED_INPUT_H_
#define OPFIT_CORE_FORMATS_MARKED_INPUT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"

namespace opfit {

struct MarkedInput {
  std::string text;                // without the marks
  std::vector<std::string> marks;  // "OF002 1:10", by place
};

MarkedInput Unmark(absl::string_view marked);

// "OF002 1:10" for each finding, by place. Locates them in `source` first.
std::vector<std::string> CodesAndPlaces(absl::string_view source,
                                        std::vector<Finding> findings);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_MARKED_INPUT_H_
