// opfit_annotate in C++: a graph that was loaded and a request in, the
// annotated graph and what was done out.

#ifndef OPFIT_CORE_API_ANNOTATE_REPLY_H_
#define OPFIT_CORE_API_ANNOTATE_REPLY_H_

#include <string>

#include "core/api/graph_handle.h"

namespace opfit {

// The reply, or what is wrong with the request. `request` may be null.
std::string AnnotateReply(const opfit_graph& handle, const char* request);

}  // namespace opfit

#endif  // OPFIT_CORE_API_ANNOTATE_REPLY_H_
