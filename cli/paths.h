// Paths as text; nothing is looked up.

#ifndef OPFIT_CLI_PATHS_H_
#define OPFIT_CLI_PATHS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace opfit {

// "models" of "models/a.json", "/" of "/a.json", "" of "a.json".
absl::string_view DirectoryOf(absl::string_view path);

// "models/a.json"; `path` alone if it is absolute or the directory is empty.
std::string JoinPath(absl::string_view directory, absl::string_view path);

// The path from the root, without `.`, `..` and doubled slashes. `working` is
// the directory that relative paths start from.
std::string AbsolutePath(absl::string_view path, absl::string_view working);

// The path from `working`, where it is below it; else as it is.
std::string RelativePath(absl::string_view path, absl::string_view working);

}  // namespace opfit

#endif  // OPFIT_CLI_PATHS_H_
