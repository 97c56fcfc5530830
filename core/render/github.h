// Reports as workflow commands, which GitHub Actions shows as annotations at
// the lines of a pull request.
//
//   ::error file=vit.json,line=212,col=19,title=OF103 DataTypesUnsupported::…
//
// Every annotation has a file, a line and a column: without them it would not
// be shown at the file. What is waived is a notice. The sums are ordinary lines
// of the log. User text can neither end a command nor begin one.

#ifndef OPFIT_CORE_RENDER_GITHUB_H_
#define OPFIT_CORE_RENDER_GITHUB_H_

#include "core/render/report_writer.h"

namespace opfit {

class GithubWriter : public ReportWriter {
 public:
  void Add(const CheckedFile& checked) override;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_GITHUB_H_
