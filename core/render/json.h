// A report as JSON, for machines: everything that was found, whole and in
// order. docs/schema/report.schema.json says what it looks like.
//
//   std::string document = RenderJson("a.json", report, &graph);

#ifndef OPFIT_CORE_RENDER_JSON_H_
#define OPFIT_CORE_RENDER_JSON_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/check/report.h"
#include "core/graph/graph.h"
#include "core/render/json_writer.h"
#include "core/render/report_writer.h"

namespace opfit {

// The version of the document's shape; it changes when a reader would break.
inline constexpr int kReportSchemaVersion = 1;

// Its nodes are left out where there is no graph. UTF-8, with a line break at
// the end.
class JsonReport : public ReportWriter {
 public:
  JsonReport();
  JsonReport(const JsonReport&) = delete;
  JsonReport& operator=(const JsonReport&) = delete;

  void Add(const CheckedFile& checked) override;
  void Finish() override;

 private:
  JsonWriter json_;
};

// The document of a single run.
std::string RenderJson(absl::string_view file, const Report& report,
                       const Graph* graph);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_JSON_H_
