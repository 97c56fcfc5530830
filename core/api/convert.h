// opfit_convert in C++: the graph as an annotated graph.

#ifndef OPFIT_CORE_API_CONVERT_H_
#define OPFIT_CORE_API_CONVERT_H_

#include <string>

#include "core/api/graph_handle.h"

namespace opfit {

// The document, or what is wrong: with the request, or with the graph.
// `request` may be null.
std::string ConvertReply(const opfit_graph& handle, const char* request);

}  // namespace opfit

#endif  // OPFIT_CORE_API_CONVERT_H_
