// What is wrong with a catalog that is well-formed: the parser refuses what it
// cannot read, this finds what nobody can have meant.

#ifndef OPFIT_CORE_CATALOG_LINT_H_
#define OPFIT_CORE_CATALOG_LINT_H_

#include <string>
#include <vector>

#include "core/catalog/catalog.h"

namespace opfit {

// One line a problem, by operator: "Relu: row 2 repeats row 1".
std::vector<std::string> LintCatalog(const Catalog& catalog);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_LINT_H_
