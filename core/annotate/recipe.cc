#include "core/annotate/recipe.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/annotate/field_readers.h"
#include "core/annotate/recipe_spec.h"
#include "core/catalog/field_readers.h"
#include "core/catalog/json_reader.h"
#include "core/formats/locate.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

constexpr char kFormat[] = "annotation-recipe";

BlockSize ReadBlockSize(JsonReader& json) {
  BlockSize size;
  if (json.is_array()) {
    size.shape = ReadBlockShape(json);
    return size;
  }
  size.channels = json.AsInt();
  if (size.channels < 1) json.Fail("a block has at least one channel");
  return size;
}

void ReadGranularity(JsonReader& json, SettingsPatch& patch) {
  // Read twice over different grounds: what changes with them is not said.
  Granularities low;
  Granularities high;
  low.fill(Granularity::kPerTensor);
  high.fill(Granularity::kPerBlock);
  ReadGranularities(json, low);
  ReadGranularities(json, high);
  for (size_t i = 0; i < kWeightFamilyCount; ++i) {
    if (low[i] == high[i]) patch.granularity[i] = low[i];
  }
}

SettingsPatch ReadSettings(JsonReader& json) {
  SettingsPatch patch;
  if (json.Has("quant")) patch.quant = json.String("quant");
  if (json.Has("qat")) patch.qat = json.Bool("qat", false);
  if (json.Has("symmetric_activations")) {
    patch.symmetric_activations = json.Bool("symmetric_activations", false);
  }
  if (json.Has("observer")) patch.observer = json.String("observer");
  if (json.Has("eps")) {
    JsonReader eps = json.At("eps");
    patch.eps = RatioOf(eps);
  }
  if (json.Has("granularity")) {
    JsonReader granularity = json.At("granularity");
    ReadGranularity(granularity, patch);
  }
  if (json.Has("block_size")) {
    JsonReader size = json.At("block_size");
    patch.block_size = ReadBlockSize(size);
  }
  return patch;
}

RecipeMatch ReadMatch(JsonReader json) {
  RecipeMatch match;
  match.ops = ReadStrings(json, "ops");
  match.nodes = ReadStrings(json, "nodes");
  match.module = json.String("module", "");
  match.module_type = json.String("module_type", "");
  json.NoOtherKeys();
  const bool says_nothing = match.ops.empty() && match.nodes.empty() &&
                            match.module.empty() && match.module_type.empty();
  if (says_nothing) json.Fail("names nothing; `default` is for every node");
  return match;
}

RecipeRule ReadRule(JsonReader& json) {
  RecipeRule rule;
  rule.match = ReadMatch(json.At("match"));
  rule.settings = ReadSettings(json);
  rule.priority = json.Int("priority", 1);
  rule.note = json.String("note", "");
  json.NoOtherKeys();
  return rule;
}

void ReadDiscard(JsonReader json, Recipe& recipe) {
  recipe.discard_nodes = ReadStrings(json, "nodes");
  recipe.discard_ops = ReadStrings(json, "ops");
  json.NoOtherKeys();
}

void ReadParts(JsonReader& root, Recipe& recipe) {
  if (root.Has("default")) {
    JsonReader defaults = root.At("default");
    recipe.defaults = ReadSettings(defaults);
    defaults.NoOtherKeys();
  }
  root.ForEach("rules", [&](JsonReader& item) {
    recipe.rules.push_back(ReadRule(item));
  });
  if (root.Has("block_sizes")) {
    root.At("block_sizes")
        .ForEachMember([&](const std::string& node, JsonReader& size) {
          recipe.block_sizes.push_back({node, ReadBlockSize(size)});
        });
  }
  if (root.Has("discard")) ReadDiscard(root.At("discard"), recipe);
  root.ForEach("annotations", [&](JsonReader& item) {
    recipe.annotations.push_back(ReadOverride(item));
  });
}

Recipe ReadRecipe(JsonReader& root) {
  Recipe recipe;
  JsonReader format = root.At("format");
  if (format.AsString() != kFormat) {
    format.Fail(absl::StrCat("expected `", kFormat, "`"));
  }
  JsonReader version = root.At("version");
  if (version.AsString() != "1.0") version.Fail("expected `1.0`");
  root.String("$schema", "");
  recipe.name = root.String("name", "");
  recipe.target = root.String("target", "");
  ReadParts(root, recipe);
  root.NoOtherKeys();
  return recipe;
}

Finding ShapeFinding(const std::string& problem, const std::string& pointer) {
  Finding finding = MakeFinding(Code::kRecipeInvalid, {problem});
  finding.place.pointer = pointer;
  return finding;
}

}  // namespace

ParsedRecipe ParseRecipe(absl::string_view text) {
  ParsedRecipe parsed;
  const nlohmann::json document = nlohmann::json::parse(
      text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded()) {
    parsed.findings.push_back(ShapeFinding("it is not well-formed JSON", ""));
    return parsed;
  }
  JsonErrors errors;
  JsonReader root(document, errors);
  parsed.recipe = ReadRecipe(root);
  if (errors.ok()) return parsed;
  parsed.recipe = Recipe();
  parsed.findings.push_back(ShapeFinding(errors.problem(), errors.path()));
  LocateFindings(text, parsed.findings);
  return parsed;
}

}  // namespace opfit
