#include "core/render/schema.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

using nlohmann::json;

bool HasType(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  return false;
}

class Checker {
 public:
  explicit Checker(const json& root) : root_(root) {}

  void Check(const json& schema, const json& value, const std::string& at);

  std::vector<std::string> violations;

 private:
  void Keyword(const std::string& name, const json& rule, const json& value,
               const std::string& at);
  void Require(bool holds, const std::string& at, absl::string_view what) {
    if (!holds) violations.push_back(absl::StrCat(at, ": ", what));
  }
  void CheckMembers(const json& schema, const json& value,
                    const std::string& at);

  const json& root_;
};

void Checker::CheckMembers(const json& schema, const json& value,
                           const std::string& at) {
  const json properties = schema.value("properties", json::object());
  for (const auto& [key, member] : value.items()) {
    const std::string below = absl::StrCat(at, "/", key);
    if (properties.contains(key)) {
      Check(properties[key], member, below);
    } else {
      Require(schema.value("additionalProperties", true), below,
              "is not in the schema");
    }
  }
  for (const auto& key : schema.value("required", json::array())) {
    Require(value.contains(key.get<std::string>()), at,
            absl::StrCat("lacks ", key.get<std::string>()));
  }
}

void Checker::Keyword(const std::string& name, const json& rule,
                      const json& value, const std::string& at) {
  static const char* const kSilent[] = {
      "$schema",    "$id",         "$defs",    "title",
      "properties", "description", "required", "additionalProperties"};
  if (name == "$ref") {
    Check(root_.at(json::json_pointer(rule.get<std::string>().substr(1))),
          value, at);
  } else if (name == "type") {
    const json types = rule.is_array() ? rule : json::array({rule});
    Require(std::any_of(types.begin(), types.end(),
                        [&](const json& t) { return HasType(value, t); }),
            at, "has another type than " + rule.dump());
  } else if (name == "const") {
    Require(value == rule, at, "is not " + rule.dump());
  } else if (name == "enum") {
    Require(std::count(rule.begin(), rule.end(), value) == 1, at,
            "is none of " + rule.dump());
  } else if (name == "minimum") {
    Require(!value.is_number() || value >= rule, at, "is too small");
  } else if (name == "pattern") {
    const std::string text = value.is_string() ? value.get<std::string>() : "";
    Require(text.size() == 5 && absl::StartsWith(text, "OF"), at,
            "does not match " + rule.dump());
  } else if (name == "items") {
    for (size_t i = 0; value.is_array() && i < value.size(); ++i) {
      Check(rule, value[i], absl::StrCat(at, "/", i));
    }
  } else {
    Require(std::count(std::begin(kSilent), std::end(kSilent), name) == 1, at,
            "the schema has a keyword that is not checked: " + name);
  }
}

void Checker::Check(const json& schema, const json& value,
                    const std::string& at) {
  for (const auto& [name, rule] : schema.items()) {
    Keyword(name, rule, value, at);
  }
  const bool refers = schema.contains("$ref");
  if (value.is_object() && !refers) CheckMembers(schema, value, at);
}

}  // namespace

std::vector<std::string> SchemaViolations(const json& schema,
                                          const json& document) {
  Checker checker(schema);
  checker.Check(schema, document, "");
  return checker.violations;
}

}  // namespace opfit
