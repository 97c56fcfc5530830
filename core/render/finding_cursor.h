// Which findings belong to which operator, for outputs that go node by node.
//
//   FindingCursor cursor(report.findings);
//   for (const NodeOutcome& node : report.nodes) {
//     … cursor.Before(node.node) …  // of nodes that are no operators
//     … cursor.At(node.node) …
//   }
//   … cursor.Rest() …

#ifndef OPFIT_CORE_RENDER_FINDING_CURSOR_H_
#define OPFIT_CORE_RENDER_FINDING_CURSOR_H_

#include <cstddef>

#include "absl/types/span.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"

namespace opfit {

// Goes once through findings that are sorted. Nodes are asked for in the order
// of the graph.
class FindingCursor {
 public:
  explicit FindingCursor(absl::Span<const Finding> findings)
      : rest_(findings) {}

  // Those of earlier nodes that were not asked for yet.
  absl::Span<const Finding> Before(NodeId node) {
    return TakeWhile([node](const Finding& f) { return f.node_index < node; });
  }
  absl::Span<const Finding> At(NodeId node) {
    Before(node);
    return TakeWhile([node](const Finding& f) { return f.node_index == node; });
  }
  absl::Span<const Finding> Rest() const { return rest_; }

 private:
  template <typename Fn>
  absl::Span<const Finding> TakeWhile(Fn&& holds) {
    size_t count = 0;
    while (count < rest_.size() && holds(rest_[count])) ++count;
    const absl::Span<const Finding> taken = rest_.subspan(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  absl::Span<const Finding> rest_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_FINDING_CURSOR_H_
