#include "cli/posix_host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

constexpr size_t kSpareBytes = 64;
constexpr size_t kChunk = size_t{1} << 16;

// "cannot read `a.json`: No such file or directory".
absl::Status Failed(absl::string_view what) {
  return absl::UnavailableError(
      absl::StrCat("cannot ", what, ": ", std::strerror(errno)));
}

absl::Status Failed(absl::string_view what, absl::string_view file) {
  return Failed(absl::StrCat(what, " `", file, "`"));
}

// An open file that is closed at the end of the scope. The standard streams
// stay open.
class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ > STDERR_FILENO) close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

// The size a file says it has; 0 where it says nothing (a pipe).
size_t ExpectedSize(int descriptor) {
  struct stat info;
  if (fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) return 0;
  return static_cast<size_t>(info.st_size);
}

bool WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

PosixHost::PosixHost() {
  out_is_terminal = isatty(STDOUT_FILENO) != 0;
  err_is_terminal = isatty(STDERR_FILENO) != 0;
  const char* setting = std::getenv("NO_COLOR");
  no_color = setting != nullptr && *setting != '\0';
  winsize window = {};
  if (out_is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 &&
      window.ws_col > 0) {
    width = window.ws_col;
  }
}

absl::StatusOr<std::string> PosixHost::Read(const std::string& file,
                                            size_t limit) {
  const bool is_stdin = file == "-";
  const OpenFile input(is_stdin ? STDIN_FILENO
                                : open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (input.get() < 0) return Failed("read", file);
  const size_t most = limit < SIZE_MAX ? limit + 1 : limit;
  // One byte more than the file has, so that its end is seen at once.
  size_t want = std::min(std::max(ExpectedSize(input.get()) + 1, kChunk), most);
  std::string bytes;
  size_t size = 0;
  while (size < most) {
    bytes.reserve(want + kSpareBytes);
    bytes.resize(want);
    const ssize_t got = read(input.get(), &bytes[size], want - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed("read", file);
    if (got == 0) break;
    size += static_cast<size_t>(got);
    if (size == want) want = std::min(want * 2, most);
  }
  bytes.resize(size);
  return bytes;
}

absl::Status PosixHost::Write(const std::string& file,
                              absl::string_view bytes) {
  const OpenFile output(
      open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (output.get() < 0 || !WriteAll(output.get(), bytes)) {
    return Failed("write", file);
  }
  return absl::OkStatus();
}

absl::Status PosixHost::Out(absl::string_view bytes) {
  if (WriteAll(STDOUT_FILENO, bytes)) return absl::OkStatus();
  return Failed("write to the standard output");
}

void PosixHost::Err(absl::string_view bytes) { WriteAll(STDERR_FILENO, bytes); }

std::string PosixHost::Environment(const std::string& name) const {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

std::string PosixHost::WorkingDirectory() const {
  char path[PATH_MAX];
  return getcwd(path, sizeof(path)) == nullptr ? "" : path;
}

bool PosixHost::IsFile(const std::string& path) const {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

bool PosixHost::IsDirectory(const std::string& path) const {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

absl::StatusOr<std::vector<std::string>> PosixHost::List(
    const std::string& directory) const {
  DIR* const stream = opendir(directory.c_str());
  if (stream == nullptr) return Failed("list", directory);
  std::vector<std::string> names;
  while (const dirent* entry = readdir(stream)) {
    const absl::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  closedir(stream);
  return names;
}

std::optional<Date> PosixHost::Today() const {
  const std::time_t now = std::time(nullptr);
  std::tm day = {};
  if (gmtime_r(&now, &day) == nullptr) return std::nullopt;
  return Date{day.tm_year + 1900, day.tm_mon + 1, day.tm_mday};
}

}  // namespace opfit
