#include "core/render/catalog_text.h"

#include <string>

#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::HasSubstr;

constexpr char kCatalog[] = R"({
  "ops": {
    "backend": "htp", "version": "1.0.0", "edition": "2.25.0",
    "first_sdk": "2.41.0", "newest_sdk": "2.49.0",
    "sources": [{"kind": "vendor-page", "text": "the table"},
                {"kind": "public-report", "text": "a report"}],
    "ops": {
      "MatMul": {
        "closed": "2.25.0",
        "opened": {"sdk": "2.44.0", "why": "4-bit weights", "sources": [1]},
        "ports": {"in": [{"role": "activation"}, {"role": "weight"}],
                  "out": [{}]},
        "conditions": [
          {"port": "in[1]", "symmetric": true, "sources": [0]}],
        "rows": [
          {"config": "INT16", "in": ["UFIXED_POINT_16", "SFIXED_POINT_16"],
           "out": ["UFIXED_POINT_16"], "when": [0], "arch": "v73",
           "feature": "a16w16", "sources": [0, 1]},
          {"config": "FP16", "in": ["FLOAT_16", "FLOAT_16"],
           "out": ["FLOAT_16"], "sources": [0]}]},
      "Correlation1D": {"unsupported": {"as_of": "2.25.0", "sources": [0]}}}},
  "socs": {
    "backend": "htp", "default": "SM8350", "default_by_arch": {"v68": "SM8350"},
    "arches": [{"arch": "v68", "float": "no"}],
    "socs": [
      {"soc": "SM8350", "id": 30, "arch": "v68", "float": "no", "vtcm_mb": 4,
       "name": "Snapdragon 888"},
      {"soc": "X1", "arch": null, "float": "unknown"}]},
  "dialects": []})";

class CatalogTextTest : public testing::Test {
 protected:
  CatalogTextTest() : catalog_(ParseCatalog(kCatalog)) {}

  Target TargetOf(const char* soc) const {
    TargetSpec spec;
    spec.soc = soc;
    return *catalog_->Resolve(spec);
  }

  absl::StatusOr<Catalog> catalog_;
};

TEST_F(CatalogTextTest, ListsOperatorsWithTheRowsThatHoldOnTheTarget) {
  ASSERT_TRUE(catalog_.ok()) << catalog_.status();
  EXPECT_EQ(RenderOps(*catalog_, TargetOf("SM8350")),
            "htp:SM8350@2.49 (v68), catalog htp 1.0.0, edition 2.25\n"
            "\n"
            "operator       rows    state                   gates\n"
            "Correlation1D  0       not offered as of 2.25\n"
            "MatMul         0 of 2  open from 2.44          v73 or newer\n"
            "\n"
            "2 operators: 0 closed, 1 open, 1 not offered\n");
}

TEST_F(CatalogTextTest, DescribesAnOperatorInFull) {
  ASSERT_TRUE(catalog_.ok()) << catalog_.status();
  EXPECT_EQ(
      RenderOp(*catalog_, *catalog_->FindOp("MatMul"), TargetOf("SM8350"), {}),
      R"(MatMul: open from 2.44
htp:SM8350@2.49 (v68), catalog htp 1.0.0, edition 2.25
  opened   closed as of 2.25, open again from 2.44: 4-bit weights  [1]

ports
  in[0]    activation, SCALE_OFFSET
  in[1]    weight, SCALE_OFFSET
  out[0]   SCALE_OFFSET

rows
  #1       INT16  in[0] uint16, in[1] int16 → out[0] uint16  [2] [1]
           conditions c1
           needs v73 or newer, which htp:SM8350@2.49 is not
  #2       FP16  in[0] float16, in[1] float16 → out[0] float16  [2]
           needs a chip that runs float, which htp:SM8350@2.49 is not

conditions
  c1       in[1]: symmetric  [2]

sources
  [1]      a report (public-report)
  [2]      the table (vendor-page)
)");
}

TEST_F(CatalogTextTest, NamesTheSourceOfWhatIsAbsent) {
  ASSERT_TRUE(catalog_.ok()) << catalog_.status();
  EXPECT_THAT(RenderOp(*catalog_, *catalog_->FindOp("Correlation1D"),
                       TargetOf("SM8350"), {}),
              HasSubstr("not offered as of 2.25"));
}

}  // namespace
}  // namespace opfit
