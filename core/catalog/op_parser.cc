#include "core/catalog/op_parser.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/catalog/condition_parser.h"
#include "core/catalog/field_readers.h"
#include "core/catalog/json_reader.h"
#include "core/catalog/op_entry.h"
#include "core/catalog/target.h"

namespace opfit {
namespace {

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
    port.encodings_open = item.Bool("encodings_open", false);
    port.channel_axis = ReadChannelAxis(item);
    if (item.Has("encodings"))
      port.encodings = ReadEncodings(item, "encodings");
    item.NoOtherKeys();
    ports.push_back(std::move(port));
  });
  for (size_t i = 0; i + 1 < ports.size(); ++i) {
    if (ports[i].variadic) json.Fail("only the last port may be variadic");
  }
  return ports;
}

Row ReadRow(JsonReader& json, size_t source_count) {
  Row row;
  row.config = json.String("config", "");
  row.in = ReadDTypes(json, "in");
  row.out = ReadDTypes(json, "out");
  json.ForEach("when", [&row](JsonReader& item) {
    const int64_t index = item.AsInt();
    const bool fits = index >= 0 && index <= UINT16_MAX;
    if (!fits) item.Fail("no such condition");
    row.conditions.push_back(static_cast<uint16_t>(fits ? index : 0));
  });
  row.operations = ReadStrings(json, "operations");
  row.gate = ReadGate(json);
  json.ForEach("only", [&row](JsonReader& item) {
    row.gate.only.push_back(ArchOf(item.AsString(), item));
  });
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
  return row;
}

// A row with a port that takes nothing but floats needs a chip that computes
// with them; where FLOAT_32 is only stored, those of 16 bits alone tell.
bool NeedsFloat(const Row& row, bool stores_float32) {
  DTypeSet floats = SetOf(DType::kFloat16) | SetOf(DType::kBFloat16);
  if (!stores_float32) floats |= SetOf(DType::kFloat32);
  for (const auto* ports : {&row.in, &row.out}) {
    for (const DTypeSet set : *ports) {
      if (set != 0 && (set & ~floats) == 0) return true;
    }
  }
  return false;
}

// Whether the operator only stores FLOAT_32, as those at the borders of a
// quantized graph do.
bool ReadStoredFloat(JsonReader& json, size_t source_count) {
  if (!json.Has("stored_float")) return false;
  JsonReader part = json.At("stored_float");
  part.String("why");
  if (ReadSources(part, source_count).empty()) part.Fail("no source");
  part.NoOtherKeys();
  return true;
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

// An SDK version, or true where the source has no editions.
SdkVersion ReadEdition(JsonReader& json, const char* key) {
  if (json.Has(key) && json.At(key).value() == true) return SdkVersion();
  return ReadSdk(json, key);
}

void ReadEditions(JsonReader& json, size_t source_count, OpEntry& entry) {
  if (json.Has("closed")) entry.closed = ReadEdition(json, "closed");
  if (json.Has("opened")) {
    JsonReader part = json.At("opened");
    entry.opened = ReadSdk(part, "sdk");
    entry.opened_why = part.String("why", "");
    entry.opened_sources = ReadSources(part, source_count);
    part.NoOtherKeys();
  }
  if (json.Has("unsupported")) {
    JsonReader part = json.At("unsupported");
    entry.unsupported_as_of = ReadEdition(part, "as_of");
    entry.unsupported_sources = ReadSources(part, source_count);
    part.NoOtherKeys();
  }
}

std::string NameOf(PortRef port) {
  return absl::StrCat(port.is_output ? "out[" : "in[", port.index, "]");
}

// What refers to a port or a condition refers to one that is there.
class ReferenceCheck {
 public:
  ReferenceCheck(const JsonReader& json, const OpEntry& entry)
      : json_(json), entry_(entry) {}

  void Run() const {
    for (const Row& row : entry_.rows) CheckRow(row);
    for (size_t i = 0; i < entry_.conditions.size(); ++i) {
      CheckCondition(absl::StrCat("condition ", i), entry_.conditions[i]);
    }
    for (const auto* failures : {&entry_.rejected, &entry_.caveats}) {
      for (const KnownFailure& failure : *failures) {
        CheckPort("a known failure", failure.when_port);
      }
    }
  }

 private:
  void CheckRow(const Row& row) const {
    for (const uint16_t index : row.conditions) {
      if (index < entry_.conditions.size()) continue;
      json_.Fail(absl::StrCat("row ", row.number, " refers to condition ",
                              index, ", which is not there"));
    }
  }

  // A condition on a parameter, or in words only, may be of no port.
  void CheckCondition(const std::string& who,
                      const Condition& condition) const {
    if (!(condition.port == PortRef())) CheckPort(who, condition.port);
    if (condition.shares.has_value()) CheckPort(who, *condition.shares);
    for (const PortRef port : condition.bias_of) CheckPort(who, port);
  }

  void CheckPort(const std::string& who, PortRef port) const {
    if (entry_.PortAt(port.is_output, port.index) != nullptr) return;
    json_.Fail(
        absl::StrCat(who, " refers to ", NameOf(port), ", which is not there"));
  }

  const JsonReader& json_;
  const OpEntry& entry_;
};

// One set of types a port; what is not listed takes nothing.
void FitPorts(const JsonReader& json, size_t ports,
              std::vector<DTypeSet>& types) {
  if (types.size() > ports) json.Fail("more ports than the operator has");
  types.resize(ports);
}

}  // namespace

OpEntry ReadOpEntry(std::string name, JsonReader& json, size_t source_count) {
  OpEntry entry;
  entry.name = std::move(name);
  entry.extends = json.Bool("extends", false);
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
  const bool stores_float32 = ReadStoredFloat(json, source_count);
  json.ForEach("rows", [&](JsonReader& item) {
    Row& row = entry.rows.emplace_back(ReadRow(item, source_count));
    row.number = static_cast<int>(entry.rows.size());
    FitPorts(item, entry.in.size(), row.in);
    FitPorts(item, entry.out.size(), row.out);
    row.needs_float = NeedsFloat(row, stores_float32);
  });
  json.ForEach("rejected", [&](JsonReader& item) {
    entry.rejected.push_back(ReadKnownFailure(item, source_count));
  });
  json.ForEach("caveats", [&](JsonReader& item) {
    entry.caveats.push_back(ReadKnownFailure(item, source_count));
  });
  json.String("note", "");
  json.NoOtherKeys();
  ReferenceCheck(json, entry).Run();
  return entry;
}

}  // namespace opfit
