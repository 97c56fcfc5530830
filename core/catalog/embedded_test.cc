// The bundled catalog is parsed once, and only when somebody asks for it. The
// parser is linked in here by a double that counts.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::HasSubstr;

int parsed = 0;

}  // namespace

absl::StatusOr<Catalog> ParseCatalog(absl::string_view json) {
  ++parsed;
  EXPECT_THAT(std::string(json), HasSubstr("\"backend\":\"htp\""));
  return Catalog();
}

namespace {

TEST(FindCatalog, ParsesNothingUntilAskedAndThenOnce) {
  EXPECT_THAT(BundledBackends(), testing::ElementsAre("htp"));
  EXPECT_THAT(FindCatalog("lpai"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("`lpai`; there is `htp`")));
  EXPECT_THAT(FindCatalog(""), StatusIs(absl::StatusCode::kNotFound,
                                        HasSubstr("there is `htp`")));
  EXPECT_EQ(parsed, 0);
  const absl::StatusOr<const Catalog*> first = FindCatalog("htp");
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(parsed, 1);
  EXPECT_EQ(*FindCatalog("htp"), *first);
  EXPECT_EQ(parsed, 1);
}

}  // namespace
}  // namespace opfit
