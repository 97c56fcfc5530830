// opfit_structure in C++: the nodes and edges of a graph, as columns.

#ifndef OPFIT_CORE_API_STRUCTURE_H_
#define OPFIT_CORE_API_STRUCTURE_H_

#include <string>

#include "core/api/graph_handle.h"

namespace opfit {

// The reply, or what is wrong with the request. `request` may be null.
std::string StructureReply(const opfit_graph& handle, const char* request);

}  // namespace opfit

#endif  // OPFIT_CORE_API_STRUCTURE_H_
