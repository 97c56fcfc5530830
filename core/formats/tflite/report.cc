#include "core/formats/tflite/report.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"

namespace opfit {
namespace tflite {

std::string Spot::Words() const {
  if (kind.empty()) return "";
  return absl::StrCat(
      kind, " ", index,
      subgraph == 0 ? "" : absl::StrCat(" of subgraph ", subgraph), ": ");
}

bool Report::Stopped(const Spot& spot) {
  if (!stopped_ && buffer_.has_problem()) {
    stopped_ = true;
    FlatBuffer::Problem problem = buffer_.TakeProblem();
    Finding finding = MakeFinding(Code::kMalformedInput,
                                  {absl::StrCat(spot.Words(), problem.what)});
    finding.found = "damaged data";
    Add(std::move(finding), problem.offset);
  }
  return stopped_;
}

void Report::Violation(absl::string_view what, std::string found,
                       const Spot& spot) {
  ++violations_;
  Finding finding =
      MakeFinding(Code::kSchemaViolation, {absl::StrCat(spot.Words(), what)});
  finding.found = std::move(found);
  Add(std::move(finding), spot.offset);
}

void Report::Exceeds(size_t limit, absl::string_view what, const Spot& spot) {
  Finding finding =
      MakeFinding(Code::kLimitExceeded, {absl::StrCat(limit, " ", what)});
  finding.found = absl::StrCat("more than ", limit);
  Add(std::move(finding), spot.offset);
  stopped_ = true;
}

void Report::Add(Finding finding, size_t offset) {
  finding.place.anchor_offset = offset;
  builder_.Report(std::move(finding));
}

}  // namespace tflite
}  // namespace opfit
