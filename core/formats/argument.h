// The arguments of annotated graphs: `{"node": name}`, `{"nodes": [name]}`,
// scalars, strings, null, and lists.

#ifndef OPFIT_CORE_FORMATS_ARGUMENT_H_
#define OPFIT_CORE_FORMATS_ARGUMENT_H_

#include <cstddef>

#include "core/formats/document_reader.h"
#include "core/graph/builder.h"

namespace opfit {

class ArgumentReader {
 public:
  // Names and integers go to the pools of `draft`.
  ArgumentReader(DocumentReader& doc, NodeDraft& draft)
      : doc_(doc), draft_(draft) {}

  // Reads the next value.
  DraftArg Read();

 private:
  // How many elements of a list are what.
  struct Counts {
    size_t ints = 0, nodes = 0, nulls = 0, others = 0;
  };

  DraftArg ReadNumber();
  DraftArg ReadReference();
  void ReadNames();
  DraftArg ReadList();
  void ReadElement(Counts& counts);

  DocumentReader& doc_;
  NodeDraft& draft_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ARGUMENT_H_
