// OF401: shared specs that lead nowhere.

#ifndef OPFIT_CORE_CHECK_SHARED_SPECS_H_
#define OPFIT_CORE_CHECK_SHARED_SPECS_H_

#include "absl/container/flat_hash_set.h"
#include "core/check/findings.h"
#include "core/graph/graph.h"
#include "core/graph/resolve.h"
#include "core/rules/context.h"

namespace opfit {

// Looks at nodes in the order of the file. A broken chain is reported once, at
// the first place that asks to share along it.
class SharedSpecs {
 public:
  explicit SharedSpecs(const RuleContext& context) : context_(context) {}

  // Whether every shared spec of the node leads to one that stands for itself.
  bool Resolve(const Node& node, FindingWriter& writer);

 private:
  void Report(SpecId said, const ResolvedSpec& resolved, Place place,
              FindingWriter& writer);

  const RuleContext& context_;
  absl::flat_hash_set<uint32_t> reported_;  // by sharing group
};

}  // namespace opfit

#endif  // OPFIT_CORE_CHECK_SHARED_SPECS_H_
