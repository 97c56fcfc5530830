// Weaknesses 22 to 24: every row is tried, all its conditions hold together,
// and what a row does not say is no demand.

#include <string>

#include "absl/strings/str_cat.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/testing/checked.h"
#include "core/testing/graph_lines.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A catalog of one operator, with these conditions and rows.
std::string CatalogJson(absl::string_view conditions, absl::string_view rows,
                        absl::string_view closed = "\"closed\": \"2.25\",") {
  return absl::StrCat(
      R"({"ops": {"backend": "htp", "version": "1", "edition": "2.25",
          "first_sdk": "2.41", "newest_sdk": "2.41",
          "sources": [{"kind": "vendor-page", "text": "a page"}],
          "ops": {"Relu": {)",
      closed, R"("ports": {"in": [{}], "out": [{}]}, "conditions": [)",
      conditions, R"(], "rows": [)", rows,
      R"(]}}},
      "socs": {"default": "S1", "default_by_arch": {"v73": "S1"},
          "arches": [{"arch": "v73", "float": "yes"}],
          "socs": [{"soc": "S1", "arch": "v73", "float": "yes"}]},
      "dialects": [{"dialect": "aten", "backend": "htp", "ops": {
          "aten.relu.default": {"to": [{"ops": [{"op": "Relu"}]}],
                                "in": [{"arg": 0}]}}}]})");
}

constexpr char kRow[] =
    R"({"config": "INT8", "in": ["UFIXED_POINT_8"], "out": ["UFIXED_POINT_8"],
        "when": [%], "sources": [0]})";

std::string RowWhen(absl::string_view conditions) {
  std::string row = kRow;
  row.replace(row.find('%'), 1, std::string(conditions));
  return row;
}

std::vector<std::string> FindingsWith(const std::string& json,
                                      absl::string_view lines) {
  absl::StatusOr<Catalog> catalog = ParseCatalog(json);
  EXPECT_TRUE(catalog.ok()) << catalog.status();
  if (!catalog.ok()) return {};
  const absl::StatusOr<Target> target = catalog->Resolve(TargetSpec());
  EXPECT_TRUE(target.ok()) << target.status();
  return CheckWith(*catalog, GraphJson(lines), *target).Findings();
}

constexpr char kAffine[] = "x: input\ny = aten.relu.default(x) | x: u8 -> u8";
constexpr char kSymmetric[] =
    "x: input\ny = aten.relu.default(x) | x: u8 symmetric -> u8 symmetric";
constexpr char kSymmetricInput[] =
    R"({"port": "in[0]", "symmetric": true, "sources": [0]})";
constexpr char kSymmetricOutput[] =
    R"({"port": "out[0]", "symmetric": true, "sources": [0]})";

TEST(Variants, W22_ALaterRowWithTheSameTypesIsTried) {
  EXPECT_THAT(
      FindingsWith(CatalogJson(kSymmetricInput,
                               absl::StrCat(RowWhen("0"), ",", RowWhen(""))),
                   kAffine),
      IsEmpty());
}

TEST(Variants, W22_TheRowThatAsksForLeastIsReported) {
  const std::string conditions =
      absl::StrCat(kSymmetricInput, ",", kSymmetricOutput);
  EXPECT_THAT(
      FindingsWith(CatalogJson(conditions, absl::StrCat(RowWhen("0, 1"), ",",
                                                        RowWhen("1"))),
                   kAffine),
      ElementsAre("OF302 y out[0]"));
}

TEST(Variants, W23_AllConditionsOfARowHoldTogether) {
  const std::string conditions =
      absl::StrCat(kSymmetricInput, ",", kSymmetricOutput);
  EXPECT_THAT(FindingsWith(CatalogJson(conditions, RowWhen("0, 1")), kAffine),
              ElementsAre("OF302 y in[0]", "OF302 y out[0]"));
  EXPECT_THAT(
      FindingsWith(CatalogJson(conditions, RowWhen("0, 1")), kSymmetric),
      IsEmpty());
}

TEST(Variants, W24_WhatIsNotSaidIsNoDemand) {
  EXPECT_THAT(FindingsWith(CatalogJson("", RowWhen("")), kAffine), IsEmpty());
}

TEST(Variants, W24_SymmetricFalseIsNoDemandEither) {
  EXPECT_THAT(
      FindingsWith(
          CatalogJson(
              R"({"port": "in[0]", "symmetric": false, "sources": [0]})",
              RowWhen("0")),
          kSymmetric),
      IsEmpty());
}

TEST(Variants, AnOpenEntryLeavesUnknownWhatAClosedOneRejects) {
  constexpr char kUnlisted[] =
      "x: input\ny = aten.relu.default(x) | x: u16 -> u16";
  EXPECT_THAT(FindingsWith(CatalogJson("", RowWhen("")), kUnlisted),
              ElementsAre("OF103 y"));
  EXPECT_THAT(FindingsWith(CatalogJson("", RowWhen(""), ""), kUnlisted),
              ElementsAre("OF104 y"));
}

}  // namespace
}  // namespace opfit
