// Reads operator entries from the file form of a catalog (docs/catalogs.md).

#ifndef OPFIT_CORE_CATALOG_OP_PARSER_H_
#define OPFIT_CORE_CATALOG_OP_PARSER_H_

#include <string>

#include "core/catalog/json_reader.h"
#include "core/catalog/op_entry.h"

namespace opfit {

// Reads the entry of the operator `name`. `source_count` bounds source ids.
OpEntry ReadOpEntry(std::string name, JsonReader& json, size_t source_count);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_OP_PARSER_H_
