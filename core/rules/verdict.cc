#include "core/rules/verdict.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/op_entry.h"
#include "core/rules/demands.h"
#include "core/rules/rows.h"

namespace opfit {
namespace {

bool IsContested(const Row& row) { return row.sets || !row.dispute.empty(); }

bool AllUndecided(const RowResult& result) {
  return std::all_of(result.gates.begin(), result.gates.end(),
                     [](const GateFailure& gate) { return gate.undecided; });
}

// The architecture and SDK that would pass all gates of a row.
std::tuple<bool, int, SdkVersion> HighestGate(const RowResult& result) {
  std::tuple<bool, int, SdkVersion> highest{false, 0, {}};
  for (const GateFailure& failure : result.gates) {
    std::get<0>(highest) |= failure.needs_float;
    std::get<1>(highest) = std::max(std::get<1>(highest), failure.gate.arch);
    std::get<2>(highest) = std::max(std::get<2>(highest), failure.gate.since);
  }
  return highest;
}

// Fewer changes first; a row that the target may use before one that it may
// not, a change of type after any other.
bool IsNearer(const RowResult& a, const RowResult& b) {
  const auto key = [](const RowResult& r) {
    return std::make_tuple(!r.gates.empty(), r.violations.size(),
                           r.dtype_changes, IsContested(*r.row));
  };
  return key(a) < key(b);
}

class Judgement {
 public:
  Judgement(const NodeView& view, absl::Span<const Candidate> candidates)
      : view_(view), candidates_(candidates) {}

  Verdict Run() {
    for (const Candidate& candidate : candidates_) {
      for (const PlannedRow& row : candidate.rows) {
        if (!TypesMatch(*candidate.entry, *row.row, view_.ports)) continue;
        Consider(Evaluate(view_, candidate, row, /*types_match=*/true));
        if (done_) return Fit();
      }
    }
    if (fit_.has_value()) return Fit();
    if (undecided_.has_value()) {
      return Make(Verdict::Kind::kUndecided, *std::move(undecided_));
    }
    if (gated_.has_value()) return Gated();
    if (violated_.has_value()) {
      return Make(Verdict::Kind::kViolated, *std::move(violated_));
    }
    std::optional<RowResult> nearest = Nearest();
    if (!nearest.has_value()) return Verdict();
    return Make(Verdict::Kind::kTypes, *std::move(nearest));
  }

 private:
  void Keep(std::optional<RowResult>& slot, RowResult result) {
    if (!slot.has_value() || IsNearer(result, *slot)) slot = std::move(result);
  }

  // Sorts one row whose types match into its kind.
  void Consider(RowResult result) {
    if (!result.violations.empty()) return Keep(violated_, std::move(result));
    if (!result.gates.empty() && !AllUndecided(result)) {
      const bool lower =
          !gated_.has_value() || HighestGate(result) < HighestGate(*gated_);
      if (lower) gated_ = std::move(result);
      return;
    }
    if (!result.gates.empty() || IsContested(*result.row)) {
      return Keep(undecided_, std::move(result));
    }
    const bool better =
        !fit_.has_value() || result.warnings.size() < fit_->warnings.size();
    if (better) fit_ = std::move(result);
    done_ = fit_->warnings.empty();
  }

  std::optional<RowResult> Nearest() const {
    std::optional<RowResult> nearest;
    for (const Candidate& candidate : candidates_) {
      for (const PlannedRow& row : candidate.rows) {
        RowResult result =
            Evaluate(view_, candidate, row, /*types_match=*/false);
        if (!nearest.has_value() || IsNearer(result, *nearest)) {
          nearest = std::move(result);
        }
      }
    }
    return nearest;
  }

  Verdict Make(Verdict::Kind kind, RowResult best) const {
    Verdict verdict;
    verdict.kind = kind;
    verdict.best = std::move(best);
    for (const Candidate& candidate : candidates_) {
      if (candidate.entry != verdict.best.entry) continue;
      for (const KnownFailure& failure : candidate.entry->rejected) {
        if (!Concerns(failure, *candidate.entry, candidate.operation, view_)) {
          continue;
        }
        verdict.rejection = &failure;
        break;
      }
    }
    return verdict;
  }

  Verdict Fit() {
    Verdict verdict = Make(Verdict::Kind::kFits, *std::move(fit_));
    if (verdict.rejection != nullptr) verdict.kind = Verdict::Kind::kUndecided;
    return verdict;
  }

  Verdict Gated() {
    Verdict verdict = Make(Verdict::Kind::kGated, *std::move(gated_));
    std::optional<RowResult> nearest = Nearest();
    if (nearest.has_value() && nearest->gates.empty()) {
      verdict.alternative = std::move(nearest);
    }
    return verdict;
  }

  const NodeView& view_;
  absl::Span<const Candidate> candidates_;
  std::optional<RowResult> fit_;
  std::optional<RowResult> undecided_;
  std::optional<RowResult> gated_;
  std::optional<RowResult> violated_;
  bool done_ = false;
};

bool SideConcerns(const std::vector<DTypeSet>& types, const PortList& ports) {
  for (size_t i = 0; i < types.size(); ++i) {
    if (types[i] == 0) continue;  // any, or none
    const bool present = i < ports.size() && ports[i].present;
    if (!present || ports[i].any_type || !(types[i] & ports[i].dtypes)) {
      return false;
    }
  }
  return true;
}

// An empty list is of all operations.
bool IsAmong(const std::vector<std::string>& operations,
             absl::string_view operation) {
  return operations.empty() || std::find(operations.begin(), operations.end(),
                                         operation) != operations.end();
}

}  // namespace

bool Concerns(const KnownFailure& failure, const OpEntry& entry,
              absl::string_view operation, const NodeView& view) {
  if (!IsAmong(failure.operations, operation) ||
      !IsAmong(failure.when.operations, operation) ||
      !MayApply(failure.when, view.context.target()) ||
      !SideConcerns(failure.in, view.ports.in) ||
      !SideConcerns(failure.out, view.ports.out)) {
    return false;
  }
  const PortRef port = failure.when_port;
  const PortList& ports = port.is_output ? view.ports.out : view.ports.in;
  if (port.index >= ports.size()) return false;
  Condition condition;
  condition.port = port;
  condition.when = failure.when;
  return Applies({view, entry, condition, port.is_output, port.index});
}

Verdict Judge(const NodeView& view, absl::Span<const Candidate> candidates) {
  return Judgement(view, candidates).Run();
}

}  // namespace opfit
