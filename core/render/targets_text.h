// The targets of a catalog, as a person reads them.

#ifndef OPFIT_CORE_RENDER_TARGETS_TEXT_H_
#define OPFIT_CORE_RENDER_TARGETS_TEXT_H_

#include <string>

#include "core/catalog/catalog.h"

namespace opfit {

// A line for each chip: architecture, whether it runs float, memory, name.
// Columns in which nothing is known are left out. A backend that is the same
// on every chip has no lines.
std::string RenderTargets(const Catalog& catalog);

// "catalog htp 1.0.0, edition 2.25, SDK 2.41 to 2.49" and a line end.
std::string RenderVersion(const Catalog& catalog);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_TARGETS_TEXT_H_
