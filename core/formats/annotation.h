// What a quantizer says of one node, as annotated graphs write it: the object
// at `annotation`, which torch programs carry too.

#ifndef OPFIT_CORE_FORMATS_ANNOTATION_H_
#define OPFIT_CORE_FORMATS_ANNOTATION_H_

#include <cstddef>
#include <vector>

#include "core/formats/document_reader.h"
#include "core/formats/spec.h"
#include "core/graph/builder.h"

namespace opfit {

// What one node may have of anything that comes in lists.
inline constexpr size_t kMaxPerNode = 65'536;

class AnnotationReader {
 public:
  // `doc` and `draft` must outlive it. Annotations go into the draft.
  AnnotationReader(DocumentReader& doc, NodeDraft& draft)
      : doc_(doc), draft_(draft), specs_(doc) {}

  // Makes ready for another node.
  void Clear() { output_specs_.clear(); }
  // Reads the next value.
  void Read();
  // Gives the specs to the draft's outputs, once those are known: one for all,
  // or one for each.
  void SetOutputSpecs();

  // What references mean, where it is not what they say.
  void set_renames(const Renames* renames) { specs_.set_renames(renames); }

 private:
  void ReadKey(int key);
  void ReadInput();
  void ReadOutputSpecs();

  DocumentReader& doc_;
  NodeDraft& draft_;
  SpecReader specs_;
  std::vector<SpecId> output_specs_;
  size_t output_specs_offset_ = 0;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ANNOTATION_H_
