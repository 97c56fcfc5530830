// The chip and the SDK a graph is checked for.
//
//   ParseTarget("htp:SM8750@2.41")   backend, SoC and SDK
//   ParseTarget("htp:v79")           an architecture stands for any of its SoCs
//   ParseTarget("SM8450")            the backend defaults to htp
//   ParseTarget("gpu")               a backend that is the same on every chip
//
// FindTarget (core/catalog/find_target.h) goes on to the catalog.

#ifndef OPFIT_CORE_CATALOG_TARGET_H_
#define OPFIT_CORE_CATALOG_TARGET_H_

#include <string>
#include <tuple>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace opfit {

// A version of the vendor's SDK. 2.41 and 2.41.0 are equal.
struct SdkVersion {
  int major = 0;
  int minor = 0;
  int patch = 0;

  bool none() const { return *this == SdkVersion(); }
  friend bool operator<(const SdkVersion& a, const SdkVersion& b) {
    return std::tie(a.major, a.minor, a.patch) <
           std::tie(b.major, b.minor, b.patch);
  }
  friend bool operator==(const SdkVersion& a, const SdkVersion& b) {
    return !(a < b) && !(b < a);
  }
};

// "2.41", "2.41.1".
absl::StatusOr<SdkVersion> ParseSdkVersion(absl::string_view text);
std::string ToString(const SdkVersion& version);  // "2.41": no ".0" at the end

// As the user wrote it, `backend[:soc][@sdk]`. Empty parts take the catalog's
// defaults (Catalog::Resolve).
struct TargetSpec {
  std::string backend;
  std::string soc;
  std::string sdk;
};

// Splits the text; does not ask whether backend, SoC or SDK exist.
absl::StatusOr<TargetSpec> ParseTarget(absl::string_view text);

// Whether a chip does something: sources may say yes, no, both, or nothing.
enum class Ability : uint8_t { kUnknown, kNo, kYes };

// A target that a catalog knows.
struct Target {
  std::string backend;  // "htp"
  std::string soc;   // "SM8750"; empty where none was named or there are none
  std::string arch;  // "v79"; empty if no source names the SoC's
  std::string arch_word = "architecture";  // what the backend calls `arch`
  int arch_number = 0;                     // 79; 0 if not known
  SdkVersion sdk;  // none() where the backend has no SDK versions
  // Whether the chip takes rows with float types.
  Ability runs_float = Ability::kUnknown;
};

// "htp:SM8750@2.41"; the architecture where there is no SoC; no more than
// "gpu" where the backend has neither chips nor SDK versions.
std::string ToString(const Target& target);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_TARGET_H_
