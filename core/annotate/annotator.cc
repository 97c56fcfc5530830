#include "core/annotate/annotator.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

namespace opfit {

Annotator::Annotator(Graph graph, const AnnotationRules& rules,
                     const Target& target, const AnnotateOptions& options)
    : rules_(rules),
      options_(options),
      out_(std::move(graph)),
      choice_(out_.graph(), rules, target, options),
      specs_(rules, target, choice_.settings(), out_) {}

absl::StatusOr<Annotated> Annotator::Run() && {
  if (!choice_.status().ok()) return choice_.status();
  if (options_.replace) out_.Clear();
  for (const absl::string_view op : graph().op_names()) {
    rule_of_op_.push_back(rules_.FindRule(op));
  }
  without_rule_.resize(rule_of_op_.size());
  result_of_node_.assign(graph().nodes().size(), kNoId);
  taken_by_.assign(graph().nodes().size(), kNoId);
  results_.reserve(graph().op_node_count());
  for (NodeId id = 0; id < graph().nodes().size(); ++id) {
    if (graph().node(id).kind != NodeKind::kOp) continue;
    result_of_node_[id] = static_cast<uint32_t>(results_.size());
    results_.emplace_back().node = id;
    AnnotateNode(results_.back());
  }
  ReportWithoutRule();
  Annotated out{std::move(out_).Finish(), std::move(results_),
                choice_.settings(), std::move(findings_),
                std::move(recipe_findings_)};
  std::vector<Finding> of_choice = choice_.TakeFindings();
  out.recipe_findings.insert(out.recipe_findings.begin(),
                             std::make_move_iterator(of_choice.begin()),
                             std::make_move_iterator(of_choice.end()));
  return out;
}

Annotator::State Annotator::StateOf(NodeId id, const Node& node) {
  if (node.broken) return State::kBroken;
  if (choice_.IsDiscarded(id)) return State::kDiscarded;
  if (node.has_annotation && node.annotated) return State::kKept;
  if (rule_of_op_[node.op] != nullptr) return State::kAnnotated;
  return HasFloat(node) ? State::kNoRule : State::kNoFloat;
}

void Annotator::AnnotateNode(NodeAnnotation& result) {
  const Node& node = graph().node(result.node);
  result.state = StateOf(result.node, node);
  // Asked of every node, so that a rule of the recipe for discarded nodes is
  // not called unused.
  result.settings = choice_.SettingsOf(result.node);
  inputs_.clear();
  outputs_.clear();
  if (result.state == State::kAnnotated) {
    const AnnotationRule& rule = *rule_of_op_[node.op];
    specs_.Use(result.settings);
    if (rule.style->out == PortSpec::kItem) {
      AnnotateItem(node, result);
    } else {
      AnnotateByRule(node, rule, result);
    }
  }
  const bool is_open = result.state == State::kAnnotated ||
                       result.state == State::kNoRule ||
                       result.state == State::kNoFloat;
  if (is_open) ApplyOverride(node, result);
  if (result.state == State::kNoRule) CountWithoutRule(node);
  if (result.state != State::kAnnotated) return;
  out_.Annotate(result.node, inputs_, outputs_);
  ReportBeyond(node, result);
}

void Annotator::AnnotateByRule(const Node& node, const AnnotationRule& rule,
                               NodeAnnotation& result) {
  const AnnotationStyle& style = *rule.style;
  for (const PortRule& port : style.in) AddPort(node, rule, port, result);
  const bool is_float =
      node.output_count > 0 && IsFloat(graph().outputs(node).front());
  const SpecId out =
      is_float ? OutputSpecOf(rule, result.node, result) : kFloatSpec;
  const bool says_nothing =
      inputs_.empty() && (out == kFloatSpec || out == kNoSpec);
  // What shares with a port that is not quantized is not quantized either.
  const bool has_nothing_to_share =
      inputs_.empty() && style.out == PortSpec::kShared;
  if (says_nothing || has_nothing_to_share) {
    result.state = State::kNoFloat;
    return;
  }
  SetOutputs(node, style, out);
}

void Annotator::SetOutputs(const Node& node, const AnnotationStyle& style,
                           SpecId spec) {
  outputs_.assign(1, spec);
  const bool is_list = node.output_count > 1 && !style.every && !style.items;
  if (is_list) outputs_.resize(node.output_count, kFloatSpec);
}

void Annotator::AnnotateItem(const Node& node, NodeAnnotation& result) {
  const auto args = graph().args(node);
  const bool takes = !args.empty() && args[0].kind == Arg::Kind::kTensor &&
                     graph().tensors(args[0]).front() != kNoId;
  const ValueId output = graph().outputs(node).front();
  result.state = State::kNoFloat;
  if (!takes || !IsFloat(output)) return;
  const NodeId source =
      graph().value(graph().tensors(args[0]).front()).producer;
  if (source == kNoId || result_of_node_[source] == kNoId) return;
  // An item is an output of its source, and treated as that is.
  const NodeAnnotation& of_source = results_[result_of_node_[source]];
  result.state =
      of_source.state == State::kKept ? State::kAnnotated : of_source.state;
  result.settings = of_source.settings;
  if (result.state != State::kAnnotated) return;
  specs_.Use(result.settings);
  const Node& maker = graph().node(source);
  const SpecId said = graph().value(graph().outputs(maker).front()).spec;
  const AnnotationRule* rule = rule_of_op_[maker.op];
  const auto maker_args = graph().args(maker);
  const bool shares = rule != nullptr && rule->style->items &&
                      !maker_args.empty() &&
                      maker_args[0].kind == Arg::Kind::kTensor &&
                      specs_.Activation() != kFloatSpec;
  if (said != kNoSpec && said != kFloatSpec) {
    outputs_.assign(1, specs_.SharedWithNode(source));
  } else if (shares) {
    const ValueId first = graph().tensors(maker_args[0]).front();
    outputs_.assign(
        1, specs_.SharedWithEdge(graph().value(first).producer, source));
  } else {
    outputs_.assign(1, specs_.Activation());
  }
}

void Annotator::AddPort(const Node& node, const AnnotationRule& rule,
                        const PortRule& port, NodeAnnotation& result) {
  const auto add = [&](const Arg& arg) {
    const bool has_tensors =
        arg.kind == Arg::Kind::kTensor || arg.kind == Arg::Kind::kTensors;
    if (!has_tensors) return;
    for (const ValueId value : graph().tensors(arg)) {
      AddInput(node, rule, port.spec, value, result);
    }
  };
  const auto args = graph().args(node);
  if (port.arg == PortRule::kEach) {
    for (const Arg& arg : args) add(arg);
    for (const Attribute& named : graph().attributes(node)) add(named.arg);
    return;
  }
  if (static_cast<size_t>(port.arg) < args.size()) {
    return add(args[static_cast<size_t>(port.arg)]);
  }
  const Arg* named =
      port.name.empty() ? nullptr : graph().FindAttribute(node, port.name);
  if (named != nullptr) add(*named);
}

void Annotator::AddInput(const Node& node, const AnnotationRule& rule,
                         PortSpec spec, ValueId value, NodeAnnotation& result) {
  if (value == kNoId || !IsFloat(value)) return;
  const NodeId producer = graph().value(value).producer;
  // One tensor that is used twice has one annotation: that of its first port.
  if (producer == kNoId || taken_by_[producer] == result.node) return;
  const SpecId id = InputSpecOf(node, rule, spec, value, result);
  if (id == kNoSpec) return;
  taken_by_[producer] = result.node;
  inputs_.push_back({producer, id});
}

SpecId Annotator::InputSpecOf(const Node& node, const AnnotationRule& rule,
                              PortSpec spec, ValueId value,
                              NodeAnnotation& result) {
  const Value& tensor = graph().value(value);
  const QuantSpec::Kind said = graph().spec(tensor.spec).kind;
  const bool is_said =
      said != QuantSpec::Kind::kNone && said != QuantSpec::Kind::kFloat;
  switch (spec) {
    case PortSpec::kFollow:
      return is_said ? specs_.SharedWithNode(tensor.producer)
                     : specs_.Activation();
    case PortSpec::kJoined:
      return said == QuantSpec::Kind::kShared
                 ? specs_.SharedWithNode(tensor.producer)
                 : specs_.Activation();
    case PortSpec::kFirst:
      return inputs_.empty() ? specs_.Activation()
                             : SharedWithFirst(result.node);
    case PortSpec::kShared:
      return SharedWithFirst(result.node);
    case PortSpec::kWeight:
    case PortSpec::kTable:
      return WeightSpec(node, rule, value, result);
    case PortSpec::kBias:
      if (inputs_.size() < 2) return kNoSpec;
      return specs_.Bias(
          inputs_[0].producer, inputs_[1].producer, result.node,
          result.granularity != static_cast<int8_t>(Granularity::kPerTensor));
    case PortSpec::kBias32:
      return specs_.Bias32();
    case PortSpec::kOperand:
      return specs_.Operand();
    case PortSpec::kScale8:
      return specs_.Scale8();
    default:
      return specs_.Activation();
  }
}

SpecId Annotator::OutputSpecOf(const AnnotationRule& rule, NodeId id,
                               const NodeAnnotation& result) {
  switch (rule.style->out) {
    case PortSpec::kNone:
      return kFloatSpec;
    case PortSpec::kUnion:
      return specs_.Union();
    case PortSpec::kShared:
      return SharedWithFirst(id);
    case PortSpec::kLookedUp:
      return result.granularity == static_cast<int8_t>(Granularity::kPerTensor)
                 ? SharedWithFirst(id)
                 : specs_.Activation();
    case PortSpec::kFixed: {
      const KnownParameters* known = KnownOf(rule);
      return known == nullptr ? specs_.Activation() : specs_.Fixed(*known);
    }
    default:
      return specs_.Activation();
  }
}

SpecId Annotator::SharedWithFirst(NodeId id) {
  if (inputs_.empty()) return kNoSpec;
  const InputSpec& first = inputs_.front();
  if (first.spec == kFloatSpec) return kFloatSpec;
  // Where the input is as its producer's output, so is the output.
  if (graph().spec(first.spec).kind == QuantSpec::Kind::kShared) {
    return first.spec;
  }
  return specs_.SharedWithEdge(first.producer, id);
}

const KnownParameters* Annotator::KnownOf(const AnnotationRule& rule) const {
  const uint32_t current = results_.back().settings;
  const bool wide = choice_.settings()[current].quant->bits == 16;
  const std::optional<KnownParameters>& known =
      wide ? rule.fixed16 : rule.fixed8;
  return known.has_value() ? &*known : nullptr;
}

bool Annotator::IsFloat(ValueId value) const {
  if (value == kNoId) return false;
  const DType dtype = graph().value(value).dtype;
  // Where the graph does not say, most tensors are.
  return dtype == DType::kFloat32 || dtype == DType::kBFloat16 ||
         dtype == DType::kUnknown;
}

bool Annotator::HasFloat(const Node& node) const {
  const auto is_float = [this](ValueId value) { return IsFloat(value); };
  const auto outputs = graph().outputs(node);
  return std::any_of(outputs.begin(), outputs.end(), is_float);
}

void Annotator::CountWithoutRule(const Node& node) {
  WithoutRule& counted = without_rule_[node.op];
  if (counted.count++ == 0) counted.first = results_.back().node;
}

void Annotator::ReportWithoutRule() {
  for (OpId op = 0; op < without_rule_.size(); ++op) {
    const WithoutRule& counted = without_rule_[op];
    if (counted.count == 0) continue;
    const Node& node = graph().node(counted.first);
    Finding finding = MakeFinding(Code::kNoAnnotationRule,
                                  {std::string(graph().op_names()[op])});
    finding.node = std::string(node.name);
    finding.op = std::string(graph().op_name(node));
    finding.node_index = counted.first;
    finding.place = graph().PlaceOf(node);
    if (counted.count > 1) {
      finding.found = absl::StrCat(counted.count, " nodes");
    }
    findings_.push_back(std::move(finding));
  }
}

}  // namespace opfit
