#include "core/formats/sniff.h"

#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

struct SniffCase {
  const char* name;
  const char* text;
  Format format;
};

class Formats : public testing::TestWithParam<SniffCase> {};

TEST_P(Formats, AreToldByTheirContent) {
  EXPECT_EQ(Sniff(GetParam().text, 64).format, GetParam().format);
}

constexpr SniffCase kSniffCases[] = {
    {"Annotated", R"({"format": "annotated-graph"})", Format::kAnnotatedGraph},
    {"FormatNamedLate", R"({"nodes": [], "format": "annotated-graph"})",
     Format::kAnnotatedGraph},
    {"OtherKeysFirst", R"({"name": "n", "producer": {}, "nodes": []})",
     Format::kAnnotatedGraph},
    {"NetJson", R"({"model.cpp": "", "graph": {"tensors": {}}})",
     Format::kNetJson},
    {"SortedNetJson", R"({"graph": {"nodes": {}}, "op_types": []})",
     Format::kNetJson},
    {"NetJsonWithMore", R"({"graph": {"name": "n", "nodes": {}}})",
     Format::kNetJson},
    {"AnotherGraph", R"({"graph": {"edges": []}, "a": 1})", Format::kUnknown},
    {"AGraphThatIsNone", R"({"graph": 1, "nodes": []})",
     Format::kAnnotatedGraph},
    {"EscapedKeys", R"({"n\u006fdes": []})", Format::kAnnotatedGraph},
    {"Onnx", "\x08\x0a\x12\x07pytorch", Format::kOnnx},
    {"OnnxBehindABlank", " \x08\x0a\x12\x07pytorch", Format::kUnknown},
    {"Aimet", R"({"activation_encodings": {}})", Format::kAimet},
    {"Malformed", R"({"a": tru, "nodes": []})", Format::kUnknown},
    {"Cut", R"({"a": )", Format::kUnknown},
    {"List", "[]", Format::kUnknown},
    {"Empty", "", Format::kUnknown},
};

INSTANTIATE_TEST_SUITE_P(Sniff, Formats, testing::ValuesIn(kSniffCases),
                         [](const auto& test) { return test.param.name; });

TEST(Sniff, StopsAtTheKeyThatTells) {
  EXPECT_EQ(Sniff(R"({"nodes": [ and no JSON)", 64).format,
            Format::kAnnotatedGraph);
}

TEST(Sniff, LooksBehindAByteOrderMark) {
  const Sniffed sniffed = Sniff("\xef\xbb\xbf {\"nodes\": []}", 64);
  EXPECT_EQ(sniffed.format, Format::kAnnotatedGraph);
  EXPECT_EQ(sniffed.start, 3);
}

TEST(Sniff, FormatsHaveNames) {
  EXPECT_EQ(FormatName(Format::kUnknown), "unknown");
  EXPECT_EQ(FormatName(Format::kAnnotatedGraph), "annotated-graph");
  EXPECT_EQ(FormatName(Format::kNetJson), "net-json");
}

}  // namespace
}  // namespace opfit
