// For tests: catalogs of a few lines, around the part that a test is about.

#ifndef OPFIT_CORE_TESTING_SMALL_CATALOG_H_
#define OPFIT_CORE_TESTING_SMALL_CATALOG_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"

namespace opfit {

// The parts of a bundled catalog. Two sources, 0 and 1; the chips are Old (v68,
// no float), New (v73, the default), Odd (nothing is known of it) and Bare
// (which lacks the backend).
struct SmallCatalog {
  std::string ops;   // members of "ops": `"Relu": {…}, …`
  std::string aten;  // members of the dialect's "ops"
};

// The bundled form, for ParseCatalog.
std::string BundleJson(const SmallCatalog& catalog);

// Parses it; fails the running test if it is not valid.
Catalog MakeCatalog(const SmallCatalog& catalog);

// "Old@2.41" of that catalog.
Target TargetOf(const Catalog& catalog, absl::string_view target);

}  // namespace opfit

#endif  // OPFIT_CORE_TESTING_SMALL_CATALOG_H_
