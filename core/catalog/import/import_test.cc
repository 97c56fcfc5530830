#include "core/catalog/import/import.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/import/markup.h"
#include "core/catalog/lint.h"
#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kOpDef[] = R"(<?xml version="1.0"?>
<!-- made up -->
<OpDefCollection PackageName="MyPkg" Domain="demo" Version='1.0'>
  <OpDefList>
    <OpDef><Name>Swirl</Name>
      <Description><Content>a &lt; b</Content></Description>
      <Input><Name>in[0]</Name><Mandatory>true</Mandatory>
        <Datatype>BACKEND_SPECIFIC</Datatype>
        <Shape><Rank>4D</Rank><Layout>NHWC</Layout></Shape></Input>
      <Input><Name>in[1]</Name><Mandatory>false</Mandatory>
        <Datatype>QNN_DATATYPE_SFIXED_POINT_8</Datatype>
        <IsStaticTensor/></Input>
      <Output><Name>out[0]</Name><Mandatory>true</Mandatory>
        <Datatype>FIXED_8</Datatype><Shape><Rank>ND</Rank></Shape></Output>
      <Parameter><Name>mode</Name><Mandatory>false</Mandatory>
        <Datatype>QNN_DATATYPE_UINT_32</Datatype>
        <Enumeration><Enum>LEFT</Enum><Enum>RIGHT</Enum></Enumeration>
      </Parameter>
      <SupportedBackend>HTP</SupportedBackend></OpDef>
    <OpDef><Name>Other</Name><SupportedBackend>CPU</SupportedBackend></OpDef>
  </OpDefList>
  <SupplementalOpDefList Backend="HTP">
    <SupportedOps><OpName>Swirl</OpName></SupportedOps>
    <SupplementalOpDef><Name>Swirl</Name>
      <Input><Name>in[0]</Name>
        <Datatype>QNN_DATATYPE_UFIXED_POINT_8</Datatype>
        <Datatype>QNN_DATATYPE_UFIXED_POINT_16</Datatype></Input>
    </SupplementalOpDef>
  </SupplementalOpDefList>
</OpDefCollection>)";

constexpr char kPage[] = R"(# HTP Backend Op Definition Supplement

## Swirl

### Datatypes

| Configuration | in[0] | in[1] | out[0] | axis |
| --- | --- | --- | --- | --- |
| INT8 | QNN\_DATATYPE\_UFIXED\_POINT\_8 | QNN\_DATATYPE\_SFIXED\_POINT\_8 | QNN\_DATATYPE\_UFIXED\_POINT\_8 | QNN\_DATATYPE\_UINT\_32 |
| FP16 | QNN\_DATATYPE\_FLOAT\_16, QNN\_DATATYPE\_FLOAT\_32 | | QNN\_DATATYPE\_FLOAT\_16, QNN\_DATATYPE\_FLOAT\_32 | |

### Constraints

| Configuration | in[0] | in[1] |
| --- | --- | --- |
| All | <ul><br><li><p>Shape: Max supported input rank is 4.</p></li><br><li><p>Only on Sundays</p></li></ul> | |
| INT8 | | <ul><li>Datatype: QNN_DATATYPE_SFIXED_POINT_8</li><li>Encoding: AXIS_SCALE_OFFSET</li><li>Symmetry: Symmetric</li></ul> |
)";

constexpr char kHtml[] = R"(<!DOCTYPE html><html><head><style>a > b</style>
</head><body><h1>LPAI Backend Op Definition Supplement</h1>
<h2>Argmax<a href="#x">&para;</a></h2><h3>Datatypes</h3>
<table><tr><th>Configuration</th><th>in[0]</th><th>out[0]</th></tr>
<tr><td><p>V5</p></td><td><p>QNN_DATATYPE_SFIXED_POINT_8,
QNN_DATATYPE_UFIXED_POINT_8</p></td><td>QNN_DATATYPE_INT_32</td></tr>
</table></body></html>)";

constexpr char kDump[] = R"({"format": "opfit-op-info", "version": "1",
  "backend": "htp", "soc": "69", "sdk": "2.41.0", "ops": {
  "Sigmoid": [{"inputs": [{"datatype": "QNN_DATATYPE_UFIXED_POINT_8",
      "onward": false, "constraints": [
        {"encodings": ["QNN_QUANTIZATION_ENCODING_SCALE_OFFSET"],
         "symmetric": null, "axis": null, "math_invariant": null,
         "scale": null, "offset": null}]}],
    "outputs": [{"datatype": "UFIXED_POINT_8", "onward": false,
      "constraints": [{"encodings": ["SCALE_OFFSET"], "symmetric": false,
        "axis": null, "math_invariant": false, "scale": 0.00390625,
        "offset": 0}]}]}]},
  "failed": {"Broken": "no such operator"}})";

// Imports what must be valid, and reads what came of it as --catalog does.
Catalog MustRead(absl::string_view bytes, std::vector<ImportWarning>& warnings,
                 const ImportOptions& options = ImportOptions()) {
  absl::StatusOr<Imported> imported =
      ImportCatalog(bytes, ImportFormat::kAny, options);
  EXPECT_THAT(imported, IsOk());
  if (!imported.ok()) return Catalog();
  warnings = imported->warnings;
  absl::StatusOr<Catalog> catalog = ParseUserCatalog(imported->json);
  EXPECT_THAT(catalog, IsOk()) << imported->json;
  if (!catalog.ok()) return Catalog();
  EXPECT_THAT(LintCatalog(*catalog), IsEmpty()) << imported->json;
  return *std::move(catalog);
}

MATCHER_P2(WarnsAt, line, text, "") {
  return arg.line == static_cast<size_t>(line) &&
         arg.text.find(text) != std::string::npos;
}

TEST(OpDef, BecomesAnEntryWithNamesInEveryDialect) {
  std::vector<ImportWarning> warnings;
  const Catalog catalog = MustRead(kOpDef, warnings);
  EXPECT_EQ(catalog.backend(), "htp");
  EXPECT_EQ(catalog.id(), "MyPkg");
  ASSERT_EQ(catalog.ops().size(), 1u);
  const OpEntry& swirl = *catalog.FindOp("Swirl");
  EXPECT_TRUE(swirl.closed.has_value());
  EXPECT_TRUE(swirl.in[1].optional);
  ASSERT_EQ(swirl.rows.size(), 1u);
  // One port has a choice, so its combinations are spelled out.
  EXPECT_FALSE(swirl.rows[0].sets);
  EXPECT_EQ(swirl.rows[0].out[0], SetOf(DType::kUFixed8));
  const auto has = [&](Dialect dialect, const char* name) {
    return catalog.FindDialect(dialect)->ops.count(name) == 1;
  };
  EXPECT_TRUE(has(Dialect::kAten, "MyPkg.Swirl.default"));
  EXPECT_TRUE(has(Dialect::kOnnx, "MyPkg:Swirl"));
  EXPECT_TRUE(has(Dialect::kTflite, "CUSTOM:Swirl"));
  EXPECT_TRUE(has(Dialect::kQnn, "Swirl"));
  EXPECT_THAT(warnings, Contains(WarnsAt(20, "`Other` is not offered on htp")));
}

TEST(OpDef, SaysThatItDoesNotSayWhichTypesGoTogether) {
  std::vector<ImportWarning> warnings;
  const Catalog catalog = MustRead(
      absl::StrReplaceAll(
          kOpDef, {{"<Datatype>FIXED_8<",
                    "<Datatype>FIXED_8</Datatype><Datatype>FLOAT_32<"}}),
      warnings);
  EXPECT_TRUE(catalog.FindOp("Swirl")->rows[0].sets);
  EXPECT_THAT(warnings, Contains(WarnsAt(5, "which types go together")));
}

TEST(OpDef, ATypeThatIsNotKnownLeavesTheEntryOpen) {
  std::vector<ImportWarning> warnings;
  const Catalog catalog = MustRead(
      absl::StrReplaceAll(kOpDef, {{"SFIXED_POINT_8<", "FIXED_POINT_BLUE<"}}),
      warnings);
  EXPECT_FALSE(catalog.FindOp("Swirl")->closed.has_value());
  EXPECT_THAT(warnings, Contains(WarnsAt(10, "FIXED_POINT_BLUE")));
}

TEST(Supplement, IsReadFromMarkdown) {
  std::vector<ImportWarning> warnings;
  const Catalog catalog = MustRead(kPage, warnings);
  EXPECT_EQ(catalog.backend(), "htp");
  const OpEntry& swirl = *catalog.FindOp("Swirl");
  ASSERT_EQ(swirl.rows.size(), 2u);
  EXPECT_EQ(swirl.rows[0].config, "INT8");
  EXPECT_FALSE(swirl.rows[0].sets);
  EXPECT_EQ(swirl.rows[0].in[1], SetOf(DType::kSFixed8));
  EXPECT_TRUE(swirl.rows[1].sets);
  EXPECT_TRUE(swirl.in[1].optional);
  // A rank, a note, the encodings and the symmetry; the last two of INT8 alone.
  EXPECT_EQ(swirl.rows[0].conditions.size(), 4u);
  EXPECT_EQ(swirl.rows[1].conditions.size(), 2u);
  EXPECT_EQ(swirl.conditions[0].rank->max, 4);
  EXPECT_THAT(warnings, ElementsAre(WarnsAt(16, "Only on Sundays")));
}

TEST(Supplement, IsReadFromHtml) {
  std::vector<ImportWarning> warnings;
  const Catalog catalog = MustRead(kHtml, warnings);
  EXPECT_EQ(catalog.backend(), "lpai");
  const OpEntry* argmax = catalog.ops().begin()->second.rows.empty()
                              ? nullptr
                              : &catalog.ops().begin()->second;
  ASSERT_NE(argmax, nullptr);
  EXPECT_EQ(argmax->rows[0].config, "V5");
  EXPECT_EQ(argmax->rows[0].in[0],
            SetOf(DType::kSFixed8) | SetOf(DType::kUFixed8));
}

TEST(Supplement, ARowThatCannotBeReadLeavesTheOperatorOpen) {
  std::vector<ImportWarning> warnings;
  const Catalog catalog =
      MustRead(absl::StrReplaceAll(kPage, {{"SFIXED\\_POINT\\_8 |", "BLUE |"}}),
               warnings);
  EXPECT_FALSE(catalog.FindOp("Swirl")->closed.has_value());
  EXPECT_EQ(catalog.FindOp("Swirl")->rows.size(), 1u);
  EXPECT_THAT(warnings, Contains(WarnsAt(9, "BLUE")));
}

TEST(OpInfo, BecomesRowsThatAreTheWholeSetOfItsSdk) {
  std::vector<ImportWarning> warnings;
  const Catalog catalog = MustRead(kDump, warnings);
  const OpEntry& sigmoid = *catalog.FindOp("Sigmoid");
  EXPECT_TRUE(*sigmoid.closed == (SdkVersion{2, 41, 0}));
  ASSERT_EQ(sigmoid.rows.size(), 1u);
  const Condition* fixed = nullptr;
  for (const Condition& condition : sigmoid.conditions) {
    if (condition.fixed.has_value()) fixed = &condition;
    EXPECT_FALSE(condition.symmetric.has_value());
  }
  ASSERT_NE(fixed, nullptr);
  EXPECT_EQ(fixed->fixed->scale, 0.00390625);
  EXPECT_THAT(warnings, ElementsAre(WarnsAt(0, "`Broken` takes: no such")));
}

TEST(OpInfo, AVariantThatCannotBeReadLeavesNothingBehind) {
  std::vector<ImportWarning> warnings;
  const std::string variant =
      R"({"inputs": [{"datatype": "BLUE", "onward": false, "constraints": [
            {"encodings": ["AXIS_SCALE_OFFSET"], "symmetric": true}]}],
          "outputs": [{"datatype": "FLOAT_32"}]}, )";
  const Catalog catalog = MustRead(
      absl::StrReplaceAll(
          kDump, {{"\"Sigmoid\": [", absl::StrCat("\"Sigmoid\": [", variant)}}),
      warnings);
  const OpEntry& sigmoid = *catalog.FindOp("Sigmoid");
  EXPECT_EQ(sigmoid.in.size(), 1u);
  EXPECT_EQ(sigmoid.rows.size(), 1u);
  EXPECT_FALSE(sigmoid.closed.has_value());
  EXPECT_THAT(warnings, Contains(WarnsAt(0, "BLUE")));
}

struct BadInput {
  const char* name;
  const char* text;
  const char* problem;
};

class Hostile : public testing::TestWithParam<BadInput> {};

TEST_P(Hostile, InputIsAnErrorThatNamesTheProblem) {
  EXPECT_THAT(ImportCatalog(GetParam().text, ImportFormat::kAny, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr(GetParam().problem)));
}

constexpr BadInput kBad[] = {
    {"Nothing", "", "no operator with a table"},
    {"Prose", "hello", "no operator with a table"},
    {"EntityBomb",
     "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'aaa'>]>"
     "<OpDefCollection/>",
     "line 1: definitions"},
    {"Entity", "<?xml version='1.0'?><!ENTITY a 'b'>", "definitions"},
    {"NeverClosed", "<?xml version='1.0'?>\n<OpDefCollection>",
     "`OpDefCollection` is never closed"},
    {"WrongClose", "<OpDefCollection></OpDef>", "closes nothing"},
    {"CutOff", "<OpDefCollection><OpDef", "a tag has no `>`"},
    {"Comment", "<?xml version='1.0'?><!-- ", "has no `-->`"},
    {"OtherXml", "<?xml version='1.0'?><a/>", "no OpDefCollection"},
    {"OtherJson", "{}", "no dump of op info"},
    {"BrokenJson", "{", "not well-formed"},
    {"DumpWithoutOps",
     R"({"format": "opfit-op-info", "version": "1", "backend": "htp"})",
     "`ops` is missing"},
};

INSTANTIATE_TEST_SUITE_P(All, Hostile, testing::ValuesIn(kBad),
                         [](const auto& test) { return test.param.name; });

TEST(OpDef, NestedTooDeepIsAnErrorAndNotAStackOverflow) {
  std::string deep = "<OpDefCollection>";
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  EXPECT_THAT(ImportCatalog(deep, ImportFormat::kOpDef, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("nested too deep")));
}

TEST(Supplement, RowsThatSayTheSameAreOneHoweverManyThereAre) {
  std::string page =
      "## Op\n### Datatypes\n| Configuration | in[0] | out[0] |\n";
  for (int i = 0; i < 20000; ++i) {
    absl::StrAppend(&page, "| C", i, " | FLOAT_32 | FLOAT_32 |\n");
  }
  std::vector<ImportWarning> warnings;
  EXPECT_EQ(MustRead(page, warnings).FindOp("Op")->rows.size(), 1u);
}

// Replays a corpus that is made of the samples: every prefix, and every byte
// changed in turn. Whatever comes of it is an error or a catalog that can be
// read.
TEST(Import, NeverCrashesAndWritesOnlyWhatCanBeRead) {
  const auto replay = [](const std::string& bytes) {
    const absl::StatusOr<Imported> imported =
        ImportCatalog(bytes, ImportFormat::kAny, {});
    if (!imported.ok()) return;
    EXPECT_THAT(ParseUserCatalog(imported->json), IsOk()) << imported->json;
  };
  for (const absl::string_view sample : {kOpDef, kPage, kHtml, kDump}) {
    for (size_t i = 0; i < sample.size(); i += 7) {
      replay(std::string(sample.substr(0, i)));
      for (const char byte : {'\0', '<', '|', '\xFF', '9'}) {
        std::string changed(sample);
        changed[i] = byte;
        replay(changed);
      }
    }
  }
}

TEST(Markup, DecodesTheFiveEntitiesAndNumbers) {
  EXPECT_EQ(DecodeEntities("&lt;&gt;&amp;&quot;&apos;"), "<>&\"'");
  EXPECT_EQ(DecodeEntities("&#65;&#x20AC;"), "A\u20ac");
  EXPECT_EQ(DecodeEntities("a & b &unknown; &#0; &#xD800; &"),
            "a & b &unknown; &#0; &#xD800; &");
}

}  // namespace
}  // namespace opfit
