#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/catalog/catalog.h"
#include "core/catalog/op_entry.h"
#include "core/testing/small_catalog.h"
#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct MalformedCase {
  const char* name;
  const char* text;
  const char* want;  // the place and the problem
};

class MalformedEntry : public testing::TestWithParam<MalformedCase> {};

TEST(Entry, SaysWhatHoldsOnSomeArchitecturesAloneAndWhatIsLeftOpen) {
  const Catalog catalog = MakeCatalog(
      {R"("Op": {"ports": {"in": [{"role": "weight", "encodings_open": true}],
                           "out": [{}]},
                 "rows": [{"config": "All", "in": ["FLOAT_32"],
                           "out": ["FLOAT_32"], "only": ["v68", "v73"],
                           "sources": [0]}]})",
       ""});
  const OpEntry& entry = *catalog.FindOp("Op");
  EXPECT_THAT(entry.rows[0].gate.only, testing::ElementsAre(68, 73));
  EXPECT_FALSE(entry.rows[0].gate.empty());
  EXPECT_TRUE(entry.in[0].encodings_open);
  EXPECT_FALSE(entry.out[0].encodings_open);
}

TEST(Entry, IsClosedWithoutAnEditionWhereItsSourceHasNone) {
  const Catalog catalog =
      MakeCatalog({R"("Gone": {"unsupported": {"as_of": true, "sources": [0]}},
          "Op": {"closed": true})",
                   ""});
  const OpEntry& entry = *catalog.FindOp("Op");
  EXPECT_TRUE(entry.IsClosedFor({2, 41, 0}));
  EXPECT_TRUE(entry.IsClosedFor({}));
  EXPECT_TRUE(entry.closed->none());
  EXPECT_TRUE(catalog.FindOp("Gone")->unsupported_as_of->none());
}

TEST_P(MalformedEntry, IsAnErrorWithItsPlace) {
  const SmallCatalog catalog{
      absl::StrCat("\"Op\": {\"ports\": {\"in\": [{}, {}], \"out\": [{}]}, ",
                   GetParam().text, "}"),
      ""};
  EXPECT_THAT(ParseCatalog(BundleJson(catalog)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       absl::StrCat("the catalog is not valid at /ops/ops/Op",
                                    GetParam().want)));
}

#define ROW(members) R"("rows": [{"sources": [0], )" members "}]"
#define CONDITION(members) R"("conditions": [{)" members "}]"
#define FAILURE(members) R"("caveats": [{"text": "it fails", )" members "}]"

constexpr MalformedCase kEntries[] = {
    {"UnknownKey", R"("colour": 1)", ": unknown key `colour`"},
    {"ClosedIsNoVersion", R"("closed": "soon")",
     "/closed: `soon` is not an SDK version such as 2.41"},
    {"ClosedIsNoText", R"("closed": 2.25)", "/closed: expected a string"},
    {"OpenedHasAnUnknownKey", R"("opened": {"sdk": "2.41", "x": 1})",
     "/opened: unknown key `x`"},
    {"OpenedHasNoSuchSource", R"("opened": {"sdk": "2.41", "sources": [2]})",
     "/opened/sources/0: no such source"},
    {"UnsupportedHasAnUnknownKey", R"("unsupported": {"since": "2.25"})",
     "/unsupported: unknown key `since`"},
    {"NoteIsNoText", R"("note": 1)", "/note: expected a string"},

    {"RowIsNoObject", R"("rows": [5])", "/rows/0: expected an object"},
    {"RowHasAnUnknownKey", ROW(R"("dtypes": [])"),
     "/rows/0: unknown key `dtypes`"},
    {"RowHasNoSource", R"("rows": [{"in": []}])",
     "/rows/0: a row without a source"},
    {"RowHasNoSuchSource", R"("rows": [{"sources": [0, 2]}])",
     "/rows/0/sources/1: no such source"},
    {"RowHasANegativeSource", R"("rows": [{"sources": [-1]}])",
     "/rows/0/sources/0: no such source"},
    {"RowHasNoSuchType", ROW(R"("in": ["UFIXED_POINT_9"])"),
     "/rows/0/in/0: not a data type"},
    {"RowHasNoSuchTypeAmongSeveral", ROW(R"("out": [["INT_32", "int32"]])"),
     "/rows/0/out/0/1: not a data type"},
    {"RowHasANumberForAType", ROW(R"("in": [8])"),
     "/rows/0/in/0: expected an array"},
    {"RowHasMorePortsThanTheOp", ROW(R"("in": [null, null, null])"),
     "/rows/0: more ports than the operator has"},
    {"RowRefersToNoCondition", ROW(R"("when": [0])"),
     ": row 1 refers to condition 0, which is not there"},
    {"RowRefersToACondition65536Further",
     ROW(R"("when": [65536])") ", " CONDITION(R"("port": "in[0]")"),
     "/rows/0/when/0: no such condition"},
    {"RowRefersToANegativeCondition",
     ROW(R"("when": [-1])") ", " CONDITION(R"("port": "in[0]")"),
     "/rows/0/when/0: no such condition"},
    {"RowHasNoSuchArchitecture", ROW(R"("arch": "73")"),
     "/rows/0/arch: not an architecture such as v73"},
    {"RowHasNoSuchFeature", ROW(R"("feature": "a16w8")"),
     "/rows/0: unknown feature `a16w8`"},
    {"RowIsSinceNoVersion", ROW(R"("since": "2")"),
     "/rows/0/since: `2` is not an SDK version such as 2.41"},
    {"DisputeHasNoText", ROW(R"("disputed": {"sources": [1]})"),
     "/rows/0/disputed: `text` is missing"},
    {"DisputeHasAnUnknownKey", ROW(R"("disputed": {"text": "", "by": 1})"),
     "/rows/0/disputed: unknown key `by`"},

    {"ConditionHasAnUnknownKey", CONDITION(R"("symetric": true)"),
     "/conditions/0: unknown key `symetric`"},
    {"ConditionOfNoPort", CONDITION(R"("port": "weight")"),
     "/conditions/0/port: not a port such as in[1]"},
    {"ConditionOfAPortWithoutNumber", CONDITION(R"("port": "in[x]")"),
     "/conditions/0/port: not a port such as in[1]"},
    {"ConditionOfAPortThatDoesNotEnd", CONDITION(R"("port": "in[1")"),
     "/conditions/0/port: not a port such as in[1]"},
    {"ConditionOfAPort256Further", CONDITION(R"("port": "in[256]")"),
     "/conditions/0/port: not a port such as in[1]"},
    {"ConditionOfAPortThatTheOpLacks", CONDITION(R"("port": "in[2]")"),
     ": condition 0 refers to in[2], which is not there"},
    {"SharesWithAPortThatTheOpLacks",
     CONDITION(R"("port": "in[0]", "shares": "out[1]")"),
     ": condition 0 refers to out[1], which is not there"},
    {"BiasOfAPortThatTheOpLacks",
     CONDITION(R"("port": "in[0]", "bias_of": ["in[1]", "in[2]"])"),
     ": condition 0 refers to in[2], which is not there"},
    {"BiasOfOnePort", CONDITION(R"("port": "in[0]", "bias_of": ["in[1]"])"),
     "/conditions/0: a bias is of two ports"},
    {"ConditionHasNoSuchEncoding", CONDITION(R"("encodings": ["AXIS"])"),
     "/conditions/0/encodings/0: not an encoding"},
    {"SymmetricIsNoBool", CONDITION(R"("symmetric": "yes")"),
     "/conditions/0/symmetric: expected true or false"},
    {"StaticIsAnotherWord", CONDITION(R"("static": "maybe")"),
     "/conditions/0/static: expected true or false"},
    {"AxisIsAnotherWord", CONDITION(R"("axis": "middle")"),
     "/conditions/0/axis: not an axis"},
    {"AxisIsABool", CONDITION(R"("axis": true)"),
     "/conditions/0/axis: expected an integer"},
    {"RankHasAnUnknownKey", CONDITION(R"("rank": {"at_most": 4})"),
     "/conditions/0/rank: unknown key `at_most`"},
    {"RankIsEmpty", CONDITION(R"("rank": {"min": 5, "max": 4})"),
     "/conditions/0/rank: an empty range of ranks"},
    {"FixedHasNoScale", CONDITION(R"("fixed": {"zero_point": 0})"),
     "/conditions/0/fixed: `scale` is missing"},
    {"FixedScaleIsAWord", CONDITION(R"("fixed": {"scale": "small"})"),
     "/conditions/0/fixed/scale: not a scale such as 1/65536"},
    {"FixedScaleIsDividedByZero", CONDITION(R"("fixed": {"scale": "1/0"})"),
     "/conditions/0/fixed/scale: not a scale such as 1/65536"},
    {"FixedScaleIsDividedTwice", CONDITION(R"("fixed": {"scale": "1/2/3"})"),
     "/conditions/0/fixed/scale: not a scale such as 1/65536"},
    {"SeverityIsAnotherWord", CONDITION(R"("severity": "fatal")"),
     "/conditions/0/severity: not a severity"},
    {"BitsAreNoList", CONDITION(R"("bits": 4)"),
     "/conditions/0/bits: expected an array"},
    {"ValueIsNoValue", CONDITION(R"("param": "axis", "equals": [1])"),
     "/conditions/0/equals: expected an integer"},
    {"IfHasAnUnknownKey", CONDITION(R"("if": {"sdk": "2.41"})"),
     "/conditions/0/if: unknown key `sdk`"},
    {"IfHasNoSuchType", CONDITION(R"("if": {"dtype": ["int8"]})"),
     "/conditions/0/if/dtype/0: not a data type"},
    {"IfHasNoSuchArchitecture", CONDITION(R"("if": {"arch_from": "new"})"),
     "/conditions/0/if/arch_from: not an architecture such as v73"},
    {"IfHasTwoParameters", CONDITION(R"("if": {"param": {"a": 1, "b": 2}})"),
     "/conditions/0/if/param: more than one parameter"},

    {"FailureHasNoText", R"("rejected": [{"in": []}])",
     "/rejected/0: `text` is missing"},
    {"FailureHasAnUnknownKey", FAILURE(R"("when": [0])"),
     "/caveats/0: unknown key `when`"},
    {"FailureHasNoSuchSource", FAILURE(R"("sources": [7])"),
     "/caveats/0/sources/0: no such source"},
    {"FailureIsAtAPortThatTheOpLacks", FAILURE(R"("port": "out[1]")"),
     ": a known failure refers to out[1], which is not there"},
};
#undef ROW
#undef CONDITION
#undef FAILURE

INSTANTIATE_TEST_SUITE_P(All, MalformedEntry, testing::ValuesIn(kEntries),
                         [](const auto& test) { return test.param.name; });

class MalformedPorts : public testing::TestWithParam<MalformedCase> {};

TEST_P(MalformedPorts, AreAnErrorWithTheirPlace) {
  const SmallCatalog catalog{
      absl::StrCat(R"("Op": {"ports": )", GetParam().text, "}"), ""};
  EXPECT_THAT(
      ParseCatalog(BundleJson(catalog)),
      StatusIs(absl::StatusCode::kInvalidArgument,
               absl::StrCat("the catalog is not valid at /ops/ops/Op/ports",
                            GetParam().want)));
}

constexpr MalformedCase kPorts[] = {
    {"UnknownKey", R"({"inputs": []})", ": unknown key `inputs`"},
    {"UnknownKeyOfAPort", R"({"in": [{"dtype": "INT_8"}]})",
     "/in/0: unknown key `dtype`"},
    {"PortIsNoObject", R"({"in": ["weight"]})", "/in/0: expected an object"},
    {"OptionalIsNoBool", R"({"out": [{"optional": 1}]})",
     "/out/0/optional: expected true or false"},
    {"NoSuchEncoding", R"({"in": [{"encodings": ["none at all"]}]})",
     "/in/0/encodings/0: not an encoding"},
    {"NoSuchChannelAxis", R"({"in": [{"channel_axis": "middle"}]})",
     "/in/0/channel_axis: not a channel axis"},
    {"ChannelAxisTooFar", R"({"in": [{"channel_axis": 2}]})",
     "/in/0/channel_axis: not a channel axis"},
    {"VariadicInTheMiddle", R"({"in": [{"variadic": true}, {}]})",
     ": only the last port may be variadic"},
};

INSTANTIATE_TEST_SUITE_P(All, MalformedPorts, testing::ValuesIn(kPorts),
                         [](const auto& test) { return test.param.name; });

TEST(ParseCatalog, AChipOfNoArchitectureIsAnError) {
  const std::string good = BundleJson({});
  const std::pair<const char*, const char*> kFaults[] = {
      {"\"v68\": \"Old\"", "\"68\": \"Old\""},
      {"\"v68\": \"Old\"", "\"\": \"Old\""},
      {"{\"arch\": \"v68\"", "{\"arch\": \"v0\""},
      {"\"soc\": \"Old\", \"arch\": \"v68\"",
       "\"soc\": \"Old\", \"arch\": \"new\""},
  };
  for (const auto& [from, to] : kFaults) {
    EXPECT_THAT(ParseCatalog(absl::StrReplaceAll(good, {{from, to}})),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("not an architecture such as v73")))
        << to;
  }
}

TEST(ParseCatalog, AnUnknownKeyOfAChipIsAnError) {
  const std::string bad = absl::StrReplaceAll(
      BundleJson({}), {{"\"soc\": \"Old\"", "\"soc\": \"Old\", \"cores\": 4"}});
  EXPECT_THAT(ParseCatalog(bad), StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("unknown key `cores`")));
}

TEST(ParseCatalog, WhatIsNoJsonIsAnError) {
  for (const char* text : {"", "{", "[1,", "catalog", "{\"ops\": NaN}"}) {
    EXPECT_THAT(ParseCatalog(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         "the catalog is not well-formed JSON"))
        << text;
  }
}

TEST(ParseCatalog, WhatIsAnotherDocumentIsAnError) {
  EXPECT_THAT(ParseCatalog("[]"), StatusIs(absl::StatusCode::kInvalidArgument,
                                           HasSubstr("`ops` is missing")));
  EXPECT_THAT(ParseCatalog("{\"ops\": {}, \"socs\": {}}"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("at /ops: `backend` is missing")));
}

OpEntry ParseOp(const char* entry) {
  const Catalog catalog = MakeCatalog({absl::StrCat("\"Op\": ", entry), ""});
  const OpEntry* op = catalog.FindOp("Op");
  return op == nullptr ? OpEntry() : *op;
}

TEST(ParseCatalog, AnEmptyEntryIsOpenAndHasNoRows) {
  const OpEntry op = ParseOp("{}");
  EXPECT_EQ(op.name, "Op");
  EXPECT_FALSE(op.closed.has_value());
  EXPECT_FALSE(op.unsupported_as_of.has_value());
  EXPECT_THAT(op.rows, IsEmpty());
}

TEST(ParseCatalog, PortsTakeOneScaleUnlessTheySayOtherwise) {
  const OpEntry op = ParseOp(
      R"({"ports": {"in": [{}, {"role": "weight", "optional": true,
          "channel_axis": "last", "encodings": ["AXIS_SCALE_OFFSET"]}],
          "out": [{"variadic": true}]}})");
  EXPECT_EQ(op.in[0].encodings, SetOf(Encoding::kScaleOffset));
  EXPECT_EQ(op.in[1].encodings, SetOf(Encoding::kAxisScaleOffset));
  EXPECT_EQ(op.in[1].channel_axis, PortDef::Axis::kLast);
  EXPECT_TRUE(op.in[1].optional);
  EXPECT_TRUE(op.out[0].variadic);
}

TEST(ParseCatalog, RowsAreNumberedAndHaveOneTypeSetAPort) {
  const OpEntry op = ParseOp(
      R"({"ports": {"in": [{}, {}], "out": [{}]}, "rows": [
          {"config": "A", "in": ["INT_8"], "out": ["INT_8"], "sources": [0]},
          {"config": "B", "in": [["INT_8", "INT_16"], null], "out": ["INT_8"],
           "arch": "v73", "feature": "a16w16", "since": "2.44",
           "sources": [1]}]})");
  ASSERT_EQ(op.rows.size(), 2);
  EXPECT_EQ(op.rows[0].number, 1);
  EXPECT_THAT(op.rows[0].in, ElementsAre(SetOf(DType::kInt8), 0));
  EXPECT_EQ(op.rows[1].number, 2);
  EXPECT_THAT(op.rows[1].in,
              ElementsAre(SetOf(DType::kInt8) | SetOf(DType::kInt16), 0));
  EXPECT_EQ(op.rows[1].gate.arch, 73);
  EXPECT_EQ(op.rows[1].gate.feature, Gate::Feature::kA16W16);
  EXPECT_EQ(ToString(op.rows[1].gate.since), "2.44");
}

TEST(ParseCatalog, ARowNeedsFloatIfOnePortTakesNothingElse) {
  const OpEntry op = ParseOp(
      R"({"ports": {"in": [{}], "out": [{}]}, "rows": [
          {"in": ["FLOAT_16"], "out": ["INT_8"], "sources": [0]},
          {"in": [["FLOAT_32", "INT_8"]], "out": ["INT_8"], "sources": [0]},
          {"in": [null], "out": ["BFLOAT_16"], "sources": [0]},
          {"in": ["INT_8"], "out": ["INT_8"], "sources": [0]}]})");
  std::vector<bool> needs;
  for (const Row& row : op.rows) needs.push_back(row.needs_float);
  EXPECT_THAT(needs, ElementsAre(true, false, true, false));
}

TEST(ParseCatalog, StoredFloatsNeedNoChipThatComputesWithThem) {
  const OpEntry op = ParseOp(
      R"({"stored_float": {"why": "w", "sources": [0]},
          "ports": {"in": [{}], "out": [{}]}, "rows": [
          {"in": ["FLOAT_32"], "out": ["INT_8"], "sources": [0]},
          {"in": ["INT_8"], "out": [["FLOAT_16", "FLOAT_32"]], "sources": [0]},
          {"in": ["FLOAT_16"], "out": ["INT_8"], "sources": [0]}]})");
  std::vector<bool> needs;
  for (const Row& row : op.rows) needs.push_back(row.needs_float);
  EXPECT_THAT(needs, ElementsAre(false, false, true));
}

TEST(ParseCatalog, ConditionsTellAbsentFromFalse) {
  const OpEntry op = ParseOp(
      R"({"ports": {"in": [{}]}, "conditions": [
          {"port": "in[0]"}, {"port": "in[0]", "symmetric": false},
          {"port": "in[0]", "symmetric": true}]})");
  EXPECT_FALSE(op.conditions[0].symmetric.has_value());
  EXPECT_EQ(op.conditions[1].symmetric, false);
  EXPECT_EQ(op.conditions[2].symmetric, true);
}

TEST(ParseCatalog, ConditionsHaveTheirValues) {
  const OpEntry op = ParseOp(
      R"({"ports": {"in": [{}, {}, {}], "out": [{}]}, "conditions": [
          {"port": "out[0]", "fixed": {"scale": "1/256", "zero_point": -128,
                                       "severity": "warning"}},
          {"port": "in[2]", "bias_of": ["in[0]", "in[1]"], "or_zero": true},
          {"param": "axis", "in": ["last", -1, true, 0.5, "x"]},
          {"port": "in[1]", "static": "derived", "axis": "second_last",
           "if": {"encoding": ["BW_AXIS_SCALE_OFFSET"], "sdk_from": "2.26",
                  "arch_below": "v79", "param": {"transpose": true}}}]})");
  EXPECT_EQ(op.conditions[0].fixed->scale, 1.0 / 256);
  EXPECT_EQ(op.conditions[0].fixed->zero_point, -128);
  EXPECT_EQ(op.conditions[0].severity, Severity::kWarning);
  EXPECT_THAT(op.conditions[1].bias_of,
              ElementsAre(PortRef{false, 0}, PortRef{false, 1}));
  EXPECT_TRUE(op.conditions[1].or_zero);
  std::vector<ParamValue::Kind> kinds;
  for (const ParamValue& value : op.conditions[2].one_of) {
    kinds.push_back(value.kind);
  }
  using Kind = ParamValue::Kind;
  EXPECT_THAT(kinds, ElementsAre(Kind::kLast, Kind::kInt, Kind::kInt,
                                 Kind::kReal, Kind::kString));
  const Condition& last = op.conditions[3];
  EXPECT_EQ(last.is_static, Condition::Static::kDerived);
  EXPECT_EQ(last.axis, Condition::Axis::kSecondLast);
  EXPECT_EQ(last.when.encodings, SetOf(Encoding::kBwAxisScaleOffset));
  EXPECT_EQ(ToString(last.when.sdk_from), "2.26");
  EXPECT_EQ(last.when.arch_below, 79);
  EXPECT_EQ(last.when.param, "transpose");
  EXPECT_EQ(last.when.param_value.integer, 1);
}

}  // namespace
}  // namespace opfit
