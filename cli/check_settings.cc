#include "cli/check_settings.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/read_flags.h"
#include "core/catalog/find_target.h"
#include "core/finding/policy.h"
#include "core/finding/waiver.h"

namespace opfit {
namespace {

FailOn ReadFailOn(const CommandLine& line) {
  const std::vector<std::string>& values = line.Values(Flag::kFailOn);
  const auto has = [&values](absl::string_view what) {
    return std::find(values.begin(), values.end(), what) != values.end();
  };
  FailOn fail_on;
  fail_on.warnings = has("warnings");
  fail_on.unknown = has("unknown");
  fail_on.unchecked = has("unchecked");
  return fail_on;
}

ReportStyle ReadStyle(const CommandLine& line, const Host& host,
                      const CheckSettings& settings) {
  ReportStyle style;
  const SdkVersion edition = settings.target.catalog->edition();
  if (!edition.none()) style.edition = ToString(edition);
  style.colour = UseColour(line, host);
  style.quiet = line.Has(Flag::kQuiet);
  style.verbose = line.Has(Flag::kVerbose);
  if (host.out_is_terminal) style.width = host.width;
  style.fail_on = settings.fail_on;
  return style;
}

// Policy, waivers and the day by which they expire.
absl::Status ReadAdoption(const CommandLine& line, const Host& host,
                          CheckSettings& settings) {
  using Add = absl::Status (*)(absl::string_view, FindingPolicy&);
  for (const auto& [flag, add] :
       {std::pair<Flag, Add>(Flag::kSeverity, AddSeverity),
        std::pair<Flag, Add>(Flag::kIgnore, AddIgnored),
        std::pair<Flag, Add>(Flag::kSelect, AddSelected)}) {
    for (const std::string& value : line.Values(flag)) {
      const absl::Status status = add(value, settings.options.policy);
      if (!status.ok()) return line.Blame(flag, status);
    }
  }
  settings.waivers = line.Values(Flag::kWaivers);
  settings.baseline = std::string(line.Value(Flag::kWriteBaseline, ""));
  settings.options.today = host.Today();
  if (!line.Has(Flag::kToday)) return absl::OkStatus();
  const absl::string_view day = line.Value(Flag::kToday, "");
  settings.options.today = ParseDate(day);
  if (settings.options.today.has_value()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("`--today` is a day such as 2026-12-31, not `", day, "`"));
}

}  // namespace

absl::StatusOr<CheckSettings> ReadCheckSettings(const CommandLine& line,
                                                Host& host) {
  absl::StatusOr<Targeted> target = ChooseTarget(line, host);
  if (!target.ok()) return line.Blame(Flag::kTarget, target.status());
  CheckSettings settings;
  settings.files = line.operands();
  if (line.Has(Flag::kEncodings)) {
    settings.encodings = line.Values(Flag::kEncodings).front();
    if (settings.files.size() > 1) {
      return absl::InvalidArgumentError(
          "`--encodings` belongs to one model; more than one FILE is given");
    }
  }
  settings.target = *std::move(target);
  absl::StatusOr<Limits> limits = ReadLimits(line);
  if (!limits.ok()) return limits.status();
  settings.limits = *limits;
  settings.options.strict = !line.Has(Flag::kNoStrict);
  const absl::Status adopted = ReadAdoption(line, host, settings);
  if (!adopted.ok()) return adopted;
  settings.options.discard_nodes = line.Values(Flag::kDiscardNode);
  settings.options.discard_ops = line.Values(Flag::kDiscardOp);
  settings.fail_on = ReadFailOn(line);
  absl::StatusOr<std::vector<Output>> outputs = ReadOutputs(line);
  if (!outputs.ok()) return line.Blame(Flag::kOutput, outputs.status());
  settings.outputs = *std::move(outputs);
  settings.style = ReadStyle(line, host, settings);
  return settings;
}

int ExitCodeOf(const Report& report, const CheckSettings& settings) {
  if (report.status == RunStatus::kBypassed) return kCouldNotRun;
  if (!settings.baseline.empty()) {
    const bool broken =
        absl::c_any_of(report.findings, [](const Finding& finding) {
          return finding.severity == Severity::kError &&
                 !CanBeWaived(finding.code);
        });
    return broken ? kFindings : kClean;
  }
  return Fails(report, settings.fail_on) ? kFindings : kClean;
}

}  // namespace opfit
