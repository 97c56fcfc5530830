#include "core/testing/graph_lines.h"

#include <string>

#include "core/formats/graph_text.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

struct LineCase {
  const char* name;
  const char* line;  // the last of a graph that has `x` and `w`
  const char* want;  // as GraphText has it
};

class GraphLines : public testing::TestWithParam<LineCase> {};

TEST_P(GraphLines, AreReadAsTheNodeTheySay) {
  const std::string json = GraphJson(
      std::string("x: input [1, 8]\n w: param [4, 8]\n") + GetParam().line);
  const ReadResult read = ReadGraph(json, Limits());
  EXPECT_THAT(read.findings, testing::IsEmpty()) << json;
  ASSERT_EQ(read.graph.nodes().size(), 3) << json;
  EXPECT_EQ(NodeText(read.graph, read.graph.node(2)), GetParam().want) << json;
}

constexpr LineCase kLineCases[] = {
    {"Declaration", "c: const int64[2, s0]", "c: const -> INT_64[2, -1]"},
    {"DefaultTensor", "c: input", "c: input -> FLOAT_32[1, 4, 8, 8]"},
    {"Scalar", "c: input []", "c: input -> FLOAT_32[]"},
    {"Arguments", "y = t(x, null, [x, w], [1, 2], 0.5, true, \"a, b\", [])",
     "y: op t(x, null, [x, w], [1, 2], 0.5f, true, 'a, b', []) -> "
     "FLOAT_32[1, 4, 8, 8]"},
    {"KeywordArguments", "y = t(x, dim=-1, weight=w)",
     "y: op t(x) dim=-1 weight=w -> FLOAT_32[1, 4, 8, 8]"},
    {"Outputs", "y = t(x) [1, 2], int64[1]",
     "y: op t(x) -> FLOAT_32[1, 2] -> INT_64[1]"},
    {"NothingSaidOfTheOutput", "y = t(x) [1] | x: float",
     "y: op t(x) -> FLOAT_32[1] annotated x{float}"},
    {"NothingSaidOfAnInput", "y = t(x, w) [1] | x:, w: float",
     "y: op t(x, w) -> FLOAT_32[1] annotated x{none} w{float}"},
    {"OneSpecForEachOutput",
     "y = t(x) [1], int64[1] | -> [u8 no-scheme, float]",
     "y: op t(x) -> FLOAT_32[1] {quant UINT_8 min 0 max 255} -> INT_64[1] "
     "{float} annotated"},
    {"PerTensor", "y = t(x) [1] | x: u16 -> i8 affine scale=1/4 zero=-3",
     "y: op t(x) -> FLOAT_32[1] {quant INT_8 min -128 max 127 tensor scale "
     "[0.25] zero [-3]} annotated x{quant INT_32 min 0 max 65535 tensor}"},
    {"PerChannel", "y = t(w) [1] | w: i4 axis=0 block=1x4 scale=1;2 zero=0;0",
     "y: op t(w) -> FLOAT_32[1] annotated w{quant INT_8 min -8 max 7 "
     "channel-symmetric axis 0 block [1, 4] scale [1, 2] zero [0, 0]}"},
    {"Fixed", "y = t(x) [1] | -> u8 fixed scale=1 zero=0",
     "y: op t(x) -> FLOAT_32[1] {fixed UINT_8 min 0 max 255 tensor scale [1] "
     "zero [0]} annotated"},
    {"Shared", "y = t(x) [1] | x: as x -> as x>y",
     "y: op t(x) -> FLOAT_32[1] {shared x>y} annotated x{shared x}"},
    {"Derived", "y = t(x, w) [1] | w: product x>y w>y",
     "y: op t(x, w) -> FLOAT_32[1] annotated w{derived INT_32 min -2147483648 "
     "max 2147483647 tensor-symmetric x>y w>y}"},
    {"OtherWords",
     "y = t(x) [1] | -> u8 no-bounds min=0 scheme=per_channel_affine",
     "y: op t(x) -> FLOAT_32[1] {quant UINT_8 min 0 channel} annotated"},
    {"Json", "y = t(x) [1] | x: {\"kind\": \"quant\", \"dtype\": \"int8\"}",
     "y: op t(x) -> FLOAT_32[1] annotated x{quant INT_8}"},
    {"Unannotated", "y = t(x) [1] | x: float | unannotated",
     "y: op t(x) -> FLOAT_32[1] unannotated x{float}"},
    {"Unshared", "y = t(x) [1] | x: float | unshared",
     "y: op t(x) -> FLOAT_32[1] annotated unshared x{float}"},
};

INSTANTIATE_TEST_SUITE_P(All, GraphLines, testing::ValuesIn(kLineCases),
                         [](const auto& test) { return test.param.name; });

TEST(GraphLines, KeepMarksAroundWhatTheyEnclose) {
  EXPECT_EQ(SpecJson("«OF305 as x»"),
            "«OF305 {\"kind\": \"shared\", \"with\": {\"node\": \"x\"}}»");
  EXPECT_EQ(SpecJson("«OF302 «OF303 float»»"), "«OF302 «OF303 null»»");
  EXPECT_THAT(GraphJson("«OF403 y = t()»"),
              testing::HasSubstr("\n«OF403 {\"name\": \"y\""));
}

}  // namespace
}  // namespace opfit
