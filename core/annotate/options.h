// What a call of Annotate() asks for.

#ifndef OPFIT_CORE_ANNOTATE_OPTIONS_H_
#define OPFIT_CORE_ANNOTATE_OPTIONS_H_

#include <string>
#include <vector>

#include "core/annotate/recipe.h"

namespace opfit {

struct AnnotateOptions {
  std::string quant;  // "16a8w", over the recipe's; empty: the recipe's
  bool qat = false;   // whatever the recipe says
  // Replaces the annotations that the graph has; else annotated nodes stay.
  bool replace = false;
  // Beside the recipe's: nodes by name, ops by their name in the graph.
  std::vector<std::string> discard_nodes;
  std::vector<std::string> discard_ops;
  Recipe recipe;
};

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_OPTIONS_H_
