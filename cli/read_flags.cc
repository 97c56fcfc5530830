#include "cli/read_flags.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace opfit {
namespace {

// 10 for K, 20 for M, 30 for G; 0 for anything else.
int ShiftOf(char unit) {
  const size_t place = absl::string_view("kmg").find(absl::ascii_tolower(unit));
  return place == absl::string_view::npos ? 0
                                          : 10 * (static_cast<int>(place) + 1);
}

absl::Status ReadLimit(const CommandLine& line, Flag flag, size_t& limit) {
  if (!line.Has(flag)) return absl::OkStatus();
  const absl::StatusOr<size_t> size = ParseSize(line.Value(flag, ""));
  if (!size.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("`--", InfoOf(flag).name, "` is a positive number, not `",
                     line.Value(flag, ""), "`"));
  }
  limit = *size;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<size_t> ParseSize(absl::string_view text) {
  int shift = 0;
  if (!text.empty()) shift = ShiftOf(text.back());
  if (shift != 0) text.remove_suffix(1);
  uint64_t number = 0;
  const bool ok = !text.empty() && absl::ascii_isdigit(text[0]) &&
                  absl::SimpleAtoi(text, &number) && number > 0 &&
                  number <= (std::numeric_limits<size_t>::max() >> shift);
  if (!ok) return absl::InvalidArgumentError("not a positive number");
  return static_cast<size_t>(number) << shift;
}

absl::StatusOr<Limits> ReadLimits(const CommandLine& line) {
  Limits limits;
  for (const auto& [flag, limit] :
       {std::pair(Flag::kMaxBytes, &limits.bytes),
        std::pair(Flag::kMaxDepth, &limits.depth),
        std::pair(Flag::kMaxNodes, &limits.nodes)}) {
    const absl::Status status = ReadLimit(line, flag, *limit);
    if (!status.ok()) return status;
  }
  return limits;
}

}  // namespace opfit
