// Tensors of QNN net JSON, those of the graph and those that are parameters.

#ifndef OPFIT_CORE_FORMATS_NET_TENSOR_H_
#define OPFIT_CORE_FORMATS_NET_TENSOR_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {

struct NetTensor {
  bool is_absent = false;  // stands for an optional input that is not given
  NodeKind kind = NodeKind::kOp;
  DType dtype = DType::kUnknown;
  bool has_dims = false;
  std::vector<int64_t> dims;  // -1 where dynamic
  SpecId spec = kNoSpec;
  // Of parameters: the elements in order, if they are integers and few.
  bool has_ints = false;
  std::vector<int64_t> ints;
};

class NetTensorReader {
 public:
  explicit NetTensorReader(DocumentReader& doc) : doc_(doc) {}

  // Reads the next value. The result lives until the next one is read.
  const NetTensor& Read();

 private:
  // A sub-object of quant_params, whatever its name.
  struct ScaleOffsets {
    uint8_t bits = 0;
    int32_t axis = QuantSpec::kNoAxis;
    std::vector<double> scales;
    std::vector<int64_t> zero_points;
  };
  void ReadKey(int key);
  void ReadDims();
  void ReadDynamicDims();
  void ReadData();
  void ReadQuantParams();
  void ReadForm(const JsonCursor::Position& position);
  void ReadFormObject();
  void ReadFormKey(int key);
  void ReadOffset();
  void SetSpec();

  DocumentReader& doc_;
  NetTensor tensor_;
  int64_t type_ = 0;
  bool has_values_ = false;
  bool is_quantized_ = false;
  std::vector<bool> dynamic_;
  Encoding encoding_ = Encoding::kNone;
  ScaleOffsets form_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_NET_TENSOR_H_
