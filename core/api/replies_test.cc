// What is said without a graph: whatever one reply lists, another takes.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/api/opfit.h"
#include "core/finding/finding.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using ::nlohmann::json;
using ::testing::Contains;
using ::testing::SizeIs;

json Parse(char* reply) {
  json parsed = json::parse(reply, nullptr, /*allow_exceptions=*/false);
  opfit_free(reply);
  return parsed;
}

json Ops(absl::string_view target, absl::string_view op = "") {
  return Parse(
      opfit_ops(json({{"target", std::string(target)}, {"op", std::string(op)}})
                    .dump()
                    .c_str()));
}

TEST(Targets, EverySocListedCanBeNamed) {
  const json targets = Parse(opfit_targets(nullptr));
  ASSERT_FALSE(targets["socs"].empty());
  for (const json& soc : targets["socs"]) {
    const std::string name = soc["name"];
    const json reply = Ops(absl::StrCat("htp:", name));
    ASSERT_EQ(reply["target"]["soc"], name) << reply;
    EXPECT_EQ(reply["target"]["arch"], soc["arch"]);
  }
}

TEST(Targets, EveryArchitectureStandsForItsSoc) {
  const json targets = Parse(opfit_targets(R"({"backend": "htp"})"));
  ASSERT_FALSE(targets["arches"].empty());
  for (const json& arch : targets["arches"]) {
    const std::string soc = arch["soc"];
    EXPECT_EQ(Ops(soc)["target"]["arch"], arch["name"]);
    const std::string name = arch["name"];
    EXPECT_TRUE(Ops(name)["target"]["soc"].is_null());
  }
}

TEST(Targets, SdksAscendToTheDefault) {
  const json targets = Parse(opfit_targets("{}"));
  EXPECT_EQ(targets["sdks"].front(), "2.41");
  EXPECT_EQ(targets["sdks"].back(), targets["default"]["sdk"]);
  for (const json& sdk : targets["sdks"]) {
    EXPECT_EQ(
        Ops(absl::StrCat("htp@", sdk.get<std::string>()))["target"]["sdk"],
        sdk);
  }
}

TEST(Ops, EveryOneListedCanBeShown) {
  const json all = Ops("htp:SM8650");
  ASSERT_FALSE(all["ops"].empty());
  for (const json& line : all["ops"]) {
    const std::string name = line["name"];
    const json op = Ops("htp:SM8650", name)["op"];
    ASSERT_EQ(op["name"], name);
    EXPECT_EQ(op["state"], line["state"]);
    EXPECT_THAT(op["rows"], SizeIs(line["rows"].get<size_t>()));
    for (const json& row : op["rows"]) {
      EXPECT_THAT(row["in"], SizeIs(op["in"].size()));
      EXPECT_THAT(row["out"], SizeIs(op["out"].size()));
      for (const json& index : row["conditions"]) {
        EXPECT_LT(index.get<size_t>(), op["conditions"].size());
      }
      EXPECT_FALSE(row["sources"].empty()) << name << " " << row["number"];
    }
  }
}

TEST(Ops, AConditionSaysSomething) {
  const json all = Ops("");
  for (const json& line : all["ops"]) {
    const json op = Ops("", line["name"].get<std::string>())["op"];
    for (const json& condition : op["conditions"]) {
      EXPECT_TRUE(!condition["demands"].empty() || !condition["note"].is_null())
          << line["name"] << " " << condition;
      EXPECT_NE(condition["port"].is_null(), condition["param"].is_null());
    }
  }
}

TEST(Ops, ARowSaysWhatTheTargetLacks) {
  const auto missing_on = [](absl::string_view target) {
    std::string found;
    const json reply = Ops(target, "MatMul");
    for (const json& row : reply["op"]["rows"]) {
      if (row["needs"] == "v73 or newer") found = row["missing"].dump();
    }
    return found;
  };
  EXPECT_EQ(missing_on("htp:v69"), "\"v73 or newer\"");
  EXPECT_EQ(missing_on("htp:v73"), "null");
}

TEST(Ops, AStateFollowsTheSdk) {
  const auto state_on = [](absl::string_view target) {
    return Ops(target, "Conv2d")["op"];
  };
  EXPECT_EQ(state_on("htp@2.41")["state"], "closed");
  EXPECT_EQ(state_on("htp@2.44")["state"], "open");
  EXPECT_EQ(state_on("htp@2.44")["openedIn"], "2.44");
  EXPECT_EQ(Ops("", "Conv1d")["op"]["state"], "unsupported");
}

TEST(Explain, HasAPageForEveryCode) {
  const json reply = Parse(opfit_explain(nullptr));
  ASSERT_THAT(reply["codes"], SizeIs(AllCodes().size()));
  for (const json& code : reply["codes"]) {
    const std::string id = code["id"];
    const std::string page = code["explain"];
    EXPECT_EQ(page.rfind(absl::StrCat("# ", id, " "), 0), 0u) << id;
    const std::string request = absl::StrCat(R"({"code": ")", id, "\"}");
    EXPECT_EQ(Parse(opfit_explain(request.c_str()))["codes"][0], code);
  }
}

TEST(Version, NamesToolAndBackends) {
  const json reply = Parse(opfit_version());
  EXPECT_EQ(reply["tool"]["name"], "opfit");
  EXPECT_THAT(reply["backends"], Contains("htp"));
}

}  // namespace
}  // namespace opfit
