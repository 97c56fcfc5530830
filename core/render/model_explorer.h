// Reports as node data for Model Explorer, which colours the nodes of a graph
// by outcome. The nodes are found by their names. For every file there is the
// data of one graph, under the graph's name, or the file's where it has none.

#ifndef OPFIT_CORE_RENDER_MODEL_EXPLORER_H_
#define OPFIT_CORE_RENDER_MODEL_EXPLORER_H_

#include <string>

#include "absl/container/flat_hash_set.h"
#include "core/render/json_writer.h"
#include "core/render/report_writer.h"

namespace opfit {

class ModelExplorerWriter : public ReportWriter {
 public:
  ModelExplorerWriter();
  ModelExplorerWriter(const ModelExplorerWriter&) = delete;
  ModelExplorerWriter& operator=(const ModelExplorerWriter&) = delete;

  void Add(const CheckedFile& checked) override;
  void Finish() override;

 private:
  void BeginGraph(const CheckedFile& checked);

  JsonWriter json_;
  absl::flat_hash_set<std::string> graphs_;  // the names that are taken
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_MODEL_EXPLORER_H_
