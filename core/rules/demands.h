// What a catalog condition may demand of a tensor, one demand a table row: how
// to see whether it holds, and how to say what is there and what is wanted.

#ifndef OPFIT_CORE_RULES_DEMANDS_H_
#define OPFIT_CORE_RULES_DEMANDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/op_entry.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/node_view.h"
#include "core/rules/ports.h"

namespace opfit {

// One demand at one tensor.
struct DemandSite {
  const NodeView& view;
  const OpEntry& entry;
  const Condition& condition;
  bool is_output;
  size_t position;

  const Port& port() const {
    return is_output ? view.ports.out[position] : view.ports.in[position];
  }
  // The tensor at another port; null if there is none.
  const Port* At(PortRef ref) const;
};

struct Demand {
  Code code;               // reported where it does not hold
  absl::string_view what;  // what an edit would change: "symmetry"
  bool (*is_made)(const Condition& condition);
  // kUnknown: the graph does not say enough to tell.
  Tri (*holds)(const DemandSite& site);
  std::string (*found)(const DemandSite& site);
  std::string (*wanted)(const DemandSite& site);
};

// Every demand on a tensor, in report order.
absl::Span<const Demand> TensorDemands();

// Whether a condition can apply on this target at all: its SDK and
// architecture.
bool MayApply(const Applicability& when, const Target& target);

// Whether a condition that may apply concerns what stands at this tensor.
bool Applies(const DemandSite& site);

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_DEMANDS_H_
