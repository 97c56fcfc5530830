#include "core/testing/checked.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/catalog/catalog.h"
#include "core/catalog/find_target.h"
#include "core/catalog/target.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/finding/finding.h"
#include "core/formats/read.h"
#include "core/testing/graph_lines.h"
#include "gtest/gtest.h"

namespace opfit {

std::vector<std::string> Checked::Findings() const {
  std::vector<std::string> findings;
  for (const Finding& finding : report.findings) {
    std::string text = absl::StrCat(InfoOf(finding.code).id, " ", finding.node,
                                    " ", finding.port);
    findings.emplace_back(absl::StripTrailingAsciiWhitespace(text));
  }
  return findings;
}

std::vector<std::string> Checked::Outcomes() const {
  std::vector<std::string> outcomes;
  for (const NodeOutcome& node : report.nodes) {
    outcomes.push_back(absl::StrCat(graph().node(node.node).name, " ",
                                    OutcomeName(node.outcome)));
  }
  return outcomes;
}

absl::string_view Checked::OutcomeOf(absl::string_view node) const {
  for (const NodeOutcome& outcome : report.nodes) {
    if (graph().node(outcome.node).name == node) {
      return OutcomeName(outcome.outcome);
    }
  }
  return "";
}

const Catalog& HtpCatalog() { return **FindCatalog("htp"); }

Target HtpTarget(absl::string_view target) {
  absl::StatusOr<Target> resolved = HtpCatalog().Resolve(*ParseTarget(target));
  EXPECT_TRUE(resolved.ok()) << resolved.status();
  return resolved.ok() ? *std::move(resolved) : Target();
}

Checked CheckLines(absl::string_view lines, absl::string_view target,
                   const CheckOptions& options) {
  return CheckText(GraphJson(lines), target, options);
}

Checked CheckText(std::string text, absl::string_view target,
                  const CheckOptions& options) {
  const absl::StatusOr<Targeted> found = FindTarget(target);
  EXPECT_TRUE(found.ok()) << found.status();
  if (!found.ok()) return Checked();
  return CheckWith(*found->catalog, std::move(text), found->target, options);
}

Checked CheckWith(const Catalog& catalog, std::string text,
                  const Target& target, const CheckOptions& options) {
  Checked checked;
  checked.read =
      std::make_unique<ReadResult>(ReadGraph(std::move(text), Limits()));
  absl::StatusOr<Report> report =
      Check(*checked.read, catalog, target, options);
  EXPECT_TRUE(report.ok()) << report.status();
  if (report.ok()) checked.report = *std::move(report);
  return checked;
}

std::string EverythingOf(const Finding& finding) {
  std::string text =
      absl::StrCat(InfoOf(finding.code).id, " ", SeverityName(finding.severity),
                   " ", finding.node, " (", finding.op, ") ", finding.port, " ",
                   finding.role, " at ", finding.place.pointer, " ",
                   finding.place.line, ":", finding.place.column, "\n",
                   Message(finding), "\nfound ", finding.found, "\n");
  for (const std::string& accepted : finding.accepted) {
    absl::StrAppend(&text, "accepted ", accepted, "\n");
  }
  if (finding.nearest.has_value()) {
    absl::StrAppend(&text, "nearest ", finding.nearest->row, "\n");
    for (const Edit& edit : finding.nearest->edits) {
      absl::StrAppend(&text, "edit ", edit.port, " ", edit.what, ": ",
                      edit.from, " -> ", edit.to, "\n");
    }
  }
  for (const std::string& hint : finding.hints) {
    absl::StrAppend(&text, "hint ", hint, "\n");
  }
  for (const std::string& source : finding.sources) {
    absl::StrAppend(&text, "source ", source, "\n");
  }
  return text;
}

}  // namespace opfit
