#include <string>

#include "absl/strings/str_cat.h"
#include "core/catalog/catalog.h"
#include "core/catalog/mapping.h"
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
  const char* mapping;
  const char* want;
};

class MalformedMapping : public testing::TestWithParam<MalformedCase> {};

TEST_P(MalformedMapping, IsAnErrorWithItsPlace) {
  const SmallCatalog catalog{"", absl::StrCat("\"op\": ", GetParam().mapping)};
  EXPECT_THAT(
      ParseCatalog(BundleJson(catalog)),
      StatusIs(absl::StatusCode::kInvalidArgument,
               absl::StrCat("the catalog is not valid at /dialects/0/ops/op",
                            GetParam().want)));
}

#define TO R"("to": [{"ops": [{"op": "A"}]}])"

constexpr MalformedCase kMalformed[] = {
    {"Empty", "{}", ": maps to nothing"},
    {"UnknownKey", "{" TO R"(, "outs": [0]})", ": unknown key `outs`"},
    {"UnknownStructure", R"({"structural": "loop"})",
     ": unknown structural kind"},
    {"DecomposedIsNoText", R"({"decomposed": true})",
     "/decomposed: expected a string"},
    {"ChoiceHasAnUnknownKey", R"({"to": [{"op": "A"}]})",
     "/to/0: unknown key `op`"},
    {"OperatorHasNoName", R"({"to": [{"ops": [{"operation": "ADD"}]}]})",
     "/to/0/ops/0: `op` is missing"},
    {"OperatorHasAnUnknownKey", R"({"to": [{"ops": [{"op": "A", "x": 1}]}]})",
     "/to/0/ops/0: unknown key `x`"},
    {"IfHasAnUnknownKey", R"({"to": [{"if": {"dims": 4}, "ops": []}]})",
     "/to/0/if: unknown key `dims`"},
    {"RankHasAnUnknownKey",
     R"({"to": [{"if": {"rank": {"arg": 0, "min": 4}}, "ops": []}]})",
     "/to/0/if/rank: unknown key `min`"},
    {"EqualsOfNoArgument", R"({"to": [{"if": {"equals": 1}, "ops": []}]})",
     "/to/0/if: no argument named"},
    {"InputOfNoArgument", "{" TO R"(, "in": [{}]})",
     "/in/0: no argument named"},
    {"InputOfANegativeArgument", "{" TO R"(, "in": [{"arg": -1}]})",
     "/in/0: no argument named"},
    {"InputHasAnUnknownKey", "{" TO R"(, "in": [{"arg": 0, "port": 1}]})",
     "/in/0: unknown key `port`"},
    {"InputHasAnUnknownLayout",
     "{" TO R"(, "in": [{"arg": 0, "layout": "x"}]})", "/in/0: unknown layout"},
    {"ParameterOfNoArgument", "{" TO R"(, "params": {"axis": {}}})",
     "/params/axis: no argument named"},
    {"ParameterHasAnUnknownKey",
     "{" TO R"(, "params": {"axis": {"arg": 1, "value": 2}}})",
     "/params/axis: unknown key `value`"},
    {"DefaultIsNoValue",
     "{" TO R"(, "params": {"axis": {"arg": 1, "default": []}}})",
     "/params/axis/default: expected an integer"},
    {"OutputIsNoNumber", "{" TO R"(, "out": ["0"]})",
     "/out/0: expected an integer"},
    {"PartHasNoName", R"({"decomposed": "", "parts": [{}]})",
     "/parts/0: `op` is missing"},
};

INSTANTIATE_TEST_SUITE_P(All, MalformedMapping, testing::ValuesIn(kMalformed),
                         [](const auto& test) { return test.param.name; });

Mapping ParseMapping(const char* mapping) {
  const Catalog catalog = MakeCatalog({"", absl::StrCat("\"op\": ", mapping)});
  const DialectMapping* aten = catalog.FindDialect(Dialect::kAten);
  return aten == nullptr ? Mapping() : aten->ops.at("op");
}

TEST(Mapping, HasItsChoicesInOrder) {
  const Mapping mapping = ParseMapping(
      R"({"to": [{"if": {"rank": {"arg": 0, "is": 5}}, "ops": [{"op": "C3"}]},
                 {"ops": [{"op": "C2"}, {"op": "G", "operation": "ADD"}],
                  "in": [{"arg": 1}]}]})");
  EXPECT_EQ(mapping.kind, Mapping::Kind::kOperator);
  ASSERT_EQ(mapping.to.size(), 2);
  ASSERT_EQ(mapping.to[0].when.size(), 1);
  EXPECT_EQ(mapping.to[0].when[0].kind, MappingPredicate::Kind::kRank);
  EXPECT_EQ(mapping.to[0].when[0].rank, 5);
  EXPECT_THAT(mapping.to[1].when, IsEmpty());
  EXPECT_EQ(mapping.to[1].ops[1].operation, "ADD");
  EXPECT_EQ(mapping.to[1].in[0].arg.position, 1);
}

TEST(Mapping, AllPartsOfAnIfHoldTogether) {
  const Mapping mapping = ParseMapping(
      R"({"to": [{"if": {"depthwise": true, "param": "mode", "in": [1, "x"]},
                  "ops": [{"op": "A"}]}]})");
  ASSERT_EQ(mapping.to[0].when.size(), 2);
  EXPECT_EQ(mapping.to[0].when[0].kind, MappingPredicate::Kind::kDepthwise);
  EXPECT_EQ(mapping.to[0].when[1].arg.keyword, "mode");
  EXPECT_EQ(mapping.to[0].when[1].values.size(), 2);
}

TEST(Mapping, TellsWhatIsNoOperator) {
  EXPECT_EQ(ParseMapping(R"({"structural": "getitem"})").kind,
            Mapping::Kind::kGetItem);
  EXPECT_EQ(ParseMapping(R"({"structural": "identity"})").kind,
            Mapping::Kind::kIdentity);
  EXPECT_EQ(ParseMapping(R"({"constant": "folded"})").kind,
            Mapping::Kind::kConstant);
  const Mapping parts =
      ParseMapping(R"({"decomposed": "becomes two", "parts": [{"op": "A"}]})");
  EXPECT_EQ(parts.kind, Mapping::Kind::kDecomposed);
  EXPECT_EQ(parts.text, "becomes two");
  EXPECT_THAT(parts.parts, ElementsAre("A"));
}

TEST(Mapping, InputsHaveTheirLayoutAndParametersTheirDefault) {
  const Mapping mapping = ParseMapping(
      "{" TO R"(, "in": [{"arg": 0}, {"arg": 1, "layout": "iohw_to_hwio"},
                         {"implied": "bias"}, {"kwarg": "w", "list": "first"}],
               "params": {"axis": {"arg": 1, "kwarg": "dim", "default": -1}},
               "out": [0]})");
  EXPECT_EQ(mapping.in[0].layout, Layout::kSame);
  EXPECT_EQ(mapping.in[1].layout, Layout::kIohwToHwio);
  EXPECT_TRUE(mapping.in[2].implied);
  EXPECT_EQ(mapping.in[3].arg.keyword, "w");
  EXPECT_TRUE(mapping.in[3].first_of_list);
  ASSERT_EQ(mapping.params.size(), 1);
  EXPECT_EQ(mapping.params[0].name, "axis");
  EXPECT_EQ(mapping.params[0].arg.position, 1);
  EXPECT_EQ(mapping.params[0].arg.keyword, "dim");
  EXPECT_EQ(mapping.params[0].default_value->integer, -1);
  EXPECT_THAT(mapping.out, ElementsAre(0));
}
#undef TO

TEST(DialectMapping, KnowsWhatIsTreatedAsAnotherType) {
  const Catalog catalog = MakeCatalog({});
  const DialectMapping* aten = catalog.FindDialect(Dialect::kAten);
  EXPECT_EQ(aten->treat_as.at(DType::kInt64), DType::kInt32);
  EXPECT_FALSE(aten->same_name);
}

}  // namespace
}  // namespace opfit
