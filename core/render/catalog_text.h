// What a catalog has, as a person reads it: its operators, one of them in
// full.

#ifndef OPFIT_CORE_RENDER_CATALOG_TEXT_H_
#define OPFIT_CORE_RENDER_CATALOG_TEXT_H_

#include <string>

#include "core/catalog/catalog.h"
#include "core/catalog/op_entry.h"
#include "core/catalog/target.h"

namespace opfit {

struct CatalogTextOptions {
  bool colour = false;
  int width = 0;  // in columns; 0: nothing is wrapped
};

// A line for each operator: how many of its rows hold on the target, whether
// they are the whole set, and which gates there are.
std::string RenderOps(const Catalog& catalog, const Target& target);

// Ports, rows, conditions, known failures and sources of one operator.
std::string RenderOp(const Catalog& catalog, const OpEntry& entry,
                     const Target& target, const CatalogTextOptions& options);

// "closed as of 2.25", "open from 2.44", "open", "not offered as of 2.25";
// without an edition "closed" and "not offered".
std::string DescribeState(const OpEntry& entry, const SdkVersion& sdk);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_CATALOG_TEXT_H_
