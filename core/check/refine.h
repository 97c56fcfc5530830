// What becomes of findings once they are made.

#ifndef OPFIT_CORE_CHECK_REFINE_H_
#define OPFIT_CORE_CHECK_REFINE_H_

#include <cstddef>
#include <vector>

#include "core/finding/finding.h"

namespace opfit {

// Drops those that follow from another of the same node: along a wrong axis
// there are as many channels as there are. `first` is the node's first finding.
void DropConsequences(std::vector<Finding>& findings, size_t first);

// Violations become warnings; broken input stays an error.
void Relax(std::vector<Finding>& findings);

}  // namespace opfit

#endif  // OPFIT_CORE_CHECK_REFINE_H_
