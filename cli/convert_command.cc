#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/read_flags.h"
#include "core/finding/finding.h"
#include "core/formats/locate.h"
#include "core/formats/read.h"
#include "core/render/annotated_graph.h"
#include "core/render/concise.h"

namespace opfit {
namespace {

// What reading found, on the standard error. True if any of it is an error.
bool ShowFindings(const ReadResult& read, absl::string_view file, Host& host) {
  std::vector<Finding> findings = read.findings;
  SortFindings(findings);
  LocateFindings(read.graph, findings);
  host.Err(ConciseFindings(findings, file));
  return absl::c_any_of(findings, [](const Finding& finding) {
    return finding.severity == Severity::kError;
  });
}

}  // namespace

absl::StatusOr<int> ConvertCommand(const CommandLine& line, Host& host) {
  const absl::StatusOr<Limits> limits = ReadLimits(line);
  if (!limits.ok()) return limits.status();
  const std::string& file = line.operands().front();
  absl::StatusOr<std::string> bytes = host.Read(file, limits->bytes);
  if (!bytes.ok()) return bytes.status();
  const ReadResult read = ReadGraph(*std::move(bytes), *limits);
  if (ShowFindings(read, file, host)) return kFindings;
  const std::string document = RenderAnnotatedGraph(read.graph);
  const std::string output(line.Value(Flag::kOutput, ""));
  const absl::Status status =
      output.empty() ? host.Out(document) : host.Write(output, document);
  if (!status.ok()) return status;
  return kClean;
}

}  // namespace opfit
