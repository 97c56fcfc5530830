// What a code means, in full: the page docs/codes/<code>.md, compiled in.

#ifndef OPFIT_CORE_RENDER_EXPLAIN_H_
#define OPFIT_CORE_RENDER_EXPLAIN_H_

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"

namespace opfit {

// Markdown: a title and five sections. Lives as long as the program.
absl::string_view ExplainText(Code code);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_EXPLAIN_H_
