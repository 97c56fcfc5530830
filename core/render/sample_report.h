// Reports made by hand, for tests of what is rendered from them.

#ifndef OPFIT_CORE_RENDER_SAMPLE_REPORT_H_
#define OPFIT_CORE_RENDER_SAMPLE_REPORT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "core/check/report.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"

namespace opfit {

// A graph of `nodes` convolutions named conv0, conv1 …, quantized or not.
Graph SampleGraph(size_t nodes, bool quantized = true);

// A run for htp:SM8750@2.49 in which every node of `graph` is supported.
Report SampleReport(const Graph& graph);

// A finding with every field filled, at conv0.
Finding FullFinding();

// A finding of this kind about this node, and nothing else.
Finding FindingAt(Code code, absl::string_view node, int line = 0);

// The same finding, at this byte of a binary file.
Finding InBinary(Finding finding, size_t offset);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_SAMPLE_REPORT_H_
