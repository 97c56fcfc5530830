// Annotations that a torch program carries: what opfit's exporter attaches to
// `node.meta["custom"]` is saved as a string of JSON,
//
//   {"npu_annotation": {"x-name": "conv2d", "x-parameters": {"w":
//   "conv.weight"},
//                       "inputs": […], "output": …, "annotated": true}}
//
// an annotation as annotated graphs have it, with the names that its references
// mean: exporting a program again renames nodes.

#ifndef OPFIT_CORE_FORMATS_PT2_ATTACHED_H_
#define OPFIT_CORE_FORMATS_PT2_ATTACHED_H_

#include <cstddef>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/pt2/declarations.h"
#include "core/formats/spec.h"
#include "core/graph/builder.h"

namespace opfit {

class Attached {
 public:
  // `doc` reads the program, and must outlive it.
  explicit Attached(DocumentReader& doc) : doc_(doc) {}

  // Keeps what is attached to the node at `position`, now called `name`:
  // `custom` is the text of its `custom`.
  void Add(size_t position, absl::string_view name, absl::string_view custom);

  // Settles what references mean, once all is added.
  void Resolve(const Declarations& declarations);

  // Reads the annotation of the draft's node, if there is one, into the draft,
  // whose outputs are known. Mistakes in it are findings of that node.
  void Read(NodeDraft& draft);

 private:
  void ReadNames(DocumentReader& inner, absl::string_view name);

  DocumentReader& doc_;
  absl::flat_hash_map<size_t, absl::string_view> by_position_;
  // As the annotations say; then what the program says.
  Renames renames_;
  Renames parameters_;  // full names
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_ATTACHED_H_
