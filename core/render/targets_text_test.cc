#include "core/render/targets_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/testing/small_catalog.h"
#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

// A catalog of the backend `dsp` without operators; `head` and `rest` are more
// members of "ops" and of the document.
Catalog Dsp(absl::string_view head, absl::string_view rest) {
  absl::StatusOr<Catalog> catalog = ParseCatalog(
      absl::StrCat(R"({"ops": {"backend": "dsp", "version": "1.2.3", )", head,
                   R"("sources": [], "ops": {}})", rest, "}"));
  EXPECT_THAT(catalog, IsOk());
  return catalog.ok() ? *std::move(catalog) : Catalog();
}

constexpr char kSdks[] =
    R"("edition": "2.25", "first_sdk": "2.41", "newest_sdk": "2.49", )";

TEST(RenderTargets, ListsChipsAndSaysWhatIsNotKnown) {
  EXPECT_EQ(RenderTargets(MakeCatalog({})),
            "backend htp, SDK 2.41 to 2.49\n"
            "\n"
            "soc   arch  float\n"
            "Bare  none  no\n"
            "New   v73   yes\n"
            "Odd   -     unknown\n"
            "Old   v68   no\n"
            "\n"
            "-: no source says; none: the chip has no such accelerator\n"
            "an architecture stands for any of its chips: v68 (Old), v73 "
            "(New)\n");
}

TEST(RenderTargets, NamesGenerationsAsTheBackendDoes) {
  EXPECT_EQ(RenderTargets(Dsp(kSdks, R"(, "socs": {
                "arch_word": "hardware version", "default": "SM8850",
                "arches": [{"arch": "v6"}], "default_by_arch": {"v6": "SM8850"},
                "socs": [{"soc": "SM8850", "arch": "v6", "id": 87}]})")),
            "backend dsp, SDK 2.41 to 2.49\n"
            "\n"
            "soc     arch  id\n"
            "SM8850  v6    87\n"
            "\n"
            "-: no source says; none: the chip has no such accelerator\n"
            "a hardware version stands for any of its chips: v6 (SM8850)\n");
}

TEST(RenderTargets, SaysThatABackendIsTheSameOnEveryChip) {
  EXPECT_EQ(RenderTargets(Dsp(kSdks, "")),
            "backend dsp, SDK 2.41 to 2.49\n\n"
            "the same on every chip: the target is dsp\n");
  EXPECT_EQ(RenderTargets(Dsp("", "")),
            "backend dsp\n\nthe same on every chip: the target is dsp\n");
}

TEST(RenderVersion, LeavesOutWhatTheCatalogDoesNotHave) {
  EXPECT_EQ(RenderVersion(Dsp(kSdks, "")),
            "catalog dsp 1.2.3, edition 2.25, SDK 2.41 to 2.49\n");
  EXPECT_EQ(RenderVersion(Dsp("", "")), "catalog dsp 1.2.3\n");
}

}  // namespace
}  // namespace opfit
