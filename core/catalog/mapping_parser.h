// Reads the op mapping of one dialect from its file form (docs/catalogs.md).

#ifndef OPFIT_CORE_CATALOG_MAPPING_PARSER_H_
#define OPFIT_CORE_CATALOG_MAPPING_PARSER_H_

#include "core/catalog/json_reader.h"
#include "core/catalog/mapping.h"
#include "core/graph/graph.h"

namespace opfit {

// Reads one mapping file. `dialect` is set to the one it speaks of.
DialectMapping ReadDialectMapping(JsonReader& json, Dialect& dialect);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_MAPPING_PARSER_H_
