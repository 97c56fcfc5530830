// The interface as callers see it: text in, text out.

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/api/opfit.h"
#include "core/catalog/catalog.h"
#include "core/check/check.h"
#include "core/formats/read.h"
#include "core/render/json.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using ::nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A copy of a reply, which is freed.
std::string Take(char* reply) {
  std::string text = reply;
  opfit_free(reply);
  return text;
}

json Parse(const std::string& text) {
  return json::parse(text, nullptr, /*allow_exceptions=*/false);
}

struct Unload {
  void operator()(opfit_graph* graph) const { opfit_unload(graph); }
};
using GraphPtr = std::unique_ptr<opfit_graph, Unload>;

GraphPtr Load(absl::string_view text, const char* options = nullptr,
              std::string* reply = nullptr) {
  char* own = nullptr;
  GraphPtr graph(opfit_load(text.data(), text.size(), options, &own));
  std::string copy = Take(own);
  if (reply != nullptr) *reply = std::move(copy);
  return graph;
}

json Check(const GraphPtr& graph, const char* request) {
  return Parse(Take(opfit_check(graph.get(), request)));
}

std::string ErrorOf(const json& reply) {
  return reply.is_object() && reply.contains("error")
             ? reply["error"]["message"].get<std::string>()
             : "";
}

constexpr char kUInt8[] =
    R"({"kind": "quant", "dtype": "uint8", "quant_min": 0, "quant_max": 255,)"
    R"( "qscheme": "per_tensor_affine"})";

// Two nodes; the second is a relu named `name` whose output has `scale`.
std::string Relu(absl::string_view name, absl::string_view scale = "0.5") {
  return absl::StrCat(
      R"({"format": "annotated-graph", "version": "1.0", "name": "g", "nodes": [)"
      "\n"
      R"( {"name": "x", "kind": "input", "outputs": [{"dtype": "float32", "shape": [1, 8]}],)"
      "\n"
      R"(  "annotation": {"annotated": true, "inputs": [], "output": )",
      kUInt8, "}},\n", R"( {"name": ")", name,
      R"(", "kind": "op", "target": "aten.relu.default", "args": [{"node": "x"}],)"
      "\n"
      R"(  "outputs": [{"dtype": "float32", "shape": [1, 8]}],)"
      "\n"
      R"(  "annotation": {"annotated": true, "inputs": [{"node": "x", "spec": )",
      kUInt8, R"(}], "output": {"kind": "quant", "observer": ")", name,
      R"(", "dtype": "uint8", "quant_min": 0, "quant_max": 255,)",
      R"( "qscheme": "per_tensor_affine", "scale": )", scale,
      R"(, "zero_point": 0}}},)"
      "\n"
      R"( {"name": "output", "kind": "output", "args": [{"nodes": [")",
      name, "\"]}]}\n]}");
}

TEST(Load, SaysWhatWasRead) {
  std::string reply;
  ASSERT_NE(Load(Relu("relu"), nullptr, &reply), nullptr);
  const json fields = Parse(reply);
  EXPECT_EQ(fields["schemaVersion"], 1);
  EXPECT_EQ(fields["status"], "read");
  EXPECT_EQ(fields["format"], "annotated-graph");
  EXPECT_EQ(fields["dialect"], "aten");
  EXPECT_EQ(fields["name"], "g");
  EXPECT_EQ(fields["nodes"], 3);
  EXPECT_EQ(fields["operators"], 1);
  EXPECT_EQ(fields["errors"], 0);
}

struct NoGraphCase {
  const char* name;
  std::string text;
  const char* code;
};

class NoGraphTest : public testing::TestWithParam<NoGraphCase> {};

TEST_P(NoGraphTest, IsAHandleWhoseCheckSaysWhy) {
  std::string reply;
  const GraphPtr graph = Load(GetParam().text, nullptr, &reply);
  ASSERT_NE(graph, nullptr);
  EXPECT_EQ(Parse(reply)["status"], "invalid");
  EXPECT_GE(Parse(reply)["errors"], 1);
  const json run = Check(graph, nullptr)["runs"][0];
  EXPECT_EQ(run["status"], "invalid");
  EXPECT_EQ(run["findings"][0]["code"], GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    All, NoGraphTest,
    testing::Values(
        NoGraphCase{"Empty", "", "OF001"}, NoGraphCase{"Word", "null", "OF001"},
        NoGraphCase{"OtherJson", "{\"a\": 1}", "OF002"},
        NoGraphCase{"Zeros", std::string(100, '\0'), "OF001"},
        NoGraphCase{"NotUtf8", "{\"format\": \"\xFF\xFE\"}", "OF001"},
        NoGraphCase{"CutShort",
                    "{\"format\": \"annotated-graph\", \"nodes\": [", "OF001"},
        NoGraphCase{"Deep", std::string(1'000'000, '['), "OF003"},
        NoGraphCase{"DeepObjects",
                    []() {
                      std::string text;
                      for (int i = 0; i < 100'000; ++i) text += "{\"a\":";
                      return text;
                    }(),
                    "OF003"}),
    [](const auto& test) { return std::string(test.param.name); });

struct OptionCase {
  const char* name;
  const char* options;
  const char* want;
};

class BadOptionTest : public testing::TestWithParam<OptionCase> {};

TEST_P(BadOptionTest, GivesNoGraphAndAMessage) {
  std::string reply;
  EXPECT_EQ(Load(Relu("relu"), GetParam().options, &reply), nullptr);
  EXPECT_THAT(ErrorOf(Parse(reply)), HasSubstr(GetParam().want));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadOptionTest,
    testing::Values(
        OptionCase{"NotJson", "{", "not JSON"},
        OptionCase{"Columns", R"({"columns": "utf32"})", "/columns"},
        OptionCase{"ColumnsType", R"({"columns": 16})", "/columns"},
        OptionCase{"Key", R"({"column": "utf8"})", "unknown key `column`"},
        OptionCase{"Limits", R"({"limits": 5})", "/limits"},
        OptionCase{"LimitKey", R"({"limits": {"byte": 5}})", "/limits"},
        OptionCase{"Negative", R"({"limits": {"bytes": -1}})", "positive"},
        OptionCase{"Zero", R"({"limits": {"nodes": 0}})", "positive"},
        OptionCase{"Fraction", R"({"limits": {"depth": 1.5}})", "an integer"},
        OptionCase{"TooMuch", R"({"limits": {"depth": 1e30}})", "an integer"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Load, EnforcesLimitsInclusively) {
  const std::string text = Relu("relu");
  const auto status_at = [&text](size_t bytes) {
    std::string reply;
    Load(text, absl::StrCat("{\"limits\": {\"bytes\": ", bytes, "}}").c_str(),
         &reply);
    return Parse(reply)["status"];
  };
  EXPECT_EQ(status_at(text.size()), "read");
  EXPECT_EQ(status_at(text.size() - 1), "invalid");
}

TEST(Check, IsByteForByteTheRenderedReport) {
  const std::string text = Relu("relu", "-1");
  const ReadResult read = ReadGraph(text, Limits());
  const Catalog& catalog = **FindCatalog("htp");
  const auto target = catalog.Resolve(*ParseTarget("htp:SM8650@2.41"));
  CheckOptions options;
  options.strict = false;
  const auto report = opfit::Check(read, catalog, *target, options);
  EXPECT_EQ(Take(opfit_check(Load(text).get(),
                             R"({"target": "htp:SM8650@2.41", "strict": false,)"
                             R"( "file": "a.json"})")),
            RenderJson("a.json", *report, &read.graph));
}

TEST(Check, ListsNoNodesIfToldTo) {
  const GraphPtr graph = Load(Relu("relu"));
  EXPECT_THAT(Check(graph, nullptr)["runs"][0]["nodes"], SizeIs(1));
  EXPECT_THAT(Check(graph, R"({"nodes": false})")["runs"][0]["nodes"],
              SizeIs(0));
}

TEST(Check, OutcomesStandBesideTheNodesOfTheStructure) {
  const GraphPtr graph = Load(Relu("relu"));
  const json reply = Check(graph, R"({"outcomes": true})");
  EXPECT_EQ(reply["outcomes"], "-s-");
  EXPECT_EQ(
      Check(graph,
            R"({"outcomes": true, "discardNodes": ["relu"]})")["outcomes"],
      "-c-");
  EXPECT_FALSE(Check(graph, nullptr).contains("outcomes"));
}

TEST(Check, PlacesAreWhatFindingsPointAt) {
  const std::string text = Relu("relu", "-1");
  const json reply = Check(Load(text), R"({"places": true})");
  ASSERT_THAT(reply["runs"][0]["findings"], SizeIs(reply["places"].size() / 2));
  const size_t begin = reply["places"][0];
  const size_t end = reply["places"][1];
  EXPECT_EQ(reply["runs"][0]["findings"][0]["code"], "OF307");
  EXPECT_THAT(text.substr(begin, end - begin), HasSubstr("-1"));
}

// `𝄞` is four bytes in UTF-8 and two units in UTF-16; `é` two bytes, one unit.
TEST(Check, CountsColumnsAndOffsetsInTheUnitAskedFor) {
  const std::string plain = Relu("aaaaaa", "-1");
  const std::string text = Relu("𝄞é", "-1");
  ASSERT_EQ(plain.size(), text.size());
  constexpr char kRequest[] = R"({"places": true})";
  const auto first = [](const json& reply) {
    const json& finding = reply["runs"][0]["findings"][0];
    return std::vector<int>{finding["line"], finding["column"],
                            reply["places"][0], reply["places"][1]};
  };
  const auto bytes = first(Check(Load(text), kRequest));
  EXPECT_EQ(bytes, first(Check(Load(plain), kRequest)));

  const auto units =
      first(Check(Load(text, R"({"columns": "utf16"})"), kRequest));
  // The name is three units shorter, and stands once before the line.
  EXPECT_EQ(units[0], bytes[0]);
  EXPECT_EQ(units[1], bytes[1]);
  EXPECT_EQ(units[2], bytes[2] - 3);
  EXPECT_EQ(units[3], bytes[3] - 6);  // the observer within the spec
}

TEST(Structure, OffsetsAreInTheUnitToo) {
  const std::string text = Relu("𝄞é");
  const json bytes = Parse(Take(opfit_structure(Load(text).get(), nullptr)));
  const json units = Parse(Take(
      opfit_structure(Load(text, R"({"columns": "utf16"})").get(), nullptr)));
  EXPECT_EQ(bytes["nodes"]["name"][1], "𝄞é");
  EXPECT_EQ(bytes["nodes"]["offset"][1], units["nodes"]["offset"][1]);
  EXPECT_EQ(bytes["nodes"]["offset"][2].get<int>() - 6,
            units["nodes"]["offset"][2].get<int>());
}

TEST(Structure, HasNodesAsColumnsAndEdgesAsPairs) {
  const std::string text = Relu("relu");
  const json reply = Parse(Take(opfit_structure(Load(text).get(), "{}")));
  const json& nodes = reply["nodes"];
  EXPECT_THAT(nodes["name"], ElementsAre("x", "relu", "output"));
  EXPECT_THAT(nodes["op"], ElementsAre("", "aten.relu.default", ""));
  EXPECT_THAT(nodes["kind"], ElementsAre("input", "op", "output"));
  EXPECT_EQ(text[nodes["offset"][1].get<size_t>()], '{');
  EXPECT_THAT(reply["edges"], ElementsAre(0, 1, 1, 2));
}

TEST(Structure, OfNoGraphIsEmpty) {
  const json reply = Parse(Take(opfit_structure(Load("[").get(), nullptr)));
  EXPECT_THAT(reply["nodes"]["name"], SizeIs(0));
  EXPECT_THAT(reply["edges"], SizeIs(0));
}

TEST(Handles, StandForThemselvesHoweverManyThereAre) {
  const auto name_of = [](int i) { return absl::StrCat("relu_", i); };
  std::vector<GraphPtr> graphs;
  for (int i = 0; i < 300; ++i) graphs.push_back(Load(Relu(name_of(i))));
  for (size_t i = 0; i < graphs.size(); i += 2) graphs[i].reset();
  for (size_t i = 1; i < graphs.size(); i += 2) {
    const json run = Check(graphs[i], nullptr)["runs"][0];
    ASSERT_EQ(run["nodes"][0]["name"], name_of(static_cast<int>(i)));
  }
}

TEST(Handles, GiveTheSameReplyEveryTime) {
  const GraphPtr graph = Load(Relu("relu", "-1"));
  const std::string first = Take(opfit_check(graph.get(), nullptr));
  Take(opfit_check(graph.get(), R"({"target": "htp:SM8450@2.20"})"));
  Take(opfit_structure(graph.get(), nullptr));
  EXPECT_EQ(Take(opfit_check(graph.get(), nullptr)), first);
}

}  // namespace
}  // namespace opfit
