#include "core/api/targeted.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/api/request.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"

namespace opfit {

absl::StatusOr<Targeted> FindTarget(absl::string_view text) {
  absl::StatusOr<TargetSpec> spec = ParseTarget(text);
  if (!spec.ok()) return spec.status();
  absl::StatusOr<const Catalog*> catalog =
      FindCatalog(spec->backend.empty() ? BundledBackends().front()
                                        : absl::string_view(spec->backend));
  if (!catalog.ok()) return catalog.status();
  absl::StatusOr<Target> target = (*catalog)->Resolve(*spec);
  if (!target.ok()) return target.status();
  return Targeted{*catalog, *std::move(target)};
}

void WriteTarget(JsonWriter& json, absl::string_view key,
                 const Target& target) {
  json.Key(key);
  json.BeginObject(JsonWriter::kOneLine);
  WriteText(json, "backend", target.backend);
  WriteTextOrNull(json, "soc", target.soc);
  WriteTextOrNull(json, "arch", target.arch);
  WriteText(json, "sdk", ToString(target.sdk));
  json.End();
}

void WriteCatalog(JsonWriter& json, const Catalog& catalog) {
  json.Key("catalog");
  json.BeginObject(JsonWriter::kOneLine);
  WriteText(json, "id", catalog.id());
  WriteText(json, "version", catalog.version());
  WriteText(json, "edition", ToString(catalog.edition()));
  json.End();
}

}  // namespace opfit
