// What reading a file is limited to, by the flags that every command which
// reads graphs has.

#ifndef OPFIT_CLI_READ_FLAGS_H_
#define OPFIT_CLI_READ_FLAGS_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/command_line.h"
#include "core/formats/limits.h"

namespace opfit {

// The status says which flag makes no sense.
absl::StatusOr<Limits> ReadLimits(const CommandLine& line);

// "4000000", "64K", "2G": a positive number of units of 1024.
absl::StatusOr<size_t> ParseSize(absl::string_view text);

}  // namespace opfit

#endif  // OPFIT_CLI_READ_FLAGS_H_
