#include "core/formats/onnx/onnx.h"

#include <string>
#include <utility>

#include "core/formats/onnx/emitter.h"
#include "core/formats/onnx/flat_graph.h"
#include "core/formats/onnx/folding.h"
#include "core/formats/onnx/model.h"
#include "core/formats/onnx/quantization.h"
#include "core/formats/qdq.h"
#include "core/formats/quant_table.h"
#include "core/graph/builder.h"

namespace opfit {

ReadResult ReadOnnx(std::string source, const Limits& limits) {
  GraphBuilder builder(std::move(source), GraphBuilder::Refs::kToTensors);
  builder.set_dialect(Dialect::kOnnx);
  builder.set_binary(true);
  builder.set_solved(true);
  OnnxModel model;
  OnnxFlatGraph flat(model, limits, builder);
  if (!flat.Build(builder.source())) {
    builder.Report(flat.finding());
    return std::move(builder).Abandon();
  }
  builder.set_name(model.graph.name);
  QuantTable table;
  OnnxQuantization quantization(flat, limits, builder, table);
  const QdqFolding folding = FoldOnnx(flat, quantization, builder);
  OnnxEmitter(flat, quantization, folding, builder, table).Emit();
  return std::move(builder).Finish();
}

}  // namespace opfit
