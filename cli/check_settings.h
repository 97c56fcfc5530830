// What `check` is asked to do, as the library takes it.

#ifndef OPFIT_CLI_CHECK_SETTINGS_H_
#define OPFIT_CLI_CHECK_SETTINGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/command_line.h"
#include "cli/host.h"
#include "cli/outputs.h"
#include "cli/target_flag.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/formats/limits.h"
#include "core/render/report_writer.h"

namespace opfit {

struct CheckSettings {
  std::vector<std::string> files;
  std::string encodings;  // the file of the only one of `files`; may be empty
  Targeted target;
  CheckOptions options;
  Limits limits;
  FailOn fail_on;
  std::vector<std::string> waivers;  // files
  std::string baseline;              // the file to write; empty: none
  std::vector<Output> outputs;
  ReportStyle style;  // of what is printed; files have neither colour nor width
};

// The status says which flag makes no sense and why.
absl::StatusOr<CheckSettings> ReadCheckSettings(const CommandLine& line,
                                                Host& host);

// 2 for a bypassed run, strict or not: nothing was checked, and that must not
// look like a pass. Where a baseline is written, what it waives fails nothing.
int ExitCodeOf(const Report& report, const CheckSettings& settings);

}  // namespace opfit

#endif  // OPFIT_CLI_CHECK_SETTINGS_H_
