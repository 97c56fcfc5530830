#include "core/api/targets.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/api/request.h"
#include "core/api/targeted.h"
#include "core/catalog/catalog.h"
#include "core/catalog/find_target.h"
#include "core/catalog/target.h"

namespace opfit {
namespace {

absl::string_view AbilityName(Ability ability) {
  static constexpr absl::string_view kNames[] = {"unknown", "no", "yes"};
  return kNames[static_cast<size_t>(ability)];
}

// Null where it is no question of the chip.
void WriteFloat(JsonWriter& json, const Catalog& catalog, Ability ability) {
  const bool depends = catalog.float_depends_on_chip();
  WriteTextOrNull(json, "float", depends ? AbilityName(ability) : "");
}

// Every minor version from the first that the catalog covers to the newest.
std::vector<std::string> SdksOf(const Catalog& catalog) {
  std::vector<std::string> sdks;
  if (catalog.newest_sdk().none()) return sdks;
  SdkVersion sdk = catalog.first_sdk();
  for (; sdk < catalog.newest_sdk(); sdk = {sdk.major, sdk.minor + 1, 0}) {
    if (sdk.major != catalog.newest_sdk().major) break;
    sdks.push_back(ToString(sdk));
  }
  sdks.push_back(ToString(catalog.newest_sdk()));
  return sdks;
}

// The SoCs that may be named; those known to lack the accelerator may not.
void WriteSocs(JsonWriter& json, const Catalog& catalog) {
  json.Key("socs");
  json.BeginArray();
  for (const Soc& soc : catalog.socs()) {
    if (!soc.has_backend) continue;
    json.BeginObject(JsonWriter::kOneLine);
    WriteText(json, "name", soc.name);
    WriteTextOrNull(json, "marketingName", soc.marketing_name);
    WriteTextOrNull(json, "arch",
                    soc.arch == 0 ? "" : absl::StrCat("v", soc.arch));
    WriteFloat(json, catalog, soc.runs_float);
    json.End();
  }
  json.End();
}

void WriteArches(JsonWriter& json, const Catalog& catalog) {
  json.Key("arches");
  json.BeginArray();
  for (const auto& [arch, soc] : catalog.default_soc_by_arch()) {
    const std::string name = absl::StrCat("v", arch);
    const absl::StatusOr<Target> target = catalog.Resolve({"", name, ""});
    json.BeginObject(JsonWriter::kOneLine);
    WriteText(json, "name", name);
    WriteText(json, "soc", soc);
    WriteFloat(json, catalog,
               target.ok() ? target->runs_float : Ability::kUnknown);
    json.End();
  }
  json.End();
}

}  // namespace

std::string TargetsReply(const char* request_text) {
  Request request(request_text);
  const std::string backend = request.root().String("backend", "");
  if (!request.Complete()) return ErrorReply(request.status());
  absl::StatusOr<Targeted> usual =
      FindTarget(backend.empty() ? "" : absl::StrCat(backend, ":"));
  if (!usual.ok()) return ErrorReply(usual.status());

  std::string out;
  JsonWriter json(out);
  BeginReply(json);
  WriteTarget(json, "default", usual->target);
  WriteCatalog(json, *usual->catalog);
  WriteText(json, "archWord", usual->catalog->arch_word());
  WriteTexts(json, "sdks", SdksOf(*usual->catalog));
  WriteSocs(json, *usual->catalog);
  WriteArches(json, *usual->catalog);
  json.End();
  return out;
}

}  // namespace opfit
