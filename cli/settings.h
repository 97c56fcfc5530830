// Settings from everywhere: flag > environment > file > default.

#ifndef OPFIT_CLI_SETTINGS_H_
#define OPFIT_CLI_SETTINGS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "cli/command_line.h"
#include "cli/host.h"

namespace opfit {

// The nearest opfit.json: in the directory of `graph` or the nearest one above
// it. The standard input ("-" or "") is in the working directory. Empty if
// there is none.
std::string FindConfig(absl::string_view graph, const Host& host);

// Adds what the environment and the configuration say to the command line,
// which keeps where each value comes from. --isolated adds nothing; --config
// names the file. The status has the place of what is wrong.
absl::Status AddSettings(Host& host, CommandLine& line);

// A line for each setting: what opfit.json calls it, its value, where from.
std::string ShowSettings(const CommandLine& line);

}  // namespace opfit

#endif  // OPFIT_CLI_SETTINGS_H_
