// What a user wants annotated how: a JSON file, docs/recipes.md describes it.
//
//   ParsedRecipe parsed = ParseRecipe(text);
//   if (!parsed.findings.empty()) …    it has not the shape of a recipe
//
// A Recipe says nothing of a graph or a backend yet; what does not fit those
// is found when it is applied (core/annotate/choice.h).

#ifndef OPFIT_CORE_ANNOTATE_RECIPE_H_
#define OPFIT_CORE_ANNOTATE_RECIPE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/annotate/rules.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"

namespace opfit {

// How weights are cut into blocks: so many input channels, or a whole shape.
struct BlockSize {
  int64_t channels = 0;        // 0: the shape says it
  std::vector<int64_t> shape;  // of the weight's rank
  bool empty() const { return channels == 0 && shape.empty(); }
};

// What a part of a recipe says; what it leaves out is as in the default.
struct SettingsPatch {
  std::optional<std::string> quant;  // "16a8w"
  std::optional<bool> qat;
  std::optional<bool> symmetric_activations;
  std::optional<std::string> observer;  // of activations
  std::optional<double> eps;
  // Only the families that are said.
  std::optional<Granularity> granularity[kWeightFamilyCount];
  BlockSize block_size;
};

// Which nodes a rule is for: all that is said must hold, and of each list one.
struct RecipeMatch {
  std::vector<std::string> ops;    // as the graph names them
  std::vector<std::string> nodes;  // by name
  std::string module;              // RE2, found anywhere in the module's path
  std::string module_type;         // "Linear" or "torch.nn.modules.Linear"
};

struct RecipeRule {
  RecipeMatch match;
  SettingsPatch settings;
  int64_t priority = 1;
  std::string note;
};

// A reference of a spec, by name.
struct NamedRef {
  std::string producer;
  std::string consumer;  // empty: the output of `producer`
};

// A spec as the recipe writes it: that of the annotated-graph format.
struct SpecDraft {
  QuantSpec::Kind kind = QuantSpec::Kind::kFloat;
  SpecTemplate quant;  // of kQuant, kFixed and kDerived
  std::optional<int64_t> axis;
  std::vector<int64_t> block_size;
  std::string observer;
  double scale = 0;  // of kFixed
  int64_t zero_point = 0;
  std::vector<NamedRef> refs;  // of kShared and kDerived
};

// What is said of one node whatever the rules say.
struct Override {
  std::string node;
  struct Input {
    std::string producer;
    SpecDraft spec;
  };
  std::vector<Input> inputs;  // of these producers; the others are as they were
  std::optional<SpecDraft> output;
};

struct Recipe {
  std::string name;
  std::string target;      // "htp:SM8750"; empty: not said
  SettingsPatch defaults;  // over those of the quantization type
  std::vector<RecipeRule> rules;
  struct NodeBlocks {
    std::string node;
    BlockSize size;
  };
  std::vector<NodeBlocks> block_sizes;
  std::vector<std::string> discard_nodes;
  std::vector<std::string> discard_ops;
  std::vector<Override> annotations;
};

struct ParsedRecipe {
  Recipe recipe;
  std::vector<Finding> findings;  // OF601, located; at most one
};

ParsedRecipe ParseRecipe(absl::string_view text);

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_RECIPE_H_
