#include "core/api/request.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/json_reader.h"
#include "core/render/json_writer.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

nlohmann::json Parse(absl::string_view text) {
  if (text.empty()) return nlohmann::json::object();
  return nlohmann::json::parse(text.begin(), text.end(), nullptr,
                               /*allow_exceptions=*/false);
}

}  // namespace

Request::Request(const char* text)
    : document_(Parse(absl::NullSafeStringView(text))),
      root_(document_, errors_) {
  if (document_.is_discarded()) root_.Fail("the request is not JSON");
}

bool Request::Complete() {
  root_.NoOtherKeys();
  return errors_.ok();
}

std::string ErrorReply(const absl::Status& status) {
  std::string out;
  JsonWriter json(out);
  BeginReply(json);
  json.Key("error");
  json.BeginObject(JsonWriter::kOneLine);
  WriteText(json, "message", status.message());
  json.End();
  json.End();
  return out;
}

void BeginReply(JsonWriter& json) {
  json.BeginObject();
  WriteNumber(json, "schemaVersion", kApiSchemaVersion);
}

void AddMember(std::string& document, absl::string_view key,
               absl::string_view value) {
  constexpr absl::string_view kEnd = "\n}\n";
  document.resize(document.size() - kEnd.size());
  if (absl::EndsWith(value, "\n")) value.remove_suffix(1);
  absl::StrAppend(&document, ",\n \"", key, "\": ", value, kEnd);
}

void WriteText(JsonWriter& json, absl::string_view key,
               absl::string_view text) {
  json.Key(key);
  json.String(text);
}

void WriteTextOrNull(JsonWriter& json, absl::string_view key,
                     absl::string_view text) {
  json.Key(key);
  json.StringOrNull(text);
}

void WriteNumber(JsonWriter& json, absl::string_view key, size_t number) {
  json.Key(key);
  json.Int(static_cast<int64_t>(number));
}

void WriteTexts(JsonWriter& json, absl::string_view key,
                const std::vector<std::string>& texts) {
  json.Key(key);
  json.BeginArray(JsonWriter::kOneLine);
  for (const std::string& text : texts) json.String(text);
  json.End();
}

}  // namespace opfit
