// Catalogs of a user's own, laid over another one.
//
//   absl::StatusOr<Catalog> mine = ParseUserCatalog(text);
//   absl::StatusOr<Catalog> both = StackCatalogs(**FindCatalog("htp"), *mine);
//
// An operator of the upper catalog replaces the lower one's entry as a whole,
// so that what it says is all that is said; an entry that says `extends` adds
// its rows, conditions and known failures to it instead. Names of a dialect
// are added, and replace those that are the same. Chips and SDK versions are
// the lower catalog's. Every source says whose it is: "htp: a page".

#ifndef OPFIT_CORE_CATALOG_STACK_H_
#define OPFIT_CORE_CATALOG_STACK_H_

#include "absl/status/statusor.h"
#include "core/catalog/catalog.h"

namespace opfit {

// Both by themselves are valid. InvalidArgument if they are of different
// backends, if an entry extends one that is not there or has other ports, or if
// there would be too many sources or conditions to count.
absl::StatusOr<Catalog> StackCatalogs(const Catalog& lower,
                                      const Catalog& upper);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_STACK_H_
