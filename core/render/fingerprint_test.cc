#include "core/render/fingerprint.h"

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/render/sample_report.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

std::string Of(Code code, absl::string_view node, absl::string_view port,
               absl::string_view scope = "") {
  Finding finding = FindingAt(code, node);
  finding.port = std::string(port);
  return Fingerprints(scope).Next(finding);
}

TEST(Fingerprint, IsTheSameForEver) {
  EXPECT_EQ(Of(Code::kScaleInvalid, "conv0", "in[1]"), "96f3bfe8667073cf");
}

TEST(Fingerprint, DependsOnCodeNodePortAndScopeAndOnNothingElse) {
  const std::set<std::string> all = {
      Of(Code::kScaleInvalid, "a", "in[1]"),
      Of(Code::kMustBeSymmetric, "a", "in[1]"),
      Of(Code::kScaleInvalid, "b", "in[1]"),
      Of(Code::kScaleInvalid, "a", "in[0]"),
      Of(Code::kScaleInvalid, "a", ""),
      Of(Code::kScaleInvalid, "", "a"),
      Of(Code::kScaleInvalid, "a", "in[1]", "x.json")};
  EXPECT_EQ(all.size(), 7u);
  Finding moved = FindingAt(Code::kScaleInvalid, "a", 99);
  moved.port = "in[1]";
  moved.found = "scale 0";
  EXPECT_EQ(Fingerprints("").Next(moved),
            Of(Code::kScaleInvalid, "a", "in[1]"));
}

TEST(Fingerprint, SecondOfAPortHasItsOwn) {
  Fingerprints fingerprints("");
  const Finding finding = FindingAt(Code::kParameterUnsupported, "a");
  const std::string first = fingerprints.Next(finding);
  EXPECT_NE(fingerprints.Next(finding), first);
  EXPECT_EQ(Fingerprints("").Next(finding), first);
}

}  // namespace
}  // namespace opfit
