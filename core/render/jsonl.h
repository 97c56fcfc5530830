// Reports as JSON lines: an object a line, so that a stream can be cut, joined
// and searched. For each file one of type "run", then one of type "finding" for
// each of its findings; the keys are those of the JSON report.

#ifndef OPFIT_CORE_RENDER_JSONL_H_
#define OPFIT_CORE_RENDER_JSONL_H_

#include "core/render/report_writer.h"

namespace opfit {

class JsonLinesWriter : public ReportWriter {
 public:
  void Add(const CheckedFile& checked) override;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_JSONL_H_
