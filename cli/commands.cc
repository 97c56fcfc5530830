#include "cli/commands.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/help.h"
#include "core/catalog/catalog.h"
#include "core/finding/finding.h"
#include "core/finding/suggest.h"
#include "core/render/explain.h"
#include "core/render/page.h"
#include "core/render/targets_text.h"
#include "core/render/version.h"

namespace opfit {
namespace {

absl::StatusOr<int> Print(absl::string_view text, Host& host) {
  const absl::Status status = host.Out(text);
  if (!status.ok()) return status;
  return kClean;
}

}  // namespace

absl::StatusOr<int> ExplainCommand(const CommandLine& line, Host& host) {
  const std::string& name = line.operands().front();
  const CodeInfo* info = FindCode(name);
  if (info == nullptr) {
    std::vector<absl::string_view> names;
    for (const CodeInfo& known : AllCodes()) {
      names.push_back(known.id);
      names.push_back(known.name);
    }
    return absl::InvalidArgumentError(
        absl::StrCat("there is no code `", name, "`", DidYouMean(name, names)));
  }
  Page page(UseColour(line, host), host.width);
  absl::string_view text = ExplainText(info->code);
  if (absl::EndsWith(text, "\n")) text.remove_suffix(1);
  for (const absl::string_view row : absl::StrSplit(text, '\n')) {
    page.Line(absl::StartsWith(row, "#") ? page.Painted(Ink::kBold, row) : row);
  }
  return Print(page.Take(), host);
}

absl::StatusOr<int> TargetsCommand(const CommandLine&, Host& host) {
  std::string text;
  for (const absl::string_view backend : BundledBackends()) {
    const absl::StatusOr<const Catalog*> catalog = FindCatalog(backend);
    if (!catalog.ok()) return catalog.status();
    absl::StrAppend(&text, text.empty() ? "" : "\n", RenderTargets(**catalog));
  }
  return Print(text, host);
}

absl::StatusOr<int> VersionCommand(const CommandLine&, Host& host) {
  std::string text = absl::StrCat(kToolName, " ", kToolVersion, "\n");
  for (const absl::string_view backend : BundledBackends()) {
    const absl::StatusOr<const Catalog*> catalog = FindCatalog(backend);
    if (!catalog.ok()) return catalog.status();
    absl::StrAppend(&text, RenderVersion(**catalog));
  }
  return Print(text, host);
}

absl::StatusOr<int> HelpCommand(const CommandLine& line, Host& host) {
  if (line.operands().empty()) return Print(HelpText(host.width), host);
  const std::string& name = line.operands().front();
  const CommandInfo* info = FindCommand(name);
  if (info != nullptr) return Print(HelpText(info->command, host.width), host);
  return absl::InvalidArgumentError(
      absl::StrCat("there is no command `", name, "`"));
}

}  // namespace opfit
