#include "core/render/targets_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/render/table.h"

namespace opfit {
namespace {

std::string NumberOrDash(int number, absl::string_view unit) {
  return number == 0 ? "-" : absl::StrCat(number, unit);
}

std::string ArchOf(const Soc& soc) {
  if (!soc.has_backend) return "none";
  return soc.arch == 0 ? "-" : absl::StrCat("v", soc.arch);
}

// Without the columns that say nothing of any chip.
std::vector<TableRow> Informative(absl::Span<const TableRow> table) {
  std::vector<TableRow> kept(table.size());
  for (size_t column = 0; column < table.front().size(); ++column) {
    const bool says =
        std::any_of(table.begin() + 1, table.end(), [&](const TableRow& row) {
          return !row[column].empty() && row[column] != "-";
        });
    if (!says) continue;
    for (size_t i = 0; i < table.size(); ++i) {
      kept[i].push_back(table[i][column]);
    }
  }
  return kept;
}

std::vector<TableRow> ChipTable(const Catalog& catalog) {
  static constexpr absl::string_view kFloat[] = {"unknown", "no", "yes"};
  std::vector<TableRow> table = {
      {"soc", "arch", "float", "vtcm", "id", "name"}};
  for (const Soc& soc : catalog.socs()) {
    const bool depends = catalog.float_depends_on_chip();
    table.push_back(
        {soc.name, ArchOf(soc),
         std::string(depends ? kFloat[static_cast<size_t>(soc.runs_float)]
                             : ""),
         NumberOrDash(soc.vtcm_mb, " MB"), NumberOrDash(soc.id, ""),
         soc.marketing_name});
  }
  return Informative(table);
}

std::string WithArticle(absl::string_view word) {
  const bool vowel =
      absl::string_view("aeiou").find(word.front()) != absl::string_view::npos;
  return absl::StrCat(vowel ? "an " : "a ", word);
}

std::string Sdks(const Catalog& catalog) {
  if (catalog.newest_sdk().none()) return "";
  return absl::StrCat(", SDK ", ToString(catalog.first_sdk()), " to ",
                      ToString(catalog.newest_sdk()));
}

}  // namespace

std::string RenderTargets(const Catalog& catalog) {
  std::string text =
      absl::StrCat("backend ", catalog.backend(), Sdks(catalog), "\n\n");
  if (catalog.socs().empty()) {
    absl::StrAppend(&text, "the same on every chip: the target is ",
                    catalog.backend(), "\n");
    return text;
  }
  std::vector<std::string> arches;
  for (const auto& [arch, soc] : catalog.default_soc_by_arch()) {
    arches.push_back(absl::StrCat("v", arch, " (", soc, ")"));
  }
  absl::StrAppend(&text, RenderTable(ChipTable(catalog)),
                  "\n-: no source says; none: the chip has no such "
                  "accelerator\n",
                  WithArticle(catalog.arch_word()),
                  " stands for any of its chips: ", absl::StrJoin(arches, ", "),
                  "\n");
  return text;
}

std::string RenderVersion(const Catalog& catalog) {
  const std::string edition =
      catalog.edition().none()
          ? ""
          : absl::StrCat(", edition ", ToString(catalog.edition()));
  return absl::StrCat("catalog ", catalog.id(), " ", catalog.version(), edition,
                      Sdks(catalog), "\n");
}

}  // namespace opfit
