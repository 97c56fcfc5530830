#include "core/formats/pt2/module_stack.h"

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/graph/graph.h"

namespace opfit {

Origin InnermostModule(absl::string_view stack) {
  const size_t last = stack.rfind(';');
  if (last != absl::string_view::npos) stack.remove_prefix(last + 1);
  // Types may have commas of their own; keys and paths have none.
  const size_t key_end = stack.find(',');
  const size_t path_end = key_end == absl::string_view::npos
                              ? key_end
                              : stack.find(',', key_end + 1);
  Origin origin;
  if (path_end == absl::string_view::npos) return origin;
  origin.module = stack.substr(key_end + 1, path_end - key_end - 1);
  origin.module_type = stack.substr(path_end + 1);
  absl::ConsumePrefix(&origin.module, "L['self']");
  absl::ConsumePrefix(&origin.module, ".");
  return origin;
}

}  // namespace opfit
