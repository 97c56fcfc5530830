// The parts of a finding in words, for everything that a person reads. User
// text is made printable and stands in backticks.

#ifndef OPFIT_CORE_RENDER_FINDING_WORDS_H_
#define OPFIT_CORE_RENDER_FINDING_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"

namespace opfit {

// "`conv1`".
std::string Quoted(absl::string_view text);

// A single word, such as a type, in backticks; a phrase as it is.
std::string QuotedWord(absl::string_view text);

// "`conv1` (aten.conv2d.default → Conv2d), port `in[1]` (weight)"; empty for a
// finding that concerns the whole input.
std::string SubjectWords(const Finding& finding);

// What the graph has there; "nothing" where it is absent.
std::string FoundWords(const Finding& finding);
std::vector<std::string> AcceptedWords(const Finding& finding);

// "htp Conv2d INT8 #3 (1 change)", and for each change
// "`in[1]` dtype: `int16` → `uint8`".
std::string NearestWords(const Nearest& nearest);
std::string EditWords(const Edit& edit);

// "the reason (until 2026-12-31)"; empty if it is not waived.
std::string WaivedWords(const Finding& finding);

// Message, node, the byte in a binary file, what was found, the nearest row,
// hints and waiver: a line each, with no line break at the end. For outputs
// that have no places of their own for these.
std::string PlainText(const Finding& finding);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_FINDING_WORDS_H_
