// What one backend accepts: operators with their rows, chips, and how the ops
// of each dialect map to operators. Facts live in catalogs/ as data with
// sources; a Catalog is their parsed form and only answers questions.
//
//   absl::StatusOr<const Catalog*> htp = FindCatalog("htp");
//   const OpEntry* conv = (*htp)->FindOp("Conv2d");
//
// Immutable; safe to share between threads.

#ifndef OPFIT_CORE_CATALOG_CATALOG_H_
#define OPFIT_CORE_CATALOG_CATALOG_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/mapping.h"
#include "core/catalog/op_entry.h"
#include "core/catalog/target.h"
#include "core/graph/graph.h"

namespace opfit {

// Where a fact comes from, and of which kind the source is ("vendor-page",
// "public-code", "stack-outcome" …: docs/catalogs.md ranks them).
struct Source {
  std::string kind;
  std::string text;
};

struct Soc {
  std::string name;            // "SM8750"
  std::string marketing_name;  // may be empty
  int id = 0;                  // the vendor's SoC id; 0 if not known
  int arch = 0;                // 79; 0 if no source says
  Ability runs_float = Ability::kUnknown;
  int vtcm_mb = 0;          // 0 if not known
  bool has_backend = true;  // false: sources say it lacks the accelerator
  std::string confidence;
  std::vector<std::string> notes;
  SourceIds sources;
};

class Catalog {
 public:
  absl::string_view backend() const { return backend_; }
  absl::string_view id() const { return id_; }
  absl::string_view version() const { return version_; }
  // All three are none() for a backend without SDK versions.
  SdkVersion edition() const { return edition_; }
  // Targets with an SDK below this are bypassed.
  SdkVersion first_sdk() const { return first_sdk_; }
  SdkVersion newest_sdk() const { return newest_sdk_; }

  // By name, in alphabetical order.
  const std::map<std::string, OpEntry, std::less<>>& ops() const {
    return ops_;
  }
  const OpEntry* FindOp(absl::string_view name) const;  // null if none

  // Null where the catalog does not know the dialect.
  const DialectMapping* FindDialect(Dialect dialect) const;

  // By name. Empty for a backend that is the same on every chip.
  absl::Span<const Soc> socs() const { return socs_; }
  // What the backend calls the generation of a chip: "architecture".
  absl::string_view arch_word() const { return arch_word_; }
  // False: whether a chip runs float is no question; the rows alone decide.
  bool float_depends_on_chip() const { return float_depends_on_chip_; }
  // Every architecture, ascending, with its most usual SoC.
  const std::map<int, std::string>& default_soc_by_arch() const {
    return default_soc_by_arch_;
  }
  // SoCs known to have this architecture or a newer one, oldest first.
  std::vector<absl::string_view> SocsFromArch(int arch) const;

  absl::Span<const Source> sources() const { return sources_; }
  std::vector<std::string> SourceTexts(const SourceIds& ids) const;

  // Completes a target with this catalog's defaults. InvalidArgument names the
  // nearest known SoC for one it does not know.
  absl::StatusOr<Target> Resolve(const TargetSpec& spec) const;

 private:
  friend class CatalogParser;
  friend class CatalogStacker;

  absl::Status ResolveSdk(const std::string& wanted, Target& target) const;
  absl::Status ResolveChip(const std::string& wanted, Target& target) const;
  absl::Status NoSuchChip(absl::string_view wanted) const;

  std::string backend_;
  std::string id_;
  std::string version_;
  SdkVersion edition_;
  SdkVersion first_sdk_;
  SdkVersion newest_sdk_;
  std::string default_soc_;
  std::string arch_word_ = "architecture";
  bool float_depends_on_chip_ = false;
  bool is_stacked_ = false;  // sources and entries say whose they are
  std::vector<Source> sources_;
  std::map<std::string, OpEntry, std::less<>> ops_;
  std::map<Dialect, DialectMapping> dialects_;
  std::vector<Soc> socs_;
  std::map<int, std::string> default_soc_by_arch_;
  std::map<int, Ability> float_by_arch_;
};

// Reads a catalog from its bundled form: one JSON object {"ops": …, "socs": …,
// "dialects": […]} of the files under catalogs/<backend>/; "socs" is left out
// where the backend is the same on every chip. Unknown keys, wrong types and
// dangling indices are InvalidArgument with their place.
//
// `dialects`, if given, is a document {"dialects": […]} with more of them:
// backends of one stack share theirs.
absl::StatusOr<Catalog> ParseCatalog(absl::string_view json,
                                     absl::string_view dialects = "");

// Reads a catalog of a user's own: one document of
// catalogs/schema/ops.schema.json, which may have `dialects` of its own.
absl::StatusOr<Catalog> ParseUserCatalog(absl::string_view json);

// The bundled catalog of a backend. Parsed at the first call for that backend,
// once, and never for another. NotFound lists the backends there are.
absl::StatusOr<const Catalog*> FindCatalog(absl::string_view backend);

// The backends that have a bundled catalog; the default one is first.
absl::Span<const absl::string_view> BundledBackends();

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_CATALOG_H_
