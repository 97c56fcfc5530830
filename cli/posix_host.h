// The real machine: files, standard streams, the terminal.

#ifndef OPFIT_CLI_POSIX_HOST_H_
#define OPFIT_CLI_POSIX_HOST_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/host.h"
#include "core/finding/waiver.h"

namespace opfit {

class PosixHost : public Host {
 public:
  // Looks at the terminal and the environment once.
  PosixHost();

  absl::StatusOr<std::string> Read(const std::string& file,
                                   size_t limit) override;
  absl::Status Write(const std::string& file, absl::string_view bytes) override;
  absl::Status Out(absl::string_view bytes) override;
  void Err(absl::string_view bytes) override;
  std::string Environment(const std::string& name) const override;
  std::string WorkingDirectory() const override;
  bool IsFile(const std::string& path) const override;
  bool IsDirectory(const std::string& path) const override;
  absl::StatusOr<std::vector<std::string>> List(
      const std::string& directory) const override;
  std::optional<Date> Today() const override;
};

}  // namespace opfit

#endif  // OPFIT_CLI_POSIX_HOST_H_
