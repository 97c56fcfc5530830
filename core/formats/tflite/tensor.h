// Tensors of a TFLite model: type, shape and quantization. Their values, the
// weights, are never looked at; that they exist makes a tensor constant.

#ifndef OPFIT_CORE_FORMATS_TFLITE_TENSOR_H_
#define OPFIT_CORE_FORMATS_TFLITE_TENSOR_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/formats/limits.h"
#include "core/formats/tflite/flatbuffer.h"
#include "core/formats/tflite/report.h"
#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace tflite {

class TensorReader {
 public:
  TensorReader(GraphBuilder& builder, const Limits& limits, Report& report)
      : builder_(builder), limits_(limits), report_(report) {}

  // Notes which of the model's buffers have data.
  void ReadBuffers(const FlatTables& buffers, size_t file_size);

  // Reads all but the name. The draft's dimensions live until the next call.
  // Reports what is wrong, which makes the draft broken. `tensors` is their
  // number in the subgraph.
  TensorDraft Read(const FlatTable& table, size_t tensors, const Spot& spot);

 private:
  void ReadShape(const FlatTable& table, const Spot& spot, TensorDraft& draft);
  bool IsConstant(const FlatTable& table, const Spot& spot) const;
  void ReadQuantization(const FlatTable& table, int8_t type, size_t tensors,
                        const Spot& spot, TensorDraft& draft);
  bool ReadScales(const FlatTable& quantization, const Spot& spot,
                  QuantSpec& spec);
  bool ReadDetails(const FlatTable& quantization, size_t tensors,
                   const Spot& spot, QuantSpec& spec);

  GraphBuilder& builder_;
  const Limits& limits_;
  Report& report_;
  std::vector<bool> has_data_;  // by buffer
  std::vector<int64_t> dims_;
  std::vector<double> scales_;
  std::vector<int64_t> zero_points_;
  std::vector<int64_t> block_size_;
};

}  // namespace tflite
}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_TFLITE_TENSOR_H_
