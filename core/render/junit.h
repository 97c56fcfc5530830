// Reports as JUnit XML: a suite a file, a case an operator. What concerns no
// operator has a case of its own, named after the node or the code.
//
// A case fails where the run does: an error that is not waived, and whatever
// ReportStyle::fail_on adds; the failure shows the findings as text does. An
// operator that was not judged (unknown, unchecked) is skipped, not passed.
// What does not fail is the case's output. A bypassed run is an error.

#ifndef OPFIT_CORE_RENDER_JUNIT_H_
#define OPFIT_CORE_RENDER_JUNIT_H_

#include "core/render/report_writer.h"

namespace opfit {

class JunitWriter : public ReportWriter {
 public:
  explicit JunitWriter(const ReportStyle& style);

  void Add(const CheckedFile& checked) override;
  void Finish() override;

 private:
  const ReportStyle style_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_JUNIT_H_
