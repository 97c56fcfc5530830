// The annotations that a recipe writes itself, in the words of the
// annotated-graph format.

#ifndef OPFIT_CORE_ANNOTATE_RECIPE_SPEC_H_
#define OPFIT_CORE_ANNOTATE_RECIPE_SPEC_H_

#include <cstdint>
#include <vector>

#include "core/annotate/recipe.h"
#include "core/catalog/json_reader.h"

namespace opfit {

// A list of sizes, each at least 1.
std::vector<int64_t> ReadBlockShape(JsonReader& json);

// {"node": …, "inputs"?: [{"node": …, "spec": …}…], "output"?: spec}
Override ReadOverride(JsonReader& json);

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_RECIPE_SPEC_H_
