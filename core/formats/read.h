// Bytes in, Graph out. The format is told apart by content, never by name.
//
//   ReadResult result = ReadGraph(std::move(text), Limits());
//   if (!result.usable) …  // not a graph: the findings say why and where
//
// Never fails and never throws: whatever is wrong with the bytes is a finding
// with its place. Reads in one pass; memory stays below that of the input.

#ifndef OPFIT_CORE_FORMATS_READ_H_
#define OPFIT_CORE_FORMATS_READ_H_

#include <string>

#include "core/formats/limits.h"
#include "core/formats/sniff.h"
#include "core/graph/builder.h"

namespace opfit {

// Reads a graph of any known format. Takes the bytes over: the graph's strings
// are views of them.
ReadResult ReadGraph(std::string bytes, const Limits& limits);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_READ_H_
