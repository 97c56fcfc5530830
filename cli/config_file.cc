#include "cli/config_file.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/paths.h"
#include "core/finding/finding.h"
#include "core/finding/suggest.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/formats/json_text.h"
#include "core/formats/limits.h"
#include "core/formats/locate.h"
#include "core/graph/builder.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

// Whether the values of a setting are paths: of files to read, or behind the
// format of a report.
bool IsPath(Flag flag) {
  return flag == Flag::kWaivers || flag == Flag::kOutput;
}

class ConfigReader {
 public:
  ConfigReader(const std::string& name, std::string bytes)
      : name_(name),
        builder_(std::move(bytes), GraphBuilder::Refs::kToNodes),
        doc_(builder_, Limits(), 0) {}

  absl::StatusOr<std::vector<ConfigValue>> Read();

 private:
  // The members of an object, whose keys have `prefix` before them in the table
  // of flags.
  void ReadMembers(const std::string& prefix);
  void ReadSetting(const FlagInfo& info);
  void ReadValue(ConfigValue& value);
  void ReadMap(ConfigValue& value);
  void UnknownKey(absl::string_view key, const std::string& prefix);
  std::string PathOf(absl::string_view path) const;

  const std::string& name_;
  GraphBuilder builder_;
  DocumentReader doc_;
  std::vector<ConfigValue> values_;
  std::vector<Finding> places_;  // of values_
};

const FlagInfo* FindKey(absl::string_view key) {
  for (const FlagInfo& info : AllFlags()) {
    if (!info.key.empty() && info.key == key) return &info;
  }
  return nullptr;
}

bool IsGroup(absl::string_view key) {
  for (const FlagInfo& info : AllFlags()) {
    if (absl::StartsWith(info.key, absl::StrCat(key, "."))) return true;
  }
  return false;
}

void ConfigReader::UnknownKey(absl::string_view key,
                              const std::string& prefix) {
  std::vector<absl::string_view> known;
  for (const FlagInfo& info : AllFlags()) {
    if (info.key.empty() || !absl::StartsWith(info.key, prefix)) continue;
    const absl::string_view rest = info.key.substr(prefix.size());
    known.push_back(rest.substr(0, rest.find('.')));
  }
  doc_.Violation(absl::StrCat("there is no setting `", prefix, key, "`",
                              DidYouMean(key, known)),
                 "", doc_.json().key_offset());
  doc_.Skip();
}

std::string ConfigReader::PathOf(absl::string_view path) const {
  return JoinPath(DirectoryOf(name_), path);
}

// A string, a number, true or false.
void ConfigReader::ReadValue(ConfigValue& value) {
  absl::string_view text;
  JsonNumber number;
  bool flag = false;
  switch (doc_.json().Peek()) {
    case JsonKind::kNumber:
      if (doc_.ReadNumber(number)) value.values.emplace_back(number.text);
      return;
    case JsonKind::kBool:
      if (doc_.ReadBool(flag))
        value.values.emplace_back(flag ? "true" : "false");
      return;
    default:
      if (!doc_.ReadString(text)) return;
      value.values.push_back(IsPath(value.flag) ? PathOf(text)
                                                : std::string(text));
  }
}

// {"OF103": "warning"} is what the command line calls OF103=warning.
void ConfigReader::ReadMap(ConfigValue& value) {
  doc_.ReadMap(
      DocumentReader::Duplicates::kReported, [&](absl::string_view key) {
        absl::string_view text;
        if (!doc_.ReadString(text)) return;
        value.values.push_back(
            absl::StrCat(key, "=", IsPath(value.flag) ? PathOf(text) : text));
      });
}

void ConfigReader::ReadSetting(const FlagInfo& info) {
  ConfigValue value{info.flag, {}, ""};
  Finding carrier = MakeFinding(Code::kSchemaViolation);
  carrier.place.anchor_offset = doc_.PeekOffset();
  const bool is_map =
      info.flag == Flag::kSeverity || info.flag == Flag::kOutput;
  const bool is_list = info.takes == FlagInfo::Takes::kMany ||
                       info.takes == FlagInfo::Takes::kEach;
  if (is_map) {
    ReadMap(value);
  } else if (is_list && doc_.json().Peek() == JsonKind::kArray) {
    doc_.ReadList(10'000, "values of one setting", [&] { ReadValue(value); });
  } else {
    ReadValue(value);
  }
  values_.push_back(std::move(value));
  places_.push_back(std::move(carrier));
}

void ConfigReader::ReadMembers(const std::string& prefix) {
  doc_.ReadMap(DocumentReader::Duplicates::kReported,
               [&](absl::string_view key) {
                 const std::string name = absl::StrCat(prefix, key);
                 const FlagInfo* info = FindKey(name);
                 if (info != nullptr) return ReadSetting(*info);
                 if (name == "$schema") return doc_.SkipA(JsonKind::kString);
                 if (IsGroup(name)) return ReadMembers(absl::StrCat(name, "."));
                 UnknownKey(key, prefix);
               });
}

absl::StatusOr<std::vector<ConfigValue>> ConfigReader::Read() {
  ReadMembers("");
  doc_.json().ReadEnd();
  doc_.Finish();
  ReadResult result = std::move(builder_).Abandon();
  const absl::string_view source = result.graph.source();
  const auto place = [&](const Finding& finding) {
    return absl::StrCat(name_, ":", finding.place.line, ":",
                        finding.place.column);
  };
  LocateFindings(source, result.findings);
  if (!result.findings.empty()) {
    const Finding& first = result.findings.front();
    return absl::InvalidArgumentError(absl::StrCat(
        place(first), ": ",
        first.code == Code::kSchemaViolation ? first.args[0] : Message(first)));
  }
  LocateFindings(source, places_);
  for (size_t i = 0; i < values_.size(); ++i) {
    values_[i].place = place(places_[i]);
  }
  return std::move(values_);
}

}  // namespace

absl::StatusOr<std::vector<ConfigValue>> ReadConfig(const std::string& name,
                                                    std::string bytes) {
  return ConfigReader(name, std::move(bytes)).Read();
}

}  // namespace opfit
