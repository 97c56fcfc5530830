// opfit_load in C++: bytes and options in, a handle and a reply out.

#ifndef OPFIT_CORE_API_LOAD_H_
#define OPFIT_CORE_API_LOAD_H_

#include <memory>
#include <string>

#include "core/api/graph_handle.h"

namespace opfit {

struct LoadReply {
  std::unique_ptr<opfit_graph> graph;  // null: the options are wrong
  std::string text;
};

LoadReply Load(std::string bytes, const char* options);

}  // namespace opfit

#endif  // OPFIT_CORE_API_LOAD_H_
