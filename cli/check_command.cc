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
#include "cli/settings.h"
#include "cli/waiver_files.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/formats/read.h"
#include "core/render/printable.h"

namespace opfit {
namespace {

// Checks file after file.
class CheckRun {
 public:
  CheckRun(const CheckSettings& settings, WaiverFiles waivers, Host& host)
      : settings_(settings),
        host_(host),
        waivers_(std::move(waivers)),
        outputs_(settings.outputs, settings.style, host),
        baseline_(settings.fail_on.unchecked) {}

  absl::StatusOr<int> Run();

 private:
  // The exit code of one file.
  absl::StatusOr<int> CheckFile(const std::string& file);
  // The graph of these bytes, with its encodings where there are any.
  absl::StatusOr<ReadResult> Read(std::string bytes);
  // Stale waivers, the baseline, the files of reports. The exit code.
  absl::StatusOr<int> Finish(int code);

  const CheckSettings& settings_;
  Host& host_;
  WaiverFiles waivers_;
  ReportOutputs outputs_;
  Baseline baseline_;
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
  CheckOptions options = settings_.options;
  options.waivers = waivers_.index();
  options.file = file;
  const absl::StatusOr<Report> report =
      Check(*read, *settings_.target.catalog, settings_.target.target, options);
  if (!report.ok()) return report.status();
  waivers_.AddRun(file, *report);
  baseline_.Add(file, *report);
  outputs_.Add({file, *report, &read->graph});
  return ExitCodeOf(*report, settings_);
}

absl::StatusOr<int> CheckRun::Finish(int code) {
  waivers_.ForEachStale(settings_.options.policy, [&](const std::string& file,
                                                      Report report) {
    report.target = settings_.target.target;
    report.catalog_id = std::string(settings_.target.catalog->id());
    report.catalog_version = std::string(settings_.target.catalog->version());
    outputs_.Add({file, report, nullptr});
    code = std::max(code, ExitCodeOf(report, settings_));
  });
  absl::Status status = outputs_.Finish();
  if (!settings_.baseline.empty()) {
    status.Update(
        host_.Write(settings_.baseline, baseline_.Write(waivers_.Used())));
  }
  if (!status.ok()) return status;
  return code;
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
  return Finish(worst);
}

}  // namespace

absl::StatusOr<int> CheckCommand(const CommandLine& given, Host& host) {
  CommandLine line = given;
  const absl::Status status = AddSettings(host, line);
  if (!status.ok()) return status;
  const absl::StatusOr<CheckSettings> settings = ReadCheckSettings(line, host);
  if (!settings.ok()) return settings.status();
  if (line.Has(Flag::kShowSettings)) {
    const absl::Status shown = host.Out(ShowSettings(line));
    if (!shown.ok()) return shown;
    return kClean;
  }
  absl::StatusOr<WaiverFiles> waivers =
      WaiverFiles::Read(settings->waivers, host);
  if (!waivers.ok()) return waivers.status();
  return CheckRun(*settings, *std::move(waivers), host).Run();
}

}  // namespace opfit
