// Which module a node of a torch program comes from.

#ifndef OPFIT_CORE_FORMATS_PT2_MODULE_STACK_H_
#define OPFIT_CORE_FORMATS_PT2_MODULE_STACK_H_

#include "absl/strings/string_view.h"
#include "core/graph/graph.h"

namespace opfit {

// The last of `stack`, "key,path,type;key,path,type". Views of it.
Origin InnermostModule(absl::string_view stack);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_MODULE_STACK_H_
