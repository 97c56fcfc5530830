// What a command may use of the machine it runs on. Tests bring their own.

#ifndef OPFIT_CLI_HOST_H_
#define OPFIT_CLI_HOST_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/finding/waiver.h"

namespace opfit {

class Host {
 public:
  virtual ~Host() = default;

  // The bytes of a file, or of the standard input for "-", with some room
  // behind them for a parser. No more than `limit` + 1 are read, so that a
  // file that is too large shows and costs nothing. The status names the file.
  virtual absl::StatusOr<std::string> Read(const std::string& file,
                                           size_t limit) = 0;

  // Replaces the content of a file.
  virtual absl::Status Write(const std::string& file,
                             absl::string_view bytes) = 0;

  // The standard output and the standard error.
  virtual absl::Status Out(absl::string_view bytes) = 0;
  virtual void Err(absl::string_view bytes) = 0;

  // The rest of the machine; by default there is none.
  //
  // The value of an environment variable; empty if it is not set.
  virtual std::string Environment(const std::string&) const { return ""; }
  // Absolute, with `/` between the parts; empty if it is not known.
  virtual std::string WorkingDirectory() const { return ""; }
  virtual bool IsFile(const std::string&) const { return false; }
  virtual bool IsDirectory(const std::string&) const { return false; }
  // The names in a directory, in no order.
  virtual absl::StatusOr<std::vector<std::string>> List(
      const std::string& directory) const {
    return absl::UnimplementedError("cannot list `" + directory + "`");
  }
  // Today in UTC; nothing if there is no clock.
  virtual std::optional<Date> Today() const { return std::nullopt; }

  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int width = 80;         // of the terminal
  bool no_color = false;  // NO_COLOR is set
};

}  // namespace opfit

#endif  // OPFIT_CLI_HOST_H_
