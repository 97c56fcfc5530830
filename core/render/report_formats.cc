#include "core/render/report_formats.h"

#include <memory>
#include <type_traits>

#include "core/render/concise.h"
#include "core/render/github.h"
#include "core/render/gitlab.h"
#include "core/render/json.h"
#include "core/render/jsonl.h"
#include "core/render/junit.h"
#include "core/render/markdown.h"
#include "core/render/model_explorer.h"
#include "core/render/sarif.h"
#include "core/render/text.h"

namespace opfit {
namespace {

template <typename Writer>
std::unique_ptr<ReportWriter> Make(const ReportStyle& style) {
  if constexpr (std::is_constructible_v<Writer, const ReportStyle&>) {
    return std::make_unique<Writer>(style);
  } else {
    return std::make_unique<Writer>();
  }
}

constexpr ReportFormat kFormats[] = {
    {"text", "for people", Make<TextWriter>},
    {"concise", "a line for each finding, for editors and grep",
     Make<ConciseWriter>},
    {"json", "everything, for machines", Make<JsonReport>},
    {"jsonl", "a JSON object for each file and finding, a line each",
     Make<JsonLinesWriter>},
    {"sarif", "SARIF 2.1.0, for code scanning", Make<SarifWriter>},
    {"junit", "JUnit XML, a test case for each operator", Make<JunitWriter>},
    {"github", "annotations of GitHub Actions", Make<GithubWriter>},
    {"gitlab", "code quality issues of GitLab", Make<GitlabWriter>},
    {"markdown", "a summary of a job, or a comment", Make<MarkdownWriter>},
    {"model-explorer", "node data that colours a graph in Model Explorer",
     Make<ModelExplorerWriter>},
};

}  // namespace

absl::Span<const ReportFormat> AllReportFormats() { return kFormats; }

const ReportFormat* FindReportFormat(absl::string_view name) {
  for (const ReportFormat& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

}  // namespace opfit
