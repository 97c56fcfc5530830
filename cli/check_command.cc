#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/check_settings.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/progress.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/formats/read.h"
#include "core/render/concise.h"
#include "core/render/json.h"
#include "core/render/printable.h"
#include "core/render/text.h"

namespace opfit {
namespace {

// Checks file after file and gathers what is printed.
class CheckRun {
 public:
  CheckRun(const CheckSettings& settings, Host& host)
      : settings_(settings), host_(host) {}

  absl::StatusOr<int> Run();

 private:
  // The exit code of one file.
  absl::StatusOr<int> CheckFile(const std::string& file);
  void Add(const std::string& file, const Report& report, const Graph& graph);
  // Prints what there is, but for a report file, which is written at the end.
  absl::Status Flush();

  const CheckSettings& settings_;
  Host& host_;
  std::unique_ptr<JsonReport> json_;
  std::string text_;
};

void CheckRun::Add(const std::string& file, const Report& report,
                   const Graph& graph) {
  switch (settings_.format) {
    case ReportFormat::kJson:
      json_->Add(file, report, &graph);
      return;
    case ReportFormat::kConcise:
      text_ += RenderConcise(report, &graph, file, settings_.quiet);
      return;
    case ReportFormat::kText:
      break;
  }
  TextOptions options;
  options.file = file;
  const SdkVersion edition = settings_.target.catalog->edition();
  if (!edition.none()) options.edition = ToString(edition);
  options.colour = settings_.colour;
  options.quiet = settings_.quiet;
  options.verbose = settings_.verbose;
  options.width = settings_.width;
  absl::StrAppend(&text_, file == settings_.files.front() ? "" : "\n",
                  RenderText(report, &graph, options));
}

absl::StatusOr<int> CheckRun::CheckFile(const std::string& file) {
  const Progress progress(host_, "checking " + Printable(file));
  absl::StatusOr<std::string> bytes = host_.Read(file, settings_.limits.bytes);
  if (!bytes.ok()) return bytes.status();
  const ReadResult read = ReadGraph(*std::move(bytes), settings_.limits);
  const absl::StatusOr<Report> report =
      Check(read, *settings_.target.catalog, settings_.target.target,
            settings_.options);
  if (!report.ok()) return report.status();
  Add(file, *report, read.graph);
  return ExitCodeOf(*report, settings_);
}

absl::Status CheckRun::Flush() {
  if (!settings_.output.empty()) return absl::OkStatus();
  const absl::Status status = host_.Out(text_);
  text_.clear();
  return status;
}

absl::StatusOr<int> CheckRun::Run() {
  if (settings_.format == ReportFormat::kJson) {
    json_ = std::make_unique<JsonReport>();
  }
  int worst = kClean;
  for (const std::string& file : settings_.files) {
    const absl::StatusOr<int> code = CheckFile(file);
    if (!code.ok()) Complain(code.status(), host_);
    worst = std::max(worst, code.ok() ? *code : static_cast<int>(kCouldNotRun));
    const absl::Status status = Flush();
    if (!status.ok()) return status;
  }
  if (json_ != nullptr) text_ = std::move(*json_).Finish();
  const absl::Status status = settings_.output.empty()
                                  ? host_.Out(text_)
                                  : host_.Write(settings_.output, text_);
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
