// From bytes to OnnxModel. Reads the structure and skips the data: the time
// depends on the number of nodes and tensors, not on the size of the weights.

#ifndef OPFIT_CORE_FORMATS_ONNX_MODEL_READER_H_
#define OPFIT_CORE_FORMATS_ONNX_MODEL_READER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/limits.h"
#include "core/formats/onnx/model.h"
#include "core/formats/onnx/wire.h"

namespace opfit {

// Reads into `model`, whose strings become views of the bytes.
class OnnxModelReader {
 public:
  OnnxModelReader(OnnxModel& model, const Limits& limits)
      : model_(model), limits_(limits) {}

  // False where the bytes are no model or go beyond a limit; finding() says
  // what is wrong, and the model is not to be used.
  bool Read(absl::string_view bytes);
  const Finding& finding() const { return finding_; }

  // The graphs that an attribute holds; the node and tensor limits count on.
  // False as above.
  bool ReadSubgraphs(const OnnxAttribute& attribute,
                     std::vector<OnnxGraph>& graphs);
  // The tensor that an attribute holds; false as above.
  bool ReadTensor(const OnnxAttribute& attribute, OnnxTensor& tensor);

 private:
  // The message is read to its end, or this says why not.
  bool IsSound(const WireReader& fields);
  bool Exceeds(size_t limit, absl::string_view what, size_t offset);
  bool CountNode(size_t offset);
  bool CountTensor(size_t offset);

  bool ReadModel(WireReader fields);
  bool ReadOpset(WireReader fields);
  bool ReadGraph(WireReader fields, OnnxGraph& graph);
  bool ReadSparse(WireReader fields, OnnxTensor& tensor);
  bool ReadNode(WireReader fields, OnnxNode& node);
  bool ReadNodeField(WireReader& fields, OnnxNode& node);
  bool ReadAttribute(WireReader fields, OnnxAttribute& attribute);
  bool ReadTensor(WireReader fields, OnnxTensor& tensor);
  bool ReadValue(WireReader fields, OnnxValue& value);
  bool ReadType(WireReader fields, OnnxValue& value);
  bool ReadTensorType(WireReader fields, OnnxValue& value);
  bool ReadShape(WireReader fields, OnnxValue& value);
  bool ReadDims(WireReader& fields, OnnxRange& dims);

  OnnxModel& model_;
  const Limits& limits_;
  Finding finding_ = MakeFinding(Code::kMalformedInput);
  bool has_graph_ = false;
  bool has_opset_ = false;
  int64_t ir_version_ = 0;
  std::vector<absl::string_view> outputs_;  // of the node being read
  size_t node_count_ = 0;                   // of all graphs
  size_t tensor_count_ = 0;                 // declared in all graphs
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_MODEL_READER_H_
