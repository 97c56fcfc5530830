// A recipe applied to one graph: which settings each node gets, which nodes are
// left out, and what the recipe gets wrong.
//
//   Choice choice(graph, rules, target, options);
//   uint32_t settings = choice.SettingsOf(node);
//
// Of the rules that match a node the one with the highest priority wins; of
// equal priorities the one that comes first in the recipe.

#ifndef OPFIT_CORE_ANNOTATE_CHOICE_H_
#define OPFIT_CORE_ANNOTATE_CHOICE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/annotate/options.h"
#include "core/annotate/settings.h"
#include "core/catalog/target.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"
#include "re2/re2.h"

namespace opfit {

class Choice {
 public:
  // Refers to its arguments.
  Choice(const Graph& graph, const AnnotationRules& rules, const Target& target,
         const AnnotateOptions& options);

  // Not ok where nothing can be annotated: no such type, an unknown node or op
  // named outside of the recipe.
  const absl::Status& status() const { return status_; }

  bool IsDiscarded(NodeId node);
  // An index into settings().
  uint32_t SettingsOf(NodeId node);
  const std::vector<Settings>& settings() const { return settings_; }

  // What the recipe says of this node alone; null if it says nothing.
  struct Own {
    bool discarded = false;
    std::vector<int> rules;  // that name it, ascending
    int block_size = -1;     // index into Recipe::block_sizes
    int override_index = -1;
  };
  const Own* OwnOf(NodeId node) const;
  // Where the block size of a node is said in the recipe; empty: nowhere.
  std::string BlockPointer(NodeId node, const Settings& settings) const;
  // The node that a recipe names, of any kind; kNoId if there is none.
  NodeId Find(absl::string_view name) const;

  // What the recipe gets wrong. Complete once every node was asked for.
  std::vector<Finding> TakeFindings();

 private:
  struct CompiledRule {
    int index = 0;  // in the recipe
    const RecipeMatch* match = nullptr;
    std::vector<bool> ops;  // by OpId; empty: any
    std::unique_ptr<RE2> module;
    uint32_t settings = 0;
    bool matched = false;
    bool usable = true;
    // Whether the pattern is found in a module, by the module's path.
    absl::flat_hash_map<absl::string_view, bool> known_modules;
  };

  void ReadSettings();
  void CompileRules();
  void CompileMatch(CompiledRule& rule);
  // The type of this name; null, with a finding, where there is none.
  const QuantType* TypeOf(const SettingsPatch& patch, std::string pointer);
  void CheckSettings(const Settings& settings, std::string pointer);
  void CollectNames();
  void ResolveNames();
  void CollectOps();
  void ReportUnknownNode(absl::string_view name, std::string pointer);
  void ReportNothing(std::string what, std::string pointer);
  bool Matches(CompiledRule& rule, const Node& node, NodeId id, const Own* own);
  bool MatchesModule(CompiledRule& rule, NodeId id);

  const Graph& graph_;
  const AnnotationRules& rules_;
  const Target& target_;
  const AnnotateOptions& options_;
  const Recipe& recipe_;
  absl::Status status_;
  std::vector<Settings> settings_;
  std::vector<CompiledRule> compiled_;  // the first to win first
  std::vector<bool> discarded_ops_;     // by OpId
  absl::flat_hash_map<absl::string_view, NodeId> ids_;  // of names in use
  absl::flat_hash_map<NodeId, Own> own_;
  std::vector<Finding> findings_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_CHOICE_H_
