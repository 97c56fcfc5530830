// The matcher against the naive one, on every combination of a few kinds of
// tensors at all ports of real operators and of small made-up ones.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "catalogs/htp_blob.h"
#include "catalogs/htp_dialects_blob.h"
#include "core/catalog/catalog.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "core/rules/context.h"
#include "core/rules/ports.h"
#include "core/rules/rows.h"
#include "core/rules/verdict.h"
#include "core/testing/graph_lines.h"
#include "core/testing/naive_matcher.h"
#include "core/testing/small_catalog.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

// A kind of tensor, for the real matcher and for the naive one.
struct Kind {
  const char* type;  // before the sizes
  const char* spec;  // empty: not quantized
  NaiveTensor naive;
};

NaiveTensor Quantized(const char* dtype, const char* encoding, bool is_signed,
                      bool symmetric, int bits, int axis_from_end = 0) {
  NaiveTensor tensor;
  tensor.connected = true;
  tensor.dtype = dtype;
  tensor.encoding = encoding;
  tensor.is_signed = is_signed;
  tensor.symmetric = symmetric;
  tensor.bits = bits;
  tensor.axis = axis_from_end;  // completed with the rank
  return tensor;
}

NaiveTensor Plain(const char* dtype) {
  NaiveTensor tensor;
  tensor.connected = true;
  tensor.dtype = dtype;
  return tensor;
}

NaiveTensor WithValues(NaiveTensor tensor, const char* scale,
                       const char* zero_point) {
  tensor.scale = scale;
  tensor.zero_point = zero_point;
  return tensor;
}

const std::map<std::string, Kind>& Kinds() {
  static const auto* const kKinds = new std::map<std::string, Kind>{
      {"none", {}},
      {"u8",
       {"", "u8",
        Quantized("UFIXED_POINT_8", "SCALE_OFFSET", false, false, 8)}},
      {"u8=",
       {"", "u8 scale=0.5 zero=3",
        WithValues(Quantized("UFIXED_POINT_8", "SCALE_OFFSET", false, false, 8),
                   "0.5", "3")}},
      {"i8",
       {"", "i8", Quantized("SFIXED_POINT_8", "SCALE_OFFSET", true, true, 8)}},
      {"i8 affine",
       {"", "i8 affine",
        Quantized("SFIXED_POINT_8", "SCALE_OFFSET", true, false, 8)}},
      {"i8 channel",
       {"", "i8 axis=-1",
        Quantized("SFIXED_POINT_8", "AXIS_SCALE_OFFSET", true, true, 8, -1)}},
      {"i8 axis",
       {"", "i8 axis=-2",
        Quantized("SFIXED_POINT_8", "AXIS_SCALE_OFFSET", true, true, 8, -2)}},
      {"i4 channel",
       {"", "i4 axis=-1",
        Quantized("SFIXED_POINT_8", "BW_AXIS_SCALE_OFFSET", true, true, 4,
                  -1)}},
      {"i4 block",
       {"", "i4 axis=-1 block=1",
        Quantized("SFIXED_POINT_8", "BLOCKWISE_EXPANSION", true, true, 4, -1)}},
      {"u16",
       {"", "u16",
        Quantized("UFIXED_POINT_16", "SCALE_OFFSET", false, false, 16)}},
      {"u16=",
       {"", "u16 scale=1/65536 zero=0",
        WithValues(
            Quantized("UFIXED_POINT_16", "SCALE_OFFSET", false, false, 16),
            "1/65536", "0")}},
      {"i16",
       {"", "i16",
        Quantized("SFIXED_POINT_16", "SCALE_OFFSET", true, true, 16)}},
      {"i32",
       {"", "i32",
        Quantized("SFIXED_POINT_32", "SCALE_OFFSET", true, true, 32)}},
      {"f32", {"float32", "", Plain("FLOAT_32")}},
      {"int32", {"int32", "", Plain("INT_32")}},
      {"bool", {"bool", "", Plain("BOOL_8")}},
  };
  return *kKinds;
}

// One position of an operator and what may stand there.
struct Position {
  bool is_output = false;
  bool constant = false;
  std::vector<int> sizes;
  std::vector<std::string> kinds;
};

struct Space {
  const char* op;
  std::vector<Position> positions;
};

std::string SizesText(const std::vector<int>& sizes) {
  return absl::StrCat("[", absl::StrJoin(sizes, ", "), "]");
}

// Every tensor that may stand somewhere, as the two matchers see it.
class Tensors {
 public:
  Tensors(const Space& space, const Catalog& catalog, const Target& target)
      : read_(ReadGraph(GraphJson(Lines(space)), Limits())),
        context_(read_.graph, catalog, target) {
    EXPECT_TRUE(read_.findings.empty());
    for (const Node& node : read_.graph.nodes()) {
      if (node.kind != NodeKind::kOp) continue;
      NodePorts ports;
      CollectPorts(context_, node, nullptr, {}, ports);
      ports_[std::string(node.name)] = ports.in.front();
    }
  }

  const RuleContext& context() const { return context_; }
  const Port& PortOf(size_t position, size_t kind) const {
    return ports_.at(absl::StrCat("p", position, "_", kind));
  }

 private:
  static std::string Lines(const Space& space) {
    std::string lines;
    for (size_t p = 0; p < space.positions.size(); ++p) {
      const Position& position = space.positions[p];
      for (size_t k = 0; k < position.kinds.size(); ++k) {
        if (position.kinds[k] == "none") continue;
        const Kind& kind = Kinds().at(position.kinds[k]);
        const std::string id = absl::StrCat(p, "_", k);
        absl::StrAppend(
            &lines, "v", id, ": ", position.constant ? "param " : "input ",
            kind.type, SizesText(position.sizes), "\np", id, " = probe(v", id,
            ") | v", id, ": ", *kind.spec == '\0' ? "float" : kind.spec, "\n");
      }
    }
    return lines;
  }

  ReadResult read_;
  RuleContext context_;
  std::map<std::string, Port> ports_;
};

NaiveTensor NaiveOf(const Position& position, size_t kind) {
  NaiveTensor tensor = Kinds().at(position.kinds[kind]).naive;
  tensor.constant = position.constant;
  tensor.rank = static_cast<int>(position.sizes.size());
  if (tensor.axis < 0) tensor.axis += tensor.rank;
  return tensor;
}

// Compares the two matchers on the whole space.
void CompareAll(const Space& space, const nlohmann::json& entry,
                const Catalog& catalog, const Target& target) {
  const OpEntry* op = catalog.FindOp(space.op);
  ASSERT_NE(op, nullptr) << space.op;
  const Candidate candidate = MakeCandidate(*op, "", target);
  const Tensors tensors(space, catalog, target);
  const NaiveTarget naive_target{target.arch_number,
                                 target.sdk.major + target.sdk.minor / 100.0,
                                 target.runs_float == Ability::kYes};
  const Node& any_node = tensors.context().graph().nodes().front();
  std::vector<size_t> choice(space.positions.size(), 0);
  int disagreements = 0;
  for (bool done = false; !done && disagreements < 5;) {
    NodePorts ports;
    NaiveNode naive;
    std::string what = absl::StrCat(space.op, " on ", ToString(target), ":");
    for (size_t p = 0; p < choice.size(); ++p) {
      const Position& position = space.positions[p];
      const std::string& name = position.kinds[choice[p]];
      absl::StrAppend(&what, position.is_output ? " -> " : " ", name);
      (position.is_output ? ports.out : ports.in)
          .push_back(name == "none" ? Port() : tensors.PortOf(p, choice[p]));
      (position.is_output ? naive.out : naive.in)
          .push_back(NaiveOf(position, choice[p]));
    }
    while (!ports.in.empty() && !ports.in.back().present) {
      ports.in.pop_back();
      naive.in.pop_back();
    }
    const NodeView view{tensors.context(), any_node, nullptr, ports};
    const Verdict verdict = Judge(view, {&candidate, 1});
    const NaiveAnswer answer = MatchNaively(entry, naive, naive_target);
    const bool fits = verdict.kind == Verdict::Kind::kFits ||
                      (verdict.kind == Verdict::Kind::kUndecided &&
                       verdict.best.Accepts() && verdict.rejection != nullptr);
    const bool agree =
        fits == answer.accepted &&
        (verdict.kind == Verdict::Kind::kTypes) == !answer.types_listed &&
        (answer.types_listed ||
         static_cast<int>(verdict.best.violations.size()) == answer.nearest);
    EXPECT_TRUE(agree) << what << "\n  the matcher: kind "
                       << static_cast<int>(verdict.kind) << " with "
                       << verdict.best.violations.size()
                       << " changes; naively: accepted " << answer.accepted
                       << ", types listed " << answer.types_listed << ", "
                       << answer.nearest << " changes";
    disagreements += agree ? 0 : 1;
    done = true;
    for (size_t p = 0; p < choice.size(); ++p) {
      if (++choice[p] < space.positions[p].kinds.size()) {
        done = false;
        break;
      }
      choice[p] = 0;
    }
  }
}

const std::vector<std::string> kActivations = {"u8",  "i8",  "u16",
                                               "i16", "f32", "int32"};

const std::vector<Space>& RealSpaces() {
  static const auto* const kSpaces = new std::vector<Space>{
      {"Conv2d",
       {{false, false, {1, 8, 8, 4}, kActivations},
        {false,
         true,
         {3, 3, 4, 8},
         {"u8", "i8", "i8 channel", "i8 axis", "i4 channel", "i4 block", "i16",
          "u16", "f32"}},
        {false, true, {8}, {"none", "u8", "i32", "f32"}},
        {true, false, {1, 8, 8, 8}, kActivations}}},
      {"FullyConnected",
       {{false, false, {1, 4}, kActivations},
        {false, false, {8, 4}, {"u8", "i8", "i8 channel", "i8 axis", "i16"}},
        {false, true, {8}, {"none", "u8", "i32"}},
        {true, false, {1, 8}, kActivations}}},
      {"MatMul",
       {{false, false, {1, 4, 4}, kActivations},
        {false, false, {1, 4, 4}, {"u8", "i8", "i8 channel", "u16", "i16"}},
        {true, false, {1, 4, 4}, kActivations}}},
      {"LayerNorm",
       {{false, false, {1, 4, 4}, kActivations},
        {false, true, {4}, {"none", "u8", "i8 affine", "i16", "f32"}},
        {false, true, {4}, {"none", "u8", "i32", "u16"}},
        {true, false, {1, 4, 4}, kActivations}}},
      {"ElementWiseSelect",
       {{false, false, {1, 4}, {"bool", "u8", "int32", "f32"}},
        {false, false, {1, 4}, kActivations},
        {false, false, {1, 4}, kActivations},
        {true, false, {1, 4}, kActivations}}},
      {"Concat",
       {{false, false, {1, 4}, {"u8", "u8=", "i8", "u16", "u16=", "f32"}},
        {false,
         false,
         {1, 4},
         {"none", "u8", "u8=", "i8", "u16", "u16=", "int32"}},
        {false, false, {1, 4, 4, 4, 4, 4}, {"none", "u8=", "u16="}},
        {true, false, {1, 8}, {"u8", "u8=", "i8", "u16=", "f32"}}}},
      {"Sigmoid",
       {{false, false, {1, 4}, {"u8", "i8", "u16", "u16=", "i16", "f32"}},
        {true, false, {1, 4}, {"u8", "i8", "u16", "u16=", "i16", "f32"}}}},
      {"Gather",
       {{false, false, {1, 4}, {"u8", "u8=", "u16=", "f32", "int32"}},
        {false, false, {2}, {"int32", "u8", "i32", "bool"}},
        {true, false, {1, 2}, {"u8", "u8=", "u16=", "f32", "int32"}}}},
      {"Reshape",
       {{false, false, {1, 4}, {"u8", "u8=", "i8", "u16", "f32", "bool"}},
        {false, true, {2}, {"none", "int32", "u8"}},
        {true, false, {4}, {"u8", "u8=", "i8", "u16", "f32", "bool"}}}},
      {"Split",
       {{false, false, {1, 4}, {"u8", "u8=", "u16", "f32", "int32"}},
        {true, false, {1, 2}, {"u8", "u8=", "u16", "f32", "int32"}},
        {true, false, {1, 2}, {"u8", "u8=", "u16", "f32", "int32"}}}},
  };
  return *kSpaces;
}

class Exhaustive : public testing::TestWithParam<const char*> {};

TEST_P(Exhaustive, TheMatcherAgreesWithTheNaiveOneOnRealOperators) {
  const absl::string_view text = embedded::HtpCatalog();
  const nlohmann::json document =
      nlohmann::json::parse(text.begin(), text.end());
  const absl::StatusOr<Catalog> catalog =
      ParseCatalog(text, embedded::HtpDialects());
  ASSERT_TRUE(catalog.ok());
  const Target target = TargetOf(*catalog, GetParam());
  for (const Space& space : RealSpaces()) {
    CompareAll(space, document["ops"]["ops"][space.op], *catalog, target);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Exhaustive,
                         testing::Values("SM8350@2.41", "SM8450@2.45",
                                         "SM8750@2.41", "SM8750@2.49"));

constexpr char kVariadic[] = R"({
    "ports": {"in": [{}, {"variadic": true, "optional": true}], "out": [{}]},
    "conditions": [{"port": "in[1]", "symmetric": true, "sources": [0]},
                   {"port": "in[1]", "shares": "out[0]", "sources": [0]}],
    "rows": [
      {"in": ["UFIXED_POINT_8", "SFIXED_POINT_8"], "out": ["UFIXED_POINT_8"],
       "when": [0], "sources": [0]},
      {"in": ["UFIXED_POINT_8", "UFIXED_POINT_8"], "out": ["UFIXED_POINT_8"],
       "when": [1], "sources": [0]},
      {"in": ["FLOAT_32", null], "out": ["FLOAT_32"], "sources": [0]}]})";

constexpr char kOptional[] = R"({
    "ports": {"in": [{"optional": true},
                     {"encodings": ["AXIS_SCALE_OFFSET", "SCALE_OFFSET"],
                      "channel_axis": "last"},
                     {"optional": true}], "out": [{}]},
    "conditions": [
      {"port": "in[1]", "if": {"encoding": ["AXIS_SCALE_OFFSET"]},
       "axis": "channel", "arch": "v73", "sources": [0]},
      {"port": "in[1]", "encodings": ["SCALE_OFFSET"], "sources": [0]},
      {"port": "in[2]", "absent": true, "sources": [0]}],
    "rows": [
      {"in": ["UFIXED_POINT_8", ["SFIXED_POINT_8", "UFIXED_POINT_8"], null],
       "out": ["UFIXED_POINT_8"], "when": [0], "sources": [0]},
      {"in": ["UFIXED_POINT_8", "SFIXED_POINT_8", "UFIXED_POINT_8"],
       "out": ["UFIXED_POINT_8"], "when": [1, 2], "sources": [0]},
      {"in": [null, "FLOAT_32", "FLOAT_32"], "out": ["FLOAT_32"],
       "sources": [0]},
      {"in": ["FLOAT_32", "UFIXED_POINT_8"], "out": ["UFIXED_POINT_8"],
       "since": "2.42", "sources": [0]},
      {"in": ["UFIXED_POINT_8", "UFIXED_POINT_8"], "out": ["SFIXED_POINT_8"],
       "sets": true, "sources": [0]}]})";

class ExhaustiveSmall : public testing::TestWithParam<const char*> {};

TEST_P(ExhaustiveSmall, TheMatcherAgreesWithTheNaiveOneOnMadeUpOperators) {
  const Catalog catalog = MakeCatalog(
      {absl::StrCat("\"Variadic\": ", kVariadic, ", \"Optional\": ", kOptional),
       ""});
  const Target target = TargetOf(catalog, GetParam());
  const std::vector<std::string> some = {"none", "u8=",       "u8",
                                         "i8",   "i8 affine", "f32"};
  const std::vector<std::string> most = {"u8=", "u8", "i8", "f32"};
  CompareAll({"Variadic",
              {{false, false, {4}, most},
               {false, false, {4}, some},
               {false, false, {4}, some},
               {true, false, {4}, most}}},
             nlohmann::json::parse(kVariadic), catalog, target);
  CompareAll({"Optional",
              {{false, false, {4}, some},
               {false,
                true,
                {4, 4},
                {"none", "u8", "i8", "i8 channel", "i8 axis", "f32"}},
               {false, false, {4}, some},
               {true, false, {4}, most}}},
             nlohmann::json::parse(kOptional), catalog, target);
}

INSTANTIATE_TEST_SUITE_P(All, ExhaustiveSmall,
                         testing::Values("Old@2.41", "New@2.41", "New@2.42"));

}  // namespace
}  // namespace opfit
