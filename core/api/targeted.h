// How replies name a target and the catalog that knows it.

#ifndef OPFIT_CORE_API_TARGETED_H_
#define OPFIT_CORE_API_TARGETED_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/find_target.h"
#include "core/catalog/json_reader.h"
#include "core/catalog/target.h"
#include "core/render/json_writer.h"

namespace opfit {

// The member `"catalogs": ["<text>"…]` of a request: catalogs of the caller's
// own, called `catalogs[0]` and so on where one is not valid.
std::vector<CatalogText> ReadCatalogs(JsonReader& request);

// The member `"key": {"backend": "htp", "soc": …, "arch": …, "sdk": …}`, as in
// a report. What the backend does not have is null.
void WriteTarget(JsonWriter& json, absl::string_view key, const Target& target);

// The member `"catalog": {"id": …, "version": …, "edition": …}`. The edition is
// null where the catalog has none.
void WriteCatalog(JsonWriter& json, const Catalog& catalog);

}  // namespace opfit

#endif  // OPFIT_CORE_API_TARGETED_H_
