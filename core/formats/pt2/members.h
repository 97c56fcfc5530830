// The members of objects in torch programs. Minor versions of their schema add
// keys, so what is not known is left alone.

#ifndef OPFIT_CORE_FORMATS_PT2_MEMBERS_H_
#define OPFIT_CORE_FORMATS_PT2_MEMBERS_H_

#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"

namespace opfit {

// Calls read(key) at each member's value, which it must read or skip. `key`
// lives as long as the graph.
template <typename Read>
void ReadMembers(DocumentReader& doc, Read read) {
  doc.ReadMap(DocumentReader::Duplicates::kLeftToBuilder, read);
}

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_MEMBERS_H_
