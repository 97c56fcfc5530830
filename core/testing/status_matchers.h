// For tests: what a status or a StatusOr is expected to be.
//
//   EXPECT_THAT(ParseTarget(text), IsOk());
//   EXPECT_THAT(ParseCatalog(json),
//   StatusIs(absl::StatusCode::kInvalidArgument,
//                                            HasSubstr("at /ops")));

#ifndef OPFIT_CORE_TESTING_STATUS_MATCHERS_H_
#define OPFIT_CORE_TESTING_STATUS_MATCHERS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"

namespace opfit {
namespace internal {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& value) {
  return value.status();
}

}  // namespace internal

MATCHER(IsOk, negation ? "is an error" : "is ok") {
  const absl::Status& status = internal::StatusOf(arg);
  *result_listener << status.ToString();
  return status.ok();
}

MATCHER_P2(StatusIs, code, message,
           "is " + absl::StatusCodeToString(code) + " with a message that " +
               testing::DescribeMatcher<std::string>(message, negation)) {
  const absl::Status& status = internal::StatusOf(arg);
  *result_listener << status.ToString();
  return status.code() == code &&
         testing::ExplainMatchResult(message, std::string(status.message()),
                                     result_listener);
}

}  // namespace opfit

#endif  // OPFIT_CORE_TESTING_STATUS_MATCHERS_H_
