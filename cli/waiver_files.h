// The files of waivers of a run: read before it, judged after it, written as a
// baseline.

#ifndef OPFIT_CLI_WAIVER_FILES_H_
#define OPFIT_CLI_WAIVER_FILES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "cli/host.h"
#include "core/check/report.h"
#include "core/finding/policy.h"
#include "core/finding/waiver.h"

namespace opfit {

class WaiverFiles {
 public:
  // Reads the files. The status has the place of the first mistake.
  static absl::StatusOr<WaiverFiles> Read(absl::Span<const std::string> files,
                                          Host& host);

  // All waivers, in the order of the files. Null if there are no files.
  const WaiverIndex* index() const { return index_.get(); }

  // Notes what a run made of the waivers.
  void AddRun(absl::string_view graph, const Report& report);

  // After all runs: calls add(file, report) for each file with waivers that no
  // run used. Those for graphs that were not checked are left alone.
  template <typename Fn>
  void ForEachStale(const FindingPolicy& policy, Fn&& add) const {
    for (const File& file : files_) {
      const Report report = StaleReport(file, policy);
      if (!report.findings.empty() || report.summary.ignored > 0) {
        add(file.name, report);
      }
    }
  }

  // The waivers that were used.
  std::vector<Waiver> Used() const;

 private:
  struct File {
    std::string name;
    size_t first;  // in waivers_
    size_t count;
  };

  Report StaleReport(const File& file, const FindingPolicy& policy) const;

  std::vector<File> files_;
  // Where they do not move: the index refers to them.
  std::unique_ptr<std::vector<Waiver>> waivers_;
  std::unique_ptr<WaiverIndex> index_;
  std::vector<WaiverUse> use_;
  std::vector<bool> concerned_;  // a graph that it is for was checked
};

// Gathers what a baseline waives.
class Baseline {
 public:
  // `notes`: notes too, where they fail runs.
  explicit Baseline(bool notes) : notes_(notes) {}

  void Add(absl::string_view graph, const Report& report);

  // The file: `kept`, then a waiver for every finding that was not waived.
  std::string Write(absl::Span<const Waiver> kept) const;

 private:
  const bool notes_;
  std::vector<Waiver> waivers_;
};

}  // namespace opfit

#endif  // OPFIT_CLI_WAIVER_FILES_H_
