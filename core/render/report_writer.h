// What every output format is: files go in one by one, text comes out.
//
//   std::unique_ptr<ReportWriter> writer = FindReportFormat("sarif")->make({});
//   writer->Add({"a.json", report_a, &graph_a});
//   writer->Add({"b.json", report_b, &graph_b});
//   writer->Finish();
//   std::string document = writer->Take();
//
// The same files in the same order give the same bytes wherever it is done.

#ifndef OPFIT_CORE_RENDER_REPORT_WRITER_H_
#define OPFIT_CORE_RENDER_REPORT_WRITER_H_

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "core/check/report.h"
#include "core/graph/graph.h"

namespace opfit {

// The check of one file.
struct CheckedFile {
  absl::string_view file;  // as the user named it; "-" is the standard input
  const Report& report;
  // What the report was made from; null where there is none, and then no nodes
  // are listed.
  const Graph* graph;
};

// What a format may be told. Each looks at what concerns it.
struct ReportStyle {
  std::string edition;   // of the catalog; left out if empty
  bool colour = false;   // ANSI escapes, in text
  bool quiet = false;    // findings and nothing else, in text and concise
  bool verbose = false;  // every finding by itself, in text
  int width = 0;         // of text, in columns; 0: nothing is wrapped
  FailOn fail_on;        // what is a failure, in junit
};

class ReportWriter {
 public:
  virtual ~ReportWriter() = default;

  virtual void Add(const CheckedFile& checked) = 0;
  // Ends the document. Nothing is added after.
  virtual void Finish() {}

  // What was written since it was last taken.
  std::string Take() { return std::exchange(out_, std::string()); }

 protected:
  std::string out_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_REPORT_WRITER_H_
