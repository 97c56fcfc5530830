// A report as a person reads it on a terminal: each finding with where, what
// was found, what the catalog has, the nearest row and who says so; the sums
// last. What a run did not check is said first.

#ifndef OPFIT_CORE_RENDER_TEXT_H_
#define OPFIT_CORE_RENDER_TEXT_H_

#include <string>

#include "core/check/report.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"
#include "core/render/report_writer.h"

namespace opfit {

struct TextOptions {
  std::string file;      // as the user named it
  std::string edition;   // of the catalog; left out if empty
  bool colour = false;   // ANSI escapes
  bool quiet = false;    // the findings and nothing else
  bool verbose = false;  // every finding by itself, every list whole
  int width = 0;         // in columns; 0: nothing is wrapped
};

// Findings that differ only in node and place are shown once, with the names
// of the others. User text is made printable, so it can neither drive the
// terminal nor forge a line. `graph` may be null.
std::string RenderText(const Report& report, const Graph* graph,
                       const TextOptions& options);

// One finding by itself, with its sources.
std::string RenderFinding(const Finding& finding, const TextOptions& options);

// Files one after the other, with a blank line between them.
class TextWriter : public ReportWriter {
 public:
  explicit TextWriter(const ReportStyle& style) : style_(style) {}
  void Add(const CheckedFile& checked) override;

 private:
  const ReportStyle style_;
  bool first_ = true;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_TEXT_H_
