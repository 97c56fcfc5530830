// The catalog and target that a command line names.

#ifndef OPFIT_CLI_TARGET_FLAG_H_
#define OPFIT_CLI_TARGET_FLAG_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "cli/command_line.h"
#include "cli/host.h"
#include "core/catalog/find_target.h"

namespace opfit {

// Of --target, or the default, with the files of --catalog over it. The status
// says what is not known and what was meant.
absl::StatusOr<Targeted> ChooseTarget(const CommandLine& line, Host& host);

// No catalog is larger.
inline constexpr size_t kMaxCatalogBytes = size_t{64} << 20;

}  // namespace opfit

#endif  // OPFIT_CLI_TARGET_FLAG_H_
