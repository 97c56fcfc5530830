#include "cli/target_flag.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/catalog/find_target.h"

namespace opfit {

absl::StatusOr<Targeted> ChooseTarget(const CommandLine& line, Host& host) {
  std::vector<CatalogText> catalogs;
  for (const std::string& file : line.Values(Flag::kCatalog)) {
    absl::StatusOr<std::string> text = host.Read(file, kMaxCatalogBytes);
    if (!text.ok()) return text.status();
    if (text->size() > kMaxCatalogBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat(file, ": larger than any catalog"));
    }
    catalogs.push_back({file, *std::move(text)});
  }
  return FindTarget(line.Value(Flag::kTarget, ""), catalogs);
}

}  // namespace opfit
