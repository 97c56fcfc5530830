// Everything that is done with an input: told apart, read, checked for every
// backend, and rendered.

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/find_target.h"
#include "core/check/check.h"
#include "core/formats/limits.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "core/render/json.h"
#include "core/render/text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const opfit::ReadResult read =
      opfit::ReadGraph(std::string(data, data + size), opfit::Limits());
  for (const absl::string_view backend : opfit::BundledBackends()) {
    const absl::StatusOr<opfit::Targeted> found = opfit::FindTarget(backend);
    if (!found.ok()) __builtin_trap();
    const absl::StatusOr<opfit::Report> report =
        opfit::Check(read, *found->catalog, found->target, {});
    if (!report.ok()) __builtin_trap();
    opfit::RenderJson("input", *report, &read.graph);
    opfit::RenderText(*report, &read.graph, opfit::TextOptions());
    // Every operator has an outcome, whatever is wrong with the input.
    const size_t outcomes = report->summary.supported +
                            report->summary.unsupported +
                            report->summary.unknown + report->summary.unchecked;
    if (outcomes != report->summary.nodes) __builtin_trap();
  }
  return 0;
}
