// Findings about rows that take a node on another target, or that the sources
// leave open.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/op_entry.h"
#include "core/check/edits.h"
#include "core/check/findings.h"
#include "core/finding/finding.h"
#include "core/rules/context.h"
#include "core/rules/ports.h"
#include "core/rules/rows.h"

namespace opfit {
namespace {

std::string ArchName(int arch) { return absl::StrCat("v", arch); }

Code CodeOfGate(const GateFailure& gate) {
  if (gate.gate.arch == 0 && !gate.needs_float) return Code::kNeedsNewerSdk;
  switch (gate.gate.feature) {
    case Gate::Feature::kLpbq:
      return Code::kBlockQuantizationNeedsNewerArch;
    case Gate::Feature::kA16W16:
      return Code::kActivation16Weight16NeedsNewerArch;
    case Gate::Feature::kNone:
      return Code::kNeedsNewerArch;
  }
  return Code::kNeedsNewerArch;
}

std::string NeedOf(const GateFailure& gate) {
  if (gate.needs_float) return "a chip that runs float tensors";
  if (!gate.gate.only.empty()) {
    return absl::StrJoin(gate.gate.only, " or ",
                         [](std::string* out, int arch) {
                           absl::StrAppend(out, ArchName(arch));
                         });
  }
  if (gate.gate.arch == 0) return ToString(gate.gate.since);
  const std::string arch = ArchName(gate.gate.arch);
  return gate.gate.feature == Gate::Feature::kNone
             ? absl::StrCat(arch, " or newer")
             : arch;
}

}  // namespace

std::string FindingWriter::WhoPasses(const GateFailure& gate) const {
  constexpr size_t kShown = 5;
  const Catalog& catalog = view_.context.catalog();
  if (gate.needs_float || gate.gate.arch != 0) {
    std::vector<absl::string_view> socs;
    if (gate.needs_float) {
      for (const auto& [arch, soc] : catalog.default_soc_by_arch()) {
        for (const Soc& known : catalog.socs()) {
          const bool runs = known.name == soc && arch >= gate.gate.arch &&
                            known.runs_float == Ability::kYes;
          if (runs) socs.push_back(known.name);
        }
      }
    } else {
      socs = catalog.SocsFromArch(gate.gate.arch);
    }
    if (socs.empty()) return absl::StrCat("no known chip is ", NeedOf(gate));
    const size_t shown = std::min(kShown, socs.size());
    std::string text =
        absl::StrCat(absl::StrJoin(socs.begin(), socs.begin() + shown, ", "),
                     socs.size() > shown
                         ? absl::StrCat(" and ", socs.size() - shown, " more")
                         : "");
    return absl::StrCat("accepted as it is on ", text);
  }
  return absl::StrCat("accepted as it is from SDK ", ToString(gate.gate.since),
                      " on");
}

void FindingWriter::AddGate(const Verdict& verdict, const GateFailure& gate) {
  const RowResult& result = verdict.best;
  Spot spot;
  if (gate.condition != nullptr) {
    spot = {gate.condition->port.is_output, gate.condition->port.index};
  } else if (gate.gate.feature != Gate::Feature::kNone) {
    for (size_t i = 0; i < result.entry->in.size(); ++i) {
      if (result.entry->in[i].role != "weight") continue;
      spot.position = static_cast<int>(i);
      break;
    }
  }
  Finding& finding = Add(CodeOfGate(gate), spot, {NeedOf(gate)});
  const Catalog& catalog = view_.context.catalog();
  const Target& target = view_.context.target();
  finding.backend_op = result.entry->name;
  finding.found = NodeSignature(view_);
  finding.accepted = {absl::StrCat(RowSignature(*result.entry, *result.row),
                                   " on ", NeedOf(gate))};
  finding.hints.push_back(WhoPasses(gate));
  if (gate.gate.arch != 0 || gate.needs_float) {
    finding.hints.push_back(absl::StrCat(
        target.soc.empty() ? "the target" : target.soc, " is ",
        target.arch.empty() ? absl::StrCat("of an unknown ", target.arch_word)
                            : target.arch));
  }
  if (verdict.alternative.has_value()) {
    finding.nearest = NearestOf(view_, *verdict.alternative);
  } else {
    finding.nearest = WithoutGatedEncoding(view_, result, gate);
  }
  finding.sources =
      catalog.SourceTexts(gate.condition != nullptr ? gate.condition->sources
                                                    : result.row->sources);
}

// What no source says of an encoding is beside the point where more is wrong.
void FindingWriter::AddGates(const Verdict& verdict) {
  for (const GateFailure& gate : verdict.best.gates) {
    if (!gate.unsaid_encoding.has_value()) AddGate(verdict, gate);
  }
}

void FindingWriter::AddUndecided(const Verdict& verdict) {
  const RowResult& result = verdict.best;
  const Row& row = *result.row;
  const Catalog& catalog = view_.context.catalog();
  std::string why;
  SourceIds sources = row.sources;
  const auto add_sources = [&sources](const SourceIds& more) {
    for (const uint16_t id : more) {
      const bool known =
          std::find(sources.begin(), sources.end(), id) != sources.end();
      if (!known) sources.push_back(id);
    }
  };
  if (verdict.rejection != nullptr) {
    why = absl::StrCat("one source lists it, another saw it fail (",
                       verdict.rejection->text, ")");
    add_sources(verdict.rejection->sources);
  } else if (!row.dispute.empty()) {
    why = absl::StrCat("the sources disagree: ", row.dispute);
    add_sources(row.dispute_sources);
  } else if (row.sets) {
    why = "its source lists the types of each port, not which go together";
  } else if (const auto& port = result.gates.front().unsaid_encoding;
             port.has_value()) {
    why = absl::StrCat("its source names no encodings at ",
                       PortName(port->is_output, port->index));
  } else if (result.gates.front().needs_float) {
    why = absl::StrCat("the sources do not agree whether ",
                       ToString(view_.context.target()), " runs float tensors");
  } else if (const Condition* gate = result.gates.front().condition;
             gate != nullptr && gate->severity != Severity::kError) {
    why = absl::StrCat("the sources disagree: ", gate->text);
    add_sources(gate->sources);
  } else {
    why = absl::StrCat("it needs ", NeedOf(result.gates.front()),
                       ", and no source says which ",
                       view_.context.target().arch_word, " ",
                       ToString(view_.context.target()), " has");
  }
  Finding& finding = Add(Code::kDataTypesUnknown, Spot(),
                         {result.entry->name, std::move(why)});
  finding.backend_op = result.entry->name;
  finding.found = NodeSignature(view_);
  finding.accepted = {RowSignature(*result.entry, row)};
  finding.sources = catalog.SourceTexts(sources);
}

}  // namespace opfit
