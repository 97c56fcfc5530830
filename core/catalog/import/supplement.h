// The vendor's page of what a backend's operators take (its Op Definition
// Supplement), saved as HTML or Markdown, as a catalog.
//
// The page has a heading for each operator and below it tables: `Datatypes`,
// where each row is a configuration with the types of each port, `Constraints`
// and `Support`, whose cells are sentences.

#ifndef OPFIT_CORE_CATALOG_IMPORT_SUPPLEMENT_H_
#define OPFIT_CORE_CATALOG_IMPORT_SUPPLEMENT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalog/import/document.h"

namespace opfit {

// Ranks, encodings and symmetry are understood; every other sentence becomes a
// note of the rows that it is about, and a warning. A row with a choice of
// types at more than one port is `sets`. InvalidArgument where the page has no
// such table.
absl::StatusOr<Imported> ImportSupplement(absl::string_view page,
                                          const ImportOptions& options);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_IMPORT_SUPPLEMENT_H_
