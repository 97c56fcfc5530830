#include "cli/check_settings.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "core/catalog/find_target.h"

namespace opfit {
namespace {

// 10 for K, 20 for M, 30 for G; 0 for anything else.
int ShiftOf(char unit) {
  const size_t place = absl::string_view("kmg").find(absl::ascii_tolower(unit));
  return place == absl::string_view::npos ? 0
                                          : 10 * (static_cast<int>(place) + 1);
}

absl::Status ReadLimit(const CommandLine& line, Flag flag, size_t& limit) {
  if (!line.Has(flag)) return absl::OkStatus();
  const absl::StatusOr<size_t> size = ParseSize(line.Value(flag, ""));
  if (!size.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("`--", InfoOf(flag).name, "` is a positive number, not `",
                     line.Value(flag, ""), "`"));
  }
  limit = *size;
  return absl::OkStatus();
}

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

}  // namespace

absl::StatusOr<size_t> ParseSize(absl::string_view text) {
  int shift = 0;
  if (!text.empty()) shift = ShiftOf(text.back());
  if (shift != 0) text.remove_suffix(1);
  uint64_t number = 0;
  const bool ok = !text.empty() && absl::ascii_isdigit(text[0]) &&
                  absl::SimpleAtoi(text, &number) && number > 0 &&
                  number <= (std::numeric_limits<size_t>::max() >> shift);
  if (!ok) return absl::InvalidArgumentError("not a positive number");
  return static_cast<size_t>(number) << shift;
}

absl::StatusOr<CheckSettings> ReadCheckSettings(const CommandLine& line,
                                                const Host& host) {
  absl::StatusOr<Targeted> target = ChooseTarget(line);
  if (!target.ok()) return target.status();
  CheckSettings settings;
  settings.files = line.operands();
  settings.target = *std::move(target);
  for (const auto& [flag, limit] :
       {std::pair(Flag::kMaxBytes, &settings.limits.bytes),
        std::pair(Flag::kMaxDepth, &settings.limits.depth),
        std::pair(Flag::kMaxNodes, &settings.limits.nodes)}) {
    const absl::Status status = ReadLimit(line, flag, *limit);
    if (!status.ok()) return status;
  }
  settings.options.strict = !line.Has(Flag::kNoStrict);
  settings.options.discard_nodes = line.Values(Flag::kDiscardNode);
  settings.options.discard_ops = line.Values(Flag::kDiscardOp);
  settings.fail_on = ReadFailOn(line);
  absl::StatusOr<std::vector<Output>> outputs = ReadOutputs(line);
  if (!outputs.ok()) return outputs.status();
  settings.outputs = *std::move(outputs);
  settings.style = ReadStyle(line, host, settings);
  return settings;
}

int ExitCodeOf(const Report& report, const CheckSettings& settings) {
  if (report.status == RunStatus::kBypassed) return kCouldNotRun;
  return Fails(report, settings.fail_on) ? kFindings : kClean;
}

}  // namespace opfit
