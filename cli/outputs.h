// Where reports go: the standard output and files, each in a format.

#ifndef OPFIT_CLI_OUTPUTS_H_
#define OPFIT_CLI_OUTPUTS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/command_line.h"
#include "cli/host.h"
#include "core/render/report_formats.h"
#include "core/render/report_writer.h"

namespace opfit {

struct Output {
  const ReportFormat* format;
  std::string file;  // "-": the standard output
};

// The outputs that --format and --output ask for:
//
//   nothing             text on the standard output
//   -f json             JSON on the standard output
//   -f json -o FILE     JSON in the file, nothing on the standard output
//   -o sarif=FILE       SARIF in the file, and text on the standard output
//   -o github=-         annotations on the standard output, and no text
//
// A file whose name begins like a format and `=` is written ./name=…. The
// status says what makes no sense: no such format, one place for two reports.
absl::StatusOr<std::vector<Output>> ReadOutputs(const CommandLine& line);

// Writes every report to its place.
class ReportOutputs {
 public:
  // `style` is for what is printed; files get it without colour and width.
  ReportOutputs(absl::Span<const Output> outputs, const ReportStyle& style,
                Host& host);

  void Add(const CheckedFile& checked);
  // Prints what there is for the standard output.
  absl::Status Print();
  // Ends all reports, prints the rest and writes the files.
  absl::Status Finish();

 private:
  struct Open {
    std::string file;
    std::unique_ptr<ReportWriter> writer;
  };
  Host& host_;
  std::vector<Open> open_;
};

}  // namespace opfit

#endif  // OPFIT_CLI_OUTPUTS_H_
