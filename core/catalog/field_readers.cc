#include "core/catalog/field_readers.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/catalog/json_reader.h"
#include "core/catalog/op_entry.h"
#include "core/catalog/target.h"

namespace opfit {
namespace {

SdkVersion SdkOf(JsonReader& json) {
  absl::StatusOr<SdkVersion> version = ParseSdkVersion(json.AsString());
  if (version.ok()) return *version;
  json.Fail(version.status().message());
  return SdkVersion();
}

// null: nothing may be connected; one name, or a list of them.
DTypeSet DTypesOf(JsonReader& json) {
  if (json.is_null()) return 0;
  if (json.is_string()) return SetOf(DTypeOf(json));
  DTypeSet set = 0;
  json.ForEachElement(
      [&set](JsonReader& name) { set |= SetOf(DTypeOf(name)); });
  return set;
}

}  // namespace

DType DTypeOf(JsonReader& json) {
  const DType dtype = DTypeFromName(json.AsString());
  if (dtype == DType::kUnknown) json.Fail("not a data type");
  return dtype;
}

std::vector<DTypeSet> ReadDTypes(JsonReader& json, const char* key) {
  std::vector<DTypeSet> ports;
  json.ForEach(key, [&ports](JsonReader& p) { ports.push_back(DTypesOf(p)); });
  return ports;
}

EncodingSet ReadEncodings(JsonReader& json, const char* key) {
  EncodingSet set = 0;
  json.ForEach(key, [&set](JsonReader& name) {
    const Encoding encoding = EncodingFromName(name.AsString());
    if (encoding == Encoding::kUnclassified) name.Fail("not an encoding");
    set |= SetOf(encoding);
  });
  return set;
}

std::vector<std::string> ReadStrings(JsonReader& json, const char* key) {
  std::vector<std::string> strings;
  json.ForEach(key, [&](JsonReader& s) { strings.push_back(s.AsString()); });
  return strings;
}

// "in[1]" or "out[0]".
PortRef PortOf(JsonReader& json) {
  const std::string text = json.AsString();
  absl::string_view rest = text;
  PortRef port;
  port.is_output = absl::ConsumePrefix(&rest, "out[");
  const bool is_named = port.is_output || absl::ConsumePrefix(&rest, "in[");
  uint32_t index = 0;
  const bool ok = is_named && absl::ConsumeSuffix(&rest, "]") &&
                  absl::SimpleAtoi(rest, &index) && index <= UINT8_MAX;
  if (!ok) json.Fail("not a port such as in[1]");
  port.index = static_cast<uint8_t>(index);
  return port;
}

Severity ReadSeverity(JsonReader& json, Severity absent) {
  if (!json.Has("severity")) return absent;
  JsonReader member = json.At("severity");
  const std::string name = member.AsString();
  for (const Severity s :
       {Severity::kNote, Severity::kWarning, Severity::kError}) {
    if (SeverityName(s) == name) return s;
  }
  member.Fail("not a severity");
  return absent;
}

Gate ReadGate(JsonReader& json) {
  Gate gate;
  gate.arch = ReadArch(json, "arch");
  gate.since = ReadSdk(json, "since");
  const std::string feature = json.String("feature", "");
  if (feature == "lpbq") gate.feature = Gate::Feature::kLpbq;
  if (feature == "a16w16") gate.feature = Gate::Feature::kA16W16;
  if (!feature.empty() && gate.feature == Gate::Feature::kNone) {
    json.Fail(absl::StrCat("unknown feature `", feature, "`"));
  }
  return gate;
}

SdkVersion ReadSdk(JsonReader& json, const char* key) {
  if (!json.Has(key)) return SdkVersion();
  JsonReader member = json.At(key);
  return SdkOf(member);
}

int ArchOf(absl::string_view text, const JsonReader& json) {
  int number = 0;
  const bool ok = absl::ConsumePrefix(&text, "v") &&
                  absl::SimpleAtoi(text, &number) && number > 0;
  if (!ok) json.Fail("not an architecture such as v73");
  return ok ? number : 0;
}

int ReadArch(JsonReader& json, const char* key) {
  if (!json.Has(key)) return 0;
  JsonReader member = json.At(key);
  return member.is_null() ? 0 : ArchOf(member.AsString(), member);
}

SourceIds ReadSources(JsonReader& json, size_t source_count) {
  SourceIds sources;
  json.ForEach("sources", [&](JsonReader& id) {
    const int64_t index = id.AsInt();
    const bool known = index >= 0 && static_cast<size_t>(index) < source_count;
    if (!known) id.Fail("no such source");
    if (known) sources.push_back(static_cast<uint16_t>(index));
  });
  return sources;
}

ParamValue ReadParamValue(JsonReader& json) {
  ParamValue value;
  if (json.is_string()) {
    value.text = json.AsString();
    value.kind = value.text == "last" ? ParamValue::Kind::kLast
                                      : ParamValue::Kind::kString;
  } else if (json.value().is_boolean()) {
    value.integer = json.value().get<bool>() ? 1 : 0;
  } else if (json.value().is_number_float()) {
    value.kind = ParamValue::Kind::kReal;
    value.real = json.value().get<double>();
  } else {
    value.integer = json.AsInt();
  }
  return value;
}

}  // namespace opfit
