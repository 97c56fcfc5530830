#include "core/catalog/op_parser.h"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
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

DType DTypeOf(JsonReader& json) {
  const DType dtype = DTypeFromName(json.AsString());
  if (dtype == DType::kUnknown) json.Fail("not a data type");
  return dtype;
}

// null: nothing may be connected; one name, or a list of them.
DTypeSet DTypesOf(JsonReader& json) {
  if (json.is_null()) return 0;
  if (json.is_string()) return SetOf(DTypeOf(json));
  DTypeSet set = 0;
  json.ForEachElement([&set](JsonReader& name) { set |= SetOf(DTypeOf(name)); });
  return set;
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

// "in[1]", "out[0]", and "in[2..m]" for a variadic port.
PortRef PortOf(JsonReader& json) {
  const std::string text = json.AsString();
  PortRef port;
  const size_t bracket = text.find('[');
  port.is_output = text.substr(0, bracket) == "out";
  const bool named = port.is_output || text.substr(0, bracket) == "in";
  if (!named || bracket == std::string::npos) {
    json.Fail("not a port such as in[1]");
    return port;
  }
  port.index = static_cast<uint8_t>(std::atoi(text.c_str() + bracket + 1));
  return port;
}

// A number, or a fraction such as "1/65536", which decimals would blur.
double ScaleOf(JsonReader& json) {
  if (json.value().is_number()) return json.value().get<double>();
  const std::string text = json.AsString();
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  double numerator = 0;
  double denominator = 1;
  const bool ok =
      absl::SimpleAtod(parts[0], &numerator) &&
      (parts.size() < 2 || absl::SimpleAtod(parts[1], &denominator)) &&
      parts.size() <= 2 && denominator != 0;
  if (!ok) json.Fail("not a scale such as 1/65536");
  return numerator / denominator;
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

PortDef::Axis ReadChannelAxis(JsonReader& json) {
  if (!json.Has("channel_axis")) return PortDef::Axis::kNone;
  JsonReader axis = json.At("channel_axis");
  if (axis.is_string()) {
    const std::string name = axis.AsString();
    if (name == "first") return PortDef::Axis::kFirst;
    if (name == "last") return PortDef::Axis::kLast;
    if (name == "second_last") return PortDef::Axis::kSecondLast;
  } else if (axis.AsInt() == 0) {
    return PortDef::Axis::kFirst;
  } else if (axis.AsInt() == 1) {
    return PortDef::Axis::kSecond;
  }
  axis.Fail("not a channel axis");
  return PortDef::Axis::kNone;
}

std::vector<PortDef> ReadPorts(JsonReader& json, const char* key) {
  std::vector<PortDef> ports;
  json.ForEach(key, [&ports](JsonReader& item) {
    PortDef port;
    port.role = item.String("role", "");
    port.optional = item.Bool("optional", false);
    port.variadic = item.Bool("variadic", false);
    port.channel_axis = ReadChannelAxis(item);
    if (item.Has("encodings")) port.encodings = ReadEncodings(item, "encodings");
    item.NoOtherKeys();
    ports.push_back(std::move(port));
  });
  for (size_t i = 0; i + 1 < ports.size(); ++i) {
    if (ports[i].variadic) json.Fail("only the last port may be variadic");
  }
  return ports;
}

Applicability ReadApplicability(JsonReader& json) {
  Applicability when;
  if (!json.Has("if")) return when;
  JsonReader part = json.At("if");
  when.encodings = ReadEncodings(part, "encoding");
  part.ForEach("dtype", [&when](JsonReader& name) {
    when.dtypes |= SetOf(DTypeOf(name));
  });
  when.operations = ReadStrings(part, "operation");
  if (part.Has("static")) when.is_static = part.Bool("static", false);
  if (part.Has("param")) {
    part.At("param").ForEachMember(
        [&when](const std::string& name, JsonReader& value) {
          when.param = name;
          when.param_value = ReadParamValue(value);
        });
  }
  when.sdk_from = ReadSdk(part, "sdk_from");
  when.sdk_below = ReadSdk(part, "sdk_below");
  when.arch_from = ReadArch(part, "arch_from");
  when.arch_below = ReadArch(part, "arch_below");
  part.NoOtherKeys();
  return when;
}

void ReadAxis(JsonReader& json, Condition& condition) {
  if (!json.Has("axis")) return;
  JsonReader axis = json.At("axis");
  if (!axis.is_string()) {
    condition.axis = Condition::Axis::kAt;
    condition.axis_at = static_cast<int>(axis.AsInt());
    return;
  }
  static constexpr std::pair<absl::string_view, Condition::Axis> kNames[] = {
      {"channel", Condition::Axis::kChannel},
      {"first", Condition::Axis::kFirst},
      {"last", Condition::Axis::kLast},
      {"second_last", Condition::Axis::kSecondLast},
  };
  const std::string name = axis.AsString();
  for (const auto& [known, value] : kNames) {
    if (known == name) condition.axis = value;
  }
  if (condition.axis == Condition::Axis::kAny) axis.Fail("not an axis");
}

void ReadStatic(JsonReader& json, Condition& condition) {
  if (!json.Has("static")) return;
  JsonReader member = json.At("static");
  if (member.is_string() && member.AsString() == "derived") {
    condition.is_static = Condition::Static::kDerived;
  } else if (json.Bool("static", false)) {
    condition.is_static = Condition::Static::kItself;
  }
}

void ReadRank(JsonReader& json, Condition& condition) {
  if (!json.Has("rank")) return;
  JsonReader part = json.At("rank");
  RankRange range;
  range.min = static_cast<int>(part.Int("min", range.min));
  range.max = static_cast<int>(part.Int("max", range.max));
  if (part.Has("exact")) {
    range.min = range.max = static_cast<int>(part.Int("exact", 0));
  }
  part.NoOtherKeys();
  if (range.min > range.max) part.Fail("an empty range of ranks");
  condition.rank = range;
}

void ReadFixed(JsonReader& json, Condition& condition) {
  if (!json.Has("fixed")) return;
  JsonReader part = json.At("fixed");
  FixedParameters fixed;
  JsonReader scale = part.At("scale");
  fixed.scale = ScaleOf(scale);
  fixed.zero_point = part.Int("zero_point", 0);
  condition.severity = ReadSeverity(part, condition.severity);
  part.NoOtherKeys();
  condition.fixed = fixed;
}

Condition ReadCondition(JsonReader& json, size_t source_count) {
  Condition condition;
  condition.severity = ReadSeverity(json, Severity::kError);
  if (json.Has("port")) {
    JsonReader port = json.At("port");
    condition.port = PortOf(port);
  }
  condition.param = json.String("param", "");
  condition.when = ReadApplicability(json);
  condition.encodings = ReadEncodings(json, "encodings");
  if (json.Has("symmetric")) condition.symmetric = json.Bool("symmetric", true);
  if (json.Has("signed")) condition.is_signed = json.Bool("signed", true);
  ReadStatic(json, condition);
  ReadAxis(json, condition);
  ReadRank(json, condition);
  json.ForEach("bits", [&condition](JsonReader& bits) {
    condition.bits.push_back(static_cast<int>(bits.AsInt()));
  });
  condition.no_dynamic_dims = json.Bool("no_dynamic_dims", false);
  condition.absent = json.Bool("absent", false);
  if (json.Has("shares")) {
    JsonReader port = json.At("shares");
    condition.shares = PortOf(port);
    condition.joined_by = json.String("joined_by", "");
  }
  ReadFixed(json, condition);
  json.ForEach("bias_of", [&condition](JsonReader& port) {
    condition.bias_of.push_back(PortOf(port));
  });
  condition.or_zero = json.Bool("or_zero", false);
  if (json.Has("equals")) {
    JsonReader value = json.At("equals");
    condition.one_of.push_back(ReadParamValue(value));
  }
  json.ForEach("in", [&condition](JsonReader& value) {
    condition.one_of.push_back(ReadParamValue(value));
  });
  condition.gate = ReadGate(json);
  condition.text = json.String("text", "");
  condition.sources = ReadSources(json, source_count);
  json.NoOtherKeys();
  return condition;
}

Row ReadRow(JsonReader& json, size_t source_count) {
  Row row;
  row.config = json.String("config", "");
  row.in = ReadDTypes(json, "in");
  row.out = ReadDTypes(json, "out");
  json.ForEach("when", [&row](JsonReader& index) {
    row.conditions.push_back(static_cast<uint16_t>(index.AsInt()));
  });
  row.operations = ReadStrings(json, "operations");
  row.gate = ReadGate(json);
  row.sets = json.Bool("sets", false);
  if (json.Has("disputed")) {
    JsonReader dispute = json.At("disputed");
    row.dispute = dispute.String("text");
    row.dispute_sources = ReadSources(dispute, source_count);
    dispute.NoOtherKeys();
  }
  row.note = json.String("note", "");
  row.sources = ReadSources(json, source_count);
  json.NoOtherKeys();
  if (row.sources.empty()) json.Fail("a row without a source");
  constexpr DTypeSet kFloats =
      SetOf(DType::kFloat16) | SetOf(DType::kFloat32) | SetOf(DType::kBFloat16);
  for (const auto* ports : {&row.in, &row.out}) {
    for (const DTypeSet set : *ports) {
      row.needs_float |= set != 0 && (set & ~kFloats) == 0;
    }
  }
  return row;
}

KnownFailure ReadKnownFailure(JsonReader& json, size_t source_count) {
  KnownFailure failure;
  failure.in = ReadDTypes(json, "in");
  failure.out = ReadDTypes(json, "out");
  if (json.Has("port")) {
    JsonReader port = json.At("port");
    failure.when_port = PortOf(port);
  }
  failure.when = ReadApplicability(json);
  failure.severity = ReadSeverity(json, Severity::kWarning);
  failure.operations = ReadStrings(json, "operations");
  failure.text = json.String("text");
  failure.sources = ReadSources(json, source_count);
  json.NoOtherKeys();
  return failure;
}

void ReadEditions(JsonReader& json, size_t source_count, OpEntry& entry) {
  if (json.Has("closed")) entry.closed = ReadSdk(json, "closed");
  if (json.Has("opened")) {
    JsonReader part = json.At("opened");
    entry.opened = ReadSdk(part, "sdk");
    entry.opened_why = part.String("why", "");
    entry.opened_sources = ReadSources(part, source_count);
    part.NoOtherKeys();
  }
  if (json.Has("unsupported")) {
    JsonReader part = json.At("unsupported");
    entry.unsupported_as_of = ReadSdk(part, "as_of");
    entry.unsupported_sources = ReadSources(part, source_count);
    part.NoOtherKeys();
  }
}

void CheckEntry(const JsonReader& json, const OpEntry& entry) {
  for (const Row& row : entry.rows) {
    for (const uint16_t index : row.conditions) {
      if (index < entry.conditions.size()) continue;
      json.Fail(absl::StrCat("row ", row.number, " refers to condition ", index,
                             ", which is not there"));
    }
    if (row.in.size() > entry.in.size() || row.out.size() > entry.out.size()) {
      json.Fail(absl::StrCat("row ", row.number, " has more ports than the op"));
    }
  }
}

}  // namespace

SdkVersion ReadSdk(JsonReader& json, const char* key) {
  if (!json.Has(key)) return SdkVersion();
  JsonReader member = json.At(key);
  return SdkOf(member);
}

int ReadArch(JsonReader& json, const char* key) {
  if (!json.Has(key)) return 0;
  JsonReader member = json.At(key);
  if (member.is_null()) return 0;
  const std::string text = member.AsString();
  int number = 0;
  const bool ok = !text.empty() && text[0] == 'v' &&
                  absl::SimpleAtoi(absl::string_view(text).substr(1), &number);
  if (!ok) member.Fail("not an architecture such as v73");
  return number;
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

OpEntry ReadOpEntry(std::string name, JsonReader& json, size_t source_count) {
  OpEntry entry;
  entry.name = std::move(name);
  ReadEditions(json, source_count, entry);
  if (json.Has("ports")) {
    JsonReader ports = json.At("ports");
    entry.in = ReadPorts(ports, "in");
    entry.out = ReadPorts(ports, "out");
    ports.NoOtherKeys();
  }
  json.ForEach("conditions", [&](JsonReader& item) {
    entry.conditions.push_back(ReadCondition(item, source_count));
  });
  json.ForEach("rows", [&](JsonReader& item) {
    entry.rows.push_back(ReadRow(item, source_count));
    entry.rows.back().number = static_cast<int>(entry.rows.size());
    entry.rows.back().in.resize(entry.in.size());
    entry.rows.back().out.resize(entry.out.size());
  });
  json.ForEach("rejected", [&](JsonReader& item) {
    entry.rejected.push_back(ReadKnownFailure(item, source_count));
  });
  json.ForEach("caveats", [&](JsonReader& item) {
    entry.caveats.push_back(ReadKnownFailure(item, source_count));
  });
  json.String("note", "");
  json.NoOtherKeys();
  CheckEntry(json, entry);
  return entry;
}

}  // namespace opfit
