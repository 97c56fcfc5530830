#include "core/catalog/lint.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/catalog/catalog.h"
#include "core/catalog/op_entry.h"
#include "core/catalog/target.h"

namespace opfit {
namespace {

class EntryLint {
 public:
  EntryLint(const OpEntry& entry, std::vector<std::string>& problems)
      : entry_(entry), problems_(problems) {}

  void Run() {
    if (entry_.unsupported_as_of.has_value()) {
      if (!entry_.rows.empty()) Say("it is unsupported and yet has rows");
      return;
    }
    if (entry_.closed.has_value() && entry_.opened.has_value() &&
        !(*entry_.closed < *entry_.opened)) {
      Say("it is opened at or below the edition it is closed as of");
    }
    if (entry_.rows.empty() && entry_.closed.has_value() && !entry_.extends) {
      Say("it is closed and has no rows, so nothing fits; say `unsupported`");
    }
    RepeatedRows();
    MissingTypes(false);
    MissingTypes(true);
    UnusedConditions();
  }

 private:
  void Say(const std::string& what) {
    problems_.push_back(absl::StrCat(entry_.name, ": ", what));
  }

  void RepeatedRows() {
    const auto list = [](const auto& items) {
      return absl::StrJoin(items, ",");
    };
    std::map<std::string, int> seen;
    for (const Row& row : entry_.rows) {
      const std::string key = absl::StrCat(
          list(row.in), "|", list(row.out), "|", list(row.conditions), "|",
          list(row.operations), "|", row.gate.arch, "|",
          ToString(row.gate.since), "|", list(row.gate.only));
      const auto [first, is_new] = seen.emplace(key, row.number);
      if (is_new) continue;
      Say(absl::StrCat("row ", row.number, " repeats row ", first->second));
    }
  }

  // No type is no tensor: fine where the port may be left out.
  void MissingTypes(bool is_output) {
    const std::vector<PortDef>& ports = is_output ? entry_.out : entry_.in;
    for (const Row& row : entry_.rows) {
      const std::vector<DTypeSet>& types = is_output ? row.out : row.in;
      for (size_t i = 0; i < ports.size() && i < types.size(); ++i) {
        if (types[i] != 0 || ports[i].optional) continue;
        Say(absl::StrCat("row ", row.number, " has no type at ",
                         is_output ? "out[" : "in[", i,
                         "], which is not optional"));
      }
    }
  }

  void UnusedConditions() {
    std::vector<bool> used(entry_.conditions.size());
    for (const Row& row : entry_.rows) {
      for (const uint16_t index : row.conditions) used[index] = true;
    }
    for (size_t i = 0; i < used.size(); ++i) {
      if (used[i]) continue;
      Say(absl::StrCat("condition ", i, " is used by no row"));
    }
  }

  const OpEntry& entry_;
  std::vector<std::string>& problems_;
};

}  // namespace

std::vector<std::string> LintCatalog(const Catalog& catalog) {
  std::vector<std::string> problems;
  for (const auto& [name, entry] : catalog.ops()) {
    EntryLint(entry, problems).Run();
  }
  return problems;
}

}  // namespace opfit
