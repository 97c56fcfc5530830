// QNN OpDef XML, in which authors of op packages declare their operators, as a
// catalog.

#ifndef OPFIT_CORE_CATALOG_IMPORT_OPDEF_H_
#define OPFIT_CORE_CATALOG_IMPORT_OPDEF_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalog/import/document.h"

namespace opfit {

// The operators that the file declares for one backend, with their names in
// every dialect, as the readers of graphs write them: `Swirl` in QNN,
// `Pkg:Swirl` in ONNX, `Pkg.Swirl.default` in aten, `CUSTOM:Swirl` in TFLite.
//
// The file gives each port its types and does not say which go together: where
// more than one port has a choice the row is `sets`. Texts of constraints
// become notes. InvalidArgument where the file is no such XML, with the line.
absl::StatusOr<Imported> ImportOpDef(absl::string_view xml,
                                     const ImportOptions& options);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_IMPORT_OPDEF_H_
