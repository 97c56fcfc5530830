#include "core/catalog/stack.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/lint.h"
#include "core/testing/small_catalog.h"
#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kRelu[] = R"("Relu": {"closed": "2.25",
    "ports": {"in": [{}], "out": [{}]},
    "conditions": [{"port": "in[0]", "rank": {"max": 4}, "sources": [0]}],
    "rows": [{"config": "INT8", "in": ["UFIXED_POINT_8"],
              "out": ["UFIXED_POINT_8"], "when": [0], "sources": [1]}]})";

// A catalog of a user's own with these operators and these members beside.
std::string Mine(absl::string_view ops, absl::string_view more = "") {
  return absl::StrCat(
      R"({"backend": "htp", "id": "mine", "version": "1", "sources":
          [{"kind": "op-package", "text": "my file"}], "ops": {)",
      ops, "}", more, "}");
}

std::string FloatRelu(absl::string_view head, absl::string_view ports) {
  return absl::StrCat(R"("Relu": {)", head, R"("ports": {"in": [)", ports,
                      R"(], "out": [{}]},
      "conditions": [{"port": "in[0]", "rank": {"max": 5}, "sources": [0]}],
      "rows": [{"config": "FP16", "in": ["FLOAT_16"], "out": ["FLOAT_16"],
                "when": [0], "sources": [0]}]})");
}

class Stack : public testing::Test {
 protected:
  absl::StatusOr<Catalog> With(const std::string& text) {
    absl::StatusOr<Catalog> upper = ParseUserCatalog(text);
    EXPECT_THAT(upper, IsOk());
    if (!upper.ok()) return upper;
    return StackCatalogs(lower_, *upper);
  }

  Catalog lower_ = MakeCatalog({kRelu, ""});
};

TEST_F(Stack, AnEntryReplacesTheOneBelowAsAWhole) {
  const absl::StatusOr<Catalog> both = With(Mine(FloatRelu("", "{}")));
  ASSERT_THAT(both, IsOk());
  const OpEntry& relu = *both->FindOp("Relu");
  EXPECT_FALSE(relu.closed.has_value());
  ASSERT_EQ(relu.rows.size(), 1u);
  EXPECT_EQ(relu.rows[0].config, "FP16");
  EXPECT_EQ(relu.catalog, "mine");
}

TEST_F(Stack, AnEntryThatExtendsAddsItsRows) {
  const absl::StatusOr<Catalog> both =
      With(Mine(FloatRelu(R"("extends": true, )", "{}")));
  ASSERT_THAT(both, IsOk());
  const OpEntry& relu = *both->FindOp("Relu");
  EXPECT_TRUE(relu.closed.has_value());
  ASSERT_EQ(relu.rows.size(), 2u);
  EXPECT_EQ(relu.rows[1].number, 2);
  EXPECT_EQ(relu.conditions[relu.rows[1].conditions[0]].rank->max, 5);
  EXPECT_EQ(relu.conditions[relu.rows[0].conditions[0]].rank->max, 4);
  EXPECT_EQ(relu.catalog, "htp+mine");
}

TEST_F(Stack, EverySourceSaysWhoseItIs) {
  const absl::StatusOr<Catalog> both =
      With(Mine(FloatRelu(R"("extends": true, )", "{}")));
  ASSERT_THAT(both, IsOk());
  const OpEntry& relu = *both->FindOp("Relu");
  EXPECT_THAT(both->SourceTexts(relu.rows[0].sources),
              ElementsAre("htp: some code"));
  EXPECT_THAT(both->SourceTexts(relu.rows[1].sources),
              ElementsAre("mine: my file"));
  EXPECT_EQ(both->id(), "htp+mine");
  EXPECT_EQ(both->version(), "1+1");
}

TEST_F(Stack, TheLastOneLiesOnTop) {
  const absl::StatusOr<Catalog> both = With(Mine(FloatRelu("", "{}")));
  ASSERT_THAT(both, IsOk());
  const absl::StatusOr<Catalog> three = StackCatalogs(
      *both, *ParseUserCatalog(Mine(FloatRelu(R"("closed": true, )", "{}"))));
  ASSERT_THAT(three, IsOk());
  EXPECT_TRUE(three->FindOp("Relu")->closed.has_value());
  EXPECT_EQ(three->id(), "htp+mine+mine");
  EXPECT_THAT(three->SourceTexts({0}), ElementsAre("htp: a page"));
}

TEST_F(Stack, NamesOfADialectAreAdded) {
  const absl::StatusOr<Catalog> both =
      With(Mine(FloatRelu("", "{}"),
                R"(, "dialects": [{"dialect": "onnx", "backend": "htp", "ops":
              {"Pkg:Relu": {"to": [{"ops": [{"op": "Relu"}]}]}}}])"));
  ASSERT_THAT(both, IsOk());
  EXPECT_EQ(both->FindDialect(Dialect::kOnnx)->ops.count("Pkg:Relu"), 1u);
  EXPECT_TRUE(both->FindDialect(Dialect::kQnn)->same_name);
}

TEST_F(Stack, ChipsAndSdksAreThoseBelow) {
  const absl::StatusOr<Catalog> both = With(Mine(""));
  ASSERT_THAT(both, IsOk());
  EXPECT_EQ(both->socs().size(), lower_.socs().size());
  EXPECT_TRUE(both->first_sdk() == lower_.first_sdk());
}

TEST_F(Stack, RefusesAnotherBackend) {
  EXPECT_THAT(With(R"({"backend": "gpu", "id": "g", "version": "1",
                       "sources": [], "ops": {}})"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "the catalog `g` is of backend `gpu`, not `htp`"));
}

TEST_F(Stack, RefusesToExtendWhatIsNotThereOrHasOtherPorts) {
  EXPECT_THAT(With(Mine(R"("New": {"extends": true})")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("extends an entry that is not there")));
  EXPECT_THAT(With(Mine(FloatRelu(R"("extends": true, )",
                                  R"({}, {"optional": true})"))),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("extends an entry of 1 inputs")));
}

TEST(ParseUserCatalog, NamesThePlaceOfWhatIsWrong) {
  EXPECT_THAT(ParseUserCatalog(Mine(R"("Relu": {"rowz": []})")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("/ops/Relu: unknown key `rowz`")));
  for (const char* text : {"", "{", "[]", "null", "{}", "\"a\""}) {
    EXPECT_THAT(
        ParseUserCatalog(text),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("catalog")))
        << text;
  }
}

TEST(LintCatalog, FindsWhatNobodyCanHaveMeant) {
  const absl::StatusOr<Catalog> catalog = ParseUserCatalog(Mine(R"(
      "A": {"closed": true},
      "B": {"ports": {"in": [{}], "out": [{}]},
            "conditions": [{"port": "in[0]", "rank": {"max": 4},
                            "sources": [0]}],
            "rows": [{"config": "x", "in": [null], "out": ["FLOAT_32"],
                      "sources": [0]},
                     {"config": "y", "in": [null], "out": ["FLOAT_32"],
                      "sources": [0]}]})"));
  ASSERT_THAT(catalog, IsOk());
  EXPECT_THAT(
      LintCatalog(*catalog),
      ElementsAre(
          "A: it is closed and has no rows, so nothing fits; say `unsupported`",
          "B: row 2 repeats row 1",
          "B: row 1 has no type at in[0], which is not optional",
          "B: row 2 has no type at in[0], which is not optional",
          "B: condition 0 is used by no row"));
  EXPECT_THAT(LintCatalog(MakeCatalog({kRelu, ""})), IsEmpty());
}

}  // namespace
}  // namespace opfit
