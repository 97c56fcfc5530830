// Weaknesses 35 and 36: nothing is remembered from one target to the next.

#include "core/catalog/catalog.h"
#include "core/testing/checked.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kMatMul[] = R"(
    x: input
    z: input
    y = aten.matmul.default(x, z) | x: u16, z: i16 -> u16
)";

TEST(State, W35_EachSoCHasItsOwnRules) {
  EXPECT_THAT(CheckLines(kMatMul, "SM8550@2.41").Findings(), IsEmpty());
  EXPECT_THAT(CheckLines(kMatMul, "SM8450@2.41").Findings(),
              ElementsAre("OF202 y in[1]"));
  EXPECT_THAT(CheckLines(kMatMul, "SM8550@2.41").Findings(), IsEmpty());
}

TEST(State, W35_CheckingTwiceSaysTheSame) {
  EXPECT_EQ(CheckLines(kMatMul, "SM8450@2.41").Findings(),
            CheckLines(kMatMul, "SM8450@2.41").Findings());
}

TEST(State, W36_ABackendIsParsedOnceAndWhenAskedFor) {
  const absl::StatusOr<const Catalog*> first = FindCatalog("htp");
  const absl::StatusOr<const Catalog*> second = FindCatalog("htp");
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(*first, *second);
}

TEST(State, W36_ABackendWithoutACatalogIsAStatusThatListsThoseThereAre) {
  const absl::Status status = FindCatalog("dsp").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("`htp`"));
}

}  // namespace
}  // namespace opfit
