// What annotating did, summed up: for a person as a table, for machines as
// JSON. Operators that were treated alike are one group.

#ifndef OPFIT_CORE_RENDER_ANNOTATION_H_
#define OPFIT_CORE_RENDER_ANNOTATION_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/annotate/annotate.h"
#include "core/annotate/run.h"
#include "core/render/json_writer.h"

namespace opfit {

// Operators of one op that got the same settings, and weights of one
// granularity and block size.
struct AnnotationGroup {
  NodeAnnotation like;  // the first of them
  std::vector<NodeId> nodes;
};

inline constexpr size_t kAnnotationStates =
    static_cast<size_t>(NodeAnnotation::State::kBroken) + 1;

struct AnnotationSummary {
  std::array<size_t, kAnnotationStates> counts = {};  // by state
  std::vector<AnnotationGroup> groups;  // of annotated nodes, in file order
};

AnnotationSummary SummaryOf(const AnnotationRun& run);

// One line of sums, then the groups as a table. With `verbose`, a line for
// each node instead.
std::string RenderAnnotation(const AnnotationRun& run, absl::string_view file,
                             bool verbose);

// The members "changes" and "groups" of an object that is being written.
void WriteAnnotation(JsonWriter& json, const AnnotationRun& run);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_ANNOTATION_H_
