// A dump of the vendor SDK's own BackendOpInfo as a catalog.
//
// tools/op_info/dump_op_info.py writes it where the SDK is:
//
//   {"format": "opfit-op-info", "version": "1", "backend": "htp",
//    "soc": "SM8750", "sdk": "2.41.0",
//    "ops": {"Conv2d": [{"inputs": [PORT…], "outputs": [PORT…]}…]}}
//
//   PORT = {"datatype": "QNN_DATATYPE_UFIXED_POINT_8", "onward": false,
//           "constraints": [{"encodings": ["SCALE_OFFSET"], "symmetric": null,
//             "axis": null, "math_invariant": null, "scale": null,
//             "offset": null}…]}

#ifndef OPFIT_CORE_CATALOG_IMPORT_OP_INFO_H_
#define OPFIT_CORE_CATALOG_IMPORT_OP_INFO_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalog/import/document.h"

namespace opfit {

// Each variant becomes a row; all of an operator's are the whole set as of the
// dump's SDK. What is null or missing asks for nothing. InvalidArgument where
// the text is no such dump, with the place.
absl::StatusOr<Imported> ImportOpInfo(absl::string_view json,
                                      const ImportOptions& options);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_IMPORT_OP_INFO_H_
