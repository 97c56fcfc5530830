#include "core/testing/status_matchers.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(StatusMatchers, TellAnErrorFromAValue) {
  const absl::StatusOr<int> none = absl::NotFoundError("no such thing");
  EXPECT_THAT(none, Not(IsOk()));
  EXPECT_THAT(none.status(), Not(IsOk()));
  EXPECT_THAT(absl::OkStatus(), IsOk());
  EXPECT_THAT(absl::StatusOr<int>(3), IsOk());
}

TEST(StatusMatchers, AskForBothCodeAndMessage) {
  const absl::Status status = absl::NotFoundError("no such thing");
  EXPECT_THAT(status, Not(StatusIs(absl::StatusCode::kOk, "no such thing")));
  EXPECT_THAT(status, Not(StatusIs(absl::StatusCode::kNotFound, "no such")));
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no such")));
}

}  // namespace
}  // namespace opfit
