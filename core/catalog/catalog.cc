#include "core/catalog/catalog.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/op_entry.h"
#include "core/catalog/target.h"
#include "core/finding/suggest.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

// 73 for "v73" and "V73"; 0 if the text is no architecture.
int ArchNumber(absl::string_view text) {
  int number = 0;
  if (text.size() < 2 || absl::ascii_tolower(text[0]) != 'v') return 0;
  return absl::SimpleAtoi(text.substr(1), &number) ? number : 0;
}

}  // namespace

const PortDef* OpEntry::PortAt(bool is_output, size_t position) const {
  const std::vector<PortDef>& ports = is_output ? out : in;
  if (position < ports.size()) return &ports[position];
  if (!ports.empty() && ports.back().variadic) return &ports.back();
  return nullptr;
}

const OpEntry* Catalog::FindOp(absl::string_view name) const {
  const auto it = ops_.find(name);
  return it == ops_.end() ? nullptr : &it->second;
}

const DialectMapping* Catalog::FindDialect(Dialect dialect) const {
  const auto it = dialects_.find(dialect);
  return it == dialects_.end() ? nullptr : &it->second;
}

std::vector<absl::string_view> Catalog::SocsFromArch(int arch) const {
  std::vector<const Soc*> socs;
  for (const Soc& soc : socs_) {
    if (soc.arch >= arch && soc.arch != 0) socs.push_back(&soc);
  }
  // The usual SoC of each architecture is the name that users recognise.
  const auto rank = [this](const Soc* soc) {
    const auto it = default_soc_by_arch_.find(soc->arch);
    const bool usual =
        it != default_soc_by_arch_.end() && it->second == soc->name;
    return std::make_tuple(soc->arch, !usual);
  };
  std::stable_sort(socs.begin(), socs.end(), [&](const Soc* a, const Soc* b) {
    return rank(a) < rank(b);
  });
  std::vector<absl::string_view> names;
  names.reserve(socs.size());
  for (const Soc* soc : socs) names.push_back(soc->name);
  return names;
}

std::vector<std::string> Catalog::SourceTexts(const SourceIds& ids) const {
  std::vector<std::string> texts;
  texts.reserve(ids.size());
  for (const uint16_t id : ids) texts.push_back(sources_[id].text);
  return texts;
}

absl::StatusOr<Target> Catalog::Resolve(const TargetSpec& spec) const {
  if (!spec.backend.empty() && spec.backend != backend_) {
    return absl::InvalidArgumentError(
        absl::StrCat("the catalog is of backend `", backend_, "`, not `",
                     spec.backend, "`"));
  }
  Target target;
  target.backend = backend_;
  target.arch_word = arch_word_;
  const absl::Status sdk = ResolveSdk(spec.sdk, target);
  if (!sdk.ok()) return sdk;
  const absl::Status chip = ResolveChip(spec.soc, target);
  if (!chip.ok()) return chip;
  return target;
}

absl::Status Catalog::ResolveSdk(const std::string& wanted,
                                 Target& target) const {
  target.sdk = newest_sdk_;
  if (wanted.empty()) return absl::OkStatus();
  if (newest_sdk_.none()) {
    return absl::InvalidArgumentError(
        absl::StrCat("backend `", backend_,
                     "` has no SDK versions; leave out `@", wanted, "`"));
  }
  absl::StatusOr<SdkVersion> sdk = ParseSdkVersion(wanted);
  if (sdk.ok()) target.sdk = *sdk;
  return sdk.status();
}

absl::Status Catalog::ResolveChip(const std::string& named,
                                  Target& target) const {
  const std::string& wanted = named.empty() ? default_soc_ : named;
  const auto soc =
      std::find_if(socs_.begin(), socs_.end(), [&wanted](const Soc& known) {
        return absl::EqualsIgnoreCase(known.name, wanted);
      });
  if (soc != socs_.end() && !soc->has_backend) {
    return absl::InvalidArgumentError(absl::StrCat(
        "`", soc->name, "` is no target of backend `", backend_, "`"));
  }
  if (soc != socs_.end()) {
    target.soc = soc->name;
    target.arch_number = soc->arch;
    target.runs_float = soc->runs_float;
  } else if (!wanted.empty()) {
    target.arch_number = ArchNumber(wanted);
    const auto by_arch = float_by_arch_.find(target.arch_number);
    if (by_arch == float_by_arch_.end()) return NoSuchChip(wanted);
    target.runs_float = by_arch->second;
  }
  if (target.arch_number != 0) {
    target.arch = absl::StrCat("v", target.arch_number);
  }
  if (!float_depends_on_chip_) target.runs_float = Ability::kYes;
  return absl::OkStatus();
}

absl::Status Catalog::NoSuchChip(absl::string_view wanted) const {
  if (socs_.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("backend `", backend_,
                     "` is the same on every chip; leave out `", wanted, "`"));
  }
  std::vector<absl::string_view> names;
  names.reserve(socs_.size());
  for (const Soc& known : socs_) names.push_back(known.name);
  return absl::InvalidArgumentError(
      absl::StrCat("no SoC or ", arch_word_, " of backend `", backend_,
                   "` is named `", wanted, "`", DidYouMean(wanted, names)));
}

}  // namespace opfit
