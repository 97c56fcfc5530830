#include "core/catalog/stack.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/catalog/catalog.h"
#include "core/catalog/mapping.h"
#include "core/catalog/op_entry.h"

namespace opfit {
namespace {

// The upper catalog's sources come behind the lower one's.
void Shift(SourceIds& ids, size_t by) {
  for (uint16_t& id : ids) id = static_cast<uint16_t>(id + by);
}

void ShiftSources(OpEntry& entry, size_t by) {
  Shift(entry.opened_sources, by);
  Shift(entry.unsupported_sources, by);
  for (Condition& condition : entry.conditions) Shift(condition.sources, by);
  for (Row& row : entry.rows) {
    Shift(row.sources, by);
    Shift(row.dispute_sources, by);
  }
  for (auto* failures : {&entry.rejected, &entry.caveats}) {
    for (KnownFailure& failure : *failures) Shift(failure.sources, by);
  }
}

template <typename T>
void Append(std::vector<T>& list, std::vector<T> more) {
  for (T& item : more) list.push_back(std::move(item));
}

absl::Status Extend(OpEntry& lower, OpEntry upper) {
  const size_t conditions = lower.conditions.size();
  const bool same_ports = lower.in.size() == upper.in.size() &&
                          lower.out.size() == upper.out.size();
  if (!same_ports) {
    return absl::InvalidArgumentError(
        absl::StrCat("`", upper.name, "` extends an entry of ", lower.in.size(),
                     " inputs and ", lower.out.size(), " outputs and has ",
                     upper.in.size(), " and ", upper.out.size()));
  }
  if (conditions + upper.conditions.size() > UINT16_MAX) {
    return absl::InvalidArgumentError(
        absl::StrCat("`", upper.name, "` has too many conditions"));
  }
  for (Row& row : upper.rows) {
    for (uint16_t& index : row.conditions) {
      index = static_cast<uint16_t>(index + conditions);
    }
    row.number += static_cast<int>(lower.rows.size());
  }
  absl::StrAppend(&lower.catalog, "+", upper.catalog);
  if (upper.closed.has_value()) {
    lower.closed = upper.closed;
    lower.opened.reset();
  }
  Append(lower.conditions, std::move(upper.conditions));
  Append(lower.rows, std::move(upper.rows));
  Append(lower.rejected, std::move(upper.rejected));
  Append(lower.caveats, std::move(upper.caveats));
  return absl::OkStatus();
}

}  // namespace

// Puts one catalog on another, part by part.
class CatalogStacker {
 public:
  explicit CatalogStacker(const Catalog& lower) : result_(lower) {
    if (result_.is_stacked_) return;
    Claim(result_.sources_, result_.id_);
    for (auto& [name, entry] : result_.ops_) entry.catalog = result_.id_;
    result_.is_stacked_ = true;
  }

  absl::Status Put(const Catalog& upper) {
    if (upper.backend_ != result_.backend_) {
      return absl::InvalidArgumentError(
          absl::StrCat("the catalog `", upper.id_, "` is of backend `",
                       upper.backend_, "`, not `", result_.backend_, "`"));
    }
    const size_t shift = result_.sources_.size();
    if (shift + upper.sources_.size() > UINT16_MAX) {
      return absl::InvalidArgumentError("the catalogs have too many sources");
    }
    std::vector<Source> sources = upper.sources_;
    Claim(sources, upper.id_);
    Append(result_.sources_, std::move(sources));
    for (const auto& [name, entry] : upper.ops_) {
      const absl::Status status = PutEntry(entry, upper.id_, shift);
      if (!status.ok()) return status;
    }
    for (const auto& [dialect, mapping] : upper.dialects_) {
      PutDialect(dialect, mapping);
    }
    absl::StrAppend(&result_.id_, "+", upper.id_);
    absl::StrAppend(&result_.version_, "+", upper.version_);
    return absl::OkStatus();
  }

  Catalog Take() { return std::move(result_); }

 private:
  static void Claim(std::vector<Source>& sources, const std::string& id) {
    for (Source& source : sources) {
      source.text = absl::StrCat(id, ": ", source.text);
    }
  }

  absl::Status PutEntry(OpEntry entry, const std::string& id, size_t shift) {
    ShiftSources(entry, shift);
    entry.catalog = id;
    const auto lower = result_.ops_.find(entry.name);
    if (!entry.extends) {
      std::string name = entry.name;
      result_.ops_.insert_or_assign(std::move(name), std::move(entry));
      return absl::OkStatus();
    }
    if (lower == result_.ops_.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("`", entry.name, "` of the catalog `", id,
                       "` extends an entry that is not there"));
    }
    return Extend(lower->second, std::move(entry));
  }

  void PutDialect(Dialect dialect, const DialectMapping& upper) {
    DialectMapping& lower = result_.dialects_[dialect];
    lower.same_name |= upper.same_name;
    for (const auto& [from, to] : upper.treat_as) lower.treat_as[from] = to;
    for (const auto& [name, mapping] : upper.ops) {
      lower.ops.insert_or_assign(name, mapping);
    }
  }

  Catalog result_;
};

absl::StatusOr<Catalog> StackCatalogs(const Catalog& lower,
                                      const Catalog& upper) {
  CatalogStacker stacker(lower);
  const absl::Status status = stacker.Put(upper);
  if (!status.ok()) return status;
  return stacker.Take();
}

}  // namespace opfit
