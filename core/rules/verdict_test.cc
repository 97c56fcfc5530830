#include "core/rules/verdict.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "core/rules/context.h"
#include "core/rules/ports.h"
#include "core/rules/rows.h"
#include "core/testing/graph_lines.h"
#include "core/testing/small_catalog.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using Kind = Verdict::Kind;

constexpr const char* kKinds[] = {"fits",     "undecided", "gated",
                                  "violated", "types",     "no rows"};

// One node before the rows of Op, for one target.
class Bench {
 public:
  Bench(const std::string& op, absl::string_view node,
        absl::string_view target = "New@2.41")
      : catalog_(MakeCatalog({absl::StrCat("\"Op\": ", op), ""})),
        target_(TargetOf(catalog_, target)),
        read_(ReadGraph(
            GraphJson(absl::StrCat("x: input\nz: input\ny = Op", node)),
            Limits())),
        context_(read_.graph, catalog_, target_),
        candidates_({MakeCandidate(*catalog_.FindOp("Op"), "", target_)}) {
    CollectPorts(context_, node_(), nullptr, {}, ports_);
  }

  Verdict Judge() const { return opfit::Judge(View(), candidates_); }
  // "gated #2 (1 change)".
  std::string Text() const {
    const Verdict verdict = Judge();
    std::string text = kKinds[static_cast<size_t>(verdict.kind)];
    if (verdict.best.row == nullptr) return text;
    absl::StrAppend(&text, " #", verdict.best.row->number);
    const size_t changes = verdict.best.violations.size();
    if (changes > 0) absl::StrAppend(&text, " ", changes, " changes");
    return text;
  }
  NodeView View() const { return {context_, node_(), nullptr, ports_}; }
  const OpEntry& entry() const { return *catalog_.FindOp("Op"); }
  const Catalog& catalog() const { return catalog_; }
  const NodePorts& ports() const { return ports_; }
  const Target& target() const { return target_; }

 private:
  const Node& node_() const { return read_.graph.nodes().back(); }

  Catalog catalog_;
  Target target_;
  ReadResult read_;
  RuleContext context_;
  std::vector<Candidate> candidates_;
  NodePorts ports_;
};

// Two inputs, one output, no conditions.
std::string Op(absl::string_view rows, absl::string_view rest = "") {
  return absl::StrCat(R"({"ports": {"in": [{}, {}], "out": [{}]}, )",
                      R"("conditions": [
    {"port": "in[0]", "symmetric": true, "sources": [0]},
    {"port": "in[1]", "symmetric": true, "sources": [0]},
    {"port": "out[0]", "symmetric": true, "severity": "warning",
     "sources": [0]},
    {"port": "in[0]", "arch": "v79", "severity": "warning", "sources": [0]}],)",
                      R"("rows": [)", rows, "]", rest, "}");
}

#define U8 "\"UFIXED_POINT_8\""
#define I8 "\"SFIXED_POINT_8\""
#define U16 "\"UFIXED_POINT_16\""
#define F32 "\"FLOAT_32\""
#define ROW(in0, in1, out0, rest) \
  "{\"in\": [" in0 ", " in1 "], \"out\": [" out0 "], \"sources\": [0]" rest "}"

constexpr char kUInt8[] = "(x, z) | x: u8, z: u8 -> u8";

struct VerdictCase {
  const char* name;
  const char* rows;
  const char* node;
  const char* target;
  const char* want;
};

class Verdicts : public testing::TestWithParam<VerdictCase> {};

TEST_P(Verdicts, NameTheRowThatIsNearest) {
  const Bench bench(Op(GetParam().rows), GetParam().node, GetParam().target);
  EXPECT_EQ(bench.Text(), GetParam().want);
}

constexpr VerdictCase kVerdicts[] = {
    {"NoRows", "", kUInt8, "New@2.41", "no rows"},
    {"Fits", ROW(U8, U8, U8, ""), kUInt8, "New@2.41", "fits #1"},
    {"TheFirstThatFits", ROW(U8, U8, U8, "") "," ROW(U8, U8, U8, ""), kUInt8,
     "New@2.41", "fits #1"},
    {"ALaterOneThatFits",
     ROW(U8, U8, U8, ", \"when\": [0]") "," ROW(U8, U8, U8, ""), kUInt8,
     "New@2.41", "fits #2"},
    {"OneThatFitsWithoutWarning",
     ROW(U8, U8, U8, ", \"when\": [2]") "," ROW(U8, U8, U8, ""), kUInt8,
     "New@2.41", "fits #2"},
    {"OneThatFitsWithAWarning", ROW(U8, U8, U8, ", \"when\": [2]"), kUInt8,
     "New@2.41", "fits #1"},
    {"FitsOneOfSeveralTypes", ROW("[" I8 ", " U8 "]", U8, U8, ""), kUInt8,
     "New@2.41", "fits #1"},

    {"OtherTypes", ROW(U16, U16, U16, ""), kUInt8, "New@2.41",
     "types #1 3 changes"},
    {"TheFewestChanges", ROW(U16, U16, U16, "") "," ROW(U8, U8, I8, ""), kUInt8,
     "New@2.41", "types #2 1 changes"},
    {"TiesGoToTheEarlierRow", ROW(U16, U8, U8, "") "," ROW(U8, U8, I8, ""),
     kUInt8, "New@2.41", "types #1 1 changes"},
    {"ConditionsCountAsChanges",
     ROW(U16, U8, U8, ", \"when\": [0]") "," ROW(U8, U8, I8, ""), kUInt8,
     "New@2.41", "types #2 1 changes"},
    {"ARowForThisTargetBeforeANearerOne",
     ROW(U8, U8, I8, ", \"arch\": \"v79\"") "," ROW(U16, U16, U16, ""), kUInt8,
     "New@2.41", "types #2 3 changes"},
    {"AMissingTensorIsAChange", ROW(U8, U8, U8, ""), "(x) | x: u8 -> u8",
     "New@2.41", "types #1 1 changes"},
    {"ASurplusTensorIsAChange", ROW(U8, U8, U8, ""),
     "(x, z, x) | x: u8, z: u8 -> u8", "New@2.41", "types #1 1 changes"},
    {"WhatMayNotBeConnectedIsAChange", ROW(U8, "null", U8, ""), kUInt8,
     "New@2.41", "types #1 1 changes"},

    {"Violated", ROW(U8, U8, U8, ", \"when\": [0, 1]"), kUInt8, "New@2.41",
     "violated #1 2 changes"},
    {"TheLeastViolated",
     ROW(U8, U8, U8, ", \"when\": [0, 1]") "," ROW(U8, U8, U8,
                                                   ", \"when\": [1]"),
     kUInt8, "New@2.41", "violated #2 1 changes"},
    {"ViolatedBeforeOtherTypes",
     ROW(I8, U8, U8, "") "," ROW(U8, U8, U8, ", \"when\": [0, 1]"), kUInt8,
     "New@2.41", "violated #2 2 changes"},

    {"Gated", ROW(U8, U8, U8, ", \"arch\": \"v73\""), kUInt8, "Old@2.41",
     "gated #1"},
    {"TheGateIsInclusive", ROW(U8, U8, U8, ", \"arch\": \"v73\""), kUInt8,
     "New@2.41", "fits #1"},
    {"GatedBySdk", ROW(U8, U8, U8, ", \"since\": \"2.42\""), kUInt8, "New@2.41",
     "gated #1"},
    {"TheSdkIsInclusive", ROW(U8, U8, U8, ", \"since\": \"2.42\""), kUInt8,
     "New@2.42", "fits #1"},
    {"GatedByFloat", ROW(F32, F32, F32, ""),
     "(x, z) | x: float, z: float -> float", "Old@2.41", "gated #1"},
    {"TheLowestGate",
     ROW(U8, U8, U8, ", \"arch\": \"v81\"") "," ROW(U8, U8, U8,
                                                    ", \"arch\": \"v79\""),
     kUInt8, "New@2.41", "gated #2"},
    {"GatedBeforeViolated",
     ROW(U8, U8, U8, ", \"when\": [0]") "," ROW(U8, U8, U8,
                                                ", \"arch\": \"v79\""),
     kUInt8, "New@2.41", "gated #2"},
    {"ARowWithoutAGateBeforeAGatedOne",
     ROW(U8, U8, U8, ", \"arch\": \"v79\"") "," ROW(U8, U8, U8, ""), kUInt8,
     "New@2.41", "fits #2"},

    {"Disputed",
     ROW(U8, U8, U8, ", \"disputed\": {\"text\": \"so\", \"sources\": [1]}"),
     kUInt8, "New@2.41", "undecided #1"},
    {"Sets", ROW(U8, U8, U8, ", \"sets\": true"), kUInt8, "New@2.41",
     "undecided #1"},
    {"AnUnknownArchitecture", ROW(U8, U8, U8, ", \"arch\": \"v73\""), kUInt8,
     "Odd@2.41", "undecided #1"},
    {"AnSdkIsKnownOfAnyChip", ROW(U8, U8, U8, ", \"since\": \"2.42\""), kUInt8,
     "Odd@2.41", "gated #1"},
    {"UnknownWhetherItRunsFloat", ROW(F32, F32, F32, ""),
     "(x, z) | x: float, z: float -> float", "Odd@2.41", "undecided #1"},
    {"AGateThatOnlyWarns", ROW(U8, U8, U8, ", \"when\": [3]"), kUInt8,
     "New@2.41", "undecided #1"},
    {"CertainBeforeUndecided",
     ROW(U8, U8, U8, ", \"sets\": true") "," ROW(U8, U8, U8, ""), kUInt8,
     "New@2.41", "fits #2"},
    {"UndecidedBeforeGated",
     ROW(U8, U8, U8, ", \"arch\": \"v79\"") "," ROW(U8, U8, U8,
                                                    ", \"sets\": true"),
     kUInt8, "New@2.41", "undecided #2"},
};

INSTANTIATE_TEST_SUITE_P(All, Verdicts, testing::ValuesIn(kVerdicts),
                         [](const auto& test) { return test.param.name; });

TEST(Verdict, OfAGateNamesWhatTheTargetTakesInstead) {
  const Bench bench(
      Op(ROW(U8, U8, U8, ", \"arch\": \"v79\"") "," ROW(U8, U8, I8, "")),
      kUInt8);
  const Verdict verdict = bench.Judge();
  EXPECT_EQ(verdict.kind, Kind::kGated);
  ASSERT_TRUE(verdict.alternative.has_value());
  EXPECT_EQ(verdict.alternative->row->number, 2);
}

TEST(Verdict, OfAGateHasNoAlternativeWhereAllRowsAreGated) {
  const Bench bench(Op(ROW(U8, U8, U8, ", \"arch\": \"v79\"")), kUInt8);
  EXPECT_FALSE(bench.Judge().alternative.has_value());
}

constexpr char kRejected[] = R"(, "rejected": [
    {"in": [null, "UFIXED_POINT_8"], "text": "seen to fail", "sources": [1]}])";

TEST(Verdict, WhatWasSeenToFailIsUndecidedThoughItFits) {
  const Bench bench(Op(ROW(U8, U8, U8, ""), kRejected), kUInt8);
  EXPECT_EQ(bench.Text(), "undecided #1");
  ASSERT_NE(bench.Judge().rejection, nullptr);
  EXPECT_EQ(bench.Judge().rejection->text, "seen to fail");
}

TEST(Verdict, WhatWasSeenToFailConcernsTheseTypesOnly) {
  const Bench bench(Op(ROW(U8, U16, U8, ""), kRejected),
                    "(x, z) | x: u8, z: u16 -> u8");
  EXPECT_EQ(bench.Text(), "fits #1");
  EXPECT_EQ(bench.Judge().rejection, nullptr);
}

TEST(Verdict, WhatWasSeenToFailExplainsWhatDoesNotFit) {
  const Bench bench(Op(ROW(U16, U8, U8, ""), kRejected), kUInt8);
  EXPECT_EQ(bench.Text(), "types #1 1 changes");
  EXPECT_NE(bench.Judge().rejection, nullptr);
}

TEST(Concerns, OneOperationOnly) {
  const Bench bench(Op(ROW(U8, U8, U8, ""), R"(, "rejected": [
          {"operations": ["MOD"], "text": "a", "sources": [1]},
          {"if": {"operation": ["MOD"]}, "text": "b", "sources": [1]}])"),
                    kUInt8);
  for (const KnownFailure& failure : bench.entry().rejected) {
    EXPECT_TRUE(Concerns(failure, bench.entry(), "MOD", bench.View()))
        << failure.text;
    EXPECT_FALSE(Concerns(failure, bench.entry(), "ADD", bench.View()))
        << failure.text;
  }
}

TEST(Concerns, OneSdkOnly) {
  const std::string op = Op(ROW(U8, U8, U8, ""), R"(, "caveats": [
      {"if": {"sdk_below": "2.42"}, "text": "a", "sources": [1]}])");
  const Bench before(op, kUInt8, "New@2.41");
  const Bench after(op, kUInt8, "New@2.42");
  EXPECT_TRUE(
      Concerns(before.entry().caveats[0], before.entry(), "", before.View()));
  EXPECT_FALSE(
      Concerns(after.entry().caveats[0], after.entry(), "", after.View()));
}

TEST(Rows, HaveNamesAndSignatures) {
  const Bench bench(
      R"({"ports": {"in": [{}, {"optional": true}, {"variadic": true}],
                    "out": [{}]},
          "rows": [{"config": "INT8", "in": ["INT_32", "UFIXED_POINT_8",
                    ["INT_8", "SFIXED_POINT_8"]], "out": ["FLOAT_16"],
                    "sources": [0]},
                   {"in": ["BOOL_8", null, "INT_8"], "out": ["BOOL_8"],
                    "sources": [0]}]})",
      kUInt8);
  const std::vector<Row>& rows = bench.entry().rows;
  EXPECT_EQ(RowName(bench.catalog(), bench.entry(), rows[0]), "htp Op INT8 #1");
  EXPECT_EQ(RowSignature(bench.entry(), rows[0]),
            "in[0] plain int32, in[1]? uint8, in[2…] plain int8 or int8 → "
            "out[0] float16");
  EXPECT_EQ(RowSignature(bench.entry(), rows[1]),
            "in[0] bool, in[2…] plain int8 → out[0] bool");
  EXPECT_EQ(NodeSignature(bench.View()),
            "in[0] uint8, in[1] uint8 → out[0] uint8");
}

TEST(TakesThrough, AsksOnlyRowsThatTheTargetMayUse) {
  const auto takes = [](const std::string& rows) {
    const Bench bench(Op(rows), kUInt8, "Old@2.41");
    return TakesThrough(bench.entry(), bench.target(), bench.ports());
  };
  EXPECT_FALSE(takes(ROW(U8, U8, I8, "")));
  EXPECT_FALSE(takes(ROW(U8, U16, U8, "")));
  EXPECT_FALSE(takes(ROW(U8, U8, U8, ", \"arch\": \"v73\"")));
  EXPECT_FALSE(takes(ROW(U8, U8, U8, ", \"sets\": true")));
  EXPECT_FALSE(takes(
      ROW(U8, U8, U8, ", \"disputed\": {\"text\": \"so\", \"sources\": [1]}")));
  EXPECT_TRUE(takes(ROW(U8, U8, U8, "")));
}

}  // namespace
}  // namespace opfit
