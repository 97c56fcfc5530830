// What stays the same of a finding while the file around it is edited.

#ifndef OPFIT_CORE_RENDER_FINGERPRINT_H_
#define OPFIT_CORE_RENDER_FINGERPRINT_H_

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"

namespace opfit {

// Fingerprints of findings, which are 16 hexadecimal digits made from code,
// node and port. Where a port has the same code more than once, the later ones
// also have their number, so that no two findings of one scope are equal.
class Fingerprints {
 public:
  // `scope` is part of each: empty where a file has fingerprints of its own,
  // its name where those of many files stand together.
  explicit Fingerprints(absl::string_view scope) : scope_(scope) {}

  // For each finding once, in their order.
  std::string Next(const Finding& finding);

 private:
  const std::string scope_;
  absl::flat_hash_map<std::string, size_t> seen_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_FINGERPRINT_H_
