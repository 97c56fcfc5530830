// An ONNX graph as QdqFolder wants it.

#ifndef OPFIT_CORE_FORMATS_ONNX_FOLDING_H_
#define OPFIT_CORE_FORMATS_ONNX_FOLDING_H_

#include "core/formats/onnx/flat_graph.h"
#include "core/formats/onnx/quantization.h"
#include "core/formats/qdq.h"
#include "core/graph/builder.h"

namespace opfit {

// Ids of tensors and nodes are those of the flat graph, parameters those of the
// quantization's table. Quantize and dequantize nodes without their operands
// are reported and stay as operators.
QdqFolding FoldOnnx(const OnnxFlatGraph& flat, OnnxQuantization& quantization,
                    GraphBuilder& builder);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_FOLDING_H_
