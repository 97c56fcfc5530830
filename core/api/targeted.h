// The target that a request names, with the catalog that knows it.

#ifndef OPFIT_CORE_API_TARGETED_H_
#define OPFIT_CORE_API_TARGETED_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/render/json_writer.h"

namespace opfit {

struct Targeted {
  const Catalog* catalog;  // bundled: lives as long as the program
  Target target;
};

// Of `backend[:soc][@sdk]`; empty parts take the defaults. Loads the catalog of
// that backend, if it is not yet loaded.
absl::StatusOr<Targeted> FindTarget(absl::string_view text);

// The member `"key": {"backend": "htp", "soc": …, "arch": …, "sdk": …}`, as in
// a report.
void WriteTarget(JsonWriter& json, absl::string_view key, const Target& target);

// The member `"catalog": {"id": …, "version": …, "edition": …}`.
void WriteCatalog(JsonWriter& json, const Catalog& catalog);

}  // namespace opfit

#endif  // OPFIT_CORE_API_TARGETED_H_
