// Weights: how fine their scales are, along which axis, in which blocks.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/annotate/annotator.h"

namespace opfit {

SpecId Annotator::WeightSpec(const Node& node, const AnnotationRule& rule,
                             ValueId weight, NodeAnnotation& result) {
  const bool is_float = specs_.Activation() == kFloatSpec;
  if (is_float && IsUniform(node, rule)) return kFloatSpec;
  Granularity granularity = GranularityOf(rule, weight, result.node, result);
  const int axis = AxisOf(node, rule);
  block_.clear();
  if (granularity == Granularity::kPerBlock &&
      !FitBlock(rule, weight, axis, result)) {
    granularity = Granularity::kPerChannel;
    block_.clear();
  }
  result.granularity = static_cast<int8_t>(granularity);
  const bool is_table = rule.style->out == PortSpec::kLookedUp;
  const SpecId spec = is_table && granularity == Granularity::kPerTensor
                          ? specs_.Activation()
                          : specs_.Weight(granularity, axis, block_);
  return result.weight = spec;
}

Granularity Annotator::GranularityOf(const AnnotationRule& rule, ValueId weight,
                                     NodeId id, NodeAnnotation& result) {
  if (!rule.family.has_value()) return Granularity::kPerTensor;
  // Scales a channel are computed beforehand, from values that stay.
  const NodeKind kind = graph().value(weight).kind;
  if (kind == NodeKind::kInput || kind == NodeKind::kOp) {
    return Granularity::kPerTensor;
  }
  const Choice::Own* own = choice_.OwnOf(id);
  if (own != nullptr && own->block_size >= 0) return Granularity::kPerBlock;
  const Settings& settings = choice_.settings()[result.settings];
  return settings.granularity[static_cast<size_t>(*rule.family)];
}

int64_t Annotator::IntArg(const Node& node, int arg, int64_t absent) const {
  const auto args = graph().args(node);
  const size_t at = static_cast<size_t>(arg);
  if (arg < 0 || at >= args.size()) return absent;
  const bool is_number =
      args[at].kind == Arg::Kind::kBool || args[at].kind == Arg::Kind::kInt;
  return is_number ? args[at].integer : absent;
}

int Annotator::AxisOf(const Node& node, const AnnotationRule& rule) const {
  return IntArg(node, rule.transposed_arg, 0) != 0 ? 1 : rule.axis;
}

bool Annotator::IsUniform(const Node& node, const AnnotationRule& rule) const {
  return rule.uniform || IntArg(node, rule.transposed_arg, 0) != 0 ||
         IntArg(node, rule.groups_arg, 1) != 1;
}

bool Annotator::FitBlock(const AnnotationRule& rule, ValueId weight, int axis,
                         const NodeAnnotation& result) {
  const Settings& settings = choice_.settings()[result.settings];
  const Choice::Own* own = choice_.OwnOf(result.node);
  const bool is_own = own != nullptr && own->block_size >= 0;
  const BlockSize& size =
      is_own ? options_.recipe.block_sizes[own->block_size].size
             : settings.block_size;
  const std::string pointer = choice_.BlockPointer(result.node, settings);
  if (settings.quant->block_size == 0) {
    ReportBlock(
        result.node,
        absl::StrCat("`", settings.quant->name, "` has no block-wise weights"),
        pointer);
    return false;
  }
  const Value& tensor = graph().value(weight);
  const auto dims = graph().dims(tensor);
  const bool has_blocks =
      *rule.family != WeightFamily::kEmbedding && dims.size() >= 2;
  block_ = size.shape;
  if (block_.empty() && has_blocks) {
    block_.assign(dims.size(), 1);
    block_[axis == 0 ? 1 : 0] =
        size.channels > 0 ? size.channels : settings.quant->block_size;
  }
  bool fits = has_blocks && block_.size() == dims.size();
  for (size_t i = 0; fits && i < dims.size(); ++i) {
    fits = dims[i] > 0 && dims[i] % block_[i] == 0;
  }
  fits = fits && block_[static_cast<size_t>(axis)] == 1;
  if (!fits && !size.empty()) {
    ReportBlock(
        result.node,
        absl::StrCat("[", absl::StrJoin(block_, ", "), "] does not divide [",
                     absl::StrJoin(dims, ", "), "] into blocks of one channel"),
        pointer);
  }
  return fits;
}

void Annotator::ReportBlock(NodeId id, std::string why, std::string pointer) {
  const Node& node = graph().node(id);
  Finding finding = MakeFinding(Code::kBlockSizeDoesNotFit,
                                {std::string(node.name), std::move(why)});
  finding.node = std::string(node.name);
  finding.op = std::string(graph().op_name(node));
  finding.hints.push_back("its weight has one scale a channel instead");
  finding.place.pointer = std::move(pointer);
  recipe_findings_.push_back(std::move(finding));
}

}  // namespace opfit
