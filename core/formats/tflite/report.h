// What is wrong with a TFLite file, as findings with their places.

#ifndef OPFIT_CORE_FORMATS_TFLITE_REPORT_H_
#define OPFIT_CORE_FORMATS_TFLITE_REPORT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/tflite/flatbuffer.h"
#include "core/graph/builder.h"

namespace opfit {
namespace tflite {

// A part of the model, and where its table stands.
struct Spot {
  size_t subgraph = 0;
  absl::string_view kind;  // "tensor" or "operator"; empty: the model itself
  size_t index = 0;
  size_t offset = 0;  // of the table in the file

  // "tensor 3: ", "operator 0 of subgraph 1: "; nothing of the model itself.
  std::string Words() const;
};

class Report {
 public:
  Report(GraphBuilder& builder, FlatBuffer& buffer)
      : builder_(builder), buffer_(buffer) {}

  // True once there is no point in reading on: the bytes are damaged, or a
  // limit is exceeded. Asks the buffer, and reports what it met at `spot`.
  bool Stopped(const Spot& spot);

  // The model is not what the schema, or TFLite itself, asks for. Whatever
  // `spot` names is broken by it; the rest can be read.
  void Violation(absl::string_view what, std::string found, const Spot& spot);

  size_t violations() const { return violations_; }

  // "the limit of 100 tensors"; nothing is read after it.
  void Exceeds(size_t limit, absl::string_view what, const Spot& spot);

 private:
  void Add(Finding finding, size_t offset);

  GraphBuilder& builder_;
  FlatBuffer& buffer_;
  size_t violations_ = 0;
  bool stopped_ = false;
};

}  // namespace tflite
}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_TFLITE_REPORT_H_
