#include "core/rules/ports.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/mapping.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "core/rules/context.h"
#include "core/testing/graph_lines.h"
#include "core/testing/small_catalog.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

struct AxisCase {
  Layout layout;
  int rank;
  std::vector<int> want;  // where axis 0, 1, … goes
};

TEST(ToBackendAxis, MovesTheChannelsOfAWeightToItsEnd) {
  const AxisCase kCases[] = {
      {Layout::kSame, 4, {0, 1, 2, 3}},
      {Layout::kOihwToHwio, 4, {3, 2, 0, 1}},
      {Layout::kIohwToHwio, 4, {2, 3, 0, 1}},
      {Layout::kOihwToHwio, 3, {2, 1, 0}},
      {Layout::kIohwToHwio, 3, {1, 2, 0}},
      {Layout::kOihwToHwio, 5, {4, 3, 0, 1, 2}},
      {Layout::kIohwToHwio, 5, {3, 4, 0, 1, 2}},
      {Layout::kOihwToHwio, 2, {1, 0}},
      {Layout::kIohwToHwio, 2, {0, 1}},
  };
  for (const AxisCase& c : kCases) {
    std::vector<int> have;
    for (int axis = 0; axis < c.rank; ++axis) {
      have.push_back(ToBackendAxis(c.layout, axis, c.rank));
    }
    EXPECT_EQ(have, c.want) << static_cast<int>(c.layout) << " " << c.rank;
  }
}

constexpr char kMappings[] = R"(
    "plain": {"to": [{"ops": [{"op": "Op"}]}]},
    "list": {"to": [{"ops": [{"op": "Op"}]}], "in": [{"arg": 0}]},
    "first": {"to": [{"ops": [{"op": "Op"}]}],
              "in": [{"arg": 0}, {"arg": 1, "list": "first"}]},
    "swapped": {"to": [{"ops": [{"op": "Op"}]}],
                "in": [{"arg": 1, "kwarg": "other"}, {"arg": 0}]},
    "implied": {"to": [{"ops": [{"op": "Op"}]}],
                "in": [{"arg": 0}, {"implied": "zeros"}]},
    "first_only": {"to": [{"ops": [{"op": "Op"}]}], "out": [0]},
    "_operator.getitem": {"structural": "getitem"},
    "identity": {"structural": "identity"})";

// The ports of the node `y`: "uint8, nothing -> plain int32".
std::string PortsOf(absl::string_view lines) {
  const ReadResult read =
      ReadGraph(GraphJson(absl::StrCat("x: input [2, 4]\n z: input [2, 4]\n"
                                       "i: input int64[2]\n",
                                       lines)),
                Limits());
  const Catalog catalog = MakeCatalog({"\"Op\": {}", kMappings});
  const Target target = TargetOf(catalog, "New@2.41");
  const RuleContext context(read.graph, catalog, target);
  NodePorts ports;
  for (const Node& node : read.graph.nodes()) {
    if (node.name != "y") continue;
    const Mapping* mapping = context.MappingOf(node);
    const absl::Span<const MappedInput> inputs =
        mapping == nullptr ? absl::Span<const MappedInput>()
                           : absl::MakeConstSpan(mapping->in);
    CollectPorts(context, node, mapping, inputs, ports);
  }
  const auto side = [&](const PortList& list) {
    return absl::StrJoin(list, ", ", [&](std::string* out, const Port& port) {
      *out += DescribePort(context, port);
    });
  };
  return absl::StrCat(side(ports.in), " -> ", side(ports.out));
}

struct PortCase {
  const char* name;
  const char* lines;
  const char* want;
};

class Ports : public testing::TestWithParam<PortCase> {};

TEST_P(Ports, AreTheArgumentsThatTheMappingNames) {
  EXPECT_EQ(PortsOf(GetParam().lines), GetParam().want);
}

constexpr PortCase kPorts[] = {
    {"ArgumentsInOrder", "y = plain(x, z) | x: u8, z: i8 -> u16",
     "uint8, int8 -> uint16"},
    {"OneTensorTwice", "y = plain(x, x) | x: u8 -> u8",
     "uint8, uint8 -> uint8"},
    {"NothingSaid", "y = plain(x)",
     "no quantization spec -> no quantization spec"},
    {"FloatOnPurpose", "y = plain(x) | x: float -> float",
     "float32 -> float32"},
    {"WhatTheProducerSays", "a = plain(x) | -> i8\n y = plain(a) | -> u8",
     "int8 -> uint8"},
    {"WhatTheConsumerSaysComesFirst",
     "a = plain(x) | -> i8\n y = plain(a) | a: u8 -> u8", "uint8 -> uint8"},
    {"IntegersKeepTheirType", "y = plain(x, i) int32[2] | x: u8, i: u8 -> u8",
     "uint8, plain int32 -> plain int32"},
    {"ANumber", "y = plain(x, 2.5) | x: u8 -> u8", "uint8, any type -> uint8"},
    {"AbsentInTheMiddle", "y = plain(x, null, z) | x: u8, z: i8 -> u8",
     "uint8, nothing, int8 -> uint8"},
    {"AbsentAtTheEnd", "y = plain(x, null) | x: u8 -> u8", "uint8 -> uint8"},
    {"AListOfTensors", "y = list([x, z, x]) | x: u8, z: i8 -> u8",
     "uint8, int8, uint8 -> uint8"},
    {"AnEmptyList", "y = list([]) | -> u8", " -> uint8"},
    {"TheFirstOfAList", "y = first(x, [i, z]) | x: u8, z: i8 -> u8",
     "uint8, plain int32 -> uint8"},
    {"OtherPorts", "y = swapped(x, z) | x: u8, z: i8 -> u8",
     "int8, uint8 -> uint8"},
    {"ByKeyword", "y = swapped(x, other=z) | x: u8, z: i8 -> u8",
     "int8, uint8 -> uint8"},
    {"AMissingArgument", "y = swapped(x) | x: u8 -> u8",
     "nothing, uint8 -> uint8"},
    {"AnImpliedTensor", "y = implied(x) | x: u8 -> u8",
     "uint8, any type -> uint8"},
    {"SeveralOutputs", "y = plain(x) [1], int64[1] | x: u8 -> [i8, float]",
     "uint8 -> int8, plain int32"},
    {"OnlyTheMappedOutput",
     "y = first_only(x) [1], int64[1] | x: u8 -> [i8, float]", "uint8 -> int8"},
    {"NullForATupleSaysNothing", "y = plain(x) [1], [1] | x: u8 -> float",
     "uint8 -> any type, any type"},
    {"ItemsSpeakForATuple",
     "y = plain(x) [1], [1] | x: u8 -> float\n"
     "a = _operator.getitem(y, 0) [1] | -> i8\n"
     "b = _operator.getitem(y, 1) [1] | -> u16",
     "uint8 -> int8, uint16"},
    {"AnItemThatIsNotThereSpeaksForNothing",
     "y = plain(x) [1], [1] | x: u8 -> float\n"
     "a = _operator.getitem(y, 2) [1] | -> i8\n"
     "b = _operator.getitem(y, -1) [1] | -> i8",
     "uint8 -> any type, any type"},
    {"WhatTheTupleSaysComesFirst",
     "y = plain(x) [1], [1] | x: u8 -> [u8, u8]\n"
     "a = _operator.getitem(y, 0) [1] | -> i8",
     "uint8 -> uint8, uint8"},
    {"ASharedSpecThatLeadsNowhere", "y = plain(x) | x: as q -> u8",
     "any type -> uint8"},
    {"BoundsThatDoNotFit", "y = plain(x) | x: u8 max=300 -> u8",
     "any type -> uint8"},
    {"PerChannel", "y = plain(x) | x: i8 axis=1 -> i4",
     "int8 per-channel (axis 1) -> int4"},
    {"PerChannelFromTheEnd", "y = plain(x) | x: i4 axis=-1 -> u8",
     "int4 per-channel (axis 1) -> uint8"},
    {"BlockWise", "y = plain(x) | x: i4 axis=0 block=1x2 -> u8",
     "int4 block-wise -> uint8"},
};

INSTANTIATE_TEST_SUITE_P(All, Ports, testing::ValuesIn(kPorts),
                         [](const auto& test) { return test.param.name; });

TEST(PortName, IsWhatTheReportCallsIt) {
  EXPECT_EQ(PortName(false, 1), "in[1]");
  EXPECT_EQ(PortName(true, 10), "out[10]");
}

}  // namespace
}  // namespace opfit
