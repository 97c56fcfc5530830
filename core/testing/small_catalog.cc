#include "core/testing/small_catalog.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "gtest/gtest.h"

namespace opfit {

std::string BundleJson(const SmallCatalog& catalog) {
  return absl::StrCat(R"({
    "ops": {"backend": "htp", "version": "1", "edition": "2.25",
            "first_sdk": "2.41", "newest_sdk": "2.49",
            "sources": [{"kind": "vendor-page", "text": "a page"},
                        {"kind": "public-code", "text": "some code"}],
            "ops": {)",
                      catalog.ops, R"(}},
    "socs": {"default": "New",
             "default_by_arch": {"v68": "Old", "v73": "New"},
             "arches": [{"arch": "v68", "float": "no"},
                        {"arch": "v73", "float": "yes"}],
             "socs": [{"soc": "Bare", "arch": null, "float": "no", "has_backend": false},
                      {"soc": "New", "arch": "v73", "float": "yes"},
                      {"soc": "Odd", "arch": null, "float": "unknown"},
                      {"soc": "Old", "arch": "v68", "float": "no"}]},
    "dialects": [{"backend": "htp", "dialect": "aten",
                  "treat_as": {"int64": "INT_32"}, "ops": {)",
                      catalog.aten, R"(}},
                 {"backend": "htp", "dialect": "qnn", "default": "same-name",
                  "ops": {}}]})");
}

Catalog MakeCatalog(const SmallCatalog& catalog) {
  absl::StatusOr<Catalog> parsed = ParseCatalog(BundleJson(catalog));
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return parsed.ok() ? *std::move(parsed) : Catalog();
}

Target TargetOf(const Catalog& catalog, absl::string_view target) {
  absl::StatusOr<TargetSpec> spec = ParseTarget(absl::StrCat("htp:", target));
  EXPECT_TRUE(spec.ok()) << spec.status();
  absl::StatusOr<Target> resolved = catalog.Resolve(*spec);
  EXPECT_TRUE(resolved.ok()) << resolved.status();
  return resolved.ok() ? *std::move(resolved) : Target();
}

}  // namespace opfit
