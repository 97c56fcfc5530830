#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/check_settings.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/outputs.h"
#include "cli/progress.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/formats/read.h"
#include "core/render/printable.h"

namespace opfit {
namespace {

// Checks file after file.
class CheckRun {
 public:
  CheckRun(const CheckSettings& settings, Host& host)
      : settings_(settings),
        host_(host),
        outputs_(settings.outputs, settings.style, host) {}

  absl::StatusOr<int> Run();

 private:
  // The exit code of one file.
  absl::StatusOr<int> CheckFile(const std::string& file);
  // The graph of these bytes, with its encodings where there are any.
  absl::StatusOr<ReadResult> Read(std::string bytes);

  const CheckSettings& settings_;
  Host& host_;
  ReportOutputs outputs_;
};

absl::StatusOr<ReadResult> CheckRun::Read(std::string bytes) {
  if (settings_.encodings.empty()) {
    return ReadGraph(std::move(bytes), settings_.limits);
  }
  absl::StatusOr<std::string> encodings =
      host_.Read(settings_.encodings, settings_.limits.bytes);
  if (!encodings.ok()) return encodings.status();
  return ReadGraph(std::move(bytes), *std::move(encodings), settings_.limits);
}

absl::StatusOr<int> CheckRun::CheckFile(const std::string& file) {
  const Progress progress(host_, "checking " + Printable(file));
  absl::StatusOr<std::string> bytes = host_.Read(file, settings_.limits.bytes);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<ReadResult> read = Read(*std::move(bytes));
  if (!read.ok()) return read.status();
  const absl::StatusOr<Report> report =
      Check(*read, *settings_.target.catalog, settings_.target.target,
            settings_.options);
  if (!report.ok()) return report.status();
  outputs_.Add({file, *report, &read->graph});
  return ExitCodeOf(*report, settings_);
}

absl::StatusOr<int> CheckRun::Run() {
  int worst = kClean;
  for (const std::string& file : settings_.files) {
    const absl::StatusOr<int> code = CheckFile(file);
    if (!code.ok()) Complain(code.status(), host_);
    worst = std::max(worst, code.ok() ? *code : static_cast<int>(kCouldNotRun));
    const absl::Status status = outputs_.Print();
    if (!status.ok()) return status;
  }
  const absl::Status status = outputs_.Finish();
  if (!status.ok()) return status;
  return worst;
}

}  // namespace

absl::StatusOr<int> CheckCommand(const CommandLine& line, Host& host) {
  const absl::StatusOr<CheckSettings> settings = ReadCheckSettings(line, host);
  if (!settings.ok()) return settings.status();
  return CheckRun(*settings, host).Run();
}

}  // namespace opfit
