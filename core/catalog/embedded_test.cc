// A bundled catalog is parsed once, and only when somebody asks for it. The
// table of catalogs and the parser are linked in here by doubles.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/bundled.h"
#include "core/catalog/catalog.h"
#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> parsed;

}  // namespace

absl::Span<const BundledCatalog> BundledCatalogs() {
  static constexpr BundledCatalog kCatalogs[] = {
      {"one", [] { return absl::string_view("1"); },
       [] { return absl::string_view("d"); }},
      {"two-8", [] { return absl::string_view("2"); },
       [] { return absl::string_view("d"); }},
      {"bad", [] { return absl::string_view("bad"); },
       [] { return absl::string_view(); }},
  };
  return kCatalogs;
}

absl::StatusOr<Catalog> ParseCatalog(absl::string_view json,
                                     absl::string_view dialects) {
  parsed.push_back(absl::StrCat(json, " with ", dialects));
  if (json == "bad") return absl::InvalidArgumentError("bad");
  return Catalog();
}

namespace {

TEST(FindCatalog, ParsesNothingUntilAskedAndThenOnce) {
  EXPECT_THAT(BundledBackends(), ElementsAre("one", "two-8", "bad"));
  EXPECT_THAT(FindCatalog("three"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("`three`; there is `one`, `two-8`, `bad`")));
  EXPECT_THAT(FindCatalog(""), StatusIs(absl::StatusCode::kNotFound,
                                        HasSubstr("there is `one`")));
  EXPECT_THAT(parsed, ElementsAre());
  const absl::StatusOr<const Catalog*> first = FindCatalog("two-8");
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(parsed, ElementsAre("2 with d"));
  EXPECT_EQ(*FindCatalog("two-8"), *first);
  EXPECT_THAT(parsed, ElementsAre("2 with d"));
  EXPECT_NE(*FindCatalog("one"), *first);
  EXPECT_THAT(parsed, ElementsAre("2 with d", "1 with d"));
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(FindCatalog("bad"),
                StatusIs(absl::StatusCode::kInvalidArgument, "bad"));
  }
  EXPECT_EQ(parsed.size(), 3);
}

}  // namespace
}  // namespace opfit
