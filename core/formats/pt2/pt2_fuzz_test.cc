// Replays the fuzzer's function on the golden cases that are torch programs.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gtest/gtest.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace opfit {
namespace {

std::vector<std::string> Programs() {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator("tests/golden", error)) {
    const std::filesystem::path input = entry.path() / "input.pt2";
    if (std::filesystem::exists(input)) paths.push_back(input);
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> programs;
  for (const std::filesystem::path& path : paths) {
    std::ifstream stream(path, std::ios::binary);
    programs.emplace_back(std::istreambuf_iterator<char>(stream),
                          std::istreambuf_iterator<char>());
  }
  return programs;
}

void Replay(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()),
                         bytes.size());
}

// Most bytes of the smallest program; of the others every so many, so that the
// whole takes seconds.
size_t StepOf(const std::string& program, size_t smallest) {
  return program.size() == smallest ? 3 : 4001;
}

size_t SmallestOf(const std::vector<std::string>& programs) {
  size_t smallest = SIZE_MAX;
  for (const std::string& program : programs) {
    smallest = std::min(smallest, program.size());
  }
  return smallest;
}

TEST(Fuzz, RealProgramsAreRead) {
  const std::vector<std::string> programs = Programs();
  if (programs.empty()) GTEST_SKIP() << "no programs among the runfiles";
  for (const std::string& program : programs) Replay(program);
}

TEST(Fuzz, ProgramsThatAreCutOffAreReadOrRefused) {
  const std::vector<std::string> programs = Programs();
  const size_t smallest = SmallestOf(programs);
  for (const std::string& program : programs) {
    const size_t step = StepOf(program, smallest);
    for (size_t size = 0; size < program.size(); size += step) {
      Replay(program.substr(0, size));
    }
  }
}

TEST(Fuzz, ProgramsWithAChangedByteAreReadOrRefused) {
  const std::vector<std::string> programs = Programs();
  const size_t smallest = SmallestOf(programs);
  for (std::string program : programs) {
    const size_t step = StepOf(program, smallest);
    for (size_t i = 0; i < program.size(); i += step) {
      const char was = program[i];
      program[i] = static_cast<char>(was ^ (1 << i % 8));
      Replay(program);
      program[i] = was;
    }
  }
}

}  // namespace
}  // namespace opfit
