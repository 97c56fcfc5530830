// What a quantized tensor must get right whatever the operator: positive
// scales, zero points and bounds within the type, as many parameters as
// channels, blocks that divide the tensor.

#ifndef OPFIT_CORE_RULES_PORT_VALUES_H_
#define OPFIT_CORE_RULES_PORT_VALUES_H_

#include <string>
#include <vector>

#include "core/finding/finding.h"
#include "core/rules/context.h"
#include "core/rules/ports.h"

namespace opfit {

// One thing that is wrong with the values of a port's spec.
struct ValueProblem {
  Code code;
  std::string found;
  std::string wanted;
  std::string arg;  // for the message; may be empty
};

// Everything that is wrong; empty (and cheap) for a sound port.
std::vector<ValueProblem> CheckValues(const RuleContext& context,
                                      const Port& port);

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_PORT_VALUES_H_
