#include "core/formats/onnx/values.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/formats/limits.h"
#include "core/formats/onnx/model.h"
#include "core/formats/onnx/model_reader.h"
#include "core/formats/onnx/proto_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using State = OnnxValues::State;
using testing::ElementsAre;
using testing::IsEmpty;

// Reads the tensor as the initializer of a model.
OnnxValues ValuesOf(const std::string& tensor, size_t most = 100) {
  proto::Graph graph;
  graph.initializers = {tensor};
  const std::string bytes = graph.Model();
  OnnxModel model;
  OnnxModelReader reader(model, Limits());
  EXPECT_TRUE(reader.Read(bytes));
  return ReadOnnxValues(model, model.graph.initializers[0], most);
}

OnnxValues RawValues(int type, const std::vector<int64_t>& dims,
                     const std::string& raw) {
  return ValuesOf(proto::Tensor("t", type, dims, raw));
}

TEST(OnnxValues, IntegersKeepTheirSign) {
  EXPECT_THAT(RawValues(kOnnxInt8, {3}, "\x01\xff\x80").ints,
              ElementsAre(1, -1, -128));
  EXPECT_THAT(RawValues(kOnnxUint8, {2}, "\x01\xff").ints, ElementsAre(1, 255));
  EXPECT_THAT(RawValues(kOnnxInt16, {2}, "\xff\x7f\x01\x80").ints,
              ElementsAre(32767, -32767));
  EXPECT_THAT(RawValues(kOnnxInt32, {1}, proto::Integers(4, {-7})).ints,
              ElementsAre(-7));
  EXPECT_THAT(RawValues(kOnnxInt64, {1}, proto::Integers(8, {INT64_MIN})).ints,
              ElementsAre(INT64_MIN));
}

TEST(OnnxValues, NarrowOnesLieLowEndFirst) {
  EXPECT_THAT(RawValues(kOnnxInt4, {3}, "\x81\x07").ints,
              ElementsAre(1, -8, 7));
  EXPECT_THAT(RawValues(kOnnxUint4, {2}, "\xf1").ints, ElementsAre(1, 15));
  EXPECT_THAT(RawValues(kOnnxInt2, {4}, "\xe4").ints,
              ElementsAre(0, 1, -2, -1));
}

TEST(OnnxValues, FloatsOfAllWidths) {
  EXPECT_THAT(RawValues(kOnnxFloat, {2}, proto::Floats({0.5f, -2})).reals,
              ElementsAre(0.5, -2));
  EXPECT_THAT(
      RawValues(kOnnxFloat16, {3}, proto::Integers(2, {0x3c00, 0xc000, 0x0001}))
          .reals,
      ElementsAre(1, -2, 5.9604644775390625e-08));
  EXPECT_THAT(RawValues(kOnnxBfloat16, {1}, proto::Integers(2, {0x3f80})).reals,
              ElementsAre(1));
}

TEST(OnnxValues, AScalarHasNoDimensions) {
  EXPECT_THAT(RawValues(kOnnxUint8, {}, "\x05").ints, ElementsAre(5));
}

std::string Typed(int type, int64_t size, const std::string& field) {
  return absl::StrCat(proto::Number(1, size), proto::Number(2, type), field);
}

TEST(OnnxValues, TypedFieldsStandAloneOrPacked) {
  const std::string alone = proto::Number(5, 3) + proto::Number(5, -4);
  EXPECT_THAT(ValuesOf(Typed(kOnnxInt8, 2, alone)).ints, ElementsAre(3, -4));
  const std::string packed = proto::Bytes(5, "\x03\x04");
  EXPECT_THAT(ValuesOf(Typed(kOnnxInt8, 2, packed)).ints, ElementsAre(3, 4));
  const std::string floats = proto::Bytes(4, proto::Floats({1, 2}));
  EXPECT_THAT(ValuesOf(Typed(kOnnxFloat, 2, floats)).reals, ElementsAre(1, 2));
  const std::string nibbles = proto::Number(5, 0x81) + proto::Number(5, 7);
  EXPECT_THAT(ValuesOf(Typed(kOnnxInt4, 3, nibbles)).ints,
              ElementsAre(1, -8, 7));
}

struct StateCase {
  const char* name;
  std::string tensor;
  State want;
};

class OnnxValuesState : public testing::TestWithParam<StateCase> {};

TEST_P(OnnxValuesState, IsSaid) {
  const OnnxValues values = ValuesOf(GetParam().tensor, /*most=*/4);
  EXPECT_EQ(values.state, GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, OnnxValuesState,
    testing::Values(
        StateCase{"AsManyAsAskedFor",
                  proto::Tensor("t", kOnnxUint8, {4}, "abcd"), State::kRead},
        StateCase{"OneMore", proto::Tensor("t", kOnnxUint8, {5}, "abcde"),
                  State::kTooMany},
        StateCase{"HugeShape",
                  proto::Tensor("t", kOnnxUint8, {INT64_MAX, INT64_MAX}, "a"),
                  State::kTooMany},
        StateCase{"NegativeShape", proto::Tensor("t", kOnnxUint8, {-1}, "a"),
                  State::kTooMany},
        StateCase{"ShortData", proto::Tensor("t", kOnnxUint8, {2}, "a"),
                  State::kMalformed},
        StateCase{"LongData", proto::Tensor("t", kOnnxUint8, {1}, "ab"),
                  State::kMalformed},
        StateCase{"NoData", Typed(kOnnxInt8, 2, ""), State::kMalformed},
        StateCase{"OneNumberTooMany",
                  Typed(kOnnxInt8, 1, proto::Bytes(5, "\x01\x02")),
                  State::kMalformed},
        StateCase{"External", Typed(kOnnxInt8, 1, proto::Number(14, 1)),
                  State::kUnknown},
        StateCase{"Float8", proto::Tensor("t", 17, {1}, "a"), State::kUnknown},
        StateCase{"TypeOfTheFuture", proto::Tensor("t", 99, {1}, "a"),
                  State::kUnknown}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace opfit
