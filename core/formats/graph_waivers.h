// The waivers that an annotated graph has of itself, or a file has of graphs.

#ifndef OPFIT_CORE_FORMATS_GRAPH_WAIVERS_H_
#define OPFIT_CORE_FORMATS_GRAPH_WAIVERS_H_

#include <vector>

#include "core/finding/waiver.h"
#include "core/formats/document_reader.h"

namespace opfit {

// Only a waiver in a file has the key `file`.
enum class WaiversIn { kGraph, kFile };

// Reads the list at the cursor, the value of the document's key `waivers`, and
// adds its waivers to `out`. One that is not as docs/waivers.md says is OF002
// and waives nothing.
void ReadWaivers(DocumentReader& doc, WaiversIn where,
                 std::vector<Waiver>& out);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_GRAPH_WAIVERS_H_
