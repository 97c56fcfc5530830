#include "cli/target_flag.h"

#include "absl/status/statusor.h"
#include "core/catalog/find_target.h"

namespace opfit {

absl::StatusOr<Targeted> ChooseTarget(const CommandLine& line) {
  return FindTarget(line.Value(Flag::kTarget, ""));
}

}  // namespace opfit
