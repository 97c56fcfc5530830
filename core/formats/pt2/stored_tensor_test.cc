#include "core/formats/pt2/stored_tensor.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/graph/dtype.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

StoredTensor Tensor(DType dtype, const std::string& bytes) {
  return {dtype, bytes};
}

TEST(ElementsOf, FloatsOfEveryWidth) {
  std::vector<double> out;
  const std::string half("\x00\x3c\x00\xc0\x01\x00\xff\x7b", 8);
  ASSERT_TRUE(ElementsOf(Tensor(DType::kFloat16, half), 4, out));
  EXPECT_THAT(out, ElementsAre(1.0, -2.0, 1.0 / (1 << 24), 65504.0));
  const std::string brain("\x80\x3f\x40\xc0", 4);
  ASSERT_TRUE(ElementsOf(Tensor(DType::kBFloat16, brain), 2, out));
  EXPECT_THAT(out, ElementsAre(1.0, -3.0));
  const std::string single("\x00\x00\x80\x3f", 4);
  ASSERT_TRUE(ElementsOf(Tensor(DType::kFloat32, single), 1, out));
  EXPECT_THAT(out, ElementsAre(1.0));
  const std::string wide("\0\0\0\0\0\0\xf0\x3f", 8);
  ASSERT_TRUE(ElementsOf(Tensor(DType::kFloat64, wide), 1, out));
  EXPECT_THAT(out, ElementsAre(1.0));
}

TEST(ElementsOf, HalvesThatAreNoNumbersStayThat) {
  std::vector<double> out;
  const std::string half("\x00\x7c\x00\xfc\x00\x7e", 6);
  ASSERT_TRUE(ElementsOf(Tensor(DType::kFloat16, half), 3, out));
  EXPECT_EQ(out[0], std::numeric_limits<double>::infinity());
  EXPECT_EQ(out[1], -std::numeric_limits<double>::infinity());
  EXPECT_NE(out[2], out[2]);
}

TEST(ElementsOf, IntegersWithTheirSign) {
  std::vector<int64_t> out;
  const std::string bytes("\xff\x80\x7f\x00", 4);
  ASSERT_TRUE(ElementsOf(Tensor(DType::kInt8, bytes), 4, out));
  EXPECT_THAT(out, ElementsAre(-1, -128, 127, 0));
  ASSERT_TRUE(ElementsOf(Tensor(DType::kUInt8, bytes), 4, out));
  EXPECT_THAT(out, ElementsAre(255, 128, 127, 0));
  ASSERT_TRUE(ElementsOf(Tensor(DType::kInt16, bytes), 2, out));
  EXPECT_THAT(out, ElementsAre(-32513, 127));
  ASSERT_TRUE(ElementsOf(Tensor(DType::kInt32, bytes), 1, out));
  EXPECT_THAT(out, ElementsAre(8356095));
  ASSERT_TRUE(
      ElementsOf(Tensor(DType::kInt64, std::string(8, '\xff')), 1, out));
  EXPECT_THAT(out, ElementsAre(-1));
}

TEST(ElementsOf, OtherTypesAndOtherCountsHaveNone) {
  std::vector<double> reals;
  std::vector<int64_t> integers;
  const std::string bytes(8, '\0');
  EXPECT_FALSE(ElementsOf(Tensor(DType::kInt32, bytes), 2, reals));
  EXPECT_FALSE(ElementsOf(Tensor(DType::kFloat32, bytes), 2, integers));
  EXPECT_FALSE(ElementsOf(Tensor(DType::kBool8, bytes), 8, integers));
  EXPECT_FALSE(ElementsOf(Tensor(DType::kUnknown, bytes), 8, integers));
  for (const uint64_t count : {1u, 3u}) {
    EXPECT_FALSE(ElementsOf(Tensor(DType::kInt32, bytes), count, integers));
  }
  EXPECT_FALSE(ElementsOf(Tensor(DType::kInt64, bytes.substr(1)), 1, integers));
  EXPECT_THAT(integers, IsEmpty());
}

}  // namespace
}  // namespace opfit
