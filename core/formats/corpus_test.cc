// Real files: the examples of this repository, and samples of other tools
// where the environment says where they are (OPFIT_SHARED).

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "core/finding/finding.h"
#include "core/formats/limits.h"
#include "core/formats/read.h"
#include "core/graph/builder.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

// By name, so that the order is the same everywhere.
std::vector<std::filesystem::path> JsonFilesIn(
    const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void ExpectClean(const std::filesystem::path& file) {
  SCOPED_TRACE(file.filename().string());
  std::ifstream stream(file, std::ios::binary);
  const ReadResult result = ReadGraph(
      std::string(std::istreambuf_iterator<char>(stream), {}), Limits());
  EXPECT_TRUE(result.usable);
  EXPECT_GT(result.graph.op_node_count(), 0);
  for (const Finding& finding : result.findings) {
    ADD_FAILURE() << InfoOf(finding.code).id << ": " << Message(finding)
                  << " at " << finding.place.pointer;
  }
}

TEST(Corpus, TheExamplesReadWithoutAFinding) {
  const std::vector<std::filesystem::path> files = JsonFilesIn("examples");
  if (files.empty()) GTEST_SKIP() << "no examples among the runfiles";
  for (const std::filesystem::path& file : files) ExpectClean(file);
}

TEST(Corpus, RealNetJsonReadsWithoutAFinding) {
  const char* const shared = std::getenv("OPFIT_SHARED");
  if (shared == nullptr) GTEST_SKIP() << "OPFIT_SHARED is not set";
  const std::vector<std::filesystem::path> files =
      JsonFilesIn(std::filesystem::path(shared) / "samples" / "qnn-net-json");
  if (files.empty()) GTEST_SKIP() << "no samples in " << shared;
  for (const std::filesystem::path& file : files) ExpectClean(file);
}

}  // namespace
}  // namespace opfit
