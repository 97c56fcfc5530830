#include "core/api/op_words.h"

#include <string>
#include <vector>

#include "core/catalog/op_entry.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A condition with what `set` sets.
template <typename Set>
Condition ConditionWith(Set set) {
  Condition condition;
  set(condition);
  return condition;
}

struct DemandCase {
  const char* name;
  Condition condition;
  const char* want;
};

class DemandWordsTest : public testing::TestWithParam<DemandCase> {};

TEST_P(DemandWordsTest, SaysTheOneDemand) {
  EXPECT_THAT(DemandWords(GetParam().condition), ElementsAre(GetParam().want));
}

INSTANTIATE_TEST_SUITE_P(
    All, DemandWordsTest,
    testing::Values(
        DemandCase{"Absent",
                   ConditionWith([](Condition& c) { c.absent = true; }),
                   "nothing connected"},
        DemandCase{"Encodings", ConditionWith([](Condition& c) {
                     c.encodings = SetOf(Encoding::kScaleOffset) |
                                   SetOf(Encoding::kAxisScaleOffset);
                   }),
                   "SCALE_OFFSET or AXIS_SCALE_OFFSET"},
        DemandCase{"ExactRank", ConditionWith([](Condition& c) {
                     c.rank = {4, 4};
                   }),
                   "rank 4"},
        DemandCase{"MaxRank", ConditionWith([](Condition& c) {
                     c.rank = RankRange{0, 5};
                   }),
                   "rank at most 5"},
        DemandCase{"MinRank", ConditionWith([](Condition& c) {
                     c.rank = RankRange{2, RankRange().max};
                   }),
                   "rank at least 2"},
        DemandCase{"RankRange", ConditionWith([](Condition& c) {
                     c.rank = RankRange{2, 4};
                   }),
                   "rank 2 to 4"},
        DemandCase{"FixedSizes", ConditionWith([](Condition& c) {
                     c.no_dynamic_dims = true;
                   }),
                   "fixed sizes"},
        DemandCase{"Static", ConditionWith([](Condition& c) {
                     c.is_static = Condition::Static::kDerived;
                   }),
                   "constant, or computed only from constants"},
        DemandCase{"Unsigned",
                   ConditionWith([](Condition& c) { c.is_signed = false; }),
                   "unsigned"},
        DemandCase{"Bits", ConditionWith([](Condition& c) {
                     c.bits = {4, 8};
                   }),
                   "4 or 8 bits"},
        DemandCase{"Symmetric",
                   ConditionWith([](Condition& c) { c.symmetric = true; }),
                   "symmetric"},
        DemandCase{"Axis", ConditionWith([](Condition& c) {
                     c.axis = Condition::Axis::kAt;
                     c.axis_at = 3;
                   }),
                   "along axis 3"},
        DemandCase{"Fixed", ConditionWith([](Condition& c) {
                     c.fixed = FixedParameters{0.00390625, 0};
                   }),
                   "scale 0.00390625 (1/256), zero point 0"},
        DemandCase{"Shares", ConditionWith([](Condition& c) {
                     c.shares = PortRef{false, 1};
                   }),
                   "scale and zero point of in[1]"},
        DemandCase{"Bias", ConditionWith([](Condition& c) {
                     c.bias_of = {{false, 0}, {false, 1}};
                     c.or_zero = true;
                   }),
                   "scale of in[0] × in[1], zero point 0, or zeros throughout"},
        DemandCase{"Parameter", ConditionWith([](Condition& c) {
                     c.param = "axis";
                     c.one_of.resize(2);
                     c.one_of[0].integer = 1;
                     c.one_of[1].kind = ParamValue::Kind::kLast;
                   }),
                   "1 or the last axis"},
        DemandCase{"Gate", ConditionWith([](Condition& c) {
                     c.gate.arch = 69;
                     c.gate.since = {2, 41, 0};
                   }),
                   "v69 or newer, SDK 2.41 or newer"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(DemandWords, ConditionsInWordsOnlyDemandNothing) {
  Condition condition;
  condition.text = "the kernel fits its memory";
  EXPECT_THAT(DemandWords(condition), IsEmpty());
}

TEST(WhenWords, NamesEveryPart) {
  Applicability when;
  EXPECT_EQ(WhenWords(when), "");
  when.encodings = SetOf(Encoding::kBlockwiseExpansion);
  when.dtypes = SetOf(DType::kSFixed8);
  when.operations = {"ADD", "SUB"};
  when.is_static = false;
  when.param = "axis";
  when.param_value.integer = 1;
  when.sdk_from = {2, 26, 0};
  when.sdk_below = {2, 41, 1};
  when.arch_from = 69;
  when.arch_below = 79;
  EXPECT_EQ(WhenWords(when),
            "encoding BLOCKWISE_EXPANSION, data type SFIXED_POINT_8, "
            "operation ADD or SUB, not constant, axis = 1, SDK from 2.26, "
            "SDK below 2.41.1, from v69, below v79");
}

TEST(MissingWords, NamesOnlyWhatTheTargetLacks) {
  Gate gate;
  gate.arch = 73;
  gate.since = {2, 41, 0};
  Target target;
  target.arch_number = 79;
  target.sdk = {2, 40, 0};
  EXPECT_EQ(MissingWords(gate, target), "SDK 2.41 or newer");
  target.sdk = {2, 41, 0};
  EXPECT_EQ(MissingWords(gate, target), "");
  target.arch_number = 69;
  EXPECT_EQ(MissingWords(gate, target), "v73 or newer");
  target.arch_number = 0;  // no source names it, so nothing is known to miss
  EXPECT_EQ(MissingWords(gate, target), "");
}

TEST(Names, FollowTheOrderOfTheTypes) {
  EXPECT_THAT(DTypeNames(SetOf(DType::kUFixed8) | SetOf(DType::kInt32)),
              ElementsAre("INT_32", "UFIXED_POINT_8"));
  EXPECT_THAT(DTypeNames(0), IsEmpty());
}

}  // namespace
}  // namespace opfit
