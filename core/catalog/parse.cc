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
  if (json.Has("float")) soc.runs_float = AbilityOf(json.At("float"));
  soc.vtcm_mb = int_or_null("vtcm_mb");
  text_or_null("lpai");
  soc.has_backend = json.Bool("has_backend", true);
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
  void ReadCatalog(JsonReader& root) {
    JsonReader ops = root.At("ops");
    ReadOps(ops);
    if (root.Has("socs")) {
      JsonReader socs = root.At("socs");
      ReadSocs(socs);
    }
    ReadDialects(root);
  }

  // One document instead of several files.
  void ReadUserCatalog(JsonReader& root) {
    root.String("$schema", "");
    ReadDialectList(root);
    ReadOps(root);
  }

  void ReadDialects(JsonReader& root) {
    ReadDialectList(root);
    root.NoOtherKeys();
  }

  Catalog Take() { return std::move(catalog_); }

 private:
  void ReadDialectList(JsonReader& root) {
    root.ForEach("dialects", [this](JsonReader& item) {
      Dialect dialect;
      DialectMapping mapping = ReadDialectMapping(item, dialect);
      catalog_.dialects_[dialect] = std::move(mapping);
    });
  }

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
    catalog_.arch_word_ = json.String("arch_word", catalog_.arch_word_);
    json.ForEach("sources", [](JsonReader&) {});
    json.ForEach("default_sources", [](JsonReader&) {});
    json.At("default_by_arch")
        .ForEachMember([this](const std::string& arch, JsonReader& soc) {
          catalog_.default_soc_by_arch_[ArchOf(arch, soc)] = soc.AsString();
        });
    json.ForEach("arches", [this](JsonReader& item) {
      const int arch = ReadArch(item, "arch");
      Ability& runs_float = catalog_.float_by_arch_[arch];
      if (item.Has("float")) {
        runs_float = AbilityOf(item.At("float"));
        catalog_.float_depends_on_chip_ = true;
      }
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

namespace {

// Calls read(JsonReader&) on the document.
template <typename Read>
absl::Status ReadDocument(absl::string_view text, Read read) {
  const nlohmann::json document = nlohmann::json::parse(
      text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded()) {
    return absl::InvalidArgumentError("the catalog is not well-formed JSON");
  }
  JsonErrors errors;
  JsonReader root(document, errors);
  read(root);
  if (errors.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the catalog is not valid ", errors.status().message()));
}

}  // namespace

absl::StatusOr<Catalog> ParseUserCatalog(absl::string_view text) {
  CatalogParser parser;
  const absl::Status status = ReadDocument(
      text, [&parser](JsonReader& root) { parser.ReadUserCatalog(root); });
  if (!status.ok()) return status;
  return parser.Take();
}

absl::StatusOr<Catalog> ParseCatalog(absl::string_view text,
                                     absl::string_view dialects) {
  CatalogParser parser;
  absl::Status status = ReadDocument(
      text, [&parser](JsonReader& root) { parser.ReadCatalog(root); });
  if (status.ok() && !dialects.empty()) {
    status = ReadDocument(
        dialects, [&parser](JsonReader& root) { parser.ReadDialects(root); });
  }
  if (!status.ok()) return status;
  return parser.Take();
}

}  // namespace opfit
