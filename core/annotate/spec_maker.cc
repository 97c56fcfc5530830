#include "core/annotate/spec_maker.h"

#include <vector>

namespace opfit {

SpecMaker::SpecMaker(const AnnotationRules& rules, const Target& target,
                     const std::vector<Settings>& settings, Reannotation& out)
    : rules_(rules),
      target_(target),
      settings_(settings),
      out_(out),
      made_(settings.size()) {}

void SpecMaker::Use(uint32_t settings) { current_ = settings; }

const SpecTemplate* SpecMaker::ActivationTemplate() const {
  const QuantType& quant = *settings().quant;
  const std::optional<SpecTemplate>& chosen = settings().symmetric_activations
                                                  ? quant.symmetric_activation
                                                  : quant.activation;
  return chosen.has_value() ? &*chosen : nullptr;
}

const Observers& SpecMaker::observers() const {
  return rules_.observers(settings().qat);
}

absl::string_view SpecMaker::Name(absl::string_view observer) {
  if (observer.empty()) return {};
  const auto [it, is_new] = names_.try_emplace(observer);
  if (is_new) it->second = out_.Keep(observer);
  return it->second;
}

QuantSpec SpecMaker::Concrete(const SpecTemplate& made_of,
                              absl::string_view observer) {
  QuantSpec spec;
  spec.kind = QuantSpec::Kind::kQuant;
  spec.dtype = made_of.dtype;
  spec.qscheme = made_of.scheme;
  spec.has_min = made_of.quant_min.has_value();
  spec.has_max = made_of.quant_max.has_value();
  spec.quant_min = made_of.quant_min.value_or(0);
  spec.quant_max = made_of.quant_max.value_or(0);
  spec.observer = Name(observer);
  return spec;
}

SpecId SpecMaker::Add(Role role, const SpecTemplate& made_of,
                      absl::string_view observer) {
  QuantSpec spec = Concrete(made_of, observer);
  if (role != kBias32) spec.eps = settings().eps;
  return made_[current_].by_role[role] = out_.AddSpec(spec, {});
}

SpecId SpecMaker::Activation() {
  const SpecId known = made_[current_].by_role[kActivation];
  if (known != kNoSpec) return known;
  const SpecTemplate* made_of = ActivationTemplate();
  if (made_of == nullptr) return kFloatSpec;
  const std::string& observer = settings().observer;
  return Add(kActivation, *made_of,
             observer.empty() ? observers().activation : observer);
}

SpecId SpecMaker::Operand() {
  if (ActivationTemplate() == nullptr) return kFloatSpec;
  const SpecId known = made_[current_].by_role[kOperand];
  if (known != kNoSpec) return known;
  for (const OperandChoice& choice : rules_.operand()) {
    const bool fits =
        choice.bits == settings().quant->bits &&
        (target_.arch_number == 0 || choice.arch <= target_.arch_number);
    if (fits) return Add(kOperand, choice.spec, observers().per_tensor);
  }
  return made_[current_].by_role[kOperand] = Activation();
}

SpecId SpecMaker::Scale8() {
  if (ActivationTemplate() == nullptr) return kFloatSpec;
  const SpecId known = made_[current_].by_role[kScale8];
  if (known != kNoSpec) return known;
  return Add(kScale8, rules_.scale8(), observers().per_tensor);
}

SpecId SpecMaker::Bias32() {
  if (ActivationTemplate() == nullptr) return kFloatSpec;
  const SpecId known = made_[current_].by_role[kBias32];
  if (known != kNoSpec) return known;
  return Add(kBias32, rules_.bias(), observers().bias);
}

SpecId SpecMaker::Union() {
  const SpecId known = made_[current_].by_role[kUnion];
  if (known != kNoSpec) return known;
  const SpecTemplate* made_of = ActivationTemplate();
  if (made_of == nullptr) return kFloatSpec;
  return Add(kUnion, *made_of, observers().union_of);
}

SpecId SpecMaker::Fixed(const KnownParameters& known) {
  const SpecTemplate* made_of = ActivationTemplate();
  if (made_of == nullptr) return kFloatSpec;
  Made& made = made_[current_];
  const bool is_made = made.by_role[kFixed] != kNoSpec &&
                       made.fixed_scale == known.scale &&
                       made.fixed_zero_point == known.zero_point;
  if (is_made) return made.by_role[kFixed];
  // The parameters are of the whole range, symmetric activations or not.
  QuantSpec spec = Concrete(*settings().quant->activation, "");
  made.fixed_scale = known.scale;
  made.fixed_zero_point = known.zero_point;
  return made.by_role[kFixed] =
             out_.AddFixed(spec, known.scale, known.zero_point);
}

SpecId SpecMaker::Weight(Granularity granularity, int axis,
                         absl::Span<const int64_t> block) {
  const QuantType& quant = *settings().quant;
  Made& made = made_[current_];
  if (granularity == Granularity::kPerTensor) {
    const SpecId known = made.by_role[kPerTensor];
    if (known != kNoSpec) return known;
    return Add(kPerTensor, settings().qat ? quant.weight_qat : quant.weight_ptq,
               observers().per_tensor);
  }
  std::vector<int64_t> key = {axis};
  key.insert(key.end(), block.begin(), block.end());
  const auto [it, is_new] = made.weights.try_emplace(std::move(key), kNoSpec);
  if (!is_new) return it->second;
  QuantSpec spec =
      Concrete(quant.weight_per_channel, granularity == Granularity::kPerBlock
                                             ? observers().per_block
                                             : observers().per_channel);
  spec.axis = axis;
  spec.eps = settings().eps;
  return it->second = out_.AddSpec(spec, block);
}

SpecId SpecMaker::Bias(NodeId activation, NodeId weight, NodeId node,
                       bool per_channel) {
  if (ActivationTemplate() == nullptr) return kFloatSpec;
  QuantSpec spec = Concrete(rules_.bias(), "");
  spec.kind = QuantSpec::Kind::kDerived;
  if (per_channel) {
    spec.qscheme = QScheme::kPerChannelSymmetric;
    spec.axis = 0;
  }
  return out_.AddReference(
      spec, {out_.ToEdge(activation, node), out_.ToEdge(weight, node)});
}

SpecId SpecMaker::SharedWithNode(NodeId producer) {
  QuantSpec spec;
  spec.kind = QuantSpec::Kind::kShared;
  return out_.AddReference(spec, {out_.ToNode(producer)});
}

SpecId SpecMaker::SharedWithEdge(NodeId producer, NodeId consumer) {
  QuantSpec spec;
  spec.kind = QuantSpec::Kind::kShared;
  return out_.AddReference(spec, {out_.ToEdge(producer, consumer)});
}

SpecId SpecMaker::Written(const SpecDraft& draft,
                          absl::Span<const SpecRef> refs) {
  if (draft.kind == QuantSpec::Kind::kFloat) return kFloatSpec;
  QuantSpec spec = Concrete(draft.quant, draft.observer);
  spec.kind = draft.kind;
  if (draft.axis.has_value()) spec.axis = static_cast<int32_t>(*draft.axis);
  switch (draft.kind) {
    case QuantSpec::Kind::kFixed:
      return out_.AddFixed(spec, draft.scale, draft.zero_point);
    case QuantSpec::Kind::kShared:
    case QuantSpec::Kind::kDerived:
      return out_.AddReference(spec, refs);
    default:
      return out_.AddSpec(spec, draft.block_size);
  }
}

}  // namespace opfit
