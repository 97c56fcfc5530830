#include "cli/target_flag.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalog/target.h"

namespace opfit {
namespace {

constexpr absl::string_view kDefaultBackend = "htp";

}  // namespace

absl::StatusOr<ChosenTarget> ChooseTarget(const CommandLine& line) {
  const absl::StatusOr<TargetSpec> spec =
      ParseTarget(line.Value(Flag::kTarget, kDefaultBackend));
  if (!spec.ok()) return spec.status();
  const absl::StatusOr<const Catalog*> catalog =
      FindCatalog(spec->backend.empty() ? kDefaultBackend
                                        : absl::string_view(spec->backend));
  if (!catalog.ok()) return catalog.status();
  absl::StatusOr<Target> target = (*catalog)->Resolve(*spec);
  if (!target.ok()) return target.status();
  return ChosenTarget{*catalog, *std::move(target)};
}

}  // namespace opfit
