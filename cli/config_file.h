// opfit.json: the settings of a project, as docs/configuration.md and
// docs/schema/config.schema.json describe them.

#ifndef OPFIT_CLI_CONFIG_FILE_H_
#define OPFIT_CLI_CONFIG_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/flags.h"

namespace opfit {

inline constexpr absl::string_view kConfigName = "opfit.json";

// What a file says of one setting.
struct ConfigValue {
  Flag flag;
  std::vector<std::string> values;  // as on the command line
  std::string place;                // "opfit.json:3:13"
};

// The settings in a file, in its order. `name` is how messages call it; paths
// in it are relative to its directory, and come out relative to where `name`
// is. The status has the place of the first mistake; an unknown key is one.
absl::StatusOr<std::vector<ConfigValue>> ReadConfig(const std::string& name,
                                                    std::string bytes);

}  // namespace opfit

#endif  // OPFIT_CLI_CONFIG_FILE_H_
