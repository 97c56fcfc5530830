// From what a user writes after --target to the catalog that answers.

#ifndef OPFIT_CORE_CATALOG_FIND_TARGET_H_
#define OPFIT_CORE_CATALOG_FIND_TARGET_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"

namespace opfit {

struct Targeted {
  const Catalog* catalog = nullptr;  // bundled: lives as long as the program
  Target target;
};

// Of `backend[:soc][@sdk]`; empty parts take the defaults. Loads the catalog of
// that backend, if it is not yet loaded. The status says what is not known and
// what was meant.
absl::StatusOr<Targeted> FindTarget(absl::string_view text);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_FIND_TARGET_H_
