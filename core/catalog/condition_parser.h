// Reads conditions and their "if" from the file form of a catalog.

#ifndef OPFIT_CORE_CATALOG_CONDITION_PARSER_H_
#define OPFIT_CORE_CATALOG_CONDITION_PARSER_H_

#include "core/catalog/json_reader.h"
#include "core/catalog/op_entry.h"

namespace opfit {

// The "if" of an object; everything applies where there is none.
Applicability ReadApplicability(JsonReader& json);

Condition ReadCondition(JsonReader& json, size_t source_count);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_CONDITION_PARSER_H_
