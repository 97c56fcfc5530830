// Reports as Markdown, for the summary of a job or a comment: a table of the
// sums, then the findings of each file. User text stands in code spans, where
// it is shown and not obeyed.

#ifndef OPFIT_CORE_RENDER_MARKDOWN_H_
#define OPFIT_CORE_RENDER_MARKDOWN_H_

#include <string>

#include "core/render/report_writer.h"

namespace opfit {

class MarkdownWriter : public ReportWriter {
 public:
  // Groups of findings that are listed of one file, as many as fit into what
  // GitHub shows; the rest are counted.
  static constexpr size_t kMaxGroups = 100;

  void Add(const CheckedFile& checked) override;
  void Finish() override;

 private:
  std::string rows_;      // of the table
  std::string sections_;  // below it
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_MARKDOWN_H_
