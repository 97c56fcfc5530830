#include <memory>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/bundled.h"
#include "core/catalog/catalog.h"

namespace opfit {
namespace {

// Parsed at its first use, once, and never for another backend.
struct Slot {
  absl::once_flag once;
  absl::StatusOr<Catalog> catalog = absl::UnknownError("not parsed");
};

const absl::StatusOr<Catalog>& Parsed(size_t index) {
  static const auto* const kSlots =
      new std::unique_ptr<Slot[]>(new Slot[BundledCatalogs().size()]);
  Slot& slot = (*kSlots)[index];
  absl::call_once(slot.once, [&slot, index] {
    const BundledCatalog& bundled = BundledCatalogs()[index];
    slot.catalog = ParseCatalog(bundled.catalog(), bundled.dialects());
  });
  return slot.catalog;
}

std::vector<absl::string_view> Names() {
  std::vector<absl::string_view> names;
  for (const BundledCatalog& bundled : BundledCatalogs()) {
    names.push_back(bundled.backend);
  }
  return names;
}

}  // namespace

absl::Span<const absl::string_view> BundledBackends() {
  static const auto* const kNames = new std::vector<absl::string_view>(Names());
  return *kNames;
}

absl::StatusOr<const Catalog*> FindCatalog(absl::string_view backend) {
  const absl::Span<const BundledCatalog> all = BundledCatalogs();
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].backend != backend) continue;
    const absl::StatusOr<Catalog>& catalog = Parsed(i);
    if (!catalog.ok()) return catalog.status();
    return &*catalog;
  }
  return absl::NotFoundError(
      absl::StrCat("no catalog of a backend named `", backend, "`; there is `",
                   absl::StrJoin(BundledBackends(), "`, `"), "`"));
}

}  // namespace opfit
