// What a catalog condition may demand of a tensor, one demand a table row: how
// to see whether it holds, and how to say what is there and what is wanted.

#ifndef OPFIT_CORE_RULES_DEMANDS_H_
#define OPFIT_CORE_RULES_DEMANDS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/mapping.h"
#include "core/catalog/op_entry.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/ports.h"

namespace opfit {

// One node on its way through the rules.
struct NodeView {
  const RuleContext& context;
  const Node& node;
  const Mapping* mapping;  // null: arguments and parameters by their own names
  const NodePorts& ports;
};

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

// Whether a condition concerns a tensor at all (the "if" of the catalog).
bool Applies(const DemandSite& site);

// A parameter of the backend's operator as the node gives it; nullopt if the
// node (or the mapping) does not say.
std::optional<ParamValue> FindParam(const NodeView& view,
                                    absl::string_view name);

// Whether the parameter has one of the values that the condition allows.
Tri ParamHolds(const NodeView& view, const Condition& condition);
std::string ParamFound(const NodeView& view, const Condition& condition);
std::string ParamWanted(const Condition& condition);

// The value of an argument; nullopt for tensors, lists and an absent one.
std::optional<ParamValue> ParamOf(const Graph& graph, const Arg* arg);

bool SameParam(const ParamValue& have, const ParamValue& want, int rank);

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_DEMANDS_H_
