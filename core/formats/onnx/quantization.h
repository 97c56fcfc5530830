// What quantize and dequantize nodes of an ONNX model say: from their inputs
// and attributes to parameters with values.

#ifndef OPFIT_CORE_FORMATS_ONNX_QUANTIZATION_H_
#define OPFIT_CORE_FORMATS_ONNX_QUANTIZATION_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/formats/limits.h"
#include "core/formats/onnx/flat_graph.h"
#include "core/formats/onnx/values.h"
#include "core/formats/quant_table.h"
#include "core/graph/builder.h"

namespace opfit {

// QuantizeLinear or DequantizeLinear, of ONNX or of com.microsoft, which had
// 16 and 4 bits first.
bool IsQuantize(const OnnxNode& node);
bool IsDequantize(const OnnxNode& node);

class OnnxQuantization {
 public:
  using Id = OnnxFlatGraph::Id;

  // Findings go to `builder`. All arguments must outlive this.
  OnnxQuantization(const OnnxFlatGraph& flat, const Limits& limits,
                   GraphBuilder& builder, QuantTable& table);

  // The parameters of a quantize or dequantize node that has its inputs.
  QuantTable::Id ParamsOf(const OnnxFlatNode& node);
  // Those of a tensor with its scale and zero point, which may be kNone.
  QuantTable::Id ParamsOf(Id tensor, Id scale, Id zero_point);
  // Those that a bias has under such an activation and weight: 32 bits, the
  // product of the scales.
  QuantTable::Id BiasOf(QuantTable::Id activation, QuantTable::Id weight);

  // The values of a constant, read once and kept if they are few; kUnknown of
  // a tensor that is none.
  OnnxValues ValuesOf(Id tensor, size_t most) const;

 private:
  struct Request {
    size_t offset = 0;  // of the node, for findings
    int32_t type = kOnnxUndefined;
    Id scale = OnnxFlatGraph::kNone;
    Id zero_point = OnnxFlatGraph::kNone;
    int64_t axis = 1;
    int64_t block_size = 0;
  };
  QuantTable::Id Resolve(const Request& request);
  void TakeScale(const Request& request, QuantParams& params);
  // Of blocks whose scales are integers times one scale a channel.
  bool TakeExpansion(const Request& request, QuantParams& params);
  void TakeZeroPoint(const Request& request, QuantParams& params);
  void SetBlocks(const Request& request, QuantParams& params);
  // Reports a constant that cannot be read as it says.
  void Complain(Id tensor, const OnnxValues& values, absl::string_view what);

  const OnnxFlatGraph& flat_;
  const Limits& limits_;
  GraphBuilder& builder_;
  QuantTable& table_;
  std::vector<uint32_t> dequantized_by_;  // by tensor: the node, or kNone
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_QUANTIZATION_H_
