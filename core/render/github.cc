#include "core/render/github.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "core/render/finding_words.h"
#include "core/render/printable.h"
#include "core/render/summary.h"
#include "core/render/version.h"

namespace opfit {
namespace {

// What a workflow command says, after its `::`.
std::string EscapeData(absl::string_view text) {
  return absl::StrReplaceAll(text,
                             {{"%", "%25"}, {"\r", "%0D"}, {"\n", "%0A"}});
}

// The value of a property, where `:` and `,` would end it.
std::string EscapeProperty(absl::string_view text) {
  return absl::StrReplaceAll(EscapeData(text), {{":", "%3A"}, {",", "%2C"}});
}

void AppendCommand(std::string& out, absl::string_view command,
                   absl::string_view file, const Place& place,
                   absl::string_view title, absl::string_view text) {
  absl::StrAppend(
      &out, "::", command, " file=", EscapeProperty(file),
      ",line=", std::max(place.line, 1), ",col=", std::max(place.column, 1),
      ",title=", EscapeProperty(title), "::", EscapeData(text), "\n");
}

absl::string_view CommandOf(const Finding& finding) {
  static constexpr absl::string_view kCommands[] = {"notice", "warning",
                                                    "error"};
  return finding.waived.has_value()
             ? kCommands[0]
             : kCommands[static_cast<size_t>(finding.severity)];
}

}  // namespace

void GithubWriter::Add(const CheckedFile& checked) {
  const std::string file = Printable(checked.file, absl::string_view::npos);
  const std::string caveat = Caveat(checked.report, checked.graph);
  if (!caveat.empty()) {
    AppendCommand(out_, "warning", file, Place(), kToolName, caveat);
  }
  for (const Finding& finding : checked.report.findings) {
    const CodeInfo& info = InfoOf(finding.code);
    AppendCommand(out_, CommandOf(finding), file, finding.place,
                  absl::StrCat(info.id, " ", info.name), PlainText(finding));
  }
  // The tool's name first: a line that began with the file's could be taken
  // for a command.
  absl::StrAppend(&out_, kToolName, ": ", file, ": ",
                  SummaryLine(checked.report), "\n");
}

}  // namespace opfit
