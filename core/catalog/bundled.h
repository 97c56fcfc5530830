// The catalogs that are compiled in, as text. The table is written by the
// build from the folders under catalogs/ (bazel/catalogs.bzl); nobody but
// FindCatalog needs it.

#ifndef OPFIT_CORE_CATALOG_BUNDLED_H_
#define OPFIT_CORE_CATALOG_BUNDLED_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace opfit {

struct BundledCatalog {
  absl::string_view backend;
  // For ParseCatalog. The bytes live as long as the program.
  absl::string_view (*catalog)();
  absl::string_view (*dialects)();
};

// The default backend is first.
absl::Span<const BundledCatalog> BundledCatalogs();

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_BUNDLED_H_
