// From what the rules saw to findings a person can act on. The only place that
// turns rule results into Finding values.

#ifndef OPFIT_CORE_CHECK_FINDINGS_H_
#define OPFIT_CORE_CHECK_FINDINGS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/op_entry.h"
#include "core/finding/finding.h"
#include "core/rules/demands.h"
#include "core/rules/port_values.h"
#include "core/rules/rows.h"
#include "core/rules/verdict.h"

namespace opfit {

// A position of a node: `in[1]`. kNode: the node as a whole.
struct Spot {
  bool is_output = false;
  int position = -1;
};

// Writes findings about one node, in order, into a vector that outlives it.
class FindingWriter {
 public:
  // `entry` names the operator and its port roles; may be null.
  FindingWriter(const NodeView& view, const OpEntry* entry,
                std::vector<Finding>& findings);

  // A finding of this kind at the node or one of its ports; the caller may
  // fill the rest. Valid until the next call.
  Finding& Add(Code code, Spot spot, std::vector<std::string> args = {});

  void AddValueProblem(Spot spot, const ValueProblem& problem);

  // The verdict in findings. `reopened` says that no candidate list is closed
  // for the target, so what no row takes is unknown rather than rejected.
  void AddFailure(const Verdict& verdict,
                  absl::Span<const Candidate> candidates, bool reopened);
  // What a row takes with a warning.
  void AddWarnings(const RowResult& result);
  void AddCaveat(const KnownFailure& caveat);

 private:
  void AddGates(const Verdict& verdict);
  void AddGate(const Verdict& verdict, const GateFailure& gate);
  void AddUndecided(const Verdict& verdict);
  void AddViolations(const RowResult& result, bool reopened);
  void AddViolation(const RowResult& result, const Violation& violation,
                    Severity severity);
  void AddTypes(const Verdict& verdict, absl::Span<const Candidate> candidates,
                bool reopened);
  Place PlaceOf(Spot spot) const;
  std::string RoleOf(Spot spot) const;
  void AddEdition(Finding& finding, const OpEntry& entry);
  std::string WhoPasses(const GateFailure& gate) const;

  const NodeView& view_;
  const OpEntry* entry_;
  std::vector<Finding>& findings_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_CHECK_FINDINGS_H_
