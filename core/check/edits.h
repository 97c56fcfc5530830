// What would have to change for a row to take a node, said for a person.

#ifndef OPFIT_CORE_CHECK_EDITS_H_
#define OPFIT_CORE_CHECK_EDITS_H_

#include <optional>

#include "core/finding/finding.h"
#include "core/rules/demands.h"
#include "core/rules/rows.h"

namespace opfit {

// One violation as a change: from what the node has to what the row takes.
Edit EditOf(const NodeView& view, const RowResult& result,
            const Violation& violation);

// The row with all its changes.
Nearest NearestOf(const NodeView& view, const RowResult& result);

// The same row with another encoding at the port whose encoding the gate is
// about: those the row takes there without it, as finely grained as what the
// node has. nullopt where the gate is about no encoding, or none is left.
std::optional<Nearest> WithoutGatedEncoding(const NodeView& view,
                                            const RowResult& result,
                                            const GateFailure& gate);

}  // namespace opfit

#endif  // OPFIT_CORE_CHECK_EDITS_H_
