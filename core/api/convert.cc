#include "core/api/convert.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "core/api/request.h"
#include "core/finding/finding.h"
#include "core/render/annotated_graph.h"

namespace opfit {

std::string ConvertReply(const opfit_graph& handle, const char* request_text) {
  Request request(request_text);
  if (!request.Complete()) return ErrorReply(request.status());
  const ReadResult& read = handle.read;
  const bool is_sound = std::none_of(
      read.findings.begin(), read.findings.end(),
      [](const Finding& f) { return f.severity == Severity::kError; });
  if (!is_sound) {
    return ErrorReply(absl::FailedPreconditionError(
        "the graph has errors of its own, which opfit_check lists"));
  }
  return RenderAnnotatedGraph(read.graph);
}

}  // namespace opfit
