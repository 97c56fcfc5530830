// How one node is quantized, once everything that a recipe leaves open is
// settled.

#ifndef OPFIT_CORE_ANNOTATE_SETTINGS_H_
#define OPFIT_CORE_ANNOTATE_SETTINGS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/annotate/recipe.h"
#include "core/annotate/rules.h"

namespace opfit {

struct Settings {
  static constexpr int kDefault = -1;

  const QuantType* quant = nullptr;  // of the rules
  bool qat = false;
  bool symmetric_activations = false;
  std::string observer;  // of activations; empty: the usual one
  double eps = 0;
  Granularities granularity = {};
  BlockSize block_size;  // empty: the usual one of the type
  int rule = kDefault;   // index into Recipe::rules
};

// The settings of a type where nobody says more.
Settings SettingsOf(const QuantType& quant);

// `base` with what the patch says; `quant` is the type that the patch names, or
// null if it names none. A new type brings its own usual values, which what
// the patch says replaces.
Settings Patched(const Settings& base, const SettingsPatch& patch,
                 const QuantType* quant);

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_SETTINGS_H_
