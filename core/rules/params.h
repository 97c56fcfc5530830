// Parameters of an operator: the axis of a softmax, the groups of a
// convolution. Backends name them; a mapping says which argument gives them.

#ifndef OPFIT_CORE_RULES_PARAMS_H_
#define OPFIT_CORE_RULES_PARAMS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "core/catalog/op_entry.h"
#include "core/graph/graph.h"
#include "core/rules/node_view.h"
#include "core/rules/spec_facts.h"

namespace opfit {

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

#endif  // OPFIT_CORE_RULES_PARAMS_H_
