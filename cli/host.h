// What a command may use of the machine it runs on. Tests bring their own.

#ifndef OPFIT_CLI_HOST_H_
#define OPFIT_CLI_HOST_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

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

  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int width = 80;         // of the terminal
  bool no_color = false;  // NO_COLOR is set
};

}  // namespace opfit

#endif  // OPFIT_CLI_HOST_H_
