#include "core/check/findings.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/catalog.h"
#include "core/catalog/op_entry.h"
#include "core/check/edits.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/demands.h"
#include "core/rules/ports.h"
#include "core/rules/rows.h"

namespace opfit {
namespace {

// What the rows take, those that ask for the fewest changes first.
std::vector<std::string> SignaturesByDistance(
    const NodeView& view, absl::Span<const Candidate> candidates) {
  std::vector<std::pair<size_t, std::string>> rows;
  for (const Candidate& candidate : candidates) {
    for (const PlannedRow& row : candidate.rows) {
      const RowResult result =
          Evaluate(view, candidate, row, /*types_match=*/false);
      rows.emplace_back(result.violations.size(),
                        RowSignature(*candidate.entry, *row.row));
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.first < b.first;
  });
  std::vector<std::string> signatures;
  for (auto& [distance, signature] : rows) {
    const bool listed = std::find(signatures.begin(), signatures.end(),
                                  signature) != signatures.end();
    if (!listed) signatures.push_back(std::move(signature));
  }
  return signatures;
}

}  // namespace

FindingWriter::FindingWriter(const NodeView& view, const OpEntry* entry,
                             std::vector<Finding>& findings)
    : view_(view), entry_(entry), findings_(findings) {}

Finding& FindingWriter::Add(Code code, Spot spot,
                            std::vector<std::string> args) {
  Finding& finding = findings_.emplace_back(MakeFinding(code, std::move(args)));
  const Graph& graph = view_.context.graph();
  finding.node = std::string(view_.node.name);
  finding.op = std::string(graph.op_name(view_.node));
  if (entry_ != nullptr) finding.backend_op = entry_->name;
  finding.node_index =
      static_cast<uint32_t>(&view_.node - graph.nodes().data());
  finding.place = PlaceOf(spot);
  if (spot.position >= 0) {
    finding.port = PortName(spot.is_output, static_cast<size_t>(spot.position));
    finding.role = RoleOf(spot);
  }
  return finding;
}

std::string FindingWriter::RoleOf(Spot spot) const {
  if (entry_ == nullptr || spot.position < 0) return "";
  const PortDef* def =
      entry_->PortAt(spot.is_output, static_cast<size_t>(spot.position));
  return def == nullptr ? "" : def->role;
}

// Where the spec of the port stands: with the consumer, or with the producer.
Place FindingWriter::PlaceOf(Spot spot) const {
  const Graph& graph = view_.context.graph();
  const PortList& ports = spot.is_output ? view_.ports.out : view_.ports.in;
  if (spot.position < 0 || static_cast<size_t>(spot.position) >= ports.size()) {
    return graph.PlaceOf(view_.node);
  }
  const Port& port = ports[static_cast<size_t>(spot.position)];
  if (spot.is_output) {
    return graph.PlaceOfOutputSpec(view_.context.Speaker(port.value));
  }
  if (port.input_spec >= 0) {
    return graph.PlaceOfInputSpec(view_.node,
                                  static_cast<size_t>(port.input_spec));
  }
  if (graph.is_solved() && port.value != kNoId) {
    return graph.PlaceOfOutputSpec(port.value);
  }
  if (port.arg >= 0) {
    return graph.PlaceOfArg(view_.node, static_cast<size_t>(port.arg));
  }
  return graph.PlaceOf(view_.node);
}

void FindingWriter::AddValueProblem(Spot spot, const ValueProblem& problem) {
  std::string arg = problem.arg;
  if (arg.empty() && entry_ != nullptr) arg = entry_->name;
  Finding& finding = Add(problem.code, spot, {std::move(arg)});
  finding.found = problem.found;
  finding.accepted = {problem.wanted};
}

void FindingWriter::AddViolation(const RowResult& result,
                                 const Violation& violation,
                                 Severity severity) {
  const Edit edit = EditOf(view_, result, violation);
  Code code = Code::kDataTypesUnsupported;
  std::vector<std::string> args = {result.entry->name};
  Spot spot{violation.is_output, violation.position};
  switch (violation.kind) {
    case Violation::Kind::kDType:
    case Violation::Kind::kExtra:
      break;
    case Violation::Kind::kMissing:
      code = Code::kPortMissing;
      break;
    case Violation::Kind::kEncoding:
      code = Code::kEncodingUnsupported;
      break;
    case Violation::Kind::kDemand:
      code = TensorDemands()[violation.demand].code;
      break;
    case Violation::Kind::kParam:
      code = Code::kParameterUnsupported;
      args.push_back(violation.condition->param);
      spot = Spot();
      break;
  }
  Finding& finding = Add(code, spot, std::move(args));
  finding.severity = severity;
  finding.backend_op = result.entry->name;
  finding.found = edit.from;
  finding.accepted = {edit.to};
  const Catalog& catalog = view_.context.catalog();
  const bool own = violation.condition != nullptr;
  finding.sources = catalog.SourceTexts(own ? violation.condition->sources
                                            : result.row->sources);
  if (own && !violation.condition->text.empty()) {
    finding.hints.push_back(violation.condition->text);
  }
}

void FindingWriter::AddViolations(const RowResult& result, bool reopened) {
  for (const Violation& violation : result.violations) {
    const size_t before = findings_.size();
    const bool unlisted = violation.kind == Violation::Kind::kEncoding;
    AddViolation(result, violation, Severity::kError);
    Finding& finding = findings_[before];
    finding.nearest = NearestOf(view_, result);
    if (!unlisted || !reopened) continue;
    // An open entry that does not list an encoding has not refused it.
    finding.code = Code::kDataTypesUnknown;
    finding.severity = InfoOf(finding.code).severity;
    finding.args = {
        result.entry->name,
        absl::StrCat("no row lists ", finding.found, " at ", finding.port)};
    AddEdition(finding, *result.entry);
  }
}

void FindingWriter::AddEdition(Finding& finding, const OpEntry& entry) {
  if (!entry.closed.has_value()) {
    finding.hints.push_back(absl::StrCat("no source presents the rows of ",
                                         entry.name, " as the whole set"));
    return;
  }
  const Target& target = view_.context.target();
  std::string text =
      absl::StrCat("the rows of ", entry.name, " are the whole set");
  if (!entry.closed->none()) {
    absl::StrAppend(&text, " as of SDK ", ToString(*entry.closed));
  }
  if (!entry.IsClosedFor(target.sdk)) {
    absl::StrAppend(&text, "; SDK ", ToString(*entry.opened),
                    " changed them: ", entry.opened_why);
  }
  finding.hints.push_back(std::move(text));
}

void FindingWriter::AddTypes(const Verdict& verdict,
                             absl::Span<const Candidate> candidates,
                             bool reopened) {
  const RowResult& best = verdict.best;
  // A missing or surplus tensor is its own cause.
  std::vector<const Violation*> types;
  for (const Violation& violation : best.violations) {
    if (violation.kind == Violation::Kind::kMissing) {
      AddViolation(best, violation, Severity::kError);
    } else if (violation.kind == Violation::Kind::kDType ||
               violation.kind == Violation::Kind::kExtra) {
      types.push_back(&violation);
    }
  }
  if (types.empty()) return;
  Spot spot;
  if (types.size() == 1) {
    spot = {types[0]->is_output, types[0]->position};
  }
  const OpEntry& entry = *best.entry;
  std::vector<std::string> args = {entry.name};
  if (reopened) args.push_back("no row takes these data types together");
  Finding& finding =
      Add(reopened ? Code::kDataTypesUnknown : Code::kDataTypesUnsupported,
          spot, std::move(args));
  finding.backend_op = entry.name;
  finding.found = NodeSignature(view_);
  finding.accepted = SignaturesByDistance(view_, candidates);
  finding.nearest = NearestOf(view_, best);
  finding.sources = view_.context.catalog().SourceTexts(best.row->sources);
  AddEdition(finding, entry);
  if (verdict.rejection != nullptr) {
    finding.hints.push_back(verdict.rejection->text);
    for (std::string& source :
         view_.context.catalog().SourceTexts(verdict.rejection->sources)) {
      finding.sources.push_back(std::move(source));
    }
  }
}

void FindingWriter::AddFailure(const Verdict& verdict,
                               absl::Span<const Candidate> candidates,
                               bool reopened) {
  switch (verdict.kind) {
    case Verdict::Kind::kFits:
    case Verdict::Kind::kNoRows:
      return;
    case Verdict::Kind::kUndecided:
      return AddUndecided(verdict);
    case Verdict::Kind::kGated:
      return AddGates(verdict);
    case Verdict::Kind::kViolated:
      AddGates(verdict);
      return AddViolations(verdict.best, reopened);
    case Verdict::Kind::kTypes:
      return AddTypes(verdict, candidates, reopened);
  }
}

void FindingWriter::AddWarnings(const RowResult& result) {
  for (const Violation& violation : result.warnings) {
    AddViolation(result, violation, violation.condition->severity);
  }
}

void FindingWriter::AddCaveat(const KnownFailure& caveat) {
  Finding& finding = Add(Code::kKnownToFailLater, Spot(), {caveat.text});
  finding.severity = caveat.severity;
  finding.found = NodeSignature(view_);
  finding.sources = view_.context.catalog().SourceTexts(caveat.sources);
}

}  // namespace opfit
