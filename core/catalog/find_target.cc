#include "core/catalog/find_target.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"

namespace opfit {
namespace {

// A lone word with a digit reads as a chip; a backend may have one in its name.
void PreferBackend(TargetSpec& spec) {
  if (!spec.backend.empty()) return;
  const absl::Span<const absl::string_view> known = BundledBackends();
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

}  // namespace

absl::StatusOr<Targeted> FindTarget(absl::string_view text) {
  absl::StatusOr<TargetSpec> spec = ParseTarget(text);
  if (!spec.ok()) return spec.status();
  PreferBackend(*spec);
  const absl::StatusOr<const Catalog*> catalog = FindCatalog(spec->backend);
  if (!catalog.ok()) return catalog.status();
  absl::StatusOr<Target> target = (*catalog)->Resolve(*spec);
  if (!target.ok()) return target.status();
  return Targeted{*catalog, *std::move(target)};
}

}  // namespace opfit
