// AIMET encodings on the tensors of an ONNX graph: by name, and where the file
// leaves out what the converters work out by themselves.

#ifndef OPFIT_CORE_FORMATS_ONNX_OVERLAY_H_
#define OPFIT_CORE_FORMATS_ONNX_OVERLAY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/formats/aimet/encodings.h"
#include "core/formats/aimet/params.h"
#include "core/formats/onnx/flat_graph.h"
#include "core/formats/onnx/quantization.h"
#include "core/formats/qdq.h"
#include "core/formats/quant_table.h"
#include "core/graph/builder.h"

namespace opfit {

// What is known of the quantization of every tensor of the flat graph.
class OnnxOverlay {
 public:
  // An encoding is for the tensor of its name, or for what stands for it. Those
  // whose tensor the graph does not have are reported to `builder`. Tensors
  // without an encoding have the parameters that quantize nodes give them, or,
  // where these say nothing either:
  //   - what only moves values hands on the parameters of its input;
  //   - an operator with its activation behind it has those of the activation;
  //   - a constant bias has 32 bits and the product of the scales.
  OnnxOverlay(const OnnxFlatGraph& flat, const QdqFolding& folding,
              OnnxQuantization& quantization, QuantTable& table,
              GraphBuilder& builder);

  void Apply(absl::Span<const AimetEncoding> encodings);

  enum class Say : uint8_t { kNothing, kFloat, kParams };
  Say say(uint32_t tensor) const { return said_[tensor]; }
  // Where kParams is said.
  QuantTable::Id params(uint32_t tensor) const { return params_[tensor]; }

 private:
  using Id = OnnxFlatGraph::Id;

  void TakeFolded();
  void FindAxes();
  void Take(const AimetEncoding& encoding, Id tensor);
  void ReportUnmatched(const AimetEncoding& encoding);
  std::string Suggestion(absl::string_view name);
  void Inherit();
  void HandOn(uint32_t node);
  void Absorb(uint32_t node);
  void DeriveBias(uint32_t node);
  bool IsUnsaid(Id tensor) const;
  void Copy(Id from, Id to);

  const OnnxFlatGraph& flat_;
  const QdqFolding& folding_;
  OnnxQuantization& quantization_;
  QuantTable& table_;
  GraphBuilder& builder_;
  std::vector<Say> said_;               // by tensor
  std::vector<QuantTable::Id> params_;  // by tensor
  std::vector<AimetAxes> axes_;         // by tensor
  std::vector<uint32_t> users_;         // by tensor: the only node, or kNone
  absl::flat_hash_map<absl::string_view, Id> by_name_;
  size_t suggestions_ = 0;  // looked for so far
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_OVERLAY_H_
