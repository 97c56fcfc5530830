// opfit_targets in C++: the chips and SDKs that a backend's catalog knows.

#ifndef OPFIT_CORE_API_TARGETS_H_
#define OPFIT_CORE_API_TARGETS_H_

#include <string>

namespace opfit {

// The reply, or what is wrong with the request. `request` may be null.
std::string TargetsReply(const char* request);

}  // namespace opfit

#endif  // OPFIT_CORE_API_TARGETS_H_
