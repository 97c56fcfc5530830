#include "core/catalog/import/document.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/graph/dtype.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

constexpr size_t kWidth = 110;

// On one line; what is no UTF-8 becomes a replacement character.
std::string Compact(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void Print(const Json& json, size_t indent, std::string& out) {
  const std::string line = Compact(json);
  if (!json.is_structured() || line.size() + indent <= kWidth) {
    absl::StrAppend(&out, line);
    return;
  }
  const std::string margin(indent + 1, ' ');
  const char* separator = "\n";
  out += json.is_object() ? '{' : '[';
  for (auto it = json.begin(); it != json.end(); ++it) {
    absl::StrAppend(&out, separator, margin);
    if (json.is_object()) absl::StrAppend(&out, Compact(Json(it.key())), ": ");
    Print(*it, indent + 1, out);
    separator = ",\n";
  }
  absl::StrAppend(&out, "\n", std::string(indent, ' '),
                  json.is_object() ? "}" : "]");
}

}  // namespace

size_t OpDocument::Condition(Json condition) {
  condition["sources"] = {0};
  const auto [known, is_new] =
      condition_index_.emplace(Compact(condition), conditions_.size());
  if (is_new) conditions_.push_back(std::move(condition));
  return known->second;
}

bool OpDocument::Row(absl::string_view config, Json in, Json out,
                     const std::vector<size_t>& conditions, bool sets) {
  Json row = {{"in", std::move(in)}, {"out", std::move(out)}};
  if (!conditions.empty()) row["when"] = conditions;
  if (sets) row["sets"] = true;
  if (!seen_rows_.insert(Compact(row)).second) return false;
  row["sources"] = {0};
  Json named = {{"config", std::string(config)}};
  named.update(row);
  rows_.push_back(std::move(named));
  return true;
}

// Conditions of what was left out are of no use.
void OpDocument::DropUnusedConditions() {
  std::vector<size_t> index(conditions_.size());
  std::set<size_t> used;
  for (const Json& row : rows_) {
    if (!row.contains("when")) continue;
    for (const Json& id : row["when"]) used.insert(id.get<size_t>());
  }
  Json kept = Json::array();
  for (const size_t id : used) {
    index[id] = kept.size();
    kept.push_back(std::move(conditions_[id]));
  }
  for (Json& row : rows_) {
    if (!row.contains("when")) continue;
    for (Json& id : row["when"]) id = index[id.get<size_t>()];
  }
  conditions_ = std::move(kept);
}

Json OpDocument::Take() {
  DropUnusedConditions();
  Json entry = Json::object();
  if (!is_open_) entry["closed"] = true;
  entry["ports"] = {{"in", ports_in}, {"out", ports_out}};
  if (!conditions_.empty()) entry["conditions"] = std::move(conditions_);
  entry["rows"] = std::move(rows_);
  return entry;
}

CatalogDocument::CatalogDocument(std::string backend, std::string id,
                                 absl::string_view source_kind,
                                 std::string source_text)
    : backend_(std::move(backend)), id_(std::move(id)) {
  source_ = {{"kind", std::string(source_kind)},
             {"text", std::move(source_text)}};
}

void CatalogDocument::SetSdk(const std::string& sdk) { sdk_ = sdk; }

void CatalogDocument::Add(const std::string& op, OpDocument document) {
  Json entry = document.Take();
  if (!sdk_.empty() && entry.contains("closed")) entry["closed"] = sdk_;
  ops_[op] = std::move(entry);
}

void CatalogDocument::AddName(absl::string_view dialect,
                              const std::string& name, const std::string& op) {
  dialects_[std::string(dialect)][name] = {
      {"to", Json::array({{{"ops", Json::array({{{"op", op}}})}}})},
      {"sources", {0}}};
}

void CatalogDocument::Warn(size_t line, std::string text) {
  warnings_.push_back({line, std::move(text)});
}

Imported CatalogDocument::Take() {
  Json document = {
      {"$comment", "imported by opfit catalog import; made to be edited"},
      {"backend", backend_},
      {"id", id_},
      {"version", "1.0.0"}};
  if (!sdk_.empty()) {
    for (const char* key : {"edition", "first_sdk", "newest_sdk"}) {
      document[key] = sdk_;
    }
  }
  document["sources"] = Json::array({source_});
  document["ops"] = std::move(ops_);
  if (!dialects_.empty()) {
    Json list = Json::array();
    for (auto it = dialects_.begin(); it != dialects_.end(); ++it) {
      list.push_back({{"dialect", it.key()},
                      {"backend", backend_},
                      {"sources", Json::array({source_})},
                      {"ops", it.value()}});
    }
    document["dialects"] = std::move(list);
  }
  std::stable_sort(warnings_.begin(), warnings_.end(),
                   [](const ImportWarning& a, const ImportWarning& b) {
                     return a.line < b.line;
                   });
  return {PrettyJson(document) + "\n", std::move(warnings_)};
}

bool IsSpelledOut(const Json& in, const Json& out) {
  size_t choices = 0;
  for (const Json* ports : {&in, &out}) {
    for (const Json& types : *ports) {
      choices += types.is_array() && types.size() > 1 ? 1 : 0;
    }
  }
  return choices <= 1;
}

std::string CatalogType(absl::string_view name) {
  absl::ConsumePrefix(&name, "QNN_DATATYPE_");
  return DTypeFromName(name) == DType::kUnknown ? "" : std::string(name);
}

Json AnyType() {
  Json all = Json::array({"BOOL_8", "FLOAT_16", "FLOAT_32"});
  for (const char* kind : {"INT_", "UINT_", "SFIXED_POINT_", "UFIXED_POINT_"}) {
    for (const char* bits : {"8", "16", "32"}) {
      all.push_back(absl::StrCat(kind, bits));
    }
  }
  return all;
}

std::string PrettyJson(const Json& json) {
  std::string out;
  Print(json, 0, out);
  return out;
}

}  // namespace opfit
