// A file of waivers: {"schemaVersion": 1, "waivers": [{"code": …, …}]}, as
// docs/waivers.md and docs/schema/waivers.schema.json describe it.

#ifndef OPFIT_CORE_FORMATS_WAIVER_FILE_H_
#define OPFIT_CORE_FORMATS_WAIVER_FILE_H_

#include <string>
#include <vector>

#include "core/finding/finding.h"
#include "core/finding/waiver.h"

namespace opfit {

struct WaiverFile {
  std::vector<Waiver> waivers;    // with lines and columns
  std::vector<Finding> problems;  // where there are any, nothing is waived
};

// Never fails: what is wrong with the bytes is in `problems`, an unknown key
// among it, each with its line and column.
WaiverFile ReadWaiverFile(std::string bytes);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_WAIVER_FILE_H_
