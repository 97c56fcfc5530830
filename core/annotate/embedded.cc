#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "catalogs/htp_rules_blob.h"
#include "catalogs/lpai_rules_blob.h"
#include "core/annotate/rules.h"

namespace opfit {
namespace {

using Parsed = absl::StatusOr<AnnotationRules>;

// One function-local static a backend: parsed at its first use, once, and never
// for another backend.
const Parsed& Htp() {
  static const auto* const kRules =
      new Parsed(ParseAnnotationRules(embedded::HtpRules()));
  return *kRules;
}

const Parsed& Lpai() {
  static const auto* const kRules =
      new Parsed(ParseAnnotationRules(embedded::LpaiRules()));
  return *kRules;
}

struct Backend {
  absl::string_view name;
  const Parsed& (*rules)();
};
constexpr Backend kBackends[] = {{"htp", Htp}, {"lpai", Lpai}};

}  // namespace

absl::StatusOr<const AnnotationRules*> FindAnnotationRules(
    absl::string_view name) {
  for (const Backend& backend : kBackends) {
    if (backend.name != name) continue;
    const Parsed& rules = backend.rules();
    if (!rules.ok()) return rules.status();
    return &*rules;
  }
  return absl::NotFoundError(
      absl::StrCat("no annotation rules of a backend named `", name,
                   "`; there are those of `htp` and `lpai`"));
}

}  // namespace opfit
