// Reports as SARIF 2.1.0, for code scanning: one run for all files.
//
// Results point at the file's line and column and, as a logical location, at
// node and port. Their fingerprint is made of code, node and port, so that it
// survives edits elsewhere. Each rule that has a result carries its page of
// docs/codes as help. What is waived is suppressed, with its reason. Columns
// count bytes, as everywhere in opfit.

#ifndef OPFIT_CORE_RENDER_SARIF_H_
#define OPFIT_CORE_RENDER_SARIF_H_

#include <string>
#include <vector>

#include "core/finding/finding.h"
#include "core/render/json_writer.h"
#include "core/render/report_writer.h"

namespace opfit {

class SarifWriter : public ReportWriter {
 public:
  SarifWriter();
  SarifWriter(const SarifWriter&) = delete;
  SarifWriter& operator=(const SarifWriter&) = delete;

  void Add(const CheckedFile& checked) override;
  void Finish() override;

 private:
  // What Finish() writes of a file, behind the results.
  struct FileSums {
    std::string file;
    RunStatus status;
    Target target;
    Summary summary;
    std::string caveat;
  };

  void WriteResult(const std::string& uri, const Finding& finding,
                   const std::string& fingerprint);
  // The place of a code in the list of rules, which it joins.
  size_t RuleIndex(Code code);
  void WriteTool();
  void WriteInvocation();
  void WriteSums();

  JsonWriter json_;
  std::vector<Code> rules_;  // in the order of their first results
  std::vector<FileSums> files_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_SARIF_H_
