#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/check_settings.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/outputs.h"
#include "cli/progress.h"
#include "core/annotate/recipe.h"
#include "core/annotate/run.h"
#include "core/catalog/find_target.h"
#include "core/formats/read.h"
#include "core/render/annotated_graph.h"
#include "core/render/annotation.h"
#include "core/render/printable.h"
#include "core/render/report_formats.h"

namespace opfit {
namespace {

struct AnnotateSettings {
  CheckSettings check;
  std::string graph_file = "-";  // "-": the standard output
  std::string recipe_file;       // empty: none
  std::string recipe_text;
  ParsedRecipe recipe;
  bool checks = false;
};

// An output without a format is for the graph; the report has another place.
absl::Status PlaceGraph(const CommandLine& line, AnnotateSettings& settings) {
  std::vector<Output>& outputs = settings.check.outputs;
  const std::vector<std::string>& written = line.Values(Flag::kOutput);
  const auto is_for_graph = [&](const Output& output) {
    return std::find(written.begin(), written.end(), output.file) !=
           written.end();
  };
  const auto place = std::find_if(outputs.begin(), outputs.end(), is_for_graph);
  if (place == outputs.end()) return absl::OkStatus();
  const ReportFormat* format = place->format;
  settings.graph_file = place->file;
  outputs.erase(place);
  if (std::any_of(outputs.begin(), outputs.end(), is_for_graph)) {
    return absl::InvalidArgumentError(
        "the annotated graph goes to one place; a report is written "
        "`FORMAT=FILE`");
  }
  outputs.insert(outputs.begin(), {format, "-"});
  return absl::OkStatus();
}

absl::Status ReadRecipe(const CommandLine& line, Host& host,
                        AnnotateSettings& settings) {
  settings.recipe_file = std::string(line.Value(Flag::kRecipe, ""));
  if (settings.recipe_file.empty()) return absl::OkStatus();
  absl::StatusOr<std::string> text =
      host.Read(settings.recipe_file, settings.check.limits.bytes);
  if (!text.ok()) return text.status();
  settings.recipe_text = *std::move(text);
  settings.recipe = ParseRecipe(settings.recipe_text);
  const std::string& wanted = settings.recipe.recipe.target;
  if (wanted.empty() || line.Has(Flag::kTarget)) return absl::OkStatus();
  absl::StatusOr<Targeted> target = FindTarget(wanted);
  if (!target.ok()) return target.status();
  settings.check.target = *std::move(target);
  return absl::OkStatus();
}

absl::StatusOr<AnnotateSettings> ReadSettings(const CommandLine& line,
                                              Host& host) {
  absl::StatusOr<CheckSettings> check = ReadCheckSettings(line, host);
  if (!check.ok()) return check.status();
  AnnotateSettings settings;
  settings.check = *std::move(check);
  settings.checks = line.Has(Flag::kCheckToo);
  // Without a check nothing is unknown or unchecked.
  settings.check.fail_on.unknown &= settings.checks;
  settings.check.fail_on.unchecked &= settings.checks;
  absl::Status status = PlaceGraph(line, settings);
  if (status.ok()) status = ReadRecipe(line, host, settings);
  if (!status.ok()) return status;
  // Beside the graph the report is on the standard error.
  if (settings.graph_file == "-") settings.check.style.colour = false;
  return settings;
}

RunRequest RequestOf(const CommandLine& line,
                     const AnnotateSettings& settings) {
  RunRequest request;
  request.catalog = settings.check.target.catalog;
  request.target = settings.check.target.target;
  request.annotate.quant = std::string(line.Value(Flag::kQuant, ""));
  request.annotate.qat = line.Has(Flag::kQat);
  request.annotate.replace = line.Has(Flag::kReplace);
  request.annotate.discard_nodes = settings.check.options.discard_nodes;
  request.annotate.discard_ops = settings.check.options.discard_ops;
  request.annotate.recipe = settings.recipe.recipe;
  request.recipe_findings = settings.recipe.findings;
  request.recipe_text = settings.recipe_text;
  request.check = settings.checks;
  request.check_options = settings.check.options;
  return request;
}

absl::StatusOr<AnnotationRun> AnnotateFile(const CommandLine& line,
                                           const AnnotateSettings& settings,
                                           Host& host) {
  const std::string& file = settings.check.files.front();
  const Progress progress(host, "annotating " + Printable(file));
  absl::StatusOr<std::string> bytes =
      host.Read(file, settings.check.limits.bytes);
  if (!bytes.ok()) return bytes.status();
  return RunAnnotation(ReadGraph(*std::move(bytes), settings.check.limits),
                       RequestOf(line, settings));
}

// What a command prints, on the standard error.
class BesideTheGraph : public Host {
 public:
  explicit BesideTheGraph(Host& host) : host_(host) {}

  absl::StatusOr<std::string> Read(const std::string& file,
                                   size_t limit) override {
    return host_.Read(file, limit);
  }
  absl::Status Write(const std::string& file,
                     absl::string_view bytes) override {
    return host_.Write(file, bytes);
  }
  absl::Status Out(absl::string_view bytes) override {
    host_.Err(bytes);
    return absl::OkStatus();
  }
  void Err(absl::string_view bytes) override { host_.Err(bytes); }

 private:
  Host& host_;
};

// Everything but the annotated graph.
absl::Status PrintReports(const AnnotationRun& run,
                          const AnnotateSettings& settings, Host& host) {
  const CheckSettings& check = settings.check;
  const std::string& file = check.files.front();
  const bool is_text = check.outputs.front().format->name == "text";
  const bool says_nothing =
      run.report.status == RunStatus::kAnnotated && run.report.findings.empty();
  const bool has_report = !says_nothing || !run.recipe_report.findings.empty();
  if (is_text && run.is_annotated && !check.style.quiet) {
    const absl::Status status =
        host.Out(RenderAnnotation(run, file, check.style.verbose) +
                 (has_report ? "\n" : ""));
    if (!status.ok()) return status;
  }
  ReportOutputs outputs(check.outputs, check.style, host);
  if (!run.recipe_report.findings.empty()) {
    outputs.Add({settings.recipe_file.empty() ? file : settings.recipe_file,
                 run.recipe_report, nullptr});
  }
  if (!is_text || !says_nothing) {
    outputs.Add({file, run.report, &run.read.graph});
  }
  return outputs.Finish();
}

absl::Status Print(const AnnotationRun& run, const AnnotateSettings& settings,
                   Host& host) {
  const std::string& place = settings.graph_file;
  const bool is_printed = place == "-";
  if (run.is_annotated) {
    const std::string document = RenderAnnotatedGraph(run.read.graph);
    const absl::Status status =
        is_printed ? host.Out(document) : host.Write(place, document);
    if (!status.ok()) return status;
  }
  BesideTheGraph beside(host);
  return PrintReports(run, settings,
                      is_printed ? static_cast<Host&>(beside) : host);
}

}  // namespace

absl::StatusOr<int> AnnotateCommand(const CommandLine& line, Host& host) {
  const absl::StatusOr<AnnotateSettings> settings = ReadSettings(line, host);
  if (!settings.ok()) return settings.status();
  const absl::StatusOr<AnnotationRun> run = AnnotateFile(line, *settings, host);
  if (!run.ok()) return run.status();
  const absl::Status status = Print(*run, *settings, host);
  if (!status.ok()) return status;
  return std::max(ExitCodeOf(run->report, settings->check),
                  ExitCodeOf(run->recipe_report, settings->check));
}

}  // namespace opfit
