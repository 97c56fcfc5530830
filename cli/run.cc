#include "cli/run.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/host.h"

namespace opfit {
namespace {

using CommandFunction = absl::StatusOr<int> (*)(const CommandLine&, Host&);

// In the order of enum Command.
constexpr CommandFunction kFunctions[] = {
    CheckCommand,   AnnotateCommand, ConvertCommand, ExplainCommand, OpsCommand,
    CatalogCommand, TargetsCommand,  VersionCommand, HelpCommand,
};

}  // namespace

int Run(absl::Span<const std::string> args, Host& host) {
  const absl::StatusOr<CommandLine> line = ParseCommandLine(args);
  if (!line.ok()) {
    Complain(line.status(), host);
    return kCouldNotRun;
  }
  const absl::StatusOr<int> code =
      kFunctions[static_cast<size_t>(line->command())](*line, host);
  if (code.ok()) return *code;
  Complain(code.status(), host);
  return kCouldNotRun;
}

}  // namespace opfit
