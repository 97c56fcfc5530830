// Real models of other projects, from OPFIT_SHARED, as whole graphs and as what
// is left of them when they are cut off anywhere or damaged.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "core/finding/finding.h"
#include "core/formats/graph_text.h"
#include "core/formats/limits.h"
#include "core/formats/onnx/onnx.h"
#include "core/graph/builder.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

std::vector<std::filesystem::path> Samples() {
  std::vector<std::filesystem::path> files;
  const char* shared = std::getenv("OPFIT_SHARED");
  if (shared == nullptr) return files;
  const auto folder = std::filesystem::path(shared) / "samples" / "onnx-qdq";
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".onnx") files.push_back(entry.path());
  }
  absl::c_sort(files);
  return files;
}

std::string Contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

TEST(OnnxSamples, AreReadWithoutAnError) {
  if (Samples().empty()) GTEST_SKIP() << "no samples: set OPFIT_SHARED";
  for (const auto& path : Samples()) {
    const ReadResult read = ReadOnnx(Contents(path), Limits());
    EXPECT_TRUE(read.usable) << path;
    for (const Finding& finding : read.findings) {
      ADD_FAILURE() << path << ": " << Message(finding);
    }
    if (std::getenv("OPFIT_PRINT") != nullptr) {
      printf("== %s\n%s", path.filename().c_str(),
             GraphText(read.graph).c_str());
    }
  }
}

// What follows the graph may be missing unnoticed: the versions of further
// operator sets, and metadata.
TEST(OnnxSamples, CutOffAnywhereAreFaultyOrTheSame) {
  if (Samples().empty()) GTEST_SKIP() << "no samples: set OPFIT_SHARED";
  for (const auto& path : Samples()) {
    const std::string whole = Contents(path);
    const std::string want = GraphText(ReadOnnx(whole, Limits()).graph);
    for (size_t size = 0; size < whole.size(); ++size) {
      const ReadResult read = ReadOnnx(whole.substr(0, size), Limits());
      if (!read.findings.empty()) continue;
      ASSERT_EQ(GraphText(read.graph), want) << path << " cut off at " << size;
    }
  }
}

TEST(OnnxSamples, SurviveAFlippedBitInEveryByte) {
  if (Samples().empty()) GTEST_SKIP() << "no samples: set OPFIT_SHARED";
  constexpr size_t kLargest = 2048;  // the others are like these, and slow
  for (const auto& path : Samples()) {
    const std::string whole = Contents(path);
    if (whole.size() > kLargest) continue;
    for (size_t i = 0; i < whole.size(); ++i) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << i % 8));
      ReadOnnx(std::move(damaged), Limits());
    }
  }
}

}  // namespace
}  // namespace opfit
