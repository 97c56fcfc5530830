// Runs a fuzzer over files instead of letting it search, so that what it found
// once is a test, and needs no particular compiler.
//
//   replay [--suffix=S]… [--samples=FOLDER] [--runs=N] FILE…
//
// Each file is handed over whole, cut off after each byte, and with each byte
// damaged. `--runs` limits how often a file is cut off, and how often damaged,
// by leaving out bytes evenly. `--samples` adds the files of a folder below
// $OPFIT_SHARED, if that is set. Whatever goes wrong ends the program.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

namespace fs = std::filesystem;

struct Settings {
  std::vector<std::string> suffixes;
  std::string samples;
  size_t runs = 4'000;
  std::vector<std::string> files;
};

// True, and the rest, if `argument` begins with `flag`.
bool TakeFlag(const std::string& argument, const std::string& flag,
              std::string& rest) {
  if (argument.compare(0, flag.size(), flag) != 0) return false;
  rest = argument.substr(flag.size());
  return true;
}

Settings ReadArguments(int count, char** arguments) {
  Settings settings;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    std::string rest;
    if (TakeFlag(argument, "--suffix=", rest)) {
      settings.suffixes.push_back(rest);
    } else if (TakeFlag(argument, "--samples=", rest)) {
      settings.samples = rest;
    } else if (TakeFlag(argument, "--runs=", rest)) {
      settings.runs = static_cast<size_t>(std::atoi(rest.c_str()));
    } else {
      settings.files.push_back(argument);
    }
  }
  return settings;
}

bool IsWanted(const std::string& file,
              const std::vector<std::string>& suffixes) {
  if (suffixes.empty()) return true;
  return std::any_of(suffixes.begin(), suffixes.end(),
                     [&file](const std::string& suffix) {
                       return file.size() >= suffix.size() &&
                              file.compare(file.size() - suffix.size(),
                                           suffix.size(), suffix) == 0;
                     });
}

void AddSamples(const std::string& folder, std::vector<std::string>& files) {
  const char* const shared = std::getenv("OPFIT_SHARED");
  if (shared == nullptr || folder.empty()) return;
  std::error_code error;
  for (const auto& entry :
       fs::directory_iterator(fs::path(shared) / folder, error)) {
    files.push_back(entry.path().string());
  }
}

// In memory of exactly its size, so that a sanitizer sees its end.
void RunOnce(const std::string& bytes) {
  const std::vector<uint8_t> data(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(data.data(), data.size());
}

size_t Replay(const std::string& whole, size_t runs) {
  const size_t step = std::max<size_t>(1, whole.size() / runs);
  size_t count = 1;
  RunOnce(whole);
  for (size_t size = 0; size < whole.size(); size += step, ++count) {
    RunOnce(whole.substr(0, size));
  }
  for (size_t at = 0; at < whole.size(); at += step, ++count) {
    std::string damaged = whole;
    // Another bit at each byte: signs, digits, quotes and lengths all change.
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at / step % 8)));
    RunOnce(damaged);
  }
  return count;
}

}  // namespace

int main(int count, char** arguments) {
  Settings settings = ReadArguments(count, arguments);
  std::vector<std::string> files;
  for (const std::string& file : settings.files) {
    if (IsWanted(file, settings.suffixes)) files.push_back(file);
  }
  if (files.empty()) {
    std::fprintf(stderr, "no file of the corpus is for this fuzzer\n");
    return 1;
  }
  AddSamples(settings.samples, files);
  std::sort(files.begin(), files.end());
  size_t total = 0;
  for (const std::string& file : files) {
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(stream), {});
    total += Replay(bytes, settings.runs);
    std::printf("%s: %zu bytes\n", file.c_str(), bytes.size());
    std::fflush(stdout);
  }
  std::printf("%zu files, %zu runs\n", files.size(), total);
  return 0;
}
