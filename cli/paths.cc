#include "cli/paths.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace opfit {

absl::string_view DirectoryOf(absl::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == absl::string_view::npos) return "";
  return path.substr(0, slash == 0 ? 1 : slash);
}

std::string JoinPath(absl::string_view directory, absl::string_view path) {
  if (directory.empty() || absl::StartsWith(path, "/"))
    return std::string(path);
  return absl::StrCat(absl::StripSuffix(directory, "/"), "/", path);
}

std::string AbsolutePath(absl::string_view path, absl::string_view working) {
  const std::string whole = JoinPath(working, path);
  std::vector<absl::string_view> parts;
  for (const absl::string_view part : absl::StrSplit(whole, '/')) {
    if (part == ".." && !parts.empty()) parts.pop_back();
    if (!part.empty() && part != "." && part != "..") parts.push_back(part);
  }
  return absl::StrCat("/", absl::StrJoin(parts, "/"));
}

std::string RelativePath(absl::string_view path, absl::string_view working) {
  absl::string_view rest = path;
  const bool below = !working.empty() && absl::ConsumePrefix(&rest, working) &&
                     (working == "/" || absl::ConsumePrefix(&rest, "/"));
  return std::string(below ? rest : path);
}

}  // namespace opfit
