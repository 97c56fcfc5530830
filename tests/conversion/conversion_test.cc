// Checking a converted file says the same of every operator as checking the
// file itself: of the repository's examples and goldens, and of the sample
// files where they are.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/check/report.h"
#include "core/finding/finding.h"
#include "core/formats/read.h"
#include "core/render/annotated_graph.h"
#include "core/testing/checked.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTargets[] = {"SM8750@2.41", "SM8350@2.49", "v69@2.44"};

std::vector<std::string> FilesIn(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string Bytes(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Sound inputs only: what is wrong with a file itself is not converted.
bool IsSound(const ReadResult& read) {
  return read.usable && std::none_of(read.findings.begin(), read.findings.end(),
                                     [](const Finding& f) {
                                       return f.severity == Severity::kError;
                                     });
}

// Of each finding what it is about, but not where that is in the file. What is
// said of the file itself is left out: of reading it, and of its waivers.
bool IsAboutTheFile(const Finding& finding) {
  return IsInputError(finding.code) ||
         finding.code == Code::kRangeContradictsOffset ||
         finding.code == Code::kWaiverUnused ||
         finding.code == Code::kWaiverExpired;
}

std::vector<std::string> FindingsOf(const Checked& checked) {
  std::vector<std::string> findings;
  for (const Finding& finding : checked.report.findings) {
    if (IsAboutTheFile(finding)) continue;
    findings.push_back(absl::StrCat(InfoOf(finding.code).id, " ", finding.node,
                                    " ", finding.port, " ", Message(finding),
                                    "; have ", finding.found));
  }
  return findings;
}

// How many of the files in `folder` are graphs, each of which is compared.
int CompareAll(const std::string& folder) {
  int graphs = 0;
  for (const std::string& file : FilesIn(folder)) {
    const ReadResult read = ReadGraph(Bytes(file), Limits());
    if (!IsSound(read)) continue;
    ++graphs;
    const std::string converted = RenderAnnotatedGraph(read.graph);
    for (const char* target : kTargets) {
      const Checked before = CheckText(Bytes(file), target);
      const Checked after = CheckText(converted, target);
      EXPECT_EQ(after.Outcomes(), before.Outcomes()) << file;
      EXPECT_THAT(FindingsOf(after),
                  testing::UnorderedElementsAreArray(FindingsOf(before)))
          << file << " " << target;
    }
    const ReadResult again = ReadGraph(converted, Limits());
    EXPECT_TRUE(IsSound(again)) << file;
    EXPECT_EQ(RenderAnnotatedGraph(again.graph), converted) << file;
  }
  return graphs;
}

TEST(Conversion, ChangesNothingOfTheExamples) {
  EXPECT_GE(CompareAll("examples"), 9);
}

TEST(Conversion, ChangesNothingOfTheGoldens) {
  EXPECT_GE(CompareAll("tests/golden"), 60);
}

TEST(Conversion, ChangesNothingOfTheSamples) {
  const char* shared = std::getenv("OPFIT_SHARED");
  if (shared == nullptr) GTEST_SKIP() << "the sample files are not here";
  EXPECT_GE(CompareAll(absl::StrCat(shared, "/samples")), 20);
}

}  // namespace
}  // namespace opfit
