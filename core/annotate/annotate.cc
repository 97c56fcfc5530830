#include "core/annotate/annotate.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/annotate/annotator.h"

namespace opfit {

absl::string_view StateName(NodeAnnotation::State state) {
  static constexpr absl::string_view kNames[] = {
      "annotated", "kept", "discarded", "no rule", "no float", "broken"};
  return kNames[static_cast<size_t>(state)];
}

absl::StatusOr<Annotated> Annotate(Graph graph, const AnnotationRules& rules,
                                   const Target& target,
                                   const AnnotateOptions& options) {
  if (graph.dialect() != Dialect::kAten) {
    return absl::FailedPreconditionError(absl::StrCat(
        "only graphs of aten ops can be annotated; this one is of ",
        DialectName(graph.dialect()), " ops"));
  }
  return Annotator(std::move(graph), rules, target, options).Run();
}

}  // namespace opfit
