#include "core/catalog/import/import.h"

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/catalog/import/op_info.h"
#include "core/catalog/import/opdef.h"
#include "core/catalog/import/supplement.h"

namespace opfit {
namespace {

ImportFormat FormatOf(absl::string_view bytes) {
  constexpr size_t kHead = 4096;
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  const absl::string_view rest = absl::StripLeadingAsciiWhitespace(bytes);
  if (absl::StartsWith(rest, "{")) return ImportFormat::kOpInfo;
  const absl::string_view head = rest.substr(0, kHead);
  const bool is_opdef = absl::StartsWith(rest, "<") &&
                        (absl::StrContains(head, "<OpDefCollection") ||
                         absl::StartsWith(rest, "<?xml"));
  if (is_opdef && !absl::StrContains(head, "<html")) {
    return ImportFormat::kOpDef;
  }
  return ImportFormat::kSupplement;
}

}  // namespace

absl::StatusOr<Imported> ImportCatalog(absl::string_view bytes,
                                       ImportFormat format,
                                       const ImportOptions& options) {
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  if (format == ImportFormat::kAny) format = FormatOf(bytes);
  switch (format) {
    case ImportFormat::kOpDef:
      return ImportOpDef(bytes, options);
    case ImportFormat::kOpInfo:
      return ImportOpInfo(bytes, options);
    case ImportFormat::kAny:
    case ImportFormat::kSupplement:
      break;
  }
  return ImportSupplement(bytes, options);
}

}  // namespace opfit
