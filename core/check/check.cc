#include "core/check/check.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/check/adjust.h"
#include "core/check/findings.h"
#include "core/check/plan.h"
#include "core/check/refine.h"
#include "core/check/report.h"
#include "core/check/shared_specs.h"
#include "core/finding/finding.h"
#include "core/finding/suggest.h"
#include "core/formats/locate.h"
#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/port_values.h"
#include "core/rules/ports.h"
#include "core/rules/rows.h"
#include "core/rules/verdict.h"

namespace opfit {
namespace {

// One run over a graph. Nodes are looked at in the order of the file.
class Checker {
 public:
  Checker(const Graph& graph, const Catalog& catalog, const Target& target,
          const CheckOptions& options, std::vector<Finding>& findings)
      : graph_(graph),
        context_(graph, catalog, target),
        plans_(context_),
        options_(options),
        findings_(findings),
        shared_(context_) {
    seen_.resize(graph.values().size() + EdgeCount(graph));
  }

  std::vector<NodeOutcome> Run() {
    std::vector<NodeOutcome> outcomes;
    outcomes.reserve(graph_.op_node_count());
    FindDiscarded();
    for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
      const Node& node = graph_.node(id);
      if (!context_.IsOperator(node)) {
        CheckDeclarations(node);
        continue;
      }
      NodeOutcome& outcome = outcomes.emplace_back();
      outcome.node = id;
      outcome.outcome = CheckNode(node, outcome.backend_op);
    }
    return outcomes;
  }

 private:
  static size_t EdgeCount(const Graph& graph) {
    size_t edges = 0;
    for (const Node& node : graph.nodes()) edges += node.input_spec_count;
    return edges;
  }

  void FindDiscarded() {
    for (const std::string& name : options_.discard_nodes) {
      discard_nodes_.insert(name);
    }
    discard_ops_.assign(graph_.op_names().size(), false);
    for (OpId op = 0; op < discard_ops_.size(); ++op) {
      discard_ops_[op] =
          std::find(options_.discard_ops.begin(), options_.discard_ops.end(),
                    graph_.op_names()[op]) != options_.discard_ops.end();
    }
  }

  // Null, or the option that takes the node out of the check.
  const char* DiscardedBy(const Node& node) const {
    if (discard_ops_[node.op]) return "operator";
    const bool by_name =
        !discard_nodes_.empty() && discard_nodes_.contains(node.name);
    return by_name ? "name" : nullptr;
  }

  // Which arguments are ports; empty: all of them, in order.
  static absl::Span<const MappedInput> InputsOf(const OpPlan& plan,
                                                const PlannedChoice* choice) {
    if (choice != nullptr) return choice->in;
    if (plan.mapping != nullptr) return plan.mapping->in;
    return {};
  }

  Outcome CheckNode(const Node& node, absl::string_view& backend_op) {
    const OpPlan& plan = plans_.Of(node);
    const PlannedChoice* choice = plans_.Choose(node);
    if (choice != nullptr) backend_op = choice->name;
    if (node.broken) return Outcome::kUnchecked;
    CollectPorts(context_, node, plan.mapping, InputsOf(plan, choice), ports_);
    const NodeView view{context_, node, plan.mapping, ports_};
    FindingWriter writer(view, choice == nullptr ? nullptr : choice->entry,
                         findings_);
    if (const char* by = DiscardedBy(node)) {
      writer.Add(Code::kDiscarded, Spot(), {by});
      return Outcome::kUnchecked;
    }
    if (!shared_.Resolve(node, writer)) return Outcome::kUnchecked;
    if (!IsAnnotated(node)) {
      writer.Add(Code::kNotAnnotated, Spot());
      return Outcome::kUnchecked;
    }
    if (plan.mapping != nullptr &&
        plan.mapping->kind == Mapping::Kind::kConstant) {
      return Outcome::kSupported;
    }
    const size_t first_finding = findings_.size();
    const bool complete = AnnotationIsComplete(writer);
    const bool sound = ValuesAreSound(writer);
    if (plan.mapping != nullptr &&
        plan.mapping->kind == Mapping::Kind::kOpaque) {
      writer.Add(Code::kAlreadyCompiled, Spot(), {plan.mapping->text});
      return sound ? Outcome::kUnchecked : Outcome::kUnsupported;
    }
    Outcome outcome = CheckRows(view, choice, writer);
    DropConsequences(findings_, first_finding);
    if (outcome == Outcome::kSupported &&
        !(complete && TypesAreKnown(choice, writer))) {
      outcome = Outcome::kUnknown;
    }
    return sound ? outcome : Outcome::kUnsupported;
  }

  // Nodes that are no operators still declare quantization. Where tensors have
  // their final types, a declaration counts at its first use, as in formats
  // where tensors are no nodes.
  void CheckDeclarations(const Node& node) {
    if (graph_.is_solved()) return;
    if (node.broken || node.kind == NodeKind::kOutput) return;
    const Mapping* mapping = context_.MappingOf(node);
    CollectPorts(context_, node, mapping, {}, ports_);
    const NodeView view{context_, node, mapping, ports_};
    FindingWriter writer(view, nullptr, findings_);
    if (shared_.Resolve(node, writer)) ValuesAreSound(writer);
  }

  // True where there is something to check: a spec somewhere, or no float
  // tensor that would need one.
  bool IsAnnotated(const Node& node) const {
    if (graph_.is_solved()) return true;
    if (node.has_annotation && node.annotated) return true;
    const auto is_plain = [](const Port& port) {
      return !port.present || (port.encoding == Encoding::kNone &&
                               !port.missing_annotation && !port.any_type);
    };
    return std::all_of(ports_.in.begin(), ports_.in.end(), is_plain) &&
           std::all_of(ports_.out.begin(), ports_.out.end(), is_plain);
  }

  template <typename Fn>
  void ForEachPort(Fn&& fn) const {
    for (size_t i = 0; i < ports_.in.size(); ++i) {
      if (ports_.in[i].present)
        fn(Spot{false, static_cast<int>(i)}, ports_.in[i]);
    }
    for (size_t i = 0; i < ports_.out.size(); ++i) {
      fn(Spot{true, static_cast<int>(i)}, ports_.out[i]);
    }
  }

  bool AnnotationIsComplete(FindingWriter& writer) const {
    bool complete = true;
    ForEachPort([&](Spot spot, const Port& port) {
      if (!port.missing_annotation) return;
      complete = false;
      Finding& finding = writer.Add(Code::kAnnotationMissing, spot);
      finding.found = absl::StrCat("no quantization spec for `",
                                   graph_.NameOf(port.value), "`");
    });
    return complete;
  }

  // Where tensors carry their final types, one of a type that this tool does
  // not know would fit every row.
  bool TypesAreKnown(const PlannedChoice* choice, FindingWriter& writer) const {
    bool known = true;
    if (!graph_.is_solved()) return known;
    ForEachPort([&](Spot spot, const Port& port) {
      if (port.value == kNoId || port.dtype != DType::kUnknown) return;
      known = false;
      writer.Add(Code::kDataTypesUnknown, spot,
                 {std::string(choice == nullptr ? "the backend" : choice->name),
                  absl::StrCat("the type of `", graph_.NameOf(port.value),
                               "` is not known")});
    });
    return known;
  }

  // A spec that is wrong is reported once, where it is first used, and makes
  // every node that uses it unsupported.
  bool ValuesAreSound(FindingWriter& writer) {
    bool sound = true;
    ForEachPort([&](Spot spot, const Port& port) {
      if (!MayHaveProblems(context_, port)) return;
      const std::vector<ValueProblem> problems = CheckValues(context_, port);
      if (problems.empty()) return;
      sound = false;
      if (seen_[port.group]) return;
      seen_[port.group] = true;
      for (const ValueProblem& problem : problems) {
        writer.AddValueProblem(spot, problem);
      }
    });
    return sound;
  }

  Outcome CheckRows(const NodeView& view, const PlannedChoice* choice,
                    FindingWriter& writer) {
    if (choice == nullptr || choice->candidates.empty()) {
      return WithoutRows(view, choice, writer);
    }
    const bool all_placed = KeywordTensorsArePlaced(view, *choice, writer);
    const Verdict verdict = Judge(view, choice->candidates);
    if (verdict.kind == Verdict::Kind::kFits) {
      if (!verdict.best.warnings.empty()) writer.AddWarnings(verdict.best);
      AddCaveats(view, *choice, writer);
      return all_placed ? Outcome::kSupported : Outcome::kUnknown;
    }
    const size_t before = findings_.size();
    // What a source saw fail is refused even where the rows are not the whole
    // set: nothing speaks for it.
    writer.AddFailure(verdict, choice->candidates,
                      choice->reopened && verdict.rejection == nullptr);
    const bool refused =
        std::any_of(findings_.begin() + static_cast<std::ptrdiff_t>(before),
                    findings_.end(), [](const Finding& finding) {
                      return finding.code != Code::kDataTypesUnknown;
                    });
    return refused ? Outcome::kUnsupported : Outcome::kUnknown;
  }

  // A tensor given by a keyword that the mapping does not know may stand at any
  // port, or at none.
  bool KeywordTensorsArePlaced(const NodeView& view,
                               const PlannedChoice& choice,
                               FindingWriter& writer) {
    bool all = true;
    for (const Attribute& attribute : graph_.attributes(view.node)) {
      const bool is_tensor = attribute.arg.kind == Arg::Kind::kTensor ||
                             attribute.arg.kind == Arg::Kind::kTensors;
      const bool is_placed = std::any_of(
          choice.in.begin(), choice.in.end(), [&](const MappedInput& input) {
            return input.arg.keyword == attribute.name;
          });
      if (!is_tensor || is_placed) continue;
      all = false;
      writer.Add(Code::kDataTypesUnknown, Spot(),
                 {std::string(choice.name),
                  absl::StrCat("no mapping says at which port `",
                               attribute.name, "` stands")});
    }
    return all;
  }

  static void AddCaveats(const NodeView& view, const PlannedChoice& choice,
                         FindingWriter& writer) {
    for (const Candidate& candidate : choice.candidates) {
      for (const KnownFailure& caveat : candidate.entry->caveats) {
        if (Concerns(caveat, *candidate.entry, candidate.operation, view)) {
          writer.AddCaveat(caveat);
        }
      }
    }
  }

  Outcome WithoutRows(const NodeView& view, const PlannedChoice* choice,
                      FindingWriter& writer) {
    const Catalog& catalog = context_.catalog();
    const absl::string_view op = graph_.op_name(view.node);
    const OpEntry* entry = choice == nullptr ? nullptr : choice->entry;
    if (entry != nullptr && entry->unsupported_as_of.has_value()) {
      Finding& finding =
          writer.Add(Code::kOperatorUnsupported, Spot(),
                     {std::string(catalog.backend()), entry->name});
      finding.sources = catalog.SourceTexts(entry->unsupported_sources);
      if (!entry->unsupported_as_of->none()) {
        finding.hints.push_back(
            absl::StrCat("as of SDK ", ToString(*entry->unsupported_as_of)));
      }
      return Outcome::kUnsupported;
    }
    std::string why;
    if (view.mapping != nullptr &&
        view.mapping->kind == Mapping::Kind::kDecomposed) {
      if (PartsFit(view)) return Outcome::kSupported;
      why = absl::StrCat("it ", view.mapping->text,
                         " before it reaches the backend");
    } else if (choice == nullptr) {
      why = absl::StrCat("`", op, "` is mapped to no operator of ",
                         catalog.backend());
    } else {
      why = absl::StrCat("it has no rows for ", choice->name);
    }
    writer.Add(Code::kOperatorUnknown, Spot(), {std::move(why)});
    return Outcome::kUnknown;
  }

  // Whether every operator that the op becomes takes its types from the first
  // inputs to the first output. What goes on between them is the stack's.
  bool PartsFit(const NodeView& view) const {
    if (view.mapping->parts.empty() || view.ports.in.empty() ||
        view.ports.out.empty()) {
      return false;
    }
    return std::all_of(view.mapping->parts.begin(), view.mapping->parts.end(),
                       [&](const std::string& part) {
                         const OpEntry* entry = context_.catalog().FindOp(part);
                         return entry != nullptr &&
                                TakesThrough(*entry, context_.target(),
                                             view.ports);
                       });
  }

  const Graph& graph_;
  RuleContext context_;
  Plans plans_;
  const CheckOptions& options_;
  std::vector<Finding>& findings_;
  NodePorts ports_;  // of the node at hand
  absl::flat_hash_set<absl::string_view> discard_nodes_;
  std::vector<bool> discard_ops_;  // by OpId
  std::vector<bool> seen_;         // by sharing group: its values are reported
  SharedSpecs shared_;
};

absl::Status CheckOptionsAgainst(const Graph& graph,
                                 const CheckOptions& options) {
  for (const std::string& name : options.discard_nodes) {
    std::vector<absl::string_view> names;
    names.reserve(graph.nodes().size());
    for (const Node& node : graph.nodes()) names.push_back(node.name);
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "no node to discard is named `", name, "`", DidYouMean(name, names)));
  }
  for (const std::string& op : options.discard_ops) {
    const absl::Span<const absl::string_view> ops = graph.op_names();
    if (std::find(ops.begin(), ops.end(), op) != ops.end()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("no node of the graph has the operator `", op, "`",
                     DidYouMean(op, ops)));
  }
  return absl::OkStatus();
}

Finding BypassFinding(const Catalog& catalog, const Target& target) {
  Finding finding =
      MakeFinding(Code::kValidationBypassed,
                  {ToString(target.sdk), ToString(catalog.first_sdk())});
  finding.found = ToString(target);
  return finding;
}

// Every operator, with nothing known of it.
std::vector<NodeOutcome> Unchecked(const Graph& graph, const Catalog& catalog,
                                   const Target& target) {
  const RuleContext context(graph, catalog, target);
  std::vector<NodeOutcome> outcomes;
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    if (!context.IsOperator(graph.node(id))) continue;
    outcomes.emplace_back().node = id;
  }
  return outcomes;
}

Report NewReport(const Catalog& catalog, const Target& target) {
  Report report;
  report.target = target;
  report.catalog_id = std::string(catalog.id());
  report.catalog_version = std::string(catalog.version());
  return report;
}

}  // namespace

absl::StatusOr<Report> Check(const ReadResult& read, const Catalog& catalog,
                             const Target& target,
                             const CheckOptions& options) {
  Report report = NewReport(catalog, target);
  report.findings = read.findings;
  if (!read.usable) {
    report.status = RunStatus::kInvalid;
  } else if (target.sdk < catalog.first_sdk()) {
    report.status = RunStatus::kBypassed;
    report.findings.push_back(BypassFinding(catalog, target));
    report.nodes = Unchecked(read.graph, catalog, target);
  } else {
    const absl::Status valid = CheckOptionsAgainst(read.graph, options);
    if (!valid.ok()) return valid;
    Checker checker(read.graph, catalog, target, options, report.findings);
    report.nodes = checker.Run();
  }
  Adjust(read.waivers, options, report);
  LocateFindings(read.graph, report.findings);
  Summarize(report);
  return report;
}

absl::Status StrictStatus(const Report& report) {
  for (const Finding& finding : report.findings) {
    if (finding.severity != Severity::kError || finding.waived) continue;
    return absl::FailedPreconditionError(absl::StrCat(
        report.summary.errors, " errors; the first: ", InfoOf(finding.code).id,
        " at `", finding.node, "` ", finding.port, ": ", Message(finding)));
  }
  return absl::OkStatus();
}

}  // namespace opfit
