#include "core/catalog/target.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace opfit {

absl::StatusOr<SdkVersion> ParseSdkVersion(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  SdkVersion version;
  int* const numbers[] = {&version.major, &version.minor, &version.patch};
  bool ok = parts.size() >= 2 && parts.size() <= 3;
  for (size_t i = 0; ok && i < parts.size(); ++i) {
    ok = !parts[i].empty() && absl::ascii_isdigit(parts[i][0]) &&
         absl::SimpleAtoi(parts[i], numbers[i]);
  }
  if (ok) return version;
  return absl::InvalidArgumentError(
      absl::StrCat("`", text, "` is not an SDK version such as 2.41"));
}

std::string ToString(const SdkVersion& version) {
  std::string text = absl::StrCat(version.major, ".", version.minor);
  if (version.patch != 0) absl::StrAppend(&text, ".", version.patch);
  return text;
}

absl::StatusOr<TargetSpec> ParseTarget(absl::string_view text) {
  TargetSpec spec;
  const size_t at = text.find('@');
  if (at != absl::string_view::npos) {
    spec.sdk = std::string(text.substr(at + 1));
    if (spec.sdk.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the target `", text, "` has no SDK version after `@`"));
    }
    text = text.substr(0, at);
  }
  const size_t colon = text.find(':');
  if (colon != absl::string_view::npos) {
    spec.backend = absl::AsciiStrToLower(text.substr(0, colon));
    spec.soc = std::string(text.substr(colon + 1));
    return spec;
  }
  // One word is a SoC or an architecture if it has a digit, else a backend.
  const bool has_digit =
      text.find_first_of("0123456789") != absl::string_view::npos;
  (has_digit ? spec.soc : spec.backend) = std::string(text);
  if (!has_digit) spec.backend = absl::AsciiStrToLower(text);
  return spec;
}

std::string ToString(const Target& target) {
  std::string text = target.backend;
  const std::string& chip = target.soc.empty() ? target.arch : target.soc;
  if (!chip.empty()) absl::StrAppend(&text, ":", chip);
  if (!target.sdk.none()) absl::StrAppend(&text, "@", ToString(target.sdk));
  return text;
}

}  // namespace opfit
