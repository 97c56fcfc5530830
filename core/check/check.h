// The engine: graph, catalog and target in, report out.
//
//   absl::StatusOr<const Catalog*> catalog = FindCatalog("htp");
//   absl::StatusOr<Target> target =
//   (*catalog)->Resolve(*ParseTarget("htp:SM8750")); absl::StatusOr<Report>
//   report = Check(read, **catalog, *target, {});
//
// Three outcomes:
//   ok, no findings   the graph is clean for this target
//   ok, findings      the graph was checked; read them
//   !ok               nothing was checked; the status says why

#ifndef OPFIT_CORE_CHECK_CHECK_H_
#define OPFIT_CORE_CHECK_CHECK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/check/report.h"
#include "core/finding/policy.h"
#include "core/finding/waiver.h"
#include "core/graph/builder.h"

namespace opfit {

struct CheckOptions {
  // False: violations are warnings, and only broken input is an error.
  bool strict = true;
  // Nodes by name, operators by their name in the graph: not checked, and
  // counted as unchecked.
  std::vector<std::string> discard_nodes;
  std::vector<std::string> discard_ops;
  // Other severities, and which kinds of findings are reported.
  FindingPolicy policy;
  // Waivers of a file, beside those of the graph. They must outlive the call.
  const WaiverIndex* waivers = nullptr;
  std::optional<Date> today;  // without it no waiver expires
  std::string file;           // the graph, as waivers name it
};

// Checks every node and reports all findings, those of reading included, with
// lines and columns filled in. The report refers to the graph and the catalog.
// A status only for options that make no sense (a discarded node that does not
// exist).
absl::StatusOr<Report> Check(const ReadResult& read, const Catalog& catalog,
                             const Target& target, const CheckOptions& options);

// FailedPrecondition naming the first error of the report and their number; ok
// if there is none. For callers who want strictness as a status.
absl::Status StrictStatus(const Report& report);

}  // namespace opfit

#endif  // OPFIT_CORE_CHECK_CHECK_H_
