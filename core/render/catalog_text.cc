#include "core/render/catalog_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/render/op_words.h"
#include "core/render/page.h"
#include "core/render/table.h"
#include "core/rules/ports.h"
#include "core/rules/rows.h"

namespace opfit {
namespace {

std::string Heading(const Catalog& catalog, const Target& target) {
  std::string out = ToString(target);
  if (!target.soc.empty() && !target.arch.empty()) {
    absl::StrAppend(&out, " (", target.arch, ")");
  }
  absl::StrAppend(&out, ", catalog ", catalog.id(), " ", catalog.version());
  if (!catalog.edition().none()) {
    absl::StrAppend(&out, ", edition ", ToString(catalog.edition()));
  }
  return out;
}

// Whether the target may take the row: yes, or the sources do not say.
bool MayHold(const Row& row, const Target& target) {
  const bool runs = !row.needs_float || target.runs_float != Ability::kNo;
  return runs && Passes(row.gate, target) != Tri::kNo;
}

size_t RowsOn(const Target& target, const OpEntry& entry) {
  return static_cast<size_t>(
      std::count_if(entry.rows.begin(), entry.rows.end(),
                    [&](const Row& row) { return MayHold(row, target); }));
}

// Every gate of the entry, once, in the order of its rows.
std::string GatesOf(const OpEntry& entry) {
  std::vector<std::string> gates;
  const auto add = [&gates](const Gate& gate) {
    const std::string text = GateWords(gate);
    if (text.empty()) return;
    if (std::find(gates.begin(), gates.end(), text) == gates.end()) {
      gates.push_back(text);
    }
  };
  for (const Row& row : entry.rows) add(row.gate);
  for (const Condition& condition : entry.conditions) add(condition.gate);
  return absl::StrJoin(gates, ", ");
}

// "in[1] if encoding BLOCKWISE_EXPANSION: symmetric, signed (why)".
std::string ConditionWords(const Condition& condition) {
  const std::vector<std::string> demands = DemandWords(condition);
  if (demands.empty()) return condition.text;
  const std::string when = WhenWords(condition.when);
  return absl::StrCat(
      condition.param.empty()
          ? PortName(condition.port.is_output, condition.port.index)
          : condition.param,
      when.empty() ? "" : " if ", when, ": ", absl::StrJoin(demands, ", "),
      condition.text.empty() ? "" : absl::StrCat(" (", condition.text, ")"));
}

// The page of one operator. Sources are numbered as they come up.
class OpPage {
 public:
  OpPage(const Catalog& catalog, const OpEntry& entry, const Target& target,
         const CatalogTextOptions& options)
      : catalog_(catalog),
        entry_(entry),
        target_(target),
        page_(options.colour, options.width) {}

  std::string Render();

 private:
  void Title(absl::string_view title);
  void State();
  void Ports();
  void Rows();
  void OneRow(const Row& row);
  // "v73 (the target is v68)"; empty where the target has all it needs.
  std::string Needs(const Row& row) const;
  void Conditions();
  void Failures(absl::string_view title,
                const std::vector<KnownFailure>& failures);
  void Sources();
  // " [1], [3]", numbering what is new; empty without a source.
  std::string Numbers(const SourceIds& ids);

  const Catalog& catalog_;
  const OpEntry& entry_;
  const Target& target_;
  Page page_;
  SourceIds sources_;
};

void OpPage::Title(absl::string_view title) {
  page_.Gap();
  page_.Line(page_.Painted(Ink::kBold, title));
}

std::string OpPage::Numbers(const SourceIds& ids) {
  std::vector<std::string> numbers;
  for (const uint16_t id : ids) {
    const auto found = std::find(sources_.begin(), sources_.end(), id);
    numbers.push_back(absl::StrCat("[", found - sources_.begin() + 1, "]"));
    if (found == sources_.end()) sources_.push_back(id);
  }
  return numbers.empty() ? "" : absl::StrCat("  ", absl::StrJoin(numbers, " "));
}

void OpPage::State() {
  page_.Line(absl::StrCat(page_.Painted(Ink::kBold, entry_.name), ": ",
                          DescribeState(entry_, target_.sdk)));
  page_.Line(Heading(catalog_, target_));
  if (entry_.closed.has_value() && entry_.opened.has_value()) {
    page_.Field(
        "opened",
        absl::StrCat("closed as of ", ToString(*entry_.closed),
                     ", open again from ", ToString(*entry_.opened), ": ",
                     entry_.opened_why, Numbers(entry_.opened_sources)));
  }
  if (entry_.unsupported_as_of.has_value()) {
    page_.Field("source",
                absl::StrCat("absent", Numbers(entry_.unsupported_sources)));
  }
}

void OpPage::Ports() {
  const auto side = [this](const std::vector<PortDef>& ports, bool is_output) {
    for (size_t i = 0; i < ports.size(); ++i) {
      const PortDef& port = ports[i];
      std::vector<std::string> words;
      if (!port.role.empty()) words.push_back(port.role);
      if (port.optional) words.push_back("optional");
      if (port.variadic) words.push_back("once or more");
      words.push_back(absl::StrJoin(EncodingNames(port.encodings), " or "));
      if (port.encodings_open) words.push_back("others are not said");
      page_.Field(PortName(is_output, i), absl::StrJoin(words, ", "));
    }
  };
  if (entry_.in.empty() && entry_.out.empty()) return;
  Title("ports");
  side(entry_.in, false);
  side(entry_.out, true);
}

std::string OpPage::Needs(const Row& row) const {
  const std::string needs = GateWords(row.gate);
  if (MayHold(row, target_)) return needs;
  const std::string missing = MissingWords(row.gate, target_);
  return absl::StrCat(missing.empty() ? "a chip that runs float" : missing,
                      ", which ", ToString(target_), " is not");
}

void OpPage::OneRow(const Row& row) {
  page_.Field(absl::StrCat("#", row.number),
              absl::StrCat(row.config, "  ", RowSignature(entry_, row),
                           Numbers(row.sources)));
  const auto more = [this](absl::string_view what, absl::string_view text) {
    if (!text.empty()) page_.Field("", absl::StrCat(what, text));
  };
  std::vector<std::string> conditions;
  for (const uint16_t index : row.conditions) {
    conditions.push_back(absl::StrCat("c", index + 1));
  }
  more("conditions ", absl::StrJoin(conditions, ", "));
  more("needs ", Needs(row));
  more("operations ", absl::StrJoin(row.operations, ", "));
  more("", row.sets ? "the source does not say which types go together" : "");
  more("disputed: ",
       row.dispute.empty()
           ? ""
           : absl::StrCat(row.dispute, Numbers(row.dispute_sources)));
  more("note: ", row.note);
}

void OpPage::Rows() {
  if (entry_.rows.empty()) return;
  Title("rows");
  for (const Row& row : entry_.rows) OneRow(row);
}

void OpPage::Conditions() {
  if (entry_.conditions.empty()) return;
  Title("conditions");
  for (size_t i = 0; i < entry_.conditions.size(); ++i) {
    const Condition& condition = entry_.conditions[i];
    std::string text = ConditionWords(condition);
    if (condition.severity != Severity::kError) {
      absl::StrAppend(&text, " (", SeverityName(condition.severity), ")");
    }
    page_.Field(absl::StrCat("c", i + 1), text + Numbers(condition.sources));
  }
}

void OpPage::Failures(absl::string_view title,
                      const std::vector<KnownFailure>& failures) {
  if (failures.empty()) return;
  Title(title);
  for (const KnownFailure& failure : failures) {
    page_.Field("-", failure.text + Numbers(failure.sources));
  }
}

void OpPage::Sources() {
  if (sources_.empty()) return;
  Title("sources");
  for (size_t i = 0; i < sources_.size(); ++i) {
    const Source& source = catalog_.sources()[sources_[i]];
    page_.Field(absl::StrCat("[", i + 1, "]"),
                absl::StrCat(source.text, " (", source.kind, ")"));
  }
}

std::string OpPage::Render() {
  State();
  Ports();
  Rows();
  Conditions();
  Failures("known to be rejected", entry_.rejected);
  Failures("known to fail later", entry_.caveats);
  Sources();
  return page_.Take();
}

}  // namespace

std::string DescribeState(const OpEntry& entry, const SdkVersion& sdk) {
  const auto dated = [](absl::string_view state, const SdkVersion& as_of) {
    return as_of.none() ? std::string(state)
                        : absl::StrCat(state, " as of ", ToString(as_of));
  };
  if (entry.unsupported_as_of.has_value()) {
    return dated("not offered", *entry.unsupported_as_of);
  }
  if (entry.IsClosedFor(sdk)) return dated("closed", *entry.closed);
  if (entry.closed.has_value()) return "open from " + ToString(*entry.opened);
  return "open";
}

std::string RenderOps(const Catalog& catalog, const Target& target) {
  std::vector<TableRow> table = {{"operator", "rows", "state", "gates"}};
  size_t closed = 0;
  size_t absent = 0;
  for (const auto& [name, entry] : catalog.ops()) {
    const bool is_absent = entry.unsupported_as_of.has_value();
    absent += is_absent ? 1 : 0;
    closed += !is_absent && entry.IsClosedFor(target.sdk) ? 1 : 0;
    const size_t on = RowsOn(target, entry);
    table.push_back({name,
                     on == entry.rows.size()
                         ? absl::StrCat(on)
                         : absl::StrCat(on, " of ", entry.rows.size()),
                     DescribeState(entry, target.sdk), GatesOf(entry)});
  }
  const size_t open = catalog.ops().size() - closed - absent;
  return absl::StrCat(Heading(catalog, target), "\n\n", RenderTable(table),
                      "\n", Counted(catalog.ops().size(), "operator"), ": ",
                      closed, " closed, ", open, " open, ", absent,
                      " not offered\n");
}

std::string RenderOp(const Catalog& catalog, const OpEntry& entry,
                     const Target& target, const CatalogTextOptions& options) {
  return OpPage(catalog, entry, target, options).Render();
}

}  // namespace opfit
