#include "core/formats/onnx/wire.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/onnx/proto_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Wire, FieldsHaveNumbersValuesAndOffsets) {
  const std::string bytes =
      proto::Number(1, 300) + proto::Bytes(16, "abc") + proto::Number(3, -1);
  WireReader fields(bytes, 100);
  ASSERT_TRUE(fields.Next());
  EXPECT_EQ(fields.number(), 1u);
  EXPECT_EQ(fields.Int(), 300);
  EXPECT_EQ(fields.offset(), 100u);
  ASSERT_TRUE(fields.Next());
  EXPECT_EQ(fields.number(), 16u);
  EXPECT_EQ(fields.Bytes(), "abc");
  EXPECT_EQ(fields.offset(), 103u);
  EXPECT_EQ(fields.value_offset(), 106u);
  ASSERT_TRUE(fields.Next());
  EXPECT_EQ(fields.Int(), -1);
  EXPECT_FALSE(fields.Next());
  EXPECT_FALSE(fields.failed());
}

TEST(Wire, FloatsAreFourBytes) {
  WireReader fields(absl::string_view("\x15\0\0\x80\x3f", 5), 0);
  ASSERT_TRUE(fields.Next());
  EXPECT_EQ(fields.Float(), 1.0f);
}

std::vector<int64_t> IntsIn(const std::string& bytes) {
  std::vector<int64_t> ints;
  WireReader fields(bytes, 0);
  while (fields.Next()) {
    fields.ForEachInt([&](int64_t value) {
      ints.push_back(value);
      return true;
    });
  }
  EXPECT_FALSE(fields.failed());
  return ints;
}

TEST(Wire, RepeatedNumbersStandAloneOrPacked) {
  EXPECT_THAT(IntsIn(proto::Number(8, 1) + proto::Number(8, 200)),
              ElementsAre(1, 200));
  const std::string packed = proto::Varint(1) + proto::Varint(200);
  EXPECT_THAT(IntsIn(proto::Bytes(8, packed)), ElementsAre(1, 200));
  EXPECT_THAT(IntsIn(proto::Bytes(8, "")), IsEmpty());
}

struct MalformedCase {
  const char* name;
  absl::string_view bytes;
  const char* problem;
  size_t offset;
};

class MalformedWire : public testing::TestWithParam<MalformedCase> {};

TEST_P(MalformedWire, SaysWhatAndWhere) {
  WireReader fields(GetParam().bytes, 1000);
  while (fields.Next()) {
  }
  EXPECT_TRUE(fields.failed());
  EXPECT_EQ(fields.problem(), GetParam().problem);
  EXPECT_EQ(fields.problem_offset(), 1000 + GetParam().offset);
}

constexpr char kCutOff[] = "it ends inside a field";
constexpr MalformedCase kMalformed[] = {
    {"TagWithoutValue", "\x08", kCutOff, 1},
    {"TagThatGoesOn", "\x88", kCutOff, 0},
    {"NumberThatGoesOn", "\x08\xff", kCutOff, 1},
    {"ShortBytes",
     "\x0a\x03"
     "ab",
     kCutOff, 0},
    {"LengthBeyondAll", "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", kCutOff,
     0},
    {"ShortFloat", "\x0d\x01\x02\x03", kCutOff, 0},
    {"ShortDouble", "\x09\x01\x02\x03\x04\x05\x06\x07", kCutOff, 0},
    {"TooLongNumber", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
     "a number has more than 10 bytes", 1},
    {"FieldZero", absl::string_view("\x02\0", 2),
     "a field has a number that no field has", 0},
    {"Group", "\x0b", "a field has a type that is not known", 0},
    {"SecondField", "\x08\x01\x0f", "a field has a type that is not known", 2},
};

INSTANTIATE_TEST_SUITE_P(Wire, MalformedWire, testing::ValuesIn(kMalformed),
                         [](const auto& test) { return test.param.name; });

TEST(Wire, AnotherTypeThanAskedForIsAFailure) {
  const std::string bytes = proto::Number(1, 5);
  WireReader fields(bytes, 0);
  ASSERT_TRUE(fields.Next());
  EXPECT_EQ(fields.Bytes(), "");
  EXPECT_TRUE(fields.failed());
  EXPECT_FALSE(fields.Next());
}

TEST(Wire, PackedNumbersThatEndInsideAreAFailure) {
  const std::string bytes = proto::Bytes(8, "\x01\xff");
  WireReader fields(bytes, 0);
  ASSERT_TRUE(fields.Next());
  fields.ForEachInt([](int64_t) { return true; });
  EXPECT_TRUE(fields.failed());
  EXPECT_EQ(fields.problem_offset(), 3u);
}

}  // namespace
}  // namespace opfit
