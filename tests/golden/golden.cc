#include "tests/golden/golden.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "cli/host.h"
#include "cli/run.h"

namespace opfit {
namespace {

constexpr char kRoot[] = "tests/golden";

// Reads files of the case's folder and keeps what is printed.
class FolderHost : public Host {
 public:
  explicit FolderHost(std::string folder) : folder_(std::move(folder)) {}

  absl::StatusOr<std::string> Read(const std::string& file,
                                   size_t limit) override {
    const std::string path =
        absl::StrCat(folder_, "/", file == "-" ? "stdin" : file);
    if (!std::filesystem::is_regular_file(path)) {
      return absl::NotFoundError(absl::StrCat("cannot read `", file, "`"));
    }
    return ReadFile(path).substr(0, limit + 1);
  }
  absl::Status Write(const std::string& file,
                     absl::string_view bytes) override {
    absl::StrAppend(&printed.files, "--- file ", file, "\n", bytes);
    return absl::OkStatus();
  }
  absl::Status Out(absl::string_view bytes) override {
    absl::StrAppend(&printed.out, bytes);
    return absl::OkStatus();
  }
  void Err(absl::string_view bytes) override {
    absl::StrAppend(&printed.err, bytes);
  }

  std::string WorkingDirectory() const override { return "/case"; }
  bool IsFile(const std::string& path) const override {
    return path[0] != '/' &&
           std::filesystem::is_regular_file(absl::StrCat(folder_, "/", path));
  }

  Printed printed;

 private:
  const std::string folder_;
};

std::vector<std::string> Words(const std::string& text) {
  return absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty());
}

// The file called input.…; empty if there is none.
std::string InputOf(const std::string& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (absl::StartsWith(name, "input.")) return name;
  }
  return "";
}

GoldenCase ReadCase(const std::string& name) {
  GoldenCase golden;
  golden.name = name;
  golden.folder = absl::StrCat(kRoot, "/", name);
  golden.all_formats = absl::StartsWith(name, "formats_");
  golden.is_command = golden.all_formats || absl::StartsWith(name, "cli_");
  const std::string input = InputOf(golden.folder);
  if (absl::StartsWith(name, "OF6")) {
    golden.args = {"annotate", input, "-o", "annotated.json"};
  } else if (!golden.is_command) {
    golden.args = {"check", input};
  }
  const std::vector<std::string> args =
      Words(ReadFile(golden.folder + "/args"));
  golden.args.insert(golden.args.end(), args.begin(), args.end());
  return golden;
}

}  // namespace

std::vector<GoldenCase> GoldenCases() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot)) {
    if (entry.is_directory()) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  std::vector<GoldenCase> cases;
  for (const std::string& name : names) cases.push_back(ReadCase(name));
  return cases;
}

Printed RunCase(const GoldenCase& golden, std::vector<std::string> more) {
  std::vector<std::string> args = golden.args;
  args.insert(args.end(), more.begin(), more.end());
  FolderHost host(golden.folder);
  host.printed.exit_code = Run(args, host);
  return host.printed;
}

std::string AsText(const Printed& printed) {
  std::string text = printed.out + printed.files;
  if (!printed.err.empty()) {
    absl::StrAppend(&text, "--- standard error\n", printed.err);
  }
  return absl::StrCat(text, "--- exit ", printed.exit_code, "\n");
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

void WriteFile(const std::string& path, absl::string_view content) {
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
}

bool IsUpdating() { return std::getenv("OPFIT_GOLDEN_UPDATE") != nullptr; }

}  // namespace opfit
