#include "core/formats/read.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/graph_text.h"
#include "core/formats/locate.h"
#include "core/formats/marked_input.h"
#include "core/graph/builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr absl::string_view kSample =
    R"({"format": "annotated-graph", "version": "1.0", "name": "é\u00e9",
 "nodes": [
  {"name": "x", "kind": "input", "outputs": [{"dtype": "float32", "shape": [1, 8]}]},
  {"name": "y", "kind": "op", "target": "t", "args": [{"node": "x"}, null, 1.5e-3, true],
   "annotation": {"annotated": true, "inputs": [{"node": "x", "spec": null}],
    "output": {"kind": "quant", "dtype": "int8", "quant_min": -8}}}]}
)";

struct MalformedCase {
  const char* name;
  std::string text;  // with marks
  const char* message;
};

class MalformedInputs : public testing::TestWithParam<MalformedCase> {};

TEST_P(MalformedInputs, AreFoundAtTheirPlaces) {
  const MarkedInput input = Unmark(GetParam().text);
  const ReadResult result = ReadGraph(input.text, Limits());
  EXPECT_FALSE(result.usable);
  EXPECT_THAT(result.graph.nodes(), IsEmpty());
  EXPECT_THAT(CodesAndPlaces(input.text, result.findings),
              ElementsAreArray(input.marks));
  ASSERT_FALSE(result.findings.empty());
  EXPECT_THAT(Message(result.findings.back()), HasSubstr(GetParam().message));
}

// A document that goes wrong after its beginning.
std::string Then(absl::string_view rest) {
  return absl::StrCat(
      R"({"format": "annotated-graph", "version": "1.0", "nodes": [], "x-a": )",
      rest);
}

const MalformedCase kMalformedCases[] = {
    {"Empty", "«OF001 »", "it is empty"},
    {"Blank", " \n\t «OF001 »", "it is empty"},
    {"OnlyAByteOrderMark", "\xef\xbb\xbf«OF001 »", "it is empty"},
    {"Text", "«OF001 hello»", "it is not JSON"},
    {"ANumber", "«OF001 7»", "it is not JSON"},
    {"Zip", "PK\x03\x04rest«OF001 »", "zip archive"},
    {"Tflite", "«OF001 \x1c»__\x01TFL3rest", "leads out of the file"},
    {"Xml", " \n«OF001 <»?xml?>", "XML"},
    {"Gzip", "«OF001 \x1f»\x8b\x08", "gzip"},
    {"AList", "«OF002 []»", "none of the formats"},
    {"AnEmptyObject", "\n «OF002 {}»", "none of the formats"},
    {"AnotherObject", "«OF002 {\"a\": {\"graph\": {}}}»",
     "none of the formats"},
    {"AnotherGraph", "«OF002 {\"graph\": {\"edges\": []}}»",
     "none of the formats"},
    {"AnotherInfo", "«OF002 {\"info\": {\"title\": \"a page\"}}»",
     "none of the formats"},
    {"TfliteAsJson", "«OF002 {\"version\": 3, \"operator_codes\": []}»",
     "scales are rounded"},
    {"ExportedProgram", "{\"graph_module\": «OF002 {»}}", "`graph`"},
    {"MalformedOfNoKnownShape", "{\"a\": «OF001 tru»}", "not a word"},
    {"AnotherFormat", "{\"format\": «OF002 \"onnx\"»}", "`format` cannot be"},

    {"TrailingText", Then("1} «OF001 x»"), "follows the end"},
    {"TrailingBracket", Then("1}«OF001 }»"), "follows the end"},
    {"TrailingZero", absl::StrCat(Then("1}«OF001 "), std::string(1, '\0'), "»"),
     "follows the end"},
    {"CutInANode", Then("[{\"name\": \"x\"«OF001 »"), "ends too early"},
    {"CutInAString", Then("[{\"name\": \"x«OF001 »"), "ends too early"},
    {"CutInAnEscape", Then("[{\"name\": \"x\\«OF001 »"), "ends too early"},
    {"CutInAWord", Then("[nul«OF001 »"), "ends too early"},
    {"CutInANumber", Then("[-«OF001 »"), "ends too early"},
    {"CutAfterAKey", Then("[{\"name\"«OF001 »"), "ends too early"},
    {"CutAfterAColon", Then("[{\"name\":«OF001 »"), "ends too early"},
    {"NoComma", Then("[{} «OF001 {»}]}"), "comma or `]`"},
    {"NoCommaInAnObject", Then("1 «OF001 \"»a\": 1}"), "comma or `}`"},
    {"TrailingComma", Then("[1,«OF001 ]»}"), "a value must begin here"},
    {"TrailingCommaInAnObject", Then("1,«OF001 }»"), "a key in quotes"},
    {"LeadingComma", Then("[«OF001 ,»1]}"), "a value must begin here"},
    {"NoColon", Then("[{\"name\" «OF001 \"»x\"}]}"), "a colon"},
    {"BareKey", Then("[{«OF001 n»ame: 1}]}"), "a key in quotes"},
    {"SingleQuotes", Then("[{«OF001 '»name': 1}]}"), "a key in quotes"},
    {"AComment", Then("[«OF001 /»/ x\n]}"), "a value must begin here"},
    {"WrongBracket", Then("[1«OF001 }»"), "comma or `]`"},
    {"PythonTrue", Then("[«OF001 T»rue]}"), "a value must begin here"},
    {"PythonNone", Then("[«OF001 N»one]}"), "not a word"},
    {"AlmostInfinity", Then("[«OF001 I»nf]}"), "not a word"},
    {"LongWord", Then("[«OF001 n»ullx]}"), "neither a number nor a word"},
    {"LeadingZero", Then("[«OF001 0»1]}"), "begin with a zero"},
    {"LeadingPlus", Then("[«OF001 +»1]}"), "a value must begin here"},
    {"LeadingPoint", Then("[«OF001 .»5]}"), "a value must begin here"},
    {"TrailingPoint", Then("[«OF001 1».]}"), "digits are missing"},
    {"NoExponent", Then("[«OF001 1»e]}"), "digits are missing"},
    {"Hexadecimal", Then("[«OF001 0»x1]}"), "neither a number nor a word"},
    {"OnlyAMinus", Then("[«OF001 -»]}"), "a value must begin here"},
    {"ANewlineInAString", Then("[{\"name\": \"x«OF001 \n»\"}]}"),
     "a control character"},
    {"AZeroInAString",
     absl::StrCat(Then("[{\"name\": \"x«OF001 "), std::string(1, '\0'),
                  "»\"}]}"),
     "a control character"},
    {"AnUnknownEscape", Then("[{\"name\": \"x«OF001 \\»q\"}]}"), "an escape"},
    {"ABadUnicodeEscape", Then("[{\"name\": \"«OF001 \\»u12g4\"}]}"),
     "an escape"},
    {"HalfASurrogatePair", Then("[{\"name\": \"«OF001 \\»ud83d\"}]}"),
     "an escape"},
    {"TheOtherHalf", Then("[{\"name\": \"«OF001 \\»ude00\"}]}"), "an escape"},
    {"ALoneContinuation", Then("[{\"name\": \"abc«OF001 \x80»\"}]}"),
     "not UTF-8"},
    {"AnOverlongForm", Then("[{\"name\": \"«OF001 \xc0»\xaf\"}]}"),
     "not UTF-8"},
    {"AnEncodedSurrogate", Then("[{\"name\": \"«OF001 \xed»\xa0\x80\"}]}"),
     "not UTF-8"},
    {"BeyondUnicode", Then("[{\"name\": \"«OF001 \xf4»\x90\x80\x80\"}]}"),
     "not UTF-8"},
    {"ACutSequence", Then("[{\"name\": \"é«OF001 \xe2»\x82\"}]}"), "not UTF-8"},
    {"Latin1InAKey", Then("[{\"n«OF001 \xe4»me\": \"x\"}]}"), "not UTF-8"},
    {"Latin1InASkippedValue", Then("[{\"x-a\": [\"«OF001 \xe4»\"]}]}"),
     "not UTF-8"},
    {"Latin1BetweenValues", Then("[«OF001 \xe4»]}"), "a value must begin here"},
};

INSTANTIATE_TEST_SUITE_P(Read, MalformedInputs,
                         testing::ValuesIn(kMalformedCases),
                         [](const auto& test) { return test.param.name; });

TEST(ReadGraph, MalformedTextIsNoWrongType) {
  for (const char* const text : {"tru", "[", "\"", "1e", "\x80"}) {
    const ReadResult result =
        ReadGraph(absl::StrCat("{\"nodes\": ", text), Limits());
    EXPECT_FALSE(result.usable);
    ASSERT_EQ(result.findings.size(), 1) << text;
    EXPECT_EQ(result.findings[0].code, Code::kMalformedInput);
  }
}

TEST(ReadGraph, SaysWhatStandsWhereTheTextIsMalformed) {
  const auto found = [](std::string text) {
    return ReadGraph(std::move(text), Limits()).findings.back().found;
  };
  EXPECT_EQ(found("{\"nodes\": [x]}"), "`x`");
  EXPECT_EQ(found("{\"nodes\": ["), "the end of the input");
  EXPECT_EQ(found("{\"nodes\": [\"\n\"]}"), "the byte 0x0a");
}

TEST(ReadGraph, KeepsTheFindingsBeforeTheTextBreaks) {
  const MarkedInput input =
      Unmark(R"({"nodes": [{"name": «OF002 1», "kind": "input"}, «OF001 x»]})");
  const ReadResult result = ReadGraph(input.text, Limits());
  EXPECT_FALSE(result.usable);
  EXPECT_THAT(CodesAndPlaces(input.text, result.findings),
              ElementsAreArray(input.marks));
}

TEST(ReadGraph, TheSampleIsClean) {
  const ReadResult result = ReadGraph(std::string(kSample), Limits());
  EXPECT_TRUE(result.usable);
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(GraphText(result.graph),
            "aten 'éé'\n"
            "x: input -> FLOAT_32[1, 8]\n"
            "y: op t(x, null, 0.0015f, true) -> ? {quant INT_8 min -8} "
            "annotated x{float}\n");
}

TEST(ReadGraph, AByteOrderMarkIsSkipped) {
  const ReadResult result =
      ReadGraph(absl::StrCat("\xef\xbb\xbf", kSample), Limits());
  EXPECT_TRUE(result.usable);
  EXPECT_THAT(result.findings, IsEmpty());
}

TEST(ReadGraph, ColumnsDoNotCountTheByteOrderMark) {
  const ReadResult result = ReadGraph("\xef\xbb\xbf{\"nodes\": [x]}", Limits());
  EXPECT_THAT(CodesAndPlaces(result.graph.source(), result.findings),
              ElementsAreArray({"OF001 1:12"}));
}

TEST(ReadGraph, CutAnywhereTheSampleIsNeverClean) {
  const size_t end = kSample.rfind('}');
  for (size_t size = 0; size <= end; ++size) {
    const ReadResult result =
        ReadGraph(std::string(kSample.substr(0, size)), Limits());
    EXPECT_FALSE(result.usable) << size;
    EXPECT_FALSE(result.findings.empty()) << size;
  }
}

TEST(ReadGraph, ChangedAnywhereTheSampleNeverCrashes) {
  constexpr absl::string_view kBytes("\0\"\\{}[],:x9-\x80\xff", 14);
  for (size_t at = 0; at < kSample.size(); ++at) {
    for (const char byte : kBytes) {
      std::string text(kSample);
      text[at] = byte;
      ReadResult result = ReadGraph(std::move(text), Limits());
      LocateFindings(result.graph.source(), result.findings);
      for (const Finding& finding : result.findings) {
        EXPECT_GT(finding.place.line, 0);
        EXPECT_GT(finding.place.column, 0);
      }
    }
  }
}

TEST(ReadGraph, ShortInputsAreViewsOfTheGraphsOwnSource) {
  // So short that the string's bytes lie in the string object itself.
  const ReadResult result = ReadGraph("[]", Limits());
  EXPECT_EQ(result.graph.source(), "[]");
}

TEST(ReadGraph, TheByteLimitIsInclusive) {
  Limits limits;
  limits.bytes = kSample.size() + 1;
  EXPECT_TRUE(ReadGraph(std::string(kSample), limits).usable);
  limits.bytes = kSample.size();
  EXPECT_TRUE(ReadGraph(std::string(kSample), limits).usable);
  limits.bytes = kSample.size() - 1;
  const ReadResult result = ReadGraph(std::string(kSample), limits);
  EXPECT_FALSE(result.usable);
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(result.findings[0].code, Code::kLimitExceeded);
  EXPECT_EQ(result.findings[0].found, absl::StrCat(kSample.size(), " bytes"));
}

TEST(ReadGraph, TheDepthLimitIsInclusive) {
  // The document and the list are the first two levels.
  const auto nested = [](size_t depth) {
    std::string text = "{\"nodes\": [], \"x-deep\": ";
    text.append(depth - 1, '[');
    text.append(depth - 1, ']');
    return text += ", \"format\": \"annotated-graph\", \"version\": \"1.0\"}";
  };
  const Limits limits;
  EXPECT_TRUE(ReadGraph(nested(limits.depth - 1), limits).usable);
  EXPECT_TRUE(ReadGraph(nested(limits.depth), limits).usable);
  const ReadResult result = ReadGraph(nested(limits.depth + 1), limits);
  EXPECT_FALSE(result.usable);
  ASSERT_EQ(result.findings.size(), 1);
  EXPECT_EQ(Message(result.findings[0]),
            "the input exceeds the limit of 64 levels of nesting");
}

TEST(ReadGraph, AMountainOfBracketsIsRefusedAtItsFoot) {
  for (const char* const begin : {"", "{\"nodes\": ", "{\"a\": "}) {
    std::string text = begin;
    text.append(10'000'000, '[');
    const ReadResult result = ReadGraph(std::move(text), Limits());
    EXPECT_FALSE(result.usable);
    ASSERT_EQ(result.findings.size(), 1);
    EXPECT_EQ(result.findings[0].code, Code::kLimitExceeded);
  }
}

TEST(ReadGraph, ReadsNetJson) {
  const ReadResult result = ReadGraph(
      R"({"op_types": ["T"], "graph": {"nodes": {"n": {"type": "T"}},
          "tensors": {}}})",
      Limits());
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(GraphText(result.graph), "qnn ''\nn: op T\n");
  EXPECT_TRUE(result.graph.is_solved());
}

}  // namespace
}  // namespace opfit
