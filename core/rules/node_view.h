// One node on its way through the rules.

#ifndef OPFIT_CORE_RULES_NODE_VIEW_H_
#define OPFIT_CORE_RULES_NODE_VIEW_H_

#include "core/catalog/mapping.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/ports.h"

namespace opfit {

// Refers to what it is made of; lives while the node is looked at.
struct NodeView {
  const RuleContext& context;
  const Node& node;
  const Mapping* mapping;  // null: arguments and parameters by their own names
  const NodePorts& ports;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_NODE_VIEW_H_
