// How the tool shows itself: in colour or not, and what is wrong with a
// command.

#ifndef OPFIT_CLI_CONSOLE_H_
#define OPFIT_CLI_CONSOLE_H_

#include "absl/status/status.h"
#include "cli/command_line.h"
#include "cli/host.h"

namespace opfit {

// Whether text is coloured: as --color says, else on a terminal unless
// NO_COLOR is set. Never in a file unless asked for.
bool UseColour(const CommandLine& line, const Host& host);

// What is wrong, on the standard error: "opfit: cannot read `a.json`: …".
void Complain(const absl::Status& status, Host& host);

}  // namespace opfit

#endif  // OPFIT_CLI_CONSOLE_H_
