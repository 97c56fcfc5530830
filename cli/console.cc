#include "cli/console.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/render/printable.h"
#include "core/render/version.h"

namespace opfit {

bool UseColour(const CommandLine& line, const Host& host) {
  const absl::string_view when = line.Value(Flag::kColor, "auto");
  if (when != "auto") return when == "always";
  return host.out_is_terminal && !host.no_color;
}

void Complain(const absl::Status& status, Host& host) {
  constexpr size_t kLongest = 2000;
  host.Err(absl::StrCat(kToolName, ": ", Printable(status.message(), kLongest),
                        "\n"));
}

}  // namespace opfit
