// Arguments as torch programs write them: an object with one key that says what
// it is, {"as_ints": [1, 1]}. The oldest schema writes all keys, and null for
// those that are not meant.

#ifndef OPFIT_CORE_FORMATS_PT2_PROGRAM_ARGUMENT_H_
#define OPFIT_CORE_FORMATS_PT2_PROGRAM_ARGUMENT_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/graph/builder.h"

namespace opfit {

class ProgramArgumentReader {
 public:
  // Lists go into `draft`, which must outlive it.
  ProgramArgumentReader(DocumentReader& doc, NodeDraft& draft)
      : doc_(doc), draft_(draft) {}

  // Reads the next value. Tensors, symbols and objects with a name are kTensor,
  // lists of tensors kTensors; data types are kString ("uint8"); what has no
  // kind of its own, a subgraph for one, is kOther.
  DraftArg Read();

 private:
  DraftArg ReadAs(absl::string_view key);
  DraftArg ReadNamed();
  DraftArg ReadTensors();
  DraftArg ReadInts();
  DraftArg ReadFloat();
  DraftArg ReadSymbol();
  DraftArg ReadScalarType();
  DraftArg KeepList();
  absl::string_view ReadName();

  DocumentReader& doc_;
  NodeDraft& draft_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_PROGRAM_ARGUMENT_H_
