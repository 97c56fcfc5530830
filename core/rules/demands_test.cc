// Every demand of a condition and every part of its `if`, one at a time: an
// operator whose single row takes all types, under the condition of the case.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/testing/checked.h"
#include "core/testing/graph_lines.h"
#include "core/testing/small_catalog.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

constexpr char kAll[] =
    R"(["UFIXED_POINT_8", "SFIXED_POINT_8", "UFIXED_POINT_16",
        "SFIXED_POINT_16", "SFIXED_POINT_32", "FLOAT_32", "INT_32"])";
constexpr char kEncodings[] =
    R"("encodings": ["SCALE_OFFSET", "AXIS_SCALE_OFFSET", "BW_SCALE_OFFSET",
                     "BW_AXIS_SCALE_OFFSET", "BLOCKWISE_EXPANSION"])";

// The operator Op: an activation, a weight, an optional bias.
Catalog CatalogWith(absl::string_view condition) {
  return MakeCatalog(
      {absl::StrCat(
           R"("Op": {"closed": "2.25", "ports": {
                "in": [{"role": "activation", )",
           kEncodings, R"(}, {"role": "weight", "channel_axis": "last", )",
           kEncodings, R"(}, {"role": "bias", "optional": true, )", kEncodings,
           R"(}], "out": [{)", kEncodings, R"(}]},
              "conditions": [{"sources": [0], )",
           condition, R"(}],
              "rows": [{"in": [)",
           kAll, ", ", kAll, ", ", kAll, R"(], "out": [)", kAll,
           R"(], "when": [0], "sources": [0]}]})"),
       R"("t": {"to": [{"ops": [{"op": "Op", "operation": "ADD"}]}],
                "in": [{"arg": 0}, {"arg": 1, "layout": "oihw_to_hwio"},
                       {"arg": 2}],
                "params": {"axis": {"arg": 3, "default": 0}}},
          "detach": {"structural": "identity"},
          "ones": {"constant": "folded"})"});
}

struct DemandCase {
  const char* name;
  const char* condition;
  const char* lines;  // after x (input), w (param) and b (param)
  const char* want;
};

class Demands : public testing::TestWithParam<DemandCase> {};

TEST_P(Demands, AreMadeOfTheirPort) {
  const Catalog catalog = CatalogWith(GetParam().condition);
  const Checked checked = CheckWith(
      catalog,
      GraphJson(absl::StrCat("x: input [2, 4]\nw: param [8, 4, 3, 3]\n"
                             "b: param [8]\n",
                             GetParam().lines)),
      TargetOf(catalog, "New@2.41"));
  std::vector<std::string> findings = checked.Findings();
  EXPECT_EQ(absl::StrJoin(findings, ", "), GetParam().want);
}

constexpr auto kName = [](const auto& test) { return test.param.name; };

#define IN0 R"("port": "in[0]", )"
#define IN1 R"("port": "in[1]", )"
#define OUT R"("port": "out[0]", )"
#define SAID "| x: u8, w: i8 -> u8"

constexpr DemandCase kShapes[] = {
    {"RankWithin", IN0 R"("rank": {"min": 2, "max": 2})", "y = t(x, w) " SAID,
     ""},
    {"RankBelow", IN0 R"("rank": {"min": 3})", "y = t(x, w) " SAID,
     "OF105 y in[0]"},
    {"RankAbove", IN1 R"("rank": {"max": 3})", "y = t(x, w) " SAID,
     "OF105 y in[1]"},
    {"RankExactly", IN1 R"("rank": {"exact": 4})", "y = t(x, w) " SAID, ""},
    {"RankOfTheOutput", OUT R"("rank": {"exact": 3})", "y = t(x, w) [1] " SAID,
     "OF105 y out[0]"},
    {"AScalarCountsAsRankOne", OUT R"("rank": {"min": 1, "max": 1})",
     "y = t(x, w) [] " SAID, ""},
    {"ANumberHasNoRank", IN1 R"("rank": {"exact": 4})",
     "y = t(x, 2.0) | x: u8 -> u8", ""},
    {"RankOfWhatIsNotAnnotated", IN1 R"("rank": {"max": 3})",
     "y = t(x, w) | x: u8 -> u8", "OF105 y in[1], OF402 y in[1]"},
    {"FixedSizes", IN0 R"("no_dynamic_dims": true)", "y = t(x, w) " SAID, ""},
    {"ASymbolicSize", OUT R"("no_dynamic_dims": true)",
     "y = t(x, w) [s, 4] " SAID, "OF109 y out[0]"},
    {"Absent", R"("port": "in[2]", "absent": true)", "y = t(x, w) " SAID, ""},
    {"AbsentByNull", R"("port": "in[2]", "absent": true)",
     "y = t(x, w, null, 0) " SAID, ""},
    {"PresentThoughItMustNot", R"("port": "in[2]", "absent": true)",
     "y = t(x, w, b) | x: u8, w: i8, b: i32 -> u8", "OF106 y in[2]"},
};
INSTANTIATE_TEST_SUITE_P(Shape, Demands, testing::ValuesIn(kShapes), kName);

constexpr DemandCase kStatics[] = {
    {"AParameter", IN1 R"("static": true)", "y = t(x, w) " SAID, ""},
    {"ANumber", IN1 R"("static": true)", "y = t(x, 1) | x: u8 -> u8", ""},
    {"ABufferMayBe", IN1 R"("static": true)",
     "c: buffer\ny = t(x, c) | x: u8, c: i8 -> u8", ""},
    {"AParameterHandedOn", IN1 R"("static": true)",
     "d = detach(w)\ny = t(x, d) | x: u8, d: i8 -> u8", ""},
    {"AParameterHandedOnTwice", IN1 R"("static": true)",
     "c = detach(w)\nd = detach(c)\ny = t(x, d) | x: u8, d: i8 -> u8", ""},
    {"Derived", IN1 R"("static": "derived")",
     "d = t(w, w) | w: i8 -> i8\ny = t(x, d) | x: u8, d: i8 -> u8", ""},
    {"DerivedFromAConstantThatIsMade", IN1 R"("static": "derived")",
     "d = ones()\ny = t(x, d) | x: u8, d: i8 -> u8", "OF403 d"},
    {"AConstantThatIsMade", IN1 R"("static": true)",
     "d = ones()\ny = t(x, d) | x: u8, d: i8 -> u8", "OF403 d"},
    {"AnInput", IN1 R"("static": true)",
     "i: input\ny = t(x, i) | x: u8, i: i8 -> u8", "OF312 y in[1]"},
    {"AnInputIsNotDerived", IN1 R"("static": "derived")",
     "i: input\ny = t(x, i) | x: u8, i: i8 -> u8", "OF312 y in[1]"},
    {"DerivedFromAnInput", OUT R"("static": "derived")", "y = t(x, w) " SAID,
     "OF312 y out[0]"},
    {"DerivedIsNotItself", IN1 R"("static": true)",
     "d = t(w, w) | w: i8 -> i8\ny = t(x, d) | x: u8, d: i8 -> u8",
     "OF312 y in[1]"},
    {"AnInputHandedOn", IN1 R"("static": true)",
     "i: input\nd = detach(i)\ny = t(x, d) | x: u8, d: i8 -> u8",
     "OF312 y in[1]"},
    {"DerivedFromAnInputByKeyword", IN1 R"("static": "derived")",
     "d = unknown(w, other=x) | w: i8, x: u8 -> i8\n"
     "y = t(x, d) | x: u8, d: i8 -> u8",
     "OF102 d, OF312 y in[1]"},
};
INSTANTIATE_TEST_SUITE_P(Static, Demands, testing::ValuesIn(kStatics), kName);

constexpr DemandCase kTypes[] = {
    {"Signed", IN1 R"("signed": true)", "y = t(x, w) " SAID, ""},
    {"SignedIsUnsigned", IN0 R"("signed": true)", "y = t(x, w) " SAID,
     "OF301 y in[0]"},
    {"UnsignedIsSigned", IN1 R"("signed": false)", "y = t(x, w) " SAID,
     "OF301 y in[1]"},
    {"AFloatHasNoSign", IN0 R"("signed": true)",
     "y = t(x, w) | x: float, w: i8 -> u8", ""},
    {"Bits", IN1 R"("bits": [4, 8])", "y = t(x, w) | x: u8, w: i4 -> u8", ""},
    {"OtherBits", IN1 R"("bits": [4])", "y = t(x, w) " SAID, "OF301 y in[1]"},
    {"AFloatHasNoBits", IN1 R"("bits": [4])",
     "y = t(x, w) | x: u8, w: float -> u8", ""},
    {"Symmetric", IN1 R"("symmetric": true)", "y = t(x, w) " SAID, ""},
    {"AFloatIsNotAskedForSymmetry", IN0 R"("symmetric": true)",
     "y = t(x, w) | x: float, w: i8 -> u8", ""},
    {"Affine", IN0 R"("symmetric": true)", "y = t(x, w) " SAID,
     "OF302 y in[0]"},
    {"NoSchemeIsNotSymmetric", IN1 R"("symmetric": true)",
     "y = t(x, w) | x: u8, w: i8 no-scheme -> u8", "OF302 y in[1]"},
    {"SymmetricFalseAsksNothing", IN0 R"("symmetric": false)",
     "y = t(x, w) | x: u8 symmetric, w: i8 -> u8", ""},
    {"EncodingListed", IN1 R"("encodings": ["AXIS_SCALE_OFFSET"])",
     "y = t(x, w) | x: u8, w: i8 axis=0 -> u8", ""},
    {"EncodingNotListed", IN1 R"("encodings": ["AXIS_SCALE_OFFSET"])",
     "y = t(x, w) " SAID, "OF301 y in[1]"},
    {"AFloatHasNoEncoding", IN1 R"("encodings": ["AXIS_SCALE_OFFSET"])",
     "y = t(x, w) | x: u8, w: float -> u8", ""},
};
INSTANTIATE_TEST_SUITE_P(Type, Demands, testing::ValuesIn(kTypes), kName);

// The weight goes from [out, in, h, w] to [h, w, in, out].
constexpr DemandCase kAxes[] = {
    {"Channel", IN1 R"("axis": "channel")",
     "y = t(x, w) | x: u8, w: i8 axis=0 -> u8", ""},
    {"ChannelFromTheEnd", IN1 R"("axis": "channel")",
     "y = t(x, w) | x: u8, w: i8 axis=-4 -> u8", ""},
    {"Last", IN1 R"("axis": "last")", "y = t(x, w) | x: u8, w: i8 axis=0 -> u8",
     ""},
    {"SecondLast", IN1 R"("axis": "second_last")",
     "y = t(x, w) | x: u8, w: i8 axis=1 -> u8", ""},
    {"First", IN1 R"("axis": "first")",
     "y = t(x, w) | x: u8, w: i8 axis=2 -> u8", ""},
    {"ByNumber", IN1 R"("axis": 1)", "y = t(x, w) | x: u8, w: i8 axis=3 -> u8",
     ""},
    {"WithoutALayoutAxesStay", IN0 R"("axis": "last")",
     "y = t(x, w) | x: u8 axis=1, w: i8 -> u8", ""},
    {"OneScaleHasNoAxis", IN1 R"("axis": "channel")", "y = t(x, w) " SAID, ""},
    {"ChannelIsAnother", IN1 R"("axis": "channel")",
     "y = t(x, w) | x: u8, w: i8 axis=1 -> u8", "OF303 y in[1]"},
    {"LastIsAnother", IN1 R"("axis": "last")",
     "y = t(x, w) | x: u8, w: i8 axis=3 -> u8", "OF303 y in[1]"},
    {"ByNumberIsAnother", IN1 R"("axis": 1)",
     "y = t(x, w) | x: u8, w: i8 axis=2 -> u8", "OF303 y in[1]"},
    {"OfABlock", IN1 R"("axis": "channel")",
     "y = t(x, w) | x: u8, w: i4 axis=1 block=1x2x1x1 -> u8", "OF303 y in[1]"},
    {"OneThatTheTensorLacksIsSaidOnce", IN1 R"("axis": "channel")",
     "y = t(x, w) | x: u8, w: i8 axis=4 -> u8", "OF303 y in[1]"},
    {"OneBeforeTheFirstIsSaidOnce", IN1 R"("axis": "channel")",
     "y = t(x, w) | x: u8, w: i8 axis=-5 -> u8", "OF303 y in[1]"},
};
INSTANTIATE_TEST_SUITE_P(Axis, Demands, testing::ValuesIn(kAxes), kName);

constexpr DemandCase kParameters[] = {
    {"Fixed", OUT R"("fixed": {"scale": "1/256", "zero_point": 3})",
     "y = t(x, w) | x: u8, w: i8 -> u8 scale=1/256 zero=3", ""},
    {"AFloatIsNotFixed", OUT R"("fixed": {"scale": "1/256"})",
     "y = t(x, w) | x: u8, w: i8 -> float", ""},
    {"FixedDiffers", OUT R"("fixed": {"scale": "1/256", "zero_point": 3})",
     "y = t(x, w) | x: u8, w: i8 -> u8 scale=1/256 zero=4", "OF304 y out[0]"},
    {"FreelyObserved", OUT R"("fixed": {"scale": "1/256"})",
     "y = t(x, w) " SAID, "OF304 y out[0]"},
    {"Shares", OUT R"("shares": "in[0]")",
     "y = t(x, w) | x: u8, w: i8 -> as x>y", ""},
    {"AFloatSharesWithAnything", OUT R"("shares": "in[0]")",
     "y = t(x, w) | x: float, w: i8 -> u8", ""},
    {"SharesWithAPortThatIsAbsent", OUT R"("shares": "in[2]")",
     "y = t(x, w) " SAID, ""},
    {"SharesNothing", OUT R"("shares": "in[0]")", "y = t(x, w) " SAID,
     "OF305 y out[0]"},
    {"JoinedByAnObserver", IN0 R"("shares": "out[0]", "joined_by": "Join")",
     "y = t(x, w) | x: u8, w: i8 -> u8 observer=Join", ""},
    {"JoinedByAnother", IN0 R"("shares": "out[0]", "joined_by": "Join")",
     "y = t(x, w) | x: u8, w: i8 -> u8 observer=Other", "OF305 y in[0]"},
    {"BiasOf", R"("port": "in[2]", "bias_of": ["in[0]", "in[1]"])",
     "y = t(x, w, b) | x: u8, w: i8, b: product x>y w>y -> u8", ""},
    {"NoBiasOf", R"("port": "in[2]", "bias_of": ["in[0]", "in[1]"])",
     "y = t(x, w, b) | x: u8, w: i8, b: product w>y -> u8", "OF306 y in[2]"},
    {"Equals", R"("param": "axis", "equals": 2)", "y = t(x, w, null, 2) " SAID,
     ""},
    {"EqualsAsAFloat", R"("param": "axis", "equals": 2)",
     "y = t(x, w, null, 2.0) " SAID, ""},
    {"EqualsTheDefault", R"("param": "axis", "equals": 0)", "y = t(x, w) " SAID,
     ""},
    {"EveryElementEquals", R"("param": "axis", "equals": 2)",
     "y = t(x, w, null, [2, 2]) " SAID, ""},
    {"EqualsTheLastAxis", R"("param": "axis", "equals": "last")",
     "y = t(x, w, null, 1) " SAID, ""},
    {"EqualsTheLastAxisFromTheEnd", R"("param": "axis", "equals": "last")",
     "y = t(x, w, null, -1) " SAID, ""},
    {"OneOf", R"("param": "axis", "in": [5, "five"])",
     "y = t(x, w, null, \"five\") " SAID, ""},
    {"NotGivenIsNotChecked", R"("param": "other", "equals": 2)",
     "y = t(x, w) " SAID, ""},
    {"Differs", R"("param": "axis", "equals": 2)", "y = t(x, w, null, 3) " SAID,
     "OF108 y"},
    {"TheDefaultDiffers", R"("param": "axis", "equals": 2)",
     "y = t(x, w) " SAID, "OF108 y"},
    {"OneElementDiffers", R"("param": "axis", "equals": 2)",
     "y = t(x, w, null, [2, 3]) " SAID, "OF108 y"},
    {"AnotherAxis", R"("param": "axis", "equals": "last")",
     "y = t(x, w, null, 0) " SAID, "OF108 y"},
    {"TextForANumber", R"("param": "axis", "equals": 2)",
     "y = t(x, w, null, \"2\") " SAID, "OF108 y"},
    {"NoneOf", R"("param": "axis", "in": [5, "five"])",
     "y = t(x, w, null, \"six\") " SAID, "OF108 y"},
};
INSTANTIATE_TEST_SUITE_P(Parameter, Demands, testing::ValuesIn(kParameters),
                         kName);

#define ALWAYS_WRONG OUT R"("symmetric": true, "if": )"

constexpr DemandCase kIfs[] = {
    {"ANote", OUT R"("symmetric": true, "severity": "note")",
     "y = t(x, w) " SAID, "OF302 y out[0]"},
    {"AnotherEncoding", ALWAYS_WRONG R"({"encoding": ["AXIS_SCALE_OFFSET"]})",
     "y = t(x, w) " SAID, ""},
    {"AnotherType", ALWAYS_WRONG R"({"dtype": ["SFIXED_POINT_8"]})",
     "y = t(x, w) " SAID, ""},
    {"AnotherOperation", ALWAYS_WRONG R"({"operation": ["SUB"]})",
     "y = t(x, w) " SAID, ""},
    {"NotStatic", ALWAYS_WRONG R"({"static": true})", "y = t(x, w) " SAID, ""},
    {"AnotherParameter", ALWAYS_WRONG R"({"param": {"axis": 1}})",
     "y = t(x, w) " SAID, ""},
    {"AParameterThatIsNotGiven", ALWAYS_WRONG R"({"param": {"other": true}})",
     "y = t(x, w) " SAID, ""},
    {"ALaterSdk", ALWAYS_WRONG R"({"sdk_from": "2.42"})", "y = t(x, w) " SAID,
     ""},
    {"AnEarlierSdk", ALWAYS_WRONG R"({"sdk_below": "2.41"})",
     "y = t(x, w) " SAID, ""},
    {"ANewerArchitecture", ALWAYS_WRONG R"({"arch_from": "v75"})",
     "y = t(x, w) " SAID, ""},
    {"AnOlderArchitecture", ALWAYS_WRONG R"({"arch_below": "v73"})",
     "y = t(x, w) " SAID, ""},
    {"OnePartOfSeveral",
     ALWAYS_WRONG R"({"sdk_from": "2.41", "dtype": ["SFIXED_POINT_8"]})",
     "y = t(x, w) " SAID, ""},

    {"ThisEncoding", ALWAYS_WRONG R"({"encoding": ["SCALE_OFFSET"]})",
     "y = t(x, w) " SAID, "OF302 y out[0]"},
    {"ThisType", ALWAYS_WRONG R"({"dtype": ["UFIXED_POINT_8"]})",
     "y = t(x, w) " SAID, "OF302 y out[0]"},
    {"ThisOperation", ALWAYS_WRONG R"({"operation": ["SUB", "ADD"]})",
     "y = t(x, w) " SAID, "OF302 y out[0]"},
    {"Computed", ALWAYS_WRONG R"({"static": false})", "y = t(x, w) " SAID,
     "OF302 y out[0]"},
    {"ThisParameter", ALWAYS_WRONG R"({"param": {"axis": 1}})",
     "y = t(x, w, null, 1) " SAID, "OF302 y out[0]"},
    {"AParameterThatIsNotGivenIsFalse",
     ALWAYS_WRONG R"({"param": {"other": false}})", "y = t(x, w) " SAID,
     "OF302 y out[0]"},
    {"FromThisSdk", ALWAYS_WRONG R"({"sdk_from": "2.41"})", "y = t(x, w) " SAID,
     "OF302 y out[0]"},
    {"BelowTheNextSdk", ALWAYS_WRONG R"({"sdk_below": "2.42"})",
     "y = t(x, w) " SAID, "OF302 y out[0]"},
    {"FromThisArchitecture", ALWAYS_WRONG R"({"arch_from": "v73"})",
     "y = t(x, w) " SAID, "OF302 y out[0]"},
    {"BelowTheNextArchitecture", ALWAYS_WRONG R"({"arch_below": "v75"})",
     "y = t(x, w) " SAID, "OF302 y out[0]"},
};
INSTANTIATE_TEST_SUITE_P(If, Demands, testing::ValuesIn(kIfs), kName);
#undef IN0
#undef IN1
#undef OUT
#undef SAID
#undef ALWAYS_WRONG

}  // namespace
}  // namespace opfit
