// What --help prints, made from the tables of commands and flags.

#ifndef OPFIT_CLI_HELP_H_
#define OPFIT_CLI_HELP_H_

#include <string>

#include "cli/flags.h"

namespace opfit {

// How to use opfit at all. Lines are at most `width` columns.
std::string HelpText(int width);

// How to use one command, with every flag it knows.
std::string HelpText(Command command, int width);

}  // namespace opfit

#endif  // OPFIT_CLI_HELP_H_
