// For tests: a graph read and checked in one step, and what came of it in
// words that are easy to compare.
//
//   EXPECT_THAT(CheckLines(R"(
//       x: input
//       y = aten.relu.default(x) | x: u8 -> i16
//   )").Findings(), ElementsAre("OF103 y out[0]"));

#ifndef OPFIT_CORE_TESTING_CHECKED_H_
#define OPFIT_CORE_TESTING_CHECKED_H_

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/finding/finding.h"
#include "core/graph/builder.h"
#include "gmock/gmock.h"

namespace opfit {

// The first SDK that the bundled catalog covers, so that what later ones open
// again is closed.
inline constexpr absl::string_view kTestTarget = "htp:SM8750@2.41";

// A report with the graph that it refers to.
struct Checked {
  std::unique_ptr<ReadResult> read;  // stays where it is when this moves
  Report report;

  const Graph& graph() const { return read->graph; }
  // "OF103 y out[0]" of each finding, in the order of the report.
  std::vector<std::string> Findings() const;
  // "y supported" of each operator, in the order of the file.
  std::vector<std::string> Outcomes() const;
  // "supported" of this one.
  absl::string_view OutcomeOf(absl::string_view node) const;
};

// The bundled HTP catalog, and a target of it.
const Catalog& HtpCatalog();
Target HtpTarget(absl::string_view target);

// Reads and checks a graph in lines (graph_lines.h), or in a format of opfit's.
Checked CheckLines(absl::string_view lines,
                   absl::string_view target = kTestTarget,
                   const CheckOptions& options = CheckOptions());
Checked CheckText(std::string text, absl::string_view target = kTestTarget,
                  const CheckOptions& options = CheckOptions());
// With a catalog of the test's own; it must outlive the result.
Checked CheckWith(const Catalog& catalog, std::string text,
                  const Target& target,
                  const CheckOptions& options = CheckOptions());

// A finding of this kind, at this node and port where they are given.
MATCHER_P3(HasCode, code, node, port,
           std::string(InfoOf(code).id) + " at " + node + " " + port) {
  const bool here = arg.node == node && arg.port == port;
  return arg.code == code && here;
}

// A finding whose sentence, found, accepted, hints, sources or edits have this.
MATCHER_P(Mentions, text, std::string("mentions ") + text) {
  return absl::StrContains(EverythingOf(arg), text);
}

// All that a finding says, one thing a line.
std::string EverythingOf(const Finding& finding);

inline void PrintTo(const Finding& finding, std::ostream* out) {
  *out << EverythingOf(finding);
}

}  // namespace opfit

#endif  // OPFIT_CORE_TESTING_CHECKED_H_
