// What a quantization spec amounts to for the backend: the type it stores, the
// encoding it uses, whether it is symmetric. Rules: docs of torchao's specs as
// ExecuTorch's Qualcomm backend reads them (validators.py, node_visitor.py).

#ifndef OPFIT_CORE_RULES_SPEC_FACTS_H_
#define OPFIT_CORE_RULES_SPEC_FACTS_H_

#include <cstdint>
#include <vector>

#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {

enum class Tri : uint8_t { kUnknown, kNo, kYes };

struct SpecFacts {
  DType dtype = DType::kUnknown;  // fixed point, as the backend stores it
  Encoding encoding = Encoding::kNone;
  uint8_t bits = 0;  // logical width; below that of dtype for 4- and 2-bit
  Tri symmetric = Tri::kUnknown;
  // The range of stored values, from the bounds or else the width.
  int64_t quant_min = 0;
  int64_t quant_max = 0;
  // True where scale and zero point are known, not only intended.
  bool has_values = false;
  // What is wrong with the spec wherever it is used.
  bool bad_scale = false;
  bool bad_zero_point = false;
  bool bad_range = false;
  bool two_bit_per_tensor = false;  // 2 bits need one scale a channel
  bool is_sound() const {
    return !(bad_scale || bad_zero_point || bad_range || two_bit_per_tensor);
  }
};

// The zero point that makes values symmetric: 0 for a signed type, the middle
// of the range for an unsigned one.
int64_t SymmetricZeroPoint(const SpecFacts& facts);

// The facts of one spec. Specs of kind kNone, kFloat and kShared have none
// (encoding kNone).
SpecFacts FactsOf(const Graph& graph, const QuantSpec& spec);

// The facts of every spec of a graph, by SpecId.
std::vector<SpecFacts> FactsOfAll(const Graph& graph);

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_SPEC_FACTS_H_
