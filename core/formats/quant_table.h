// Quantization parameters with their values, each kept once: what a reader
// finds at quantize nodes or beside tensors, on its way to specs.
//
//   QuantTable table;
//   const QuantTable::Id id = table.Add(params);   // equal params, equal id
//   draft.spec = table.SpecOf(id, builder);

#ifndef OPFIT_CORE_FORMATS_QUANT_TABLE_H_
#define OPFIT_CORE_FORMATS_QUANT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {

// How one tensor is quantized: real = scale * (stored - zero point).
struct QuantParams {
  // The fixed-point type that stores the values; kUnknown where no encoding
  // does.
  DType dtype = DType::kUnknown;
  uint8_t bits = 0;  // that the values have of it
  // Of channels; kNoAxis: per tensor. May be negative.
  int32_t axis = QuantSpec::kNoAxis;
  std::vector<int64_t> block_size;  // by axis; empty: not in blocks
  // Blocks have integer scales under one float scale a channel (LPBQ).
  bool is_expansion = false;
  bool is_dynamic = false;     // computed when the model runs
  std::vector<double> scales;  // empty where not known
  std::vector<int64_t> zero_points;
  // Tells parameters apart whose values are not known.
  uint64_t identity = 0;
};

class QuantTable {
 public:
  using Id = uint32_t;
  static constexpr Id kNone = std::numeric_limits<Id>::max();

  Id Add(QuantParams params);
  const QuantParams& at(Id id) const { return params_[id]; }
  // The spec of these parameters, added at the first call.
  SpecId SpecOf(Id id, GraphBuilder& builder);

 private:
  std::vector<QuantParams> params_;
  std::vector<SpecId> specs_;  // kNoId: not yet added
  absl::flat_hash_map<std::string, Id> ids_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_QUANT_TABLE_H_
