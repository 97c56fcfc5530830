// opfit_check in C++: what a request asks, and the report with what only
// callers of the interface want beside it.

#ifndef OPFIT_CORE_API_CHECK_REPLY_H_
#define OPFIT_CORE_API_CHECK_REPLY_H_

#include <string>
#include <vector>

#include "core/api/graph_handle.h"
#include "core/api/places.h"
#include "core/api/text_units.h"
#include "core/check/report.h"

namespace opfit {

// Puts the columns of the findings, whose ranges are given, in the caller's
// unit.
void ConvertColumns(const TextUnits& units,
                    const std::vector<TextRange>& ranges, Report& report);

// The reply, or what is wrong with the request. `request` may be null.
std::string CheckReply(const opfit_graph& handle, const char* request);

}  // namespace opfit

#endif  // OPFIT_CORE_API_CHECK_REPLY_H_
