// The vocabulary of catalog files, a reader for each kind of field.

#ifndef OPFIT_CORE_CATALOG_FIELD_READERS_H_
#define OPFIT_CORE_CATALOG_FIELD_READERS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/catalog/json_reader.h"
#include "core/catalog/op_entry.h"
#include "core/catalog/target.h"
#include "core/finding/finding.h"
#include "core/graph/dtype.h"

namespace opfit {

SdkVersion ReadSdk(JsonReader& json, const char* key);  // 0.0 if absent
int ReadArch(JsonReader& json, const char* key);        // 0 if absent or null
// 73 for "v73"; fails at `json` for another text.
int ArchOf(absl::string_view text, const JsonReader& json);
DType DTypeOf(JsonReader& json);
// One set of types a port: null is the empty set, a list is all it names.
std::vector<DTypeSet> ReadDTypes(JsonReader& json, const char* key);
EncodingSet ReadEncodings(JsonReader& json, const char* key);  // 0 if absent
std::vector<std::string> ReadStrings(JsonReader& json, const char* key);
PortRef PortOf(JsonReader& json);  // "in[1]"
Severity ReadSeverity(JsonReader& json, Severity absent);
Gate ReadGate(JsonReader& json);
// Indices below `source_count`.
SourceIds ReadSources(JsonReader& json, size_t source_count);
ParamValue ReadParamValue(JsonReader& json);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_FIELD_READERS_H_
