#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/field_readers.h"
#include "core/catalog/json_reader.h"
#include "core/catalog/mapping_parser.h"
#include "core/catalog/op_parser.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

Ability AbilityOf(JsonReader json) {
  const std::string text = json.AsString();
  if (text == "yes") return Ability::kYes;
  if (text == "no") return Ability::kNo;
  if (text != "unknown") json.Fail("not yes, no or unknown");
  return Ability::kUnknown;
}

Soc ReadSoc(JsonReader& json) {
  const auto text_or_null = [&json](const char* key) {
    return json.Has(key) && !json.At(key).is_null() ? json.String(key)
                                                    : std::string();
  };
  const auto int_or_null = [&json](const char* key) {
    return json.Has(key) && !json.At(key).is_null()
               ? static_cast<int>(json.Int(key, 0))
               : 0;
  };
  Soc soc;
  soc.name = json.String("soc");
  soc.marketing_name = text_or_null("name");
  soc.id = int_or_null("id");
  soc.arch = ReadArch(json, "arch");
  soc.runs_float = AbilityOf(json.At("float"));
  soc.vtcm_mb = int_or_null("vtcm_mb");
  text_or_null("lpai");
  soc.has_backend = json.Bool("htp", true);
  soc.confidence = json.String("confidence", "");
  json.ForEach("notes", [&soc](JsonReader& note) {
    soc.notes.push_back(note.AsString());
  });
  json.ForEach("sources", [](JsonReader&) {});
  json.NoOtherKeys();
  return soc;
}

}  // namespace

// Fills a Catalog part by part; the parts are the files of catalogs/<backend>.
class CatalogParser {
 public:
  Catalog Parse(JsonReader& root) {
    JsonReader ops = root.At("ops");
    ReadOps(ops);
    JsonReader socs = root.At("socs");
    ReadSocs(socs);
    root.ForEach("dialects", [this](JsonReader& item) {
      Dialect dialect;
      DialectMapping mapping = ReadDialectMapping(item, dialect);
      catalog_.dialects_[dialect] = std::move(mapping);
    });
    root.NoOtherKeys();
    return std::move(catalog_);
  }

 private:
  void ReadOps(JsonReader& json) {
    json.String("$comment", "");
    catalog_.backend_ = json.String("backend");
    catalog_.id_ = json.String("id", catalog_.backend_);
    catalog_.version_ = json.String("version");
    catalog_.edition_ = ReadSdk(json, "edition");
    catalog_.first_sdk_ = ReadSdk(json, "first_sdk");
    catalog_.newest_sdk_ = ReadSdk(json, "newest_sdk");
    json.ForEach("sources", [this](JsonReader& item) {
      catalog_.sources_.push_back({item.String("kind"), item.String("text")});
      item.NoOtherKeys();
    });
    json.At("ops").ForEachMember(
        [this](const std::string& name, JsonReader& item) {
          catalog_.ops_.emplace(
              name, ReadOpEntry(name, item, catalog_.sources_.size()));
        });
    json.NoOtherKeys();
  }

  void ReadSocs(JsonReader& json) {
    json.String("$comment", "");
    json.String("backend", "");
    catalog_.default_soc_ = json.String("default");
    json.ForEach("sources", [](JsonReader&) {});
    json.ForEach("default_sources", [](JsonReader&) {});
    json.At("default_by_arch")
        .ForEachMember([this](const std::string& arch, JsonReader& soc) {
          catalog_.default_soc_by_arch_[ArchOf(arch, soc)] = soc.AsString();
        });
    json.ForEach("arches", [this](JsonReader& item) {
      const int arch = ReadArch(item, "arch");
      catalog_.float_by_arch_[arch] = AbilityOf(item.At("float"));
      item.ForEach("sources", [](JsonReader&) {});
      item.String("text", "");
      item.NoOtherKeys();
    });
    json.ForEach("socs", [this](JsonReader& item) {
      catalog_.socs_.push_back(ReadSoc(item));
    });
    json.NoOtherKeys();
  }

  Catalog catalog_;
};

absl::StatusOr<Catalog> ParseCatalog(absl::string_view text) {
  const nlohmann::json document = nlohmann::json::parse(
      text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded()) {
    return absl::InvalidArgumentError("the catalog is not well-formed JSON");
  }
  JsonErrors errors;
  JsonReader root(document, errors);
  Catalog catalog = CatalogParser().Parse(root);
  if (!errors.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the catalog is not valid ", errors.status().message()));
  }
  return catalog;
}

}  // namespace opfit
