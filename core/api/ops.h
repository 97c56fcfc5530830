// opfit_ops in C++: the operators of a backend, or one of them in full.

#ifndef OPFIT_CORE_API_OPS_H_
#define OPFIT_CORE_API_OPS_H_

#include <string>

namespace opfit {

// The reply, or what is wrong with the request. `request` may be null.
std::string OpsReply(const char* request);

}  // namespace opfit

#endif  // OPFIT_CORE_API_OPS_H_
