// One function for each command. Each prints what it has to say, and returns
// the exit code or why it could not run.

#ifndef OPFIT_CLI_COMMANDS_H_
#define OPFIT_CLI_COMMANDS_H_

#include "absl/status/statusor.h"
#include "cli/command_line.h"
#include "cli/host.h"

namespace opfit {

absl::StatusOr<int> CheckCommand(const CommandLine& line, Host& host);
absl::StatusOr<int> AnnotateCommand(const CommandLine& line, Host& host);
absl::StatusOr<int> ConvertCommand(const CommandLine& line, Host& host);
absl::StatusOr<int> ExplainCommand(const CommandLine& line, Host& host);
absl::StatusOr<int> OpsCommand(const CommandLine& line, Host& host);
absl::StatusOr<int> CatalogCommand(const CommandLine& line, Host& host);
absl::StatusOr<int> TargetsCommand(const CommandLine& line, Host& host);
absl::StatusOr<int> VersionCommand(const CommandLine& line, Host& host);
absl::StatusOr<int> HelpCommand(const CommandLine& line, Host& host);

}  // namespace opfit

#endif  // OPFIT_CLI_COMMANDS_H_
