#include "core/catalog/find_target.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/catalog.h"
#include "core/catalog/stack.h"
#include "core/catalog/target.h"

namespace opfit {
namespace {

absl::StatusOr<std::vector<Catalog>> ParseAll(
    absl::Span<const CatalogText> texts) {
  std::vector<Catalog> catalogs;
  for (const CatalogText& text : texts) {
    absl::StatusOr<Catalog> catalog = ParseUserCatalog(text.text);
    if (!catalog.ok()) {
      return absl::Status(
          catalog.status().code(),
          absl::StrCat(text.name, ": ", catalog.status().message()));
    }
    catalogs.push_back(*std::move(catalog));
  }
  return catalogs;
}

// A lone word with a digit reads as a chip; a backend may have one in its name.
void PreferBackend(absl::Span<const Catalog> own, TargetSpec& spec) {
  if (!spec.backend.empty()) return;
  std::vector<absl::string_view> known(BundledBackends().begin(),
                                       BundledBackends().end());
  for (const Catalog& catalog : own) known.push_back(catalog.backend());
  const auto backend =
      std::find_if(known.begin(), known.end(), [&spec](absl::string_view name) {
        return absl::EqualsIgnoreCase(name, spec.soc);
      });
  if (backend == known.end()) {
    spec.backend = std::string(known.front());
  } else {
    spec.backend = std::string(*backend);
    spec.soc.clear();
  }
}

// The bundled catalog, or the first of one's own where there is none.
absl::StatusOr<const Catalog*> LowestOf(absl::string_view backend,
                                        absl::Span<const Catalog>& own) {
  absl::StatusOr<const Catalog*> bundled = FindCatalog(backend);
  if (bundled.ok() || own.empty() || own.front().backend() != backend) {
    return bundled;
  }
  const Catalog* lowest = &own.front();
  own.remove_prefix(1);
  return lowest;
}

}  // namespace

absl::StatusOr<Targeted> FindTarget(absl::string_view text) {
  return FindTarget(text, {});
}

absl::StatusOr<Targeted> FindTarget(absl::string_view text,
                                    absl::Span<const CatalogText> catalogs) {
  absl::StatusOr<TargetSpec> spec = ParseTarget(text);
  if (!spec.ok()) return spec.status();
  absl::StatusOr<std::vector<Catalog>> parsed = ParseAll(catalogs);
  if (!parsed.ok()) return parsed.status();
  absl::Span<const Catalog> own = *parsed;
  PreferBackend(own, *spec);
  const absl::StatusOr<const Catalog*> lowest = LowestOf(spec->backend, own);
  if (!lowest.ok()) return lowest.status();
  Targeted found;
  found.catalog = *lowest;
  if (!parsed->empty()) {
    absl::StatusOr<Catalog> stacked = **lowest;
    for (const Catalog& upper : own) {
      stacked = StackCatalogs(*stacked, upper);
      if (!stacked.ok()) return stacked.status();
    }
    found.own = std::make_shared<const Catalog>(*std::move(stacked));
    found.catalog = found.own.get();
  }
  absl::StatusOr<Target> target = found.catalog->Resolve(*spec);
  if (!target.ok()) return target.status();
  found.target = *std::move(target);
  return found;
}

}  // namespace opfit
