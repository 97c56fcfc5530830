// What others publish of an operator's data types, as a catalog document that a
// person can edit and `--catalog` can read.
//
//   absl::StatusOr<Imported> imported =
//       ImportCatalog(bytes, ImportFormat::kAny, options);

#ifndef OPFIT_CORE_CATALOG_IMPORT_IMPORT_H_
#define OPFIT_CORE_CATALOG_IMPORT_IMPORT_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalog/import/document.h"

namespace opfit {

enum class ImportFormat : uint8_t {
  kAny,  // told by the content
  kOpDef,
  kSupplement,
  kOpInfo,
};

// Nothing is dropped silently: what was not understood is among the warnings.
// InvalidArgument where the input is not of the format.
absl::StatusOr<Imported> ImportCatalog(absl::string_view bytes,
                                       ImportFormat format,
                                       const ImportOptions& options);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_IMPORT_IMPORT_H_
