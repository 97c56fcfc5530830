// A small checker for the part of JSON Schema 2020-12 that our schemas use.

#ifndef OPFIT_CORE_RENDER_SCHEMA_H_
#define OPFIT_CORE_RENDER_SCHEMA_H_

#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace opfit {

// What of `document` is not as `schema` says, one line each with its JSON
// Pointer; empty if all is. Knows $ref within the schema, type, const, enum,
// required, properties, additionalProperties: false, items, minimum, pattern
// (prefix and digits: "^OF[0-9]{3}$") – and says so of any keyword it does not.
std::vector<std::string> SchemaViolations(const nlohmann::json& schema,
                                          const nlohmann::json& document);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_SCHEMA_H_
