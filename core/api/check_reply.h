// opfit_check in C++: what a request asks, and the report with what only
// callers of the interface want beside it.

#ifndef OPFIT_CORE_API_CHECK_REPLY_H_
#define OPFIT_CORE_API_CHECK_REPLY_H_

#include <string>

#include "core/api/graph_handle.h"

namespace opfit {

// The reply, or what is wrong with the request. `request` may be null.
std::string CheckReply(const opfit_graph& handle, const char* request);

}  // namespace opfit

#endif  // OPFIT_CORE_API_CHECK_REPLY_H_
