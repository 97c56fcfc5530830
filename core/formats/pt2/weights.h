// The tensors that a torch program's archive holds beside the graph, by their
// full names. Archives of torch 2.8 and newer list them in JSON; what older
// ones have is pickled Python, which is not looked into.

#ifndef OPFIT_CORE_FORMATS_PT2_WEIGHTS_H_
#define OPFIT_CORE_FORMATS_PT2_WEIGHTS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/limits.h"
#include "core/formats/pt2/stored_tensor.h"
#include "core/formats/pt2/zip.h"

namespace opfit {

class Weights {
 public:
  // Of the program `models/<model>.json` below `root`, "archive/". All of them
  // must outlive it. Nothing is read until something is looked for.
  Weights(const Zip& zip, absl::string_view root, absl::string_view model,
          const Limits& limits)
      : zip_(zip), root_(root), model_(model), limits_(limits) {}

  // The tensor's bytes live as long as this.
  bool Find(absl::string_view fqn, StoredTensor& tensor);

  // What was wrong with the lists of tensors, with whole places.
  std::vector<Finding> TakeFindings() { return std::move(findings_); }

 private:
  struct Listed {
    std::string entry;
    DType dtype = DType::kUnknown;
    bool is_pickled = false;
  };

  void ReadLists();
  void ReadList(absl::string_view folder, absl::string_view suffix);
  void Report(const ZipEntry& entry, Code code, std::string what);

  const Zip& zip_;
  const std::string root_;
  const std::string model_;
  const Limits limits_;
  bool is_listed_ = false;
  absl::flat_hash_map<std::string, Listed> listed_;
  absl::flat_hash_map<std::string, std::string> unpacked_;  // by entry
  std::vector<Finding> findings_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_WEIGHTS_H_
