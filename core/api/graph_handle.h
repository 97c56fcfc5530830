// What stands behind `opfit_graph`, for the functions that take one.

#ifndef OPFIT_CORE_API_GRAPH_HANDLE_H_
#define OPFIT_CORE_API_GRAPH_HANDLE_H_

#include "core/api/text_units.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"

// Immutable, so any number of threads may ask it.
struct opfit_graph {
  opfit::ReadResult read;
  opfit::Format format;
  opfit::TextUnits units;  // of read.graph.source()
};

#endif  // OPFIT_CORE_API_GRAPH_HANDLE_H_
