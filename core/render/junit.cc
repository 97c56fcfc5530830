#include "core/render/junit.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/render/finding_cursor.h"
#include "core/render/printable.h"
#include "core/render/summary.h"
#include "core/render/text.h"
#include "core/render/xml.h"

namespace opfit {
namespace {

// ` name="…"`: user text on one line.
std::string Attribute(absl::string_view name, absl::string_view value) {
  return absl::StrCat(" ", name, "=\"", EscapeXml(Printable(value)), "\"");
}

// The cases of one file, counted while they are written.
class Suite {
 public:
  Suite(const CheckedFile& checked, const ReportStyle& style)
      : checked_(checked), style_(style) {}

  std::string Write();

 private:
  bool FailsRun(const Finding& finding) const;
  bool FailsRun(Outcome outcome) const;
  void CaveatCase();
  void NodeCase(const NodeOutcome& node, absl::Span<const Finding> findings);
  // Of findings at nodes that are no operators, or at none.
  void OtherCases(absl::Span<const Finding> findings);
  void Begin(absl::string_view name);
  void End() { cases_ += "  </testcase>\n"; }
  void Failure(absl::string_view type, absl::string_view message,
               absl::string_view text);
  void Skipped(absl::string_view message);
  // The failure of those that fail, and the others as output. Whether one did.
  bool Findings(absl::Span<const Finding> findings);
  std::string AsText(const Finding& finding) const;

  const CheckedFile& checked_;
  const ReportStyle& style_;
  std::string cases_;
  size_t tests_ = 0;
  size_t failures_ = 0;
  size_t errors_ = 0;
  size_t skipped_ = 0;
};

bool Suite::FailsRun(const Finding& finding) const {
  if (finding.waived.has_value()) return false;
  return (finding.severity == Severity::kError && style_.fail_on.errors) ||
         (finding.severity == Severity::kWarning && style_.fail_on.warnings);
}

bool Suite::FailsRun(Outcome outcome) const {
  return (outcome == Outcome::kUnknown && style_.fail_on.unknown) ||
         (outcome == Outcome::kUnchecked && style_.fail_on.unchecked);
}

std::string Suite::AsText(const Finding& finding) const {
  TextOptions options;
  options.file = std::string(checked_.file);
  options.verbose = true;
  return RenderFinding(finding, options);
}

void Suite::Begin(absl::string_view name) {
  ++tests_;
  absl::StrAppend(&cases_, "  <testcase", Attribute("classname", checked_.file),
                  Attribute("name", name), ">\n");
}

void Suite::Failure(absl::string_view type, absl::string_view message,
                    absl::string_view text) {
  ++failures_;
  absl::StrAppend(&cases_, "   <failure", Attribute("type", type),
                  Attribute("message", message), ">", EscapeXml(text),
                  "</failure>\n");
}

void Suite::Skipped(absl::string_view message) {
  ++skipped_;
  absl::StrAppend(&cases_, "   <skipped", Attribute("message", message),
                  "/>\n");
}

bool Suite::Findings(absl::Span<const Finding> findings) {
  const Finding* first = nullptr;
  std::string failing;
  std::string others;
  for (const Finding& finding : findings) {
    const bool fails = FailsRun(finding);
    if (fails && first == nullptr) first = &finding;
    std::string& text = fails ? failing : others;
    absl::StrAppend(&text, text.empty() ? "" : "\n", AsText(finding));
  }
  if (first != nullptr) {
    Failure(InfoOf(first->code).id, Message(*first), failing);
  }
  if (!others.empty()) {
    absl::StrAppend(&cases_, "   <system-out>", EscapeXml(others),
                    "</system-out>\n");
  }
  return first != nullptr;
}

void Suite::NodeCase(const NodeOutcome& node,
                     absl::Span<const Finding> findings) {
  Begin(checked_.graph->node(node.node).name);
  const bool judged = node.outcome == Outcome::kSupported ||
                      node.outcome == Outcome::kUnsupported;
  const bool all_waived =
      !findings.empty() &&
      std::all_of(findings.begin(), findings.end(),
                  [](const Finding& f) { return f.waived.has_value(); });
  const std::string why =
      absl::StrCat(OutcomeName(node.outcome), findings.empty() ? "" : ": ",
                   findings.empty() ? "" : Message(findings.front()));
  // The schema wants the one or the other before the output.
  const bool fails =
      std::any_of(findings.begin(), findings.end(),
                  [this](const Finding& f) { return FailsRun(f); });
  if (!judged && !fails) {
    if (FailsRun(node.outcome) && !all_waived) {
      Failure(OutcomeName(node.outcome), why, why);
    } else {
      Skipped(why);
    }
  }
  Findings(findings);
  End();
}

void Suite::OtherCases(absl::Span<const Finding> findings) {
  while (!findings.empty()) {
    const Finding& first = findings.front();
    const auto belongs = [&first](const Finding& other) {
      return other.node == first.node &&
             (!first.node.empty() || other.code == first.code);
    };
    size_t count = 0;
    while (count < findings.size() && belongs(findings[count])) ++count;
    const CodeInfo& info = InfoOf(first.code);
    Begin(first.node.empty() ? absl::StrCat(info.id, " ", info.name)
                             : first.node);
    Findings(findings.subspan(0, count));
    End();
    findings.remove_prefix(count);
  }
}

// A run that checked nothing must not look like one that passed.
void Suite::CaveatCase() {
  const std::string caveat = Caveat(checked_.report, checked_.graph);
  if (caveat.empty()) return;
  Begin("opfit");
  if (checked_.report.status == RunStatus::kBypassed) {
    ++errors_;
    absl::StrAppend(&cases_, "   <error", Attribute("message", caveat), "/>\n");
  } else {
    Skipped(caveat);
  }
  End();
}

std::string Suite::Write() {
  CaveatCase();
  FindingCursor cursor(checked_.report.findings);
  for (const NodeOutcome& node : checked_.report.nodes) {
    if (checked_.graph == nullptr) break;
    OtherCases(cursor.Before(node.node));
    NodeCase(node, cursor.At(node.node));
  }
  OtherCases(cursor.Rest());
  return absl::StrCat(
      " <testsuite", Attribute("name", checked_.file), " tests=\"", tests_,
      "\" failures=\"", failures_, "\" errors=\"", errors_, "\" skipped=\"",
      skipped_, "\">\n  <properties>\n   <property name=\"target\"",
      Attribute("value", TargetLine(checked_.report, style_.edition)),
      "/>\n   <property name=\"summary\"",
      Attribute("value", SummaryLine(checked_.report)), "/>\n  </properties>\n",
      cases_, " </testsuite>\n");
}

}  // namespace

JunitWriter::JunitWriter(const ReportStyle& style) : style_(style) {
  out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
}

void JunitWriter::Add(const CheckedFile& checked) {
  out_ += Suite(checked, style_).Write();
}

void JunitWriter::Finish() { out_ += "</testsuites>\n"; }

}  // namespace opfit
