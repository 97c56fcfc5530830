// A report as JSON, for machines: everything that was found, whole and in
// order. docs/schema/report.schema.json says what it looks like.
//
//   JsonReport json;
//   json.Add("a.json", report_a, &graph_a);
//   json.Add("b.json", report_b, &graph_b);
//   std::string document = std::move(json).Finish();

#ifndef OPFIT_CORE_RENDER_JSON_H_
#define OPFIT_CORE_RENDER_JSON_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/check/report.h"
#include "core/graph/graph.h"
#include "core/render/json_writer.h"

namespace opfit {

// The version of the document's shape; it changes when a reader would break.
inline constexpr int kReportSchemaVersion = 1;

class JsonReport {
 public:
  JsonReport();
  JsonReport(const JsonReport&) = delete;
  JsonReport& operator=(const JsonReport&) = delete;

  // Adds the run of one file. `graph` is what the report was made from; null
  // where there is none, and then no nodes are listed.
  void Add(absl::string_view file, const Report& report, const Graph* graph);

  // The document: UTF-8 with a line break at its end, the same for the same
  // runs wherever it is made.
  std::string Finish() &&;

 private:
  std::string out_;
  JsonWriter json_;
};

// The document of a single run.
std::string RenderJson(absl::string_view file, const Report& report,
                       const Graph* graph);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_JSON_H_
