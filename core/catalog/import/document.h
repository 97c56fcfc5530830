// A catalog document in the making: what every importer writes.

#ifndef OPFIT_CORE_CATALOG_IMPORT_DOCUMENT_H_
#define OPFIT_CORE_CATALOG_IMPORT_DOCUMENT_H_

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace opfit {

// What an importer could not take over, and where it stands.
struct ImportWarning {
  size_t line = 0;  // from 1; 0: of no line
  std::string text;
};

struct Imported {
  std::string json;  // of catalogs/schema/ops.schema.json, to be edited
  std::vector<ImportWarning> warnings;  // by line
};

struct ImportOptions {
  std::string backend;  // "htp"; empty: what the input says, or else htp
  std::string id;       // of the catalog; empty: from the input
  std::string from;     // how the input is called in the sources: its file name
};

// Keys stay in the order in which they are written.
using Json = nlohmann::ordered_json;

// One operator: ports, conditions and rows in the words of docs/catalogs.md.
class OpDocument {
 public:
  Json ports_in = Json::array();
  Json ports_out = Json::array();

  // Adds a condition that all rows have from here on; the same one is added
  // once. Returns its index.
  size_t Condition(Json condition);
  // Adds a row that has these conditions; false if there is one already that
  // says the same, whatever its configuration is called.
  bool Row(absl::string_view config, Json in, Json out,
           const std::vector<size_t>& conditions, bool sets);
  size_t row_count() const { return rows_.size(); }
  // Something was left out, so the rows are not the whole set.
  void SetOpen() { is_open_ = true; }

  Json Take();

 private:
  void DropUnusedConditions();

  Json conditions_ = Json::array();
  Json rows_ = Json::array();
  std::map<std::string, size_t> condition_index_;
  std::set<std::string> seen_rows_;
  bool is_open_ = false;
};

class CatalogDocument {
 public:
  CatalogDocument(std::string backend, std::string id,
                  absl::string_view source_kind, std::string source_text);

  // The edition of all entries that say `closed`; none: they are just closed.
  void SetSdk(const std::string& sdk);
  void Add(const std::string& op, OpDocument document);
  // `name` of a dialect is the operator `op`.
  void AddName(absl::string_view dialect, const std::string& name,
               const std::string& op);
  void Warn(size_t line, std::string text);
  bool Has(const std::string& op) const { return ops_.contains(op); }

  // Empty where nothing was added.
  Imported Take();

 private:
  std::string backend_;
  std::string id_;
  std::string sdk_;
  Json source_;
  Json ops_ = Json::object();
  Json dialects_ = Json::object();
  std::vector<ImportWarning> warnings_;
};

// True if not more than one of the ports has a choice of types, so that each of
// them has but one combination to be in.
bool IsSpelledOut(const Json& in, const Json& out);

// "FLOAT_32" for "QNN_DATATYPE_FLOAT_32"; empty for a name that the catalog
// does not have.
std::string CatalogType(absl::string_view name);
// Every type that a tensor may have, where nothing is said of it.
Json AnyType();

// Objects and lists that fit a line stand on one.
std::string PrettyJson(const Json& json);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_IMPORT_DOCUMENT_H_
