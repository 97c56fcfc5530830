// A report as lines that other tools take apart: one for each finding, the
// sums last.
//
//   vit.json:212:19: OF103 error conv1 in[1] no row of Conv2d takes these …

#ifndef OPFIT_CORE_RENDER_CONCISE_H_
#define OPFIT_CORE_RENDER_CONCISE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/check/report.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"
#include "core/render/report_writer.h"

namespace opfit {

// `file:line:column: code severity node port message`, one word each up to the
// message; `-` where there is no node or port, 1:1 where there is no place, and
// `waived` for the severity where it is.
// User text is made printable and its spaces are escaped. The last line is the
// summary, and one before the first says it if nothing was checked; neither has
// a line number. With `quiet` there are only the findings and that warning.
std::string RenderConcise(const Report& report, const Graph* graph,
                          absl::string_view file, bool quiet);

// The lines of the findings alone.
std::string ConciseFindings(absl::Span<const Finding> findings,
                            absl::string_view file);

class ConciseWriter : public ReportWriter {
 public:
  explicit ConciseWriter(const ReportStyle& style) : quiet_(style.quiet) {}
  void Add(const CheckedFile& checked) override;

 private:
  const bool quiet_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_CONCISE_H_
