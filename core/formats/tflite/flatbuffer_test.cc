#include "core/formats/tflite/flatbuffer.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/formats/tflite/flat_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

enum Slot { kNumber, kText, kNumbers, kTable, kTables, kAbsent };

std::string Sample() {
  return WriteFlatBuffer(
      FlatTableOf(
          {{kNumber, Number<int16_t>(-7)},
           {kText, Part(FlatText("name"))},
           {kNumbers, Part(FlatNumbers<int32_t>({1, -2, 3}))},
           {kTable, Part(FlatTableOf({{kNumber, Number<float>(0.5f)}}))},
           {kTables,
            Part(FlatTablesOf({FlatTableOf({{kNumber, Number<bool>(true)}}),
                               FlatTableOf({})}))}}),
      "TEST");
}

TEST(FlatBuffers, AreReadAsWritten) {
  const std::string bytes = Sample();
  FlatBuffer buffer(bytes);
  const FlatTable root = buffer.Root();
  EXPECT_EQ(root.Scalar<int16_t>(kNumber, 1), -7);
  EXPECT_EQ(root.String(kText), "name");
  std::vector<int32_t> numbers;
  for (const int32_t number : root.Vector<int32_t>(kNumbers)) {
    numbers.push_back(number);
  }
  EXPECT_THAT(numbers, ElementsAre(1, -2, 3));
  EXPECT_EQ(root.Table(kTable).Scalar<float>(kNumber, 0), 0.5f);
  ASSERT_EQ(root.Tables(kTables).size(), 2);
  EXPECT_TRUE(root.Tables(kTables)[0].Scalar<bool>(kNumber, false));
  EXPECT_FALSE(root.Tables(kTables)[1].Scalar<bool>(kNumber, false));
  EXPECT_FALSE(buffer.has_problem());
}

TEST(FlatBuffers, AbsentFieldsHaveTheirDefaults) {
  const std::string bytes = Sample();
  FlatBuffer buffer(bytes);
  for (const int slot : {static_cast<int>(kAbsent), 1000, 32'767}) {
    const FlatTable root = buffer.Root();
    EXPECT_FALSE(root.Has(slot));
    EXPECT_EQ(root.Scalar<int32_t>(slot, 42), 42);
    EXPECT_EQ(root.String(slot), "");
    EXPECT_EQ(root.Vector<float>(slot).size(), 0);
    EXPECT_FALSE(root.Table(slot).exists());
    EXPECT_EQ(root.Table(slot).Scalar<int32_t>(kNumber, 3), 3);
    EXPECT_EQ(root.Tables(slot).size(), 0);
  }
  EXPECT_FALSE(buffer.has_problem());
}

// Reads everything there is, whatever the types: what a reader could do at
// worst.
void ReadAll(FlatBuffer& buffer) {
  const FlatTable root = buffer.Root();
  root.Scalar<int16_t>(kNumber, 0);
  root.String(kText);
  for (const int32_t number : root.Vector<int32_t>(kNumbers)) {
    ASSERT_NE(number, std::numeric_limits<int32_t>::min());
  }
  root.Table(kTable).Scalar<float>(kNumber, 0);
  const FlatTables tables = root.Tables(kTables);
  for (size_t i = 0; i < tables.size(); ++i) {
    tables[i].Scalar<bool>(kNumber, false);
  }
}

TEST(FlatBuffers, SurviveBeingCutOffAnywhere) {
  const std::string whole = Sample();
  for (size_t size = 0; size < whole.size(); ++size) {
    // Of its own, so that a sanitizer sees the end.
    const std::string cut = whole.substr(0, size);
    FlatBuffer buffer(cut);
    ReadAll(buffer);
    EXPECT_TRUE(buffer.has_problem()) << size << " of " << whole.size();
  }
}

TEST(FlatBuffers, SurviveEveryByteBeingWrong) {
  const std::string whole = Sample();
  for (size_t at = 0; at < whole.size(); ++at) {
    for (const int value : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(value);
      FlatBuffer buffer(damaged);
      ReadAll(buffer);
    }
  }
}

struct DamagedCase {
  const char* name;
  std::string bytes;
  const char* problem;
};

// A root at byte 8 with the vtable before it, and what the vtable says.
std::string Root(int32_t vtable, uint16_t vtable_size, uint16_t size,
                 uint16_t field, absl::string_view rest) {
  std::string bytes = NumberBytes<uint32_t>(16) + "TEST";
  bytes += NumberBytes(vtable_size) + NumberBytes(size) + NumberBytes(field) +
           std::string(2, '\0');
  bytes += NumberBytes(vtable);
  return bytes + std::string(rest);
}

const DamagedCase kDamagedCases[] = {
    {"Empty", "", "cut off"},
    {"NoRoot", NumberBytes<uint32_t>(0) + "TESTxxxx", "leads out of the file"},
    {"RootBeyondTheEnd", NumberBytes<uint32_t>(12) + "TESTxxxx",
     "leads out of the file"},
    {"VtableBeforeTheFile", Root(17, 6, 8, 4, "1234"), "before the file"},
    {"VtableBehindTheFile", Root(-1000, 6, 8, 4, "1234"), "cut off"},
    {"VtableTooShort", Root(8, 3, 8, 4, "1234"), "damaged"},
    {"VtableOfOddSize", Root(8, 7, 8, 4, "1234"), "damaged"},
    {"VtableTooLong", Root(8, 0xfffe, 8, 4, "1234"), "cut off"},
    {"TableSmallerThanItsHead", Root(8, 6, 3, 4, "1234"), "damaged"},
    {"TableBeyondTheEnd", Root(8, 6, 9, 4, "1234"), "cut off"},
    {"FieldInTheHead", Root(8, 6, 8, 2, "1234"), "outside of it"},
    {"FieldBeyondTheTable", Root(8, 6, 8, 7, "1234"), "outside of it"},
};

class DamagedTables : public testing::TestWithParam<DamagedCase> {};

TEST_P(DamagedTables, AreSeen) {
  FlatBuffer buffer(GetParam().bytes);
  buffer.Root().Scalar<int32_t>(0, 0);
  ASSERT_TRUE(buffer.has_problem());
  const FlatBuffer::Problem problem = buffer.TakeProblem();
  EXPECT_THAT(problem.what, HasSubstr(GetParam().problem));
  EXPECT_LE(problem.offset, GetParam().bytes.size());
  EXPECT_FALSE(buffer.has_problem());
}

INSTANTIATE_TEST_SUITE_P(All, DamagedTables, testing::ValuesIn(kDamagedCases),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

struct LengthCase {
  const char* name;
  uint32_t length;
  bool is_read;
};

// A vector of 4-byte numbers with two of them behind it.
constexpr LengthCase kLengthCases[] = {
    {"None", 0, true},
    {"One", 1, true},
    {"All", 2, true},
    {"OneTooMany", 3, false},
    {"Overflowing", 1u << 30, false},
    {"Largest", 0xffffffffu, false},
};

class VectorLengths : public testing::TestWithParam<LengthCase> {};

TEST_P(VectorLengths, AreNeverBelieved) {
  const std::string bytes = Root(
      8, 6, 8, 4,
      NumberBytes<uint32_t>(4) + NumberBytes(GetParam().length) + "12345678");
  FlatBuffer buffer(bytes);
  const FlatVector<int32_t> numbers = buffer.Root().Vector<int32_t>(0);
  EXPECT_EQ(buffer.has_problem(), !GetParam().is_read);
  EXPECT_EQ(numbers.size(), GetParam().is_read ? GetParam().length : 0);
}

INSTANTIATE_TEST_SUITE_P(All, VectorLengths, testing::ValuesIn(kLengthCases),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

TEST(FlatBuffers, OverlappingPartsAreNotReadForEver) {
  // A thousand tables, all of them the same one.
  std::string bytes = Root(8, 6, 8, 4, NumberBytes<uint32_t>(4));
  const uint32_t count = 1000;
  bytes += NumberBytes(count);
  for (uint32_t i = 0; i < count; ++i) {
    const size_t at = bytes.size();
    bytes += NumberBytes(static_cast<uint32_t>(4 * (count - i) + 6));
    EXPECT_EQ(at + 4 * (count - i) + 6, 24 + 4 + 4 * count + 6);
  }
  // Its vtable is in front of it and claims 2,000 bytes for the table.
  bytes += NumberBytes<uint16_t>(4) + NumberBytes<uint16_t>(2000) + "__";
  bytes += NumberBytes<int32_t>(6) + std::string(2000, '\0');
  FlatBuffer buffer(bytes);
  const FlatTables tables = buffer.Root().Tables(0);
  ASSERT_EQ(tables.size(), count);
  size_t read = 0;
  while (read < count && tables[read].exists()) ++read;
  EXPECT_GT(read, 1);
  EXPECT_LT(read, 10);
  EXPECT_TRUE(buffer.is_exhausted());
  EXPECT_THAT(buffer.TakeProblem().what, HasSubstr("overlap"));
}

}  // namespace
}  // namespace opfit
