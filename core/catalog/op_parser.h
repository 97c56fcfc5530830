// Reads operator entries from the file form of a catalog (docs/catalog.md).

#ifndef OPFIT_CORE_CATALOG_OP_PARSER_H_
#define OPFIT_CORE_CATALOG_OP_PARSER_H_

#include <string>

#include "core/catalog/json_reader.h"
#include "core/catalog/op_entry.h"

namespace opfit {

// Reads the entry of the operator `name`. `source_count` bounds source ids.
OpEntry ReadOpEntry(std::string name, JsonReader& json, size_t source_count);

// Pieces that other files of a catalog share.
SdkVersion ReadSdk(JsonReader& json, const char* key);  // 0.0 if absent
int ReadArch(JsonReader& json, const char* key);        // 0 if absent
SourceIds ReadSources(JsonReader& json, size_t source_count);
ParamValue ReadParamValue(JsonReader& json);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_OP_PARSER_H_
