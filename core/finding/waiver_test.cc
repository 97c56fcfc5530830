#include "core/finding/waiver.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Finding At(Code code, absl::string_view node, absl::string_view port) {
  Finding finding = MakeFinding(code);
  finding.node = std::string(node);
  finding.port = std::string(port);
  return finding;
}

Waiver Of(Code code, absl::string_view node, absl::string_view port) {
  Waiver waiver{};
  waiver.code = code;
  waiver.node = std::string(node);
  waiver.port = std::string(port);
  waiver.reason = "known";
  return waiver;
}

constexpr Code kCode = Code::kDataTypesUnsupported;

// Whether a finding at conv1 in[1] of models/vit.json is waived.
bool Waives(const Waiver& waiver, std::optional<Date> today = {},
            absl::string_view file = "models/vit.json") {
  std::vector<Finding> findings = {At(kCode, "conv1", "in[1]")};
  const std::vector<Waiver> waivers = {waiver};
  std::vector<WaiverUse> used(1);
  ApplyWaivers(WaiverIndex(waivers), file, today, findings, used);
  EXPECT_EQ(findings[0].waived.has_value(), used[0] == WaiverUse::kUsed);
  return used[0] == WaiverUse::kUsed;
}

TEST(Waiver, MatchesCodeNodeAndPort) {
  EXPECT_TRUE(Waives(Of(kCode, "conv1", "in[1]")));
  EXPECT_TRUE(Waives(Of(kCode, "conv1", "")));
  EXPECT_FALSE(Waives(Of(kCode, "conv1", "in[0]")));
  EXPECT_FALSE(Waives(Of(kCode, "conv", "in[1]")));
  EXPECT_FALSE(Waives(Of(kCode, "", "in[1]")));
  EXPECT_FALSE(Waives(Of(Code::kScaleInvalid, "conv1", "in[1]")));
}

TEST(Waiver, FileIsAPathOrTheEndOfOne) {
  Waiver waiver = Of(kCode, "conv1", "");
  for (const char* file :
       {"vit.json", "models/vit.json", "./models/vit.json"}) {
    waiver.file = file;
    EXPECT_TRUE(Waives(waiver)) << file;
    EXPECT_TRUE(Waives(waiver, {}, "/ci/models/vit.json")) << file;
  }
  for (const char* file : {"it.json", "other/vit.json", "models", "vit"}) {
    waiver.file = file;
    EXPECT_FALSE(Waives(waiver)) << file;
  }
}

TEST(Waiver, LastDayStillCounts) {
  Waiver waiver = Of(kCode, "conv1", "");
  waiver.expires = ParseDate("2026-12-31");
  EXPECT_TRUE(Waives(waiver, ParseDate("2026-12-30")));
  EXPECT_TRUE(Waives(waiver, ParseDate("2026-12-31")));
  EXPECT_FALSE(Waives(waiver, ParseDate("2027-01-01")));
  EXPECT_TRUE(Waives(waiver));
}

TEST(Waiver, BrokenInputIsNeverWaived) {
  for (const CodeInfo& info : AllCodes()) {
    std::vector<Finding> findings = {At(info.code, "a", "")};
    const std::vector<Waiver> waivers = {Of(info.code, "a", "")};
    std::vector<WaiverUse> used(1);
    ApplyWaivers(WaiverIndex(waivers), "", {}, findings, used);
    const bool is_broken =
        IsInputError(info.code) && info.severity == Severity::kError;
    EXPECT_EQ(findings[0].waived.has_value(),
              !is_broken && info.code != Code::kValidationBypassed)
        << info.id;
  }
}

TEST(Waiver, FirstThatHasNotExpiredGivesTheReason) {
  std::vector<Finding> findings = {At(kCode, "a", "in[0]")};
  std::vector<Waiver> waivers = {Of(kCode, "a", ""), Of(kCode, "a", "in[0]"),
                                 Of(kCode, "a", ""), Of(kCode, "b", "")};
  waivers[0].expires = ParseDate("2020-01-01");
  waivers[1].reason = "second";
  std::vector<WaiverUse> used(4);
  ApplyWaivers(WaiverIndex(waivers), "", ParseDate("2026-01-01"), findings,
               used);
  EXPECT_EQ(findings[0].waived->reason, "second");
  EXPECT_THAT(used, ElementsAre(WaiverUse::kExpired, WaiverUse::kUsed,
                                WaiverUse::kUsed, WaiverUse::kUnused));
  const std::vector<Finding> stale = StaleWaivers(waivers, used);
  ASSERT_THAT(stale, SizeIs(2));
  EXPECT_EQ(Message(stale[0]),
            "the waiver of OF103 expired: its last day was 2020-01-01");
  EXPECT_EQ(Message(stale[1]), "the waiver of OF103 matches no finding");
  EXPECT_EQ(stale[1].found, "`b`");
}

TEST(Date, OnlyDaysThatExist) {
  for (const char* day :
       {"2026-01-01", "2024-02-29", "2000-02-29", "2026-12-31", "0001-04-30"}) {
    ASSERT_TRUE(ParseDate(day).has_value()) << day;
    EXPECT_EQ(ToString(*ParseDate(day)), day);
  }
  for (const char* day :
       {"", "2026-1-1", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31",
        "2025-02-29", "1900-02-29", "2026/01/01", "2026-01-01 ", "+026-01-01",
        "2026-01-0x", "20260101", "tomorrow"}) {
    EXPECT_FALSE(ParseDate(day).has_value()) << day;
  }
}

}  // namespace
}  // namespace opfit
