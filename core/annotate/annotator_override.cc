// What a recipe writes of single nodes, and constants that quantized values
// cannot hold.

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/annotate/annotator.h"

namespace opfit {
namespace {

// How exporters write what JSON has no number for.
double InfinityOf(absl::string_view text) {
  if (text == "inf" || text == "Infinity") return HUGE_VAL;
  if (text == "-inf" || text == "-Infinity") return -HUGE_VAL;
  return 0;
}

std::string NumberText(double value) {
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  return absl::StrCat(value);
}

}  // namespace

std::optional<SpecId> Annotator::WrittenSpec(const SpecDraft& draft,
                                             const std::string& pointer) {
  std::vector<SpecRef> refs;
  for (const NamedRef& named : draft.refs) {
    const NodeId producer = choice_.Find(named.producer);
    const NodeId consumer =
        named.consumer.empty() ? kNoId : choice_.Find(named.consumer);
    const bool lacks_consumer = !named.consumer.empty() && consumer == kNoId;
    if (producer == kNoId || lacks_consumer) {
      Finding finding =
          MakeFinding(Code::kRecipeNodeUnknown,
                      {producer == kNoId ? named.producer : named.consumer});
      finding.place.pointer = pointer;
      recipe_findings_.push_back(std::move(finding));
      return std::nullopt;
    }
    refs.push_back(consumer == kNoId ? out_.ToNode(producer)
                                     : out_.ToEdge(producer, consumer));
  }
  return specs_.Written(draft, refs);
}

void Annotator::ApplyOverride(const Node& node, NodeAnnotation& result) {
  const Choice::Own* own = choice_.OwnOf(result.node);
  if (own == nullptr || own->override_index < 0) return;
  const Override& written = options_.recipe.annotations[own->override_index];
  const std::string pointer =
      absl::StrCat("/annotations/", own->override_index);
  specs_.Use(result.settings);
  for (size_t i = 0; i < written.inputs.size(); ++i) {
    const std::string at = absl::StrCat(pointer, "/inputs/", i);
    const NodeId producer = choice_.Find(written.inputs[i].producer);
    if (!TakesFrom(node, producer)) {
      Finding finding =
          MakeFinding(Code::kRecipeNodeUnknown, {written.inputs[i].producer});
      finding.found =
          absl::StrCat("a node that `", node.name, "` takes nothing from");
      if (producer == kNoId) finding.found.clear();
      finding.place.pointer = at + "/node";
      recipe_findings_.push_back(std::move(finding));
      continue;
    }
    const auto spec = WrittenSpec(written.inputs[i].spec, at + "/spec");
    if (!spec.has_value()) continue;
    const auto it = std::find_if(
        inputs_.begin(), inputs_.end(),
        [&](const InputSpec& in) { return in.producer == producer; });
    if (it == inputs_.end()) {
      inputs_.push_back({producer, *spec});
    } else {
      it->spec = *spec;
    }
  }
  if (written.output.has_value()) {
    const auto spec = WrittenSpec(*written.output, pointer + "/output");
    if (spec.has_value()) outputs_.assign(1, *spec);
  }
  if (outputs_.empty()) outputs_.assign(1, kFloatSpec);
  result.state = State::kAnnotated;
  result.overridden = true;
}

bool Annotator::TakesFrom(const Node& node, NodeId producer) const {
  if (producer == kNoId) return false;
  const auto takes = [&](const Arg& arg) {
    const bool has_tensors =
        arg.kind == Arg::Kind::kTensor || arg.kind == Arg::Kind::kTensors;
    if (!has_tensors) return false;
    for (const ValueId value : graph().tensors(arg)) {
      if (value == kNoId) continue;
      if (graph().value(value).producer == producer) return true;
    }
    return false;
  };
  const auto args = graph().args(node);
  const auto attributes = graph().attributes(node);
  return std::any_of(args.begin(), args.end(), takes) ||
         std::any_of(attributes.begin(), attributes.end(),
                     [&](const Attribute& named) { return takes(named.arg); });
}

void Annotator::ReportBeyond(const Node& node, const NodeAnnotation& result) {
  const AnnotationRule* rule = rule_of_op_[node.op];
  if (rule == nullptr || !rule->may_be_beyond) return;
  const QuantType& quant = *choice_.settings()[result.settings].quant;
  if (!quant.activation.has_value()) return;
  const double range =
      static_cast<double>(quant.activation->quant_max.value_or(0) -
                          quant.activation->quant_min.value_or(0));
  const auto args = graph().args(node);
  for (size_t i = 0; i < args.size(); ++i) {
    double value = 0;
    if (args[i].kind == Arg::Kind::kDouble) {
      value = args[i].real;
    } else if (args[i].kind == Arg::Kind::kInt) {
      value = static_cast<double>(args[i].integer);
    } else if (args[i].kind == Arg::Kind::kString) {
      value = InfinityOf(graph().string(args[i]));
    }
    if (std::abs(value) > rules_.beyond_limit()) {
      ReportBeyondAt(node, i, value, range);
    }
  }
}

void Annotator::ReportBeyondAt(const Node& node, size_t arg, double value,
                               double range) {
  Finding finding = MakeFinding(Code::kValueBeyondRange, {NumberText(value)});
  finding.node = std::string(node.name);
  finding.op = std::string(graph().op_name(node));
  finding.node_index = results_.back().node;
  finding.found = NumberText(value);
  finding.hints.push_back(absl::StrCat("the reference quantizer puts ",
                                       NumberText(std::copysign(range, value)),
                                       " in its place"));
  finding.place = graph().PlaceOfArg(node, arg);
  findings_.push_back(std::move(finding));
}

}  // namespace opfit
