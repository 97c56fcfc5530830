// opfit_explain in C++: what codes of findings mean.

#ifndef OPFIT_CORE_API_EXPLAIN_H_
#define OPFIT_CORE_API_EXPLAIN_H_

#include <string>

namespace opfit {

// The reply, or what is wrong with the request. `request` may be null.
std::string ExplainReply(const char* request);

}  // namespace opfit

#endif  // OPFIT_CORE_API_EXPLAIN_H_
