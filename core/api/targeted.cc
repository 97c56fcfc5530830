#include "core/api/targeted.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/api/request.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"

namespace opfit {

namespace {

void WriteSdkOrNull(JsonWriter& json, absl::string_view key,
                    const SdkVersion& sdk) {
  WriteTextOrNull(json, key, sdk.none() ? "" : ToString(sdk));
}

}  // namespace

std::vector<CatalogText> ReadCatalogs(JsonReader& request) {
  std::vector<CatalogText> catalogs;
  request.ForEach("catalogs", [&catalogs](JsonReader& item) {
    catalogs.push_back(
        {absl::StrCat("catalogs[", catalogs.size(), "]"), item.AsString()});
  });
  return catalogs;
}

void WriteTarget(JsonWriter& json, absl::string_view key,
                 const Target& target) {
  json.Key(key);
  json.BeginObject(JsonWriter::kOneLine);
  WriteText(json, "backend", target.backend);
  WriteTextOrNull(json, "soc", target.soc);
  WriteTextOrNull(json, "arch", target.arch);
  WriteSdkOrNull(json, "sdk", target.sdk);
  json.End();
}

void WriteCatalog(JsonWriter& json, const Catalog& catalog) {
  json.Key("catalog");
  json.BeginObject(JsonWriter::kOneLine);
  WriteText(json, "id", catalog.id());
  WriteText(json, "version", catalog.version());
  WriteSdkOrNull(json, "edition", catalog.edition());
  json.End();
}

}  // namespace opfit
