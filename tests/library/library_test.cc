#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "opfit/check.h"
#include "opfit/find_target.h"
#include "opfit/read.h"

namespace {

// The lines of the README.
absl::Status CheckAsTheReadmeDoes(std::string bytes,
                                  std::vector<std::string>& messages) {
  opfit::ReadResult read = opfit::ReadGraph(std::move(bytes), opfit::Limits());
  absl::StatusOr<opfit::Targeted> found = opfit::FindTarget("htp:SM8450");
  if (!found.ok()) return found.status();
  absl::StatusOr<opfit::Report> report =
      opfit::Check(read, *found->catalog, found->target, {});
  if (!report.ok()) return report.status();
  for (const opfit::Finding& finding : report->findings) {
    messages.push_back(opfit::Message(finding));
  }
  return opfit::StrictStatus(*report);
}

TEST(Library, AViolationIsAStatusOnlyThroughStrictStatus) {
  std::vector<std::string> messages;
  const absl::Status status = CheckAsTheReadmeDoes(
      R"({"format": "annotated-graph", "version": "1.0", "nodes": [
          {"name": "x", "kind": "input",
           "outputs": [{"dtype": "float32", "shape": [2, 2]}]},
          {"name": "y", "kind": "op", "target": "aten.relu.default",
           "args": [{"node": "x"}],
           "outputs": [{"dtype": "float32", "shape": [2, 2]}],
           "annotation": {"annotated": true,
             "inputs": [{"node": "x", "spec": {"kind": "quant", "dtype": "uint8"}}],
             "output": {"kind": "quant", "dtype": "int16"}}}]})",
      messages);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0], "no row of Relu takes these data types together");
}

TEST(Library, ACleanGraphIsOk) {
  std::vector<std::string> messages;
  EXPECT_TRUE(CheckAsTheReadmeDoes(
                  R"({"format": "annotated-graph", "version": "1.0",
                      "nodes": [{"name": "x", "kind": "input"}]})",
                  messages)
                  .ok());
  EXPECT_TRUE(messages.empty());
}

}  // namespace
