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

// The same for an ONNX model with the AIMET encodings that belong to it: they
// say how its tensors are quantized. What is wrong with them is a finding that
// names their line; places are those of the model.
ReadResult ReadGraph(std::string bytes, std::string encodings,
                     const Limits& limits);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_READ_H_
