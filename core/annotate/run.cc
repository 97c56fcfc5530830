#include "core/annotate/run.h"

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/formats/locate.h"

namespace opfit {
namespace {

Report ReportOf(const RunRequest& request, RunStatus status) {
  Report report;
  report.status = status;
  report.target = request.target;
  report.catalog_id = std::string(request.catalog->id());
  report.catalog_version = std::string(request.catalog->version());
  return report;
}

Report LocatedReport(const RunRequest& request, RunStatus status,
                     std::vector<Finding> findings, absl::string_view text) {
  Report report = ReportOf(request, status);
  report.findings = std::move(findings);
  LocateFindings(text, report.findings);
  Summarize(report);
  return report;
}

std::vector<std::string> DiscardedNodes(const AnnotationRun& run) {
  std::vector<std::string> names;
  for (const NodeAnnotation& node : run.nodes) {
    if (node.state != NodeAnnotation::State::kDiscarded) continue;
    names.emplace_back(run.read.graph.node(node.node).name);
  }
  return names;
}

}  // namespace

absl::StatusOr<AnnotationRun> RunAnnotation(ReadResult read,
                                            RunRequest request) {
  AnnotationRun run{false,    std::move(read), {},      {},
                    Recipe(), Report(),        Report()};
  run.is_annotated = run.read.usable && request.recipe_findings.empty();
  if (run.is_annotated) {
    const absl::StatusOr<const AnnotationRules*> rules =
        FindAnnotationRules(request.target.backend);
    if (!rules.ok()) return rules.status();
    absl::StatusOr<Annotated> annotated = Annotate(
        std::move(run.read.graph), **rules, request.target, request.annotate);
    if (!annotated.ok()) return annotated.status();
    run.read.graph = std::move(annotated->graph);
    run.nodes = std::move(annotated->nodes);
    run.settings = std::move(annotated->settings);
    run.read.findings.insert(
        run.read.findings.end(),
        std::make_move_iterator(annotated->findings.begin()),
        std::make_move_iterator(annotated->findings.end()));
    request.recipe_findings = std::move(annotated->recipe_findings);
  }
  run.recipe_report =
      LocatedReport(request, RunStatus::kAnnotated,
                    std::move(request.recipe_findings), request.recipe_text);
  run.recipe = std::move(request.annotate.recipe);
  if (request.check && run.is_annotated) {
    // What the recipe discards is discarded from the check as well.
    request.check_options.discard_nodes = DiscardedNodes(run);
    request.check_options.discard_ops.clear();
    absl::StatusOr<Report> report = Check(
        run.read, *request.catalog, request.target, request.check_options);
    if (!report.ok()) return report.status();
    run.report = *std::move(report);
    return run;
  }
  std::vector<Finding> findings = run.read.findings;
  SortFindings(findings);
  run.report = LocatedReport(
      request, run.read.usable ? RunStatus::kAnnotated : RunStatus::kInvalid,
      std::move(findings), run.read.graph.source());
  return run;
}

}  // namespace opfit
