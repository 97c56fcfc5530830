
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "catalogs/htp_blob.h"
#include "core/catalog/catalog.h"

namespace opfit {
namespace {

constexpr absl::string_view kBackends[] = {"htp"};

// One function-local static a backend: parsed at its first use, once, by one
// thread, and never for another backend.
const absl::StatusOr<Catalog>& Htp() {
  static const auto* const kCatalog =
      new absl::StatusOr<Catalog>(ParseCatalog(embedded::HtpCatalog()));
  return *kCatalog;
}

}  // namespace

absl::Span<const absl::string_view> BundledBackends() { return kBackends; }

absl::StatusOr<const Catalog*> FindCatalog(absl::string_view backend) {
  if (backend != "htp") {
    return absl::NotFoundError(
        absl::StrCat("no catalog of a backend named `", backend,
                     "`; there is `", absl::StrJoin(kBackends, "`, `"), "`"));
  }
  const absl::StatusOr<Catalog>& catalog = Htp();
  if (!catalog.ok()) return catalog.status();
  return &*catalog;
}

}  // namespace opfit
