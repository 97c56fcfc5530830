// From what a user writes after --target to the catalog that answers.

#ifndef OPFIT_CORE_CATALOG_FIND_TARGET_H_
#define OPFIT_CORE_CATALOG_FIND_TARGET_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"

namespace opfit {

struct Targeted {
  // Bundled, and then it lives as long as the program, or `own`.
  const Catalog* catalog = nullptr;
  Target target;
  std::shared_ptr<const Catalog> own;
};

// Of `backend[:soc][@sdk]`; empty parts take the defaults. Loads the catalog of
// that backend, if it is not yet loaded. The status says what is not known and
// what was meant.
absl::StatusOr<Targeted> FindTarget(absl::string_view text);

// A catalog of a user's own, and what to call it where it is not valid.
struct CatalogText {
  std::string name;  // "my.json"
  std::string text;  // for ParseUserCatalog
};

// The same with these laid over the bundled one, the first lowest (stack.h). A
// backend that has no bundled catalog starts with the first.
absl::StatusOr<Targeted> FindTarget(absl::string_view text,
                                    absl::Span<const CatalogText> catalogs);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_FIND_TARGET_H_
