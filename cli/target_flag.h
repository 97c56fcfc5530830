// The catalog and target that a command line names.

#ifndef OPFIT_CLI_TARGET_FLAG_H_
#define OPFIT_CLI_TARGET_FLAG_H_

#include "absl/status/statusor.h"
#include "cli/command_line.h"
#include "core/catalog/find_target.h"

namespace opfit {

// Of --target, or the default. The status says what is not known and what was
// meant.
absl::StatusOr<Targeted> ChooseTarget(const CommandLine& line);

}  // namespace opfit

#endif  // OPFIT_CLI_TARGET_FLAG_H_
