#include "core/render/annotation.h"

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/render/printable.h"
#include "core/render/table.h"

namespace opfit {
namespace {

using State = NodeAnnotation::State;

std::string BlockText(const Graph& graph, const NodeAnnotation& node) {
  if (node.granularity != static_cast<int8_t>(Granularity::kPerBlock)) {
    return "";
  }
  return absl::StrCat(
      "[", absl::StrJoin(graph.block_size(graph.spec(node.weight)), ", "), "]");
}

// "per block [1, 32]"; "-" where there is no weight.
std::string WeightText(const Graph& graph, const NodeAnnotation& node) {
  static constexpr absl::string_view kWords[] = {"per tensor", "per channel",
                                                 "per block "};
  if (node.granularity == NodeAnnotation::kNoWeight) return "-";
  return absl::StrCat(kWords[node.granularity], BlockText(graph, node));
}

std::string TypeText(const Settings& settings) {
  return absl::StrCat(settings.quant->name,
                      settings.symmetric_activations ? " symmetric" : "");
}

std::string WhyText(const AnnotationRun& run, const NodeAnnotation& node) {
  const Settings& settings = run.settings[node.settings];
  std::string out = "default";
  if (settings.rule != Settings::kDefault) {
    const RecipeRule& rule = run.recipe.rules[settings.rule];
    out = absl::StrCat("rule ", settings.rule + 1);
    if (!rule.note.empty()) absl::StrAppend(&out, ": ", Printable(rule.note));
  }
  if (node.overridden) out += ", with annotations of the recipe's own";
  return out;
}

TableRow RowOf(const AnnotationRun& run, const NodeAnnotation& node,
               std::string first) {
  const Graph& graph = run.read.graph;
  const Settings& settings = run.settings[node.settings];
  return {std::move(first),
          PrintableWord(graph.op_name(graph.node(node.node))),
          TypeText(settings),
          settings.qat ? "qat" : "ptq",
          WeightText(graph, node),
          settings.observer.empty() ? "-" : PrintableWord(settings.observer),
          WhyText(run, node)};
}

std::string CountsText(const AnnotationSummary& summary, size_t nodes) {
  static constexpr std::pair<State, absl::string_view> kOthers[] = {
      {State::kKept, " annotated before"},
      {State::kDiscarded, " discarded"},
      {State::kNoRule, " without a rule"},
      {State::kNoFloat, " without floating-point tensors"},
      {State::kBroken, " broken"}};
  std::string out = absl::StrCat(
      summary.counts[static_cast<size_t>(State::kAnnotated)], " of ", nodes,
      nodes == 1 ? " operator annotated" : " operators annotated");
  for (const auto& [state, words] : kOthers) {
    const size_t count = summary.counts[static_cast<size_t>(state)];
    if (count > 0) absl::StrAppend(&out, ", ", count, words);
  }
  return out;
}

}  // namespace

AnnotationSummary SummaryOf(const AnnotationRun& run) {
  using Key = std::tuple<OpId, uint32_t, int8_t, bool, std::string>;
  const Graph& graph = run.read.graph;
  AnnotationSummary summary;
  std::map<Key, size_t> known;
  for (const NodeAnnotation& node : run.nodes) {
    ++summary.counts[static_cast<size_t>(node.state)];
    if (node.state != State::kAnnotated) continue;
    const Key key = {graph.node(node.node).op, node.settings, node.granularity,
                     node.overridden, BlockText(graph, node)};
    const auto [it, is_new] = known.try_emplace(key, summary.groups.size());
    if (is_new) summary.groups.push_back({node, {}});
    summary.groups[it->second].nodes.push_back(node.node);
  }
  return summary;
}

std::string RenderAnnotation(const AnnotationRun& run, absl::string_view file,
                             bool verbose) {
  const AnnotationSummary summary = SummaryOf(run);
  std::string out =
      absl::StrCat(Printable(file), " for ", ToString(run.report.target), ": ",
                   CountsText(summary, run.nodes.size()), "\n");
  std::vector<TableRow> rows = {{verbose ? "node" : "nodes", "operator", "type",
                                 "mode", "weights", "observer", "because"}};
  if (verbose) {
    for (const NodeAnnotation& node : run.nodes) {
      if (node.state != State::kAnnotated) continue;
      rows.push_back(
          RowOf(run, node, PrintableWord(run.read.graph.node(node.node).name)));
    }
  } else {
    for (const AnnotationGroup& group : summary.groups) {
      rows.push_back(RowOf(run, group.like, absl::StrCat(group.nodes.size())));
    }
  }
  return rows.size() == 1 ? out : out + RenderTable(rows);
}

void WriteAnnotation(JsonWriter& json, const AnnotationRun& run) {
  static constexpr absl::string_view kKeys[] = {"annotated",    "kept",
                                                "discarded",    "withoutRule",
                                                "withoutFloat", "broken"};
  const AnnotationSummary summary = SummaryOf(run);
  json.Key("changes");
  json.BeginObject(JsonWriter::kOneLine);
  for (size_t state = 0; state < kAnnotationStates; ++state) {
    json.Key(kKeys[state]);
    json.Int(static_cast<int64_t>(summary.counts[state]));
  }
  json.End();
  json.Key("groups");
  json.BeginArray();
  for (const AnnotationGroup& group : summary.groups) {
    const NodeAnnotation& like = group.like;
    const Settings& settings = run.settings[like.settings];
    const Graph& graph = run.read.graph;
    json.BeginObject(JsonWriter::kOneLine);
    json.Key("op");
    json.String(graph.op_name(graph.node(like.node)));
    json.Key("quant");
    json.String(settings.quant->name);
    json.Key("mode");
    json.String(settings.qat ? "qat" : "ptq");
    json.Key("weights");
    json.StringOrNull(like.granularity == NodeAnnotation::kNoWeight
                          ? absl::string_view()
                          : kGranularityNames[like.granularity]);
    json.Key("blockSize");
    json.StringOrNull(BlockText(graph, like));
    json.Key("observer");
    json.StringOrNull(settings.observer);
    json.Key("because");
    json.String(WhyText(run, like));
    json.Key("nodes");
    json.BeginArray(JsonWriter::kOneLine);
    for (const NodeId node : group.nodes) json.Int(node);
    json.End();
    json.End();
  }
  json.End();
}

}  // namespace opfit
