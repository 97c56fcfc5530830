// Text in XML.

#ifndef OPFIT_CORE_RENDER_XML_H_
#define OPFIT_CORE_RENDER_XML_H_

#include <string>

#include "absl/strings/string_view.h"

namespace opfit {

// `text` as character data or within a quoted attribute of XML 1.0. What XML
// cannot hold is written as an escape is: control characters as \u001b, bytes
// that are no UTF-8 as U+FFFD. Line breaks stay.
std::string EscapeXml(absl::string_view text);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_XML_H_
