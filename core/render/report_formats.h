// The formats that a report can have, in one table. The command line, its help
// and the configuration know what is in it and nothing else.

#ifndef OPFIT_CORE_RENDER_REPORT_FORMATS_H_
#define OPFIT_CORE_RENDER_REPORT_FORMATS_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/render/report_writer.h"

namespace opfit {

struct ReportFormat {
  absl::string_view name;  // "sarif"
  absl::string_view what;  // one clause: for whom, or for what
  std::unique_ptr<ReportWriter> (*make)(const ReportStyle& style);
};

// In the order in which they are listed; the first is the default.
absl::Span<const ReportFormat> AllReportFormats();

// By name; null if there is none.
const ReportFormat* FindReportFormat(absl::string_view name);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_REPORT_FORMATS_H_
