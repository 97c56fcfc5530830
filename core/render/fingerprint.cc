#include "core/render/fingerprint.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

// FNV-1a, which is the same everywhere and for ever. Nobody is kept from making
// two names collide; it would only make two of their own findings one.
uint64_t Hash(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) {
    hash ^= static_cast<uint8_t>(c);
    hash *= 0x100000001b3u;
  }
  return hash;
}

}  // namespace

std::string Fingerprints::Next(const Finding& finding) {
  std::string key = absl::StrCat(InfoOf(finding.code).id);
  // Lengths before the parts, so that no name can pass for two.
  for (const absl::string_view part :
       {absl::string_view(finding.node), absl::string_view(finding.port),
        absl::string_view(scope_)}) {
    absl::StrAppend(&key, "/", part.size(), ":", part);
  }
  const size_t before = seen_[key]++;
  if (before > 0) absl::StrAppend(&key, "#", before + 1);
  return absl::StrCat(absl::Hex(Hash(key), absl::kZeroPad16));
}

}  // namespace opfit
