#include "cli/outputs.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/suggest.h"

namespace opfit {
namespace {

constexpr absl::string_view kStandardOutput = "-";

absl::Status NoSuchFormat(absl::string_view name, absl::string_view written) {
  std::vector<absl::string_view> names;
  for (const ReportFormat& format : AllReportFormats()) {
    names.push_back(format.name);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("there is no format `", name, "`", DidYouMean(name, names),
                   "; a file of that name is written `./", written, "`"));
}

// "sarif=a.sarif", or "a.txt" in the format of --format.
absl::StatusOr<Output> ReadOutput(absl::string_view written,
                                  const ReportFormat& otherwise) {
  const size_t equals = written.find('=');
  const bool is_path =
      equals == absl::string_view::npos ||
      written.substr(0, equals).find('/') != absl::string_view::npos;
  const ReportFormat* format =
      is_path ? &otherwise : FindReportFormat(written.substr(0, equals));
  if (format == nullptr) {
    return NoSuchFormat(written.substr(0, equals), written);
  }
  if (!is_path) written.remove_prefix(equals + 1);
  if (written.empty()) {
    return absl::InvalidArgumentError("`--output` needs the name of a file");
  }
  return Output{format, std::string(written)};
}

}  // namespace

absl::StatusOr<std::vector<Output>> ReadOutputs(const CommandLine& line) {
  const ReportFormat& main_format = *FindReportFormat(
      line.Value(Flag::kFormat, AllReportFormats().front().name));
  std::vector<Output> outputs;
  bool main_is_placed = false;
  for (const std::string& written : line.Values(Flag::kOutput)) {
    const absl::StatusOr<Output> output = ReadOutput(written, main_format);
    if (!output.ok()) return output.status();
    for (const Output& other : outputs) {
      if (other.file != output->file) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("two reports have one place: `", other.file, "`"));
    }
    main_is_placed = main_is_placed || output->file == kStandardOutput ||
                     output->file == written;
    outputs.push_back(*output);
  }
  if (!main_is_placed) {
    outputs.insert(outputs.begin(),
                   {&main_format, std::string(kStandardOutput)});
  }
  return outputs;
}

ReportOutputs::ReportOutputs(absl::Span<const Output> outputs,
                             const ReportStyle& style, Host& host)
    : host_(host) {
  ReportStyle plain = style;
  plain.colour = false;
  plain.width = 0;
  for (const Output& output : outputs) {
    const bool printed = output.file == kStandardOutput;
    open_.push_back(
        {output.file, output.format->make(printed ? style : plain)});
  }
}

void ReportOutputs::Add(const CheckedFile& checked) {
  for (Open& open : open_) open.writer->Add(checked);
}

absl::Status ReportOutputs::Print() {
  for (Open& open : open_) {
    if (open.file != kStandardOutput) continue;
    const absl::Status status = host_.Out(open.writer->Take());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ReportOutputs::Finish() {
  for (Open& open : open_) open.writer->Finish();
  absl::Status status = Print();
  for (Open& open : open_) {
    if (open.file == kStandardOutput) continue;
    status.Update(host_.Write(open.file, open.writer->Take()));
  }
  return status;
}

}  // namespace opfit
