// Real TFLite files, where the environment says where they are (OPFIT_SHARED),
// and those of the examples.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/limits.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "core/testing/checked.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

namespace fs = std::filesystem;

// What is said of a sample: outcomes with their number, then findings.
struct SampleCase {
  const char* file;  // without its extension
  const char* on_htp;
  const char* by_specification;
};

// Of SDK 2.41, where most entries of HTP are closed.
constexpr char kHtp[] = "htp:SM8750@2.41";
constexpr char kSpecification[] = "tflite-int8";

constexpr SampleCase kSamples[] = {
    // An operand in blocks; HTP's sum is open for a type it does not list.
    {"litert_blockwise_quantized", "1 unknown: 1 OF104",
     "1 unsupported: 1 OF103"},
    // 16-bit activations are no part of the specification.
    {"litert_simple_quantized_ops", "2 supported", "2 unsupported: 2 OF103"},
    {"litert_single_add_default_a16w8_recipe_quantized", "1 supported",
     "1 unsupported: 1 OF103"},
    {"litert_single_add_default_a8w8_recipe_quantized", "1 supported",
     "1 supported"},
    {"litert_single_mul_default_a16w8_recipe_quantized", "1 supported",
     "1 unsupported: 1 OF103"},
    // Per-channel weights of a matrix product: no row of HTP lists them.
    {"litert_static_w8_a16_quantized_k_einsum",
     "2 supported, 1 unknown: 1 OF104",
     "2 unsupported, 1 unknown: 1 OF102, 2 OF103"},
    {"tflm_add0", "1 supported", "1 unsupported: 1 OF103"},
    // Signed 16-bit activations with a 64-bit bias.
    {"tflm_conv0", "1 unsupported: 1 OF103", "1 unsupported: 1 OF103"},
    {"tflm_conv5", "1 unsupported: 1 OF103", "1 unsupported: 1 OF103"},
    {"tflm_hello_world_float", "3 supported", "3 unsupported: 3 OF103"},
    {"tflm_hello_world_int8", "3 supported", "3 supported"},
    // Seven SVDF, which neither knows; softmax into 16 bits; a requantization
    // of 16 bits; and on the way in, a float that is quantized.
    {"tflm_keyword_scrambled_8bit",
     "6 supported, 1 unsupported, 8 unknown: 7 OF102, 1 OF103, 1 OF104",
     "5 supported, 1 unsupported, 9 unknown: 7 OF102, 1 OF103, 2 OF104"},
    {"tflm_leaky_relu0", "1 supported", "1 unknown: 1 OF102"},
    {"tflm_micro_speech_quantized", "4 supported", "4 supported"},
    {"tflm_person_detect", "31 supported", "31 supported"},
    {"tflm_quantize0", "1 unknown: 1 OF104", "1 unknown: 1 OF104"},
    {"tflm_trained_lstm_int8", "3 supported, 1 unknown: 1 OF102",
     "3 supported, 1 unknown: 1 OF102"},
    {"tflm_transpose_conv4", "1 unknown: 1 OF104", "1 unknown: 1 OF102"},
};

// Empty where there are none.
fs::path SampleFolder() {
  const char* const shared = std::getenv("OPFIT_SHARED");
  if (shared == nullptr) return fs::path();
  const fs::path folder = fs::path(shared) / "samples" / "tflite";
  return fs::exists(folder) ? folder : fs::path();
}

std::string BytesOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

// "2 supported, 1 unknown: 1 OF104".
std::string Summary(const Checked& checked) {
  std::string text;
  const auto count = [&text](size_t number, absl::string_view what,
                             absl::string_view separator) {
    if (number == 0) return;
    absl::StrAppend(&text, separator, number, " ", what);
  };
  for (const Outcome outcome : {Outcome::kSupported, Outcome::kUnsupported,
                                Outcome::kUnknown, Outcome::kUnchecked}) {
    const auto same = std::count_if(
        checked.report.nodes.begin(), checked.report.nodes.end(),
        [outcome](const NodeOutcome& node) { return node.outcome == outcome; });
    count(static_cast<size_t>(same), OutcomeName(outcome),
          text.empty() ? "" : ", ");
  }
  bool first = true;
  for (const CodeInfo& info : AllCodes()) {
    const auto same = std::count_if(
        checked.report.findings.begin(), checked.report.findings.end(),
        [&info](const Finding& finding) { return finding.code == info.code; });
    count(static_cast<size_t>(same), info.id, first ? ": " : ", ");
    first = first && same == 0;
  }
  return text;
}

TEST(Samples, AreSaidToFitAsTheyDo) {
  const fs::path folder = SampleFolder();
  if (folder.empty()) GTEST_SKIP() << "OPFIT_SHARED has no TFLite samples";
  for (const SampleCase& sample : kSamples) {
    SCOPED_TRACE(sample.file);
    const std::string bytes =
        BytesOf(folder / absl::StrCat(sample.file, ".tflite"));
    EXPECT_EQ(Summary(CheckText(bytes, kHtp)), sample.on_htp);
    EXPECT_EQ(Summary(CheckText(bytes, kSpecification)),
              sample.by_specification);
  }
}

TEST(Samples, AreAllListed) {
  const fs::path folder = SampleFolder();
  if (folder.empty()) GTEST_SKIP() << "OPFIT_SHARED has no TFLite samples";
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().stem().string();
    EXPECT_TRUE(std::any_of(
        std::begin(kSamples), std::end(kSamples),
        [&name](const SampleCase& sample) { return sample.file == name; }))
        << name;
  }
}

std::vector<fs::path> SmallFiles() {
  std::vector<fs::path> files;
  for (const fs::path& folder : {fs::path("examples"), SampleFolder()}) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      const bool is_small =
          entry.path().extension() == ".tflite" && entry.file_size() < 20'000;
      if (is_small) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST(Samples, SurviveBeingCutOffAtEveryByte) {
  for (const fs::path& file : SmallFiles()) {
    SCOPED_TRACE(file.string());
    const std::string whole = BytesOf(file);
    ASSERT_TRUE(ReadGraph(whole, Limits()).usable);
    for (size_t size = 0; size < whole.size(); ++size) {
      const ReadResult result = ReadGraph(whole.substr(0, size), Limits());
      // What is cut off may be padding; otherwise somebody is told.
      EXPECT_TRUE(result.usable || result.findings.size() == 1) << size;
    }
  }
}

TEST(Samples, SurviveAnyByteBeingWrong) {
  for (const fs::path& file : SmallFiles()) {
    SCOPED_TRACE(file.string());
    const std::string whole = BytesOf(file);
    // A stride, so that the test stays quick; where it starts differs by file.
    for (size_t at = whole.size() % 7; at < whole.size(); at += 7) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
      const ReadResult result = ReadGraph(std::move(damaged), Limits());
      EXPECT_TRUE(result.usable || !result.findings.empty()) << at;
    }
  }
}

}  // namespace
}  // namespace opfit
