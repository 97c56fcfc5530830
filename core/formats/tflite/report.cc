#include "core/formats/tflite/report.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"

namespace opfit {
namespace tflite {

std::string Spot::Pointer() const {
  if (list.empty()) return "";
  return absl::StrCat("/subgraphs/", subgraph, "/", list, "/", index);
}

bool Report::Stopped(const Spot& spot) {
  if (!stopped_ && buffer_.has_problem()) {
    stopped_ = true;
    FlatBuffer::Problem problem = buffer_.TakeProblem();
    Finding finding =
        MakeFinding(Code::kMalformedInput, {std::move(problem.what)});
    finding.found = absl::StrCat("damaged data at byte ", problem.offset);
    Add(std::move(finding), spot, problem.offset);
  }
  return stopped_;
}

void Report::Violation(std::string what, std::string found, const Spot& spot) {
  ++violations_;
  Finding finding = MakeFinding(Code::kSchemaViolation, {std::move(what)});
  finding.found = std::move(found);
  Add(std::move(finding), spot, spot.offset);
}

void Report::Exceeds(size_t limit, absl::string_view what, const Spot& spot) {
  Finding finding =
      MakeFinding(Code::kLimitExceeded, {absl::StrCat(limit, " ", what)});
  finding.found = absl::StrCat("more than ", limit);
  Add(std::move(finding), spot, spot.offset);
  stopped_ = true;
}

void Report::Add(Finding finding, const Spot& spot, size_t offset) {
  finding.place.pointer = spot.Pointer();
  finding.place.anchor_offset = offset;
  finding.place.anchor_length = finding.place.pointer.size();
  builder_.Report(std::move(finding));
}

}  // namespace tflite
}  // namespace opfit
