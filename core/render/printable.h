// User text on a terminal: shown, never obeyed.
//
//   Printable("a\x1b[2Jb")   a\u001b[2Jb

#ifndef OPFIT_CORE_RENDER_PRINTABLE_H_
#define OPFIT_CORE_RENDER_PRINTABLE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace opfit {

// A name longer than this is cut in what a person reads; JSON has it whole.
inline constexpr size_t kLongestShown = 400;

// `text` on one line. Written as escapes are: control characters, line breaks
// of every kind, what changes the direction of writing or takes no room, and
// bytes that are no UTF-8 (as \xff). Text of more than `longest` code points
// ends in `…`.
std::string Printable(absl::string_view text, size_t longest = kLongestShown);

// Likewise, with spaces escaped too: one word.
std::string PrintableWord(absl::string_view text);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_PRINTABLE_H_
