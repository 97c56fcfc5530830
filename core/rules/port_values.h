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

// Whether anything can be wrong: most specs are sound wherever they are used.
inline bool MayHaveProblems(const RuleContext& context, const Port& port) {
  return HasAxis(port.encoding) ||
         (port.encoding != Encoding::kNone &&
          (!context.facts(port.spec).is_sound() ||
           context.graph().spec(port.spec).block_size_count > 0));
}

// Everything that is wrong; empty for a sound port.
std::vector<ValueProblem> CheckValues(const RuleContext& context,
                                      const Port& port);

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_PORT_VALUES_H_
