#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/target_flag.h"
#include "core/catalog/catalog.h"
#include "core/catalog/import/import.h"
#include "core/catalog/lint.h"
#include "core/finding/suggest.h"
#include "core/render/printable.h"

namespace opfit {
namespace {

ImportFormat FormatOf(const CommandLine& line) {
  const absl::string_view name = line.Value(Flag::kFrom, "");
  if (name == "opdef") return ImportFormat::kOpDef;
  if (name == "supplement") return ImportFormat::kSupplement;
  if (name == "op-info") return ImportFormat::kOpInfo;
  return ImportFormat::kAny;
}

absl::Status InFile(absl::string_view file, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(file, ": ", status.message()));
}

absl::StatusOr<std::string> ReadSmall(const std::string& file, Host& host) {
  absl::StatusOr<std::string> bytes = host.Read(file, kMaxCatalogBytes);
  if (bytes.ok() && bytes->size() > kMaxCatalogBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(file, ": larger than any catalog"));
  }
  return bytes;
}

// Warnings are for whoever runs it; the catalog is the output.
absl::StatusOr<int> Import(const CommandLine& line, Host& host) {
  const std::string& file = line.operands()[1];
  if (line.operands().size() > 2) {
    return absl::InvalidArgumentError("`catalog import` takes one file");
  }
  absl::StatusOr<std::string> bytes = ReadSmall(file, host);
  if (!bytes.ok()) return bytes.status();
  ImportOptions options;
  options.backend = std::string(line.Value(Flag::kBackend, ""));
  options.from = file.substr(file.find_last_of('/') + 1);
  const absl::StatusOr<Imported> imported =
      ImportCatalog(*bytes, FormatOf(line), options);
  if (!imported.ok()) return InFile(file, imported.status());
  std::string warnings;
  for (const ImportWarning& warning : imported->warnings) {
    absl::StrAppend(&warnings, Printable(file), ":",
                    warning.line == 0 ? "" : absl::StrCat(warning.line, ":"),
                    " warning: ", Printable(warning.text), "\n");
  }
  host.Err(warnings);
  const std::string output(line.Value(Flag::kOutput, ""));
  const absl::Status status = output.empty()
                                  ? host.Out(imported->json)
                                  : host.Write(output, imported->json);
  if (!status.ok()) return status;
  return kClean;
}

std::string LintFile(const std::string& file, absl::string_view text,
                     bool& clean) {
  const absl::StatusOr<Catalog> catalog = ParseUserCatalog(text);
  std::vector<std::string> problems;
  if (catalog.ok()) {
    problems = LintCatalog(*catalog);
  } else {
    problems = {std::string(catalog.status().message())};
  }
  clean &= problems.empty();
  std::string out;
  for (const std::string& problem : problems) {
    absl::StrAppend(&out, Printable(file), ": ", Printable(problem), "\n");
  }
  if (!problems.empty()) return out;
  size_t rows = 0;
  for (const auto& [name, op] : catalog->ops()) rows += op.rows.size();
  return absl::StrCat(Printable(file), ": catalog ", Printable(catalog->id()),
                      " of backend ", Printable(catalog->backend()), ", ",
                      catalog->ops().size(), " operators, ", rows, " rows\n");
}

absl::StatusOr<int> Lint(const CommandLine& line, Host& host) {
  std::string out;
  bool clean = true;
  for (size_t i = 1; i < line.operands().size(); ++i) {
    const std::string& file = line.operands()[i];
    const absl::StatusOr<std::string> text = ReadSmall(file, host);
    if (!text.ok()) return text.status();
    absl::StrAppend(&out, LintFile(file, *text, clean));
  }
  const absl::Status status = host.Out(out);
  if (!status.ok()) return status;
  return clean ? kClean : kFindings;
}

}  // namespace

absl::StatusOr<int> CatalogCommand(const CommandLine& line, Host& host) {
  const std::string& what = line.operands().front();
  if (what == "import") return Import(line, host);
  if (what == "lint") return Lint(line, host);
  return absl::InvalidArgumentError(
      absl::StrCat("there is no command `catalog ", what, "`",
                   DidYouMean(what, {"import", "lint"})));
}

}  // namespace opfit
