// All rows of all candidate operators against one node: does one take it, and
// if none does, what is the shortest way to one that would?

#ifndef OPFIT_CORE_RULES_VERDICT_H_
#define OPFIT_CORE_RULES_VERDICT_H_

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "core/catalog/op_entry.h"
#include "core/rules/demands.h"
#include "core/rules/rows.h"

namespace opfit {

struct Verdict {
  enum class Kind : uint8_t {
    kFits,       // `best` takes the node as it is
    kUndecided,  // `best` takes it by one source; another disagrees, or none
                 // says whether the target passes its gate
    kGated,      // `best` takes it, on another architecture or SDK
    kViolated,   // `best` takes its types, and asks for other changes
    kTypes,      // no row takes its types; `best` asks for the fewest changes
    kNoRows,     // the entries have no rows at all
  };
  Kind kind = Kind::kNoRows;
  RowResult best;
  // kGated: the row for this very target that asks for the fewest changes.
  std::optional<RowResult> alternative;
  // What another source saw fail; it makes a fit undecided and explains a no.
  const KnownFailure* rejection = nullptr;
};

// Tries every row of every candidate, in catalog order; ties go to the earlier.
Verdict Judge(const NodeView& view, absl::Span<const Candidate> candidates);

// Whether a known failure speaks of this node.
bool Concerns(const KnownFailure& failure, const OpEntry& entry,
              absl::string_view operation, const NodeView& view);

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_VERDICT_H_
