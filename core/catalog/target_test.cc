#include "core/catalog/target.h"

#include <string>

#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::TestParamInfo;
using testing::TestWithParam;
using testing::ValuesIn;

struct BadVersion {
  const char* name;
  const char* text;
};

class BadVersions : public TestWithParam<BadVersion> {};

TEST_P(BadVersions, AreNamedInTheError) {
  EXPECT_THAT(ParseSdkVersion(GetParam().text),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr(GetParam().text), HasSubstr("2.41"))));
}

constexpr BadVersion kBadVersions[] = {
    {"Empty", ""},
    {"OneNumber", "2"},
    {"FourNumbers", "2.41.0.1"},
    {"EmptyMinor", "2."},
    {"EmptyMajor", ".41"},
    {"EmptyMiddle", "2..41"},
    {"Negative", "2.-41"},
    {"Plus", "+2.41"},
    {"Word", "newest"},
    {"Prefix", "v2.41"},
    {"Suffix", "2.41rc1"},
    {"Space", " 2.41"},
    {"TooLarge", "2.99999999999"},
    {"Comma", "2,41"},
};

INSTANTIATE_TEST_SUITE_P(All, BadVersions, ValuesIn(kBadVersions),
                         [](const auto& test) { return test.param.name; });

TEST(SdkVersion, IsWrittenWithoutAZeroPatch) {
  EXPECT_EQ(ToString(*ParseSdkVersion("2.41")), "2.41");
  EXPECT_EQ(ToString(*ParseSdkVersion("2.41.0")), "2.41");
  EXPECT_EQ(ToString(*ParseSdkVersion("2.41.1")), "2.41.1");
  EXPECT_EQ(ToString(*ParseSdkVersion("2.07")), "2.7");
}

TEST(SdkVersion, ComparesNumbersAndNotText) {
  EXPECT_TRUE(*ParseSdkVersion("2.9") < *ParseSdkVersion("2.41"));
  EXPECT_TRUE(*ParseSdkVersion("2.41") < *ParseSdkVersion("2.41.1"));
  EXPECT_TRUE(*ParseSdkVersion("2.41") < *ParseSdkVersion("3.0"));
  EXPECT_FALSE(*ParseSdkVersion("2.41.0") < *ParseSdkVersion("2.41"));
  EXPECT_TRUE(*ParseSdkVersion("2.41.0") == *ParseSdkVersion("2.41"));
  EXPECT_FALSE(*ParseSdkVersion("2.41.1") == *ParseSdkVersion("2.41"));
}

struct TargetCase {
  const char* name;
  const char* text;
  const char* backend;
  const char* soc;
  const char* sdk;
};

class Targets : public TestWithParam<TargetCase> {};

TEST_P(Targets, AreSplitIntoTheirParts) {
  const absl::StatusOr<TargetSpec> spec = ParseTarget(GetParam().text);
  ASSERT_THAT(spec, IsOk());
  EXPECT_EQ(spec->backend, GetParam().backend);
  EXPECT_EQ(spec->soc, GetParam().soc);
  EXPECT_EQ(spec->sdk, GetParam().sdk);
}

constexpr TargetCase kTargets[] = {
    {"Whole", "htp:SM8750@2.41", "htp", "SM8750", "2.41"},
    {"WithoutSdk", "htp:SM8750", "htp", "SM8750", ""},
    {"WithoutSoc", "htp@2.41", "htp", "", "2.41"},
    {"WithoutSocButAColon", "htp:@2.41", "htp", "", "2.41"},
    {"Backend", "htp", "htp", "", ""},
    {"BackendInCapitals", "HTP", "htp", "", ""},
    {"BackendInCapitalsWithSoc", "HTP:SM8750", "htp", "SM8750", ""},
    {"Soc", "SM8450", "", "SM8450", ""},
    {"SocAndSdk", "SM8450@2.42.1", "", "SM8450", "2.42.1"},
    {"Architecture", "v79", "", "v79", ""},
    {"BackendAndArchitecture", "htp:v79", "htp", "v79", ""},
    {"SdkAlone", "@2.41", "", "", "2.41"},
    {"Nothing", "", "", "", ""},
    {"WhatDoesNotExistIsNotAskedHere", "gpu:X1@9.9", "gpu", "X1", "9.9"},
};

INSTANTIATE_TEST_SUITE_P(All, Targets, ValuesIn(kTargets),
                         [](const auto& test) { return test.param.name; });

TEST(Target, NeedsAnSdkAfterTheAt) {
  EXPECT_THAT(
      ParseTarget("htp:SM8750@"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("`htp:SM8750@`")));
}

TEST(Target, IsWrittenWithItsArchitectureWhereItHasNoSoc) {
  Target target;
  target.backend = "htp";
  target.arch = "v79";
  target.sdk = {2, 41, 0};
  EXPECT_EQ(ToString(target), "htp:v79@2.41");
  target.soc = "SM8750";
  EXPECT_EQ(ToString(target), "htp:SM8750@2.41");
  target.sdk = {};
  EXPECT_EQ(ToString(target), "htp:SM8750");
  target.soc = target.arch = "";
  EXPECT_EQ(ToString(target), "htp");
}

}  // namespace
}  // namespace opfit
