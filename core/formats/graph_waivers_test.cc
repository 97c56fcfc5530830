#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/finding/waiver.h"
#include "core/formats/annotated_graph.h"
#include "core/formats/limits.h"
#include "core/graph/builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

ReadResult Read(absl::string_view waivers) {
  return ReadAnnotatedGraph(
      absl::StrCat(
          R"({"format": "annotated-graph", "version": "1.0", "waivers": )",
          waivers, R"(, "nodes": []})"),
      0, Limits());
}

TEST(GraphWaivers, EveryKeyIsRead) {
  const ReadResult read = Read(
      R"([{"code": "OF103", "node": "add", "port": "in[0]", "x-by": "me",
           "reason": " known ", "expires": "2026-12-31"},
          {"code": "operatorunknown", "reason": "r", "port": null,
           "expires": null}])");
  EXPECT_THAT(read.findings, IsEmpty());
  ASSERT_THAT(read.waivers, SizeIs(2));
  const Waiver& waiver = read.waivers[0];
  EXPECT_EQ(waiver.code, Code::kDataTypesUnsupported);
  EXPECT_EQ(waiver.node, "add");
  EXPECT_EQ(waiver.port, "in[0]");
  EXPECT_EQ(waiver.reason, "known");
  EXPECT_EQ(ToString(*waiver.expires), "2026-12-31");
  EXPECT_TRUE(waiver.in_graph);
  EXPECT_EQ(waiver.place.pointer, "/waivers/0");
  EXPECT_EQ(read.waivers[1].code, Code::kOperatorUnknown);
  EXPECT_EQ(read.waivers[1].place.pointer, "/waivers/1");
  EXPECT_FALSE(read.waivers[1].expires.has_value());
}

TEST(GraphWaivers, NoneIsFine) {
  EXPECT_THAT(Read("[]").findings, IsEmpty());
  EXPECT_THAT(Read("null").findings, IsEmpty());
}

struct WrongWaiverCase {
  const char* name;
  const char* waiver;
  const char* message;
  const char* pointer;
};

class WrongWaiverTest : public testing::TestWithParam<WrongWaiverCase> {};

TEST_P(WrongWaiverTest, IsReportedAtItsPlaceAndWaivesNothing) {
  const ReadResult read = Read(absl::StrCat("[", GetParam().waiver, "]"));
  EXPECT_THAT(read.waivers, IsEmpty());
  ASSERT_THAT(read.findings, SizeIs(1));
  EXPECT_EQ(read.findings[0].code, Code::kSchemaViolation);
  EXPECT_EQ(read.findings[0].args[0], GetParam().message);
  EXPECT_EQ(read.findings[0].place.pointer, GetParam().pointer);
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, WrongWaiverTest,
    testing::ValuesIn<WrongWaiverCase>({
        {"NoReason", R"({"code": "OF103"})",
         "a waiver must have the key `reason`", "/waivers/0"},
        {"EmptyReason", R"({"code": "OF103", "reason": " "})",
         "a waiver must have a reason", "/waivers/0/reason"},
        {"NoSuchCode", R"({"code": "OF1O3", "reason": "r"})",
         "there is no code `OF1O3`; did you mean `OF103`?", "/waivers/0/code"},
        {"BrokenInput", R"({"code": "OF004", "reason": "r"})",
         "a finding of OF004 cannot be waived", "/waivers/0/code"},
        {"NoSuchDay",
         R"({"code": "OF103", "reason": "r", "expires": "2026-02-30"})",
         "`expires` must be a day such as 2026-12-31", "/waivers/0/expires"},
        {"OtherType", "7", "an element of `waivers` must be an object",
         "/waivers/0"},
    }),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace opfit
