// The command line tool without its process: arguments in, exit code out,
// everything else through the host.

#ifndef OPFIT_CLI_RUN_H_
#define OPFIT_CLI_RUN_H_

#include <string>

#include "absl/types/span.h"
#include "cli/host.h"

namespace opfit {

// `args` is everything after the program's name. Returns an ExitCode.
int Run(absl::Span<const std::string> args, Host& host);

}  // namespace opfit

#endif  // OPFIT_CLI_RUN_H_
