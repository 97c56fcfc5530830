#include "core/annotate/choice.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/finding/suggest.h"

namespace opfit {
namespace {

// Bounds the memory that a hostile pattern may take.
constexpr int64_t kMaxPatternMemory = 1 << 20;

// "torch.nn.modules.linear.Linear" is a "Linear".
bool IsOfType(absl::string_view type, absl::string_view wanted) {
  return type == wanted || (absl::EndsWith(type, wanted) && !wanted.empty() &&
                            type[type.size() - wanted.size() - 1] == '.');
}

std::vector<absl::string_view> NamesOf(const AnnotationRules& rules) {
  std::vector<absl::string_view> names;
  for (const auto& [name, quant] : rules.quants()) names.push_back(name);
  return names;
}

bool Contains(const std::vector<std::string>& list, absl::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

Choice::Choice(const Graph& graph, const AnnotationRules& rules,
               const Target& target, const AnnotateOptions& options)
    : graph_(graph),
      rules_(rules),
      target_(target),
      options_(options),
      recipe_(options.recipe) {
  ReadSettings();
  if (!status_.ok()) return;
  CompileRules();
  CollectNames();
  CollectOps();
}

void Choice::ReadSettings() {
  const QuantType* quant = &rules_.default_quant();
  SettingsPatch patch = recipe_.defaults;
  if (!options_.quant.empty()) {
    patch.quant.reset();
    quant = rules_.FindQuant(options_.quant);
    if (quant == nullptr) {
      status_ = absl::InvalidArgumentError(absl::StrCat(
          "no quantization type is named `", options_.quant, "`; there are `",
          absl::StrJoin(NamesOf(rules_), "`, `"), "`"));
      return;
    }
  }
  if (options_.qat) patch.qat = true;
  const Settings settings = Patched(::opfit::SettingsOf(*quant), patch,
                                    TypeOf(patch, "/default/quant"));
  const bool is_from_recipe = patch.quant.has_value();
  CheckSettings(settings, is_from_recipe ? "/default/quant" : "");
  settings_.push_back(settings);
}

const QuantType* Choice::TypeOf(const SettingsPatch& patch,
                                std::string pointer) {
  if (!patch.quant.has_value()) return nullptr;
  const QuantType* quant = rules_.FindQuant(*patch.quant);
  if (quant != nullptr) return quant;
  const std::vector<absl::string_view> names = NamesOf(rules_);
  Finding finding = MakeFinding(
      Code::kQuantizationTypeUnsupported,
      {*patch.quant, absl::StrCat("there is no such quantization type",
                                  DidYouMean(*patch.quant, names))});
  for (const absl::string_view name : names) {
    finding.accepted.emplace_back(name);
  }
  finding.place.pointer = std::move(pointer);
  findings_.push_back(std::move(finding));
  return nullptr;
}

void Choice::CheckSettings(const Settings& settings, std::string pointer) {
  const QuantType& quant = *settings.quant;
  std::string why;
  if (settings.qat ? !quant.qat : !quant.ptq) {
    why = settings.qat ? "it is for post-training quantization only"
                       : "it is for quantization-aware training only";
  } else if (target_.arch_number != 0 &&
             target_.arch_number < quant.needs_arch) {
    why = absl::StrCat(quant.needs_text, " need v", quant.needs_arch,
                       " or newer, and ", ToString(target_), " is ",
                       target_.arch);
  }
  if (why.empty()) return;
  Finding finding =
      MakeFinding(Code::kQuantizationTypeUnsupported, {quant.name, why});
  finding.place.pointer = std::move(pointer);
  findings_.push_back(std::move(finding));
}

void Choice::CompileRules() {
  for (size_t i = 0; i < recipe_.rules.size(); ++i) {
    const RecipeRule& rule = recipe_.rules[i];
    const std::string pointer = absl::StrCat("/rules/", i, "/quant");
    CompiledRule& compiled = compiled_.emplace_back();
    compiled.index = static_cast<int>(i);
    compiled.match = &rule.match;
    Settings settings = Patched(settings_.front(), rule.settings,
                                TypeOf(rule.settings, pointer));
    settings.rule = compiled.index;
    if (rule.settings.quant.has_value() || rule.settings.qat.has_value()) {
      CheckSettings(settings, pointer);
    }
    compiled.settings = static_cast<uint32_t>(settings_.size());
    settings_.push_back(std::move(settings));
    CompileMatch(compiled);
  }
  std::stable_sort(compiled_.begin(), compiled_.end(),
                   [this](const CompiledRule& a, const CompiledRule& b) {
                     return recipe_.rules[a.index].priority >
                            recipe_.rules[b.index].priority;
                   });
}

void Choice::CompileMatch(CompiledRule& rule) {
  if (!rule.match->ops.empty()) {
    rule.ops.resize(graph_.op_names().size());
    for (OpId op = 0; op < rule.ops.size(); ++op) {
      rule.ops[op] = Contains(rule.match->ops, graph_.op_names()[op]);
    }
  }
  if (rule.match->module.empty()) return;
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMaxPatternMemory);
  rule.module = std::make_unique<RE2>(rule.match->module, options);
  if (rule.module->ok()) return;
  rule.usable = false;
  rule.matched = true;  // one finding is enough
  Finding finding = MakeFinding(
      Code::kRecipeInvalid,
      {absl::StrCat("the pattern cannot be read: ", rule.module->error())});
  finding.place.pointer = absl::StrCat("/rules/", rule.index, "/match/module");
  findings_.push_back(std::move(finding));
}

// One pass over the nodes finds every name that the recipe has.
void Choice::CollectNames() {
  const auto want = [this](const std::string& name) {
    ids_.try_emplace(name, kNoId);
  };
  for (const RecipeRule& rule : recipe_.rules) {
    for (const std::string& name : rule.match.nodes) want(name);
  }
  for (const Recipe::NodeBlocks& blocks : recipe_.block_sizes) {
    want(blocks.node);
  }
  for (const std::string& name : recipe_.discard_nodes) want(name);
  for (const std::string& name : options_.discard_nodes) want(name);
  const auto want_refs = [&](const SpecDraft& spec) {
    for (const NamedRef& ref : spec.refs) {
      want(ref.producer);
      if (!ref.consumer.empty()) want(ref.consumer);
    }
  };
  for (const Override& own : recipe_.annotations) {
    want(own.node);
    if (own.output.has_value()) want_refs(*own.output);
    for (const Override::Input& input : own.inputs) {
      want(input.producer);
      want_refs(input.spec);
    }
  }
  if (ids_.empty()) return;
  for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
    const auto it = ids_.find(graph_.node(id).name);
    if (it != ids_.end() && it->second == kNoId) it->second = id;
  }
  ResolveNames();
}

void Choice::ResolveNames() {
  // The node of this name, if it is an operator.
  const auto own = [this](absl::string_view name, auto pointer) -> Own* {
    const NodeId id = Find(name);
    if (id != kNoId && graph_.node(id).kind == NodeKind::kOp) return &own_[id];
    ReportUnknownNode(name, pointer());
    return nullptr;
  };
  for (size_t i = 0; i < recipe_.rules.size(); ++i) {
    const std::vector<std::string>& names = recipe_.rules[i].match.nodes;
    for (size_t j = 0; j < names.size(); ++j) {
      Own* found = own(names[j], [&] {
        return absl::StrCat("/rules/", i, "/match/nodes/", j);
      });
      if (found != nullptr) found->rules.push_back(static_cast<int>(i));
    }
  }
  for (size_t i = 0; i < recipe_.block_sizes.size(); ++i) {
    const std::string& name = recipe_.block_sizes[i].node;
    Own* found = own(name, [&] {
      return absl::StrCat("/block_sizes/", EscapePointerPart(name));
    });
    if (found != nullptr) found->block_size = static_cast<int>(i);
  }
  for (size_t i = 0; i < recipe_.discard_nodes.size(); ++i) {
    Own* found = own(recipe_.discard_nodes[i],
                     [&] { return absl::StrCat("/discard/nodes/", i); });
    if (found != nullptr) found->discarded = true;
  }
  for (size_t i = 0; i < recipe_.annotations.size(); ++i) {
    Own* found = own(recipe_.annotations[i].node,
                     [&] { return absl::StrCat("/annotations/", i, "/node"); });
    if (found != nullptr) found->override_index = static_cast<int>(i);
  }
  for (const std::string& name : options_.discard_nodes) {
    const NodeId id = Find(name);
    if (id == kNoId) {
      status_ = absl::InvalidArgumentError(
          absl::StrCat("no node to discard is named `", name, "`"));
      return;
    }
    own_[id].discarded = true;
  }
}

void Choice::CollectOps() {
  discarded_ops_.resize(graph_.op_names().size());
  for (OpId op = 0; op < discarded_ops_.size(); ++op) {
    const absl::string_view name = graph_.op_names()[op];
    discarded_ops_[op] = Contains(recipe_.discard_ops, name) ||
                         Contains(options_.discard_ops, name);
  }
  const auto is_there = [this](absl::string_view op) {
    const auto names = graph_.op_names();
    return std::find(names.begin(), names.end(), op) != names.end();
  };
  for (size_t i = 0; i < recipe_.discard_ops.size(); ++i) {
    if (is_there(recipe_.discard_ops[i])) continue;
    ReportNothing(absl::StrCat("no operator is `", recipe_.discard_ops[i], "`"),
                  absl::StrCat("/discard/ops/", i));
  }
  for (const std::string& op : options_.discard_ops) {
    if (is_there(op)) continue;
    status_ = absl::InvalidArgumentError(
        absl::StrCat("no operator to discard is named `", op, "`",
                     DidYouMean(op, graph_.op_names())));
  }
}

NodeId Choice::Find(absl::string_view name) const {
  const auto it = ids_.find(name);
  return it == ids_.end() ? kNoId : it->second;
}

const Choice::Own* Choice::OwnOf(NodeId node) const {
  if (own_.empty()) return nullptr;
  const auto it = own_.find(node);
  return it == own_.end() ? nullptr : &it->second;
}

bool Choice::IsDiscarded(NodeId id) {
  const Node& node = graph_.node(id);
  if (node.op != kNoId && discarded_ops_[node.op]) return true;
  const Own* own = OwnOf(id);
  return own != nullptr && own->discarded;
}

uint32_t Choice::SettingsOf(NodeId id) {
  if (compiled_.empty()) return 0;
  const Own* own = OwnOf(id);
  uint32_t found = 0;
  for (CompiledRule& rule : compiled_) {
    if (!Matches(rule, graph_.node(id), id, own)) continue;
    // Others that match are not to be called unused.
    rule.matched = true;
    if (found == 0) found = rule.settings;
  }
  return found;
}

bool Choice::Matches(CompiledRule& rule, const Node& node, NodeId id,
                     const Own* own) {
  if (!rule.usable || (!rule.ops.empty() && !rule.ops[node.op])) return false;
  if (!rule.match->nodes.empty()) {
    const bool is_named =
        own != nullptr &&
        std::binary_search(own->rules.begin(), own->rules.end(), rule.index);
    if (!is_named) return false;
  }
  const std::string& type = rule.match->module_type;
  if (!type.empty() && !IsOfType(graph_.origin(id).module_type, type)) {
    return false;
  }
  return rule.module == nullptr || MatchesModule(rule, id);
}

bool Choice::MatchesModule(CompiledRule& rule, NodeId id) {
  const absl::string_view module = graph_.origin(id).module;
  const auto [it, is_new] = rule.known_modules.try_emplace(module, false);
  if (is_new) {
    it->second = RE2::PartialMatch(
        re2::StringPiece(module.data(), module.size()), *rule.module);
  }
  return it->second;
}

std::string Choice::BlockPointer(NodeId node, const Settings& settings) const {
  const Own* own = OwnOf(node);
  if (own != nullptr && own->block_size >= 0) {
    return absl::StrCat(
        "/block_sizes/",
        EscapePointerPart(recipe_.block_sizes[own->block_size].node));
  }
  const bool by_rule =
      settings.rule != Settings::kDefault &&
      !recipe_.rules[settings.rule].settings.block_size.empty();
  if (by_rule) return absl::StrCat("/rules/", settings.rule, "/block_size");
  return recipe_.defaults.block_size.empty() ? "" : "/default/block_size";
}

void Choice::ReportUnknownNode(absl::string_view name, std::string pointer) {
  Finding finding = MakeFinding(Code::kRecipeNodeUnknown, {std::string(name)});
  const NodeId id = Find(name);
  if (id != kNoId) finding.found = "a node that is no operator";
  finding.place.pointer = std::move(pointer);
  std::vector<absl::string_view> names;
  for (const Node& node : graph_.nodes()) {
    if (node.kind == NodeKind::kOp) names.push_back(node.name);
  }
  const absl::string_view near = NearestWord(name, names);
  if (!near.empty())
    finding.hints.push_back(absl::StrCat("there is `", near, "`"));
  findings_.push_back(std::move(finding));
}

void Choice::ReportNothing(std::string what, std::string pointer) {
  Finding finding = MakeFinding(Code::kRecipeMatchesNothing, {std::move(what)});
  finding.place.pointer = std::move(pointer);
  findings_.push_back(std::move(finding));
}

std::vector<Finding> Choice::TakeFindings() {
  std::vector<int> unmatched;
  for (const CompiledRule& rule : compiled_) {
    if (!rule.matched) unmatched.push_back(rule.index);
  }
  std::sort(unmatched.begin(), unmatched.end());
  for (const int index : unmatched) {
    const std::string& note = recipe_.rules[index].note;
    ReportNothing(note.empty() ? absl::StrCat("rule ", index + 1)
                               : absl::StrCat("rule ", index + 1, ", ", note),
                  absl::StrCat("/rules/", index, "/match"));
  }
  return std::move(findings_);
}

}  // namespace opfit
