// From a flat ONNX graph and its folding to a Graph.

#ifndef OPFIT_CORE_FORMATS_ONNX_EMITTER_H_
#define OPFIT_CORE_FORMATS_ONNX_EMITTER_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/formats/onnx/flat_graph.h"
#include "core/formats/onnx/overlay.h"
#include "core/formats/onnx/quantization.h"
#include "core/formats/qdq.h"
#include "core/formats/quant_table.h"
#include "core/graph/builder.h"

namespace opfit {

class OnnxEmitter {
 public:
  using Id = OnnxFlatGraph::Id;

  OnnxEmitter(const OnnxFlatGraph& flat, const OnnxQuantization& quantization,
              const QdqFolding& folding, const OnnxOverlay* overlay,
              GraphBuilder& builder, QuantTable& table)
      : flat_(flat),
        quantization_(quantization),
        folding_(folding),
        overlay_(overlay),
        builder_(builder),
        table_(table) {}

  // Adds every tensor that is used, then every node that stays. With an
  // overlay, tensors keep their plain types and specs speak of them.
  void Emit();

 private:
  void AddTensor(Id id);
  void SetSpec(Id id, TensorDraft& draft);
  void AddNode(uint32_t id);
  // Whether an encoding says anything of what the node takes or yields.
  bool IsSpokenOf(uint32_t node) const;
  // The inputs of the node that are tensors of the backend's operator.
  void AddArguments(uint32_t id);
  void AddArgument(uint32_t node, Id tensor);
  void AddAttributes(const OnnxFlatNode& node);
  void AddAttribute(const OnnxAttribute& attribute);
  // A small constant input as an attribute.
  void AddConstant(Id tensor, size_t position);
  void AddInts(absl::string_view name, absl::Span<const int64_t> ints);

  const OnnxFlatGraph& flat_;
  const OnnxQuantization& quantization_;
  const QdqFolding& folding_;
  const OnnxOverlay* overlay_;  // null: what is not quantized is not
  GraphBuilder& builder_;
  QuantTable& table_;
  NodeDraft draft_;  // of the node being added
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_EMITTER_H_
