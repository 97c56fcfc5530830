// Rows against a node: which accept it, and what each would have to change.

#ifndef OPFIT_CORE_RULES_ROWS_H_
#define OPFIT_CORE_RULES_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "core/catalog/op_entry.h"
#include "core/catalog/target.h"
#include "core/finding/finding.h"
#include "core/rules/demands.h"
#include "core/rules/node_view.h"
#include "core/rules/ports.h"

namespace opfit {

// One thing about a node that a row does not take.
struct Violation {
  enum class Kind : uint8_t {
    kDType,     // the type at a port
    kMissing,   // a tensor that the row needs
    kExtra,     // a tensor that the row has no port for
    kEncoding,  // the encoding at a port
    kDemand,    // a condition on a tensor: TensorDemands()[demand]
    kParam,     // a condition on a parameter
  };
  Kind kind;
  bool is_output = false;
  uint16_t position = 0;
  uint8_t demand = 0;
  // Null for types; for an encoding, null where the port's definition speaks.
  const Condition* condition = nullptr;
};

// A gate that the target does not pass, or that cannot be decided.
struct GateFailure {
  Gate gate;
  bool needs_float = false;  // the chip would have to run float
  bool undecided = false;    // the sources do not say whether it passes
  const Condition* condition = nullptr;  // null: the row's own gate
  // Undecided because no source says which encodings this port takes.
  std::optional<PortRef> unsaid_encoding = std::nullopt;
};

struct RowResult {
  const OpEntry* entry = nullptr;
  const Row* row = nullptr;
  int dtype_changes = 0;  // of the violations, those of kinds kDType to kExtra
  absl::InlinedVector<Violation, 4> violations;
  absl::InlinedVector<Violation, 2> warnings;  // the row takes the node anyway
  absl::InlinedVector<GateFailure, 1> gates;

  bool Accepts() const { return violations.empty() && gates.empty(); }
};

// A condition of a row, with what can be known before any node is seen.
struct PlannedCondition {
  const Condition* condition = nullptr;
  uint16_t demands = 0;   // bit i: TensorDemands()[i] is made
  bool always = false;    // it applies whatever stands at its port
  bool has_gate = false;  // the target may not pass its gate
};

// A row as it stands for one target and one operation.
struct PlannedRow {
  const Row* row = nullptr;
  std::vector<PlannedCondition> conditions;
  std::vector<GateFailure> gates;  // of the row itself
  bool lists_encodings = false;    // some condition does, instead of the ports
};

// The rows of one entry, or of one operation of a generic one.
struct Candidate {
  const OpEntry* entry = nullptr;
  absl::string_view operation;
  std::vector<PlannedRow> rows;
};

// The rows of `entry` that offer `operation` (all of them if it is empty) and
// are not said of other architectures alone, with the conditions that can apply
// to this operation on this target.
Candidate MakeCandidate(const OpEntry& entry, absl::string_view operation,
                        const Target& target);

// Whether the types at all ports are those of the row. The fast half of
// Evaluate: no row is asked more before this holds.
bool TypesMatch(const OpEntry& entry, const Row& row, const NodePorts& ports);

// Whether some row that the target may use takes the types of the first two
// inputs, as far as it has two, and of the first output, whatever stands at the
// other ports.
bool TakesThrough(const OpEntry& entry, const Target& target,
                  const NodePorts& ports);

// Everything about the node that the row does not take. `types_match` says that
// TypesMatch holds, so types need not be looked at again.
RowResult Evaluate(const NodeView& view, const Candidate& candidate,
                   const PlannedRow& row, bool types_match);

// Whether the target passes; kUnknown where its architecture is not known.
Tri Passes(const Gate& gate, const Target& target);

// "htp Conv2d INT8 #3".
std::string RowName(const Catalog& catalog, const OpEntry& entry,
                    const Row& row);

// "in[0] uint8, in[1] int8, in[2]? int32 → out[0] uint8": `?` may be absent,
// `…` repeats.
std::string RowSignature(const OpEntry& entry, const Row& row);

// The same of what the node has.
std::string NodeSignature(const NodeView& view);

// "uint8", "int8 or uint8": the types of a set as words.
std::string DescribeTypes(DTypeSet set);

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_ROWS_H_
