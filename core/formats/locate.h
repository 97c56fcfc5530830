// From JSON Pointers to lines and columns, for the findings that exist.

#ifndef OPFIT_CORE_FORMATS_LOCATE_H_
#define OPFIT_CORE_FORMATS_LOCATE_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"

namespace opfit {

// Fills Place::line and Place::column (1-based; column in bytes) of every
// finding whose pointer resolves in `source`, scanning from its anchor. A
// pointer that does not resolve to the end gets the place of the deepest part
// that does. Cost: one pass over the source plus the findings' own nodes.
void LocateFindings(absl::string_view source, std::vector<Finding>& findings);

// In a binary source, where the anchors are the places. `has_pointers` if it is
// an archive, and pointers say where in it.
void LocateInBinary(bool has_pointers, std::vector<Finding>& findings);

// As is right for what the graph was read from.
void LocateFindings(const Graph& graph, std::vector<Finding>& findings);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_LOCATE_H_
