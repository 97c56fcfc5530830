#include "core/catalog/find_target.h"

#include <string>

#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::HasSubstr;

TEST(FindTarget, OfNothingIsTheDefaultOfTheFirstBackend) {
  const absl::StatusOr<Targeted> found = FindTarget("");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->target.backend, BundledBackends().front());
  EXPECT_EQ(found->catalog->backend(), BundledBackends().front());
}

TEST(FindTarget, KnowsEveryBackendByItsNameAlone) {
  for (const absl::string_view backend : BundledBackends()) {
    const absl::StatusOr<Targeted> found = FindTarget(backend);
    ASSERT_THAT(found, IsOk()) << backend;
    EXPECT_EQ(found->target.backend, backend);
    // What is printed can be typed.
    const absl::StatusOr<Targeted> again = FindTarget(ToString(found->target));
    ASSERT_THAT(again, IsOk()) << ToString(found->target);
    EXPECT_EQ(ToString(again->target), ToString(found->target));
  }
}

TEST(FindTarget, TakesAChipAloneForOneOfTheDefaultBackend) {
  EXPECT_EQ(FindTarget("sm8450")->target.soc, "SM8450");
  EXPECT_EQ(FindTarget("v73")->target.arch, "v73");
}

TEST(FindTarget, NamesTheBackendsThereAre) {
  EXPECT_THAT(FindTarget("npu:SM8750"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("`npu`; there is `htp`")));
}

}  // namespace
}  // namespace opfit
