// The command line, taken apart.
//
//   absl::StatusOr<CommandLine> line = ParseCommandLine({"check", "-q",
//   "a.json"}); line->Has(Flag::kQuiet)   true line->operands() {"a.json"}
//
// `--name value` and `--name=value` are the same; one-letter flags stand by
// themselves; after `--` everything is an operand.

#ifndef OPFIT_CLI_COMMAND_LINE_H_
#define OPFIT_CLI_COMMAND_LINE_H_

#include <array>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "cli/flags.h"

namespace opfit {

class CommandLine {
 public:
  Command command() const { return command_; }
  const std::vector<std::string>& operands() const { return operands_; }

  bool Has(Flag flag) const { return given_[static_cast<size_t>(flag)]; }
  // All values of a flag, in the order they were given.
  const std::vector<std::string>& Values(Flag flag) const {
    return values_[static_cast<size_t>(flag)];
  }
  // Where a value comes from that was not on the command line: the name of an
  // environment variable, or a place in a file. Empty for all others.
  absl::string_view Origin(Flag flag) const {
    return origins_[static_cast<size_t>(flag)];
  }
  // Sets a flag that was not given, nor its opposite, to what another place
  // says of it: `values` as they would be written, "true" or "false" for a
  // switch. Calls for one flag go from the strongest place to the weakest. The
  // status has the origin before it.
  absl::Status Offer(Flag flag, std::vector<std::string> values,
                     std::string origin);

  // A status about the value of a flag, with its origin before it.
  absl::Status Blame(Flag flag, const absl::Status& status) const;

  // The value of a flag that takes one.
  absl::string_view Value(Flag flag, absl::string_view otherwise) const {
    return Has(flag) ? absl::string_view(Values(flag).front()) : otherwise;
  }

 private:
  friend class CommandLineParser;

  Command command_ = Command::kHelp;
  std::vector<std::string> operands_;
  std::array<bool, kFlagCount> given_ = {};
  std::array<std::vector<std::string>, kFlagCount> values_;
  std::array<std::string, kFlagCount> origins_;
};

// `args` is everything after the program's name. InvalidArgument says what is
// wrong and, where it can, what was meant. --help and --version are taken as
// the commands of these names.
absl::StatusOr<CommandLine> ParseCommandLine(
    absl::Span<const std::string> args);

}  // namespace opfit

#endif  // OPFIT_CLI_COMMAND_LINE_H_
