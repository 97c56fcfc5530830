// How one backend's quantizer annotates each op, and the quantization types it
// offers: catalogs/<backend>/annotate.json and quant.json as values.
//
//   absl::StatusOr<const AnnotationRules*> htp = FindAnnotationRules("htp");
//   const AnnotationRule* rule = (*htp)->FindRule("aten.conv2d.default");
//
// Immutable; safe to share between threads. docs/annotate.md describes the
// same in words.

#ifndef OPFIT_CORE_ANNOTATE_RULES_H_
#define OPFIT_CORE_ANNOTATE_RULES_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {

// What a port is annotated with.
enum class PortSpec : uint8_t {
  kNone,
  kActivation,
  kWeight,    // per tensor, channel or block, as configured
  kBias,      // derived from the first two ports
  kBias32,    // 32 bits, observed
  kOperand,   // a second operand: see AnnotationRules::operand
  kScale8,    // symmetric 8 bits, whatever the activations
  kFollow,    // what the producer says; activation where it says nothing
  kFirst,     // activation for the first tensor, shared with it for the others
  kJoined,    // shared where the producer shares; else activation
  kUnion,     // activation, observed over all inputs
  kShared,    // as the rule's first port
  kFixed,     // parameters that are known beforehand; else activation
  kTable,     // of an embedding: weight per channel, activation per tensor
  kLookedUp,  // the output of kTable
  kItem,      // an output that this node takes from its argument
};

struct PortRule {
  static constexpr int kEach = -1;  // every tensor of every argument
  int arg = kEach;
  std::string name;  // of the argument, where given by name; may be empty
  PortSpec spec = PortSpec::kNone;
};

struct AnnotationStyle {
  std::vector<PortRule> in;
  PortSpec out = PortSpec::kNone;
  bool every = false;  // `out` goes for every output, not only for the first
  bool items = false;  // the nodes that take outputs apart share the first port
};

// The ops that have weights, as recipes name them.
enum class WeightFamily : uint8_t { kConv, kLinear, kEmbedding };
inline constexpr size_t kWeightFamilyCount = 3;
inline constexpr absl::string_view kWeightFamilyNames[] = {"conv", "linear",
                                                           "embedding"};

enum class Granularity : uint8_t { kPerTensor, kPerChannel, kPerBlock };
inline constexpr absl::string_view kGranularityNames[] = {
    "per_tensor", "per_channel", "per_block"};
using Granularities = std::array<Granularity, kWeightFamilyCount>;

struct KnownParameters {
  double scale = 1;
  int64_t zero_point = 0;
};

struct AnnotationRule {
  const AnnotationStyle* style = nullptr;  // of the same AnnotationRules
  std::optional<WeightFamily> family;
  int axis = 0;             // of the channels of the weight
  int transposed_arg = -1;  // where true, the axis is 1
  int groups_arg = -1;      // how many groups of channels
  // Weights stay floating point beside activations that do. So they do where
  // there are groups, or where the op is transposed.
  bool uniform = false;
  std::optional<KnownParameters> fixed8;  // by the width of the activations
  std::optional<KnownParameters> fixed16;
  bool may_be_beyond = false;  // its constants may exceed the quantized range
};

// A spec before it is put into a graph.
struct SpecTemplate {
  DType dtype = DType::kUnknown;
  std::optional<int64_t> quant_min;
  std::optional<int64_t> quant_max;
  QScheme scheme = QScheme::kUnspecified;
};

// "16a8w" and what it stands for.
struct QuantType {
  std::string name;
  bool ptq = false;
  bool qat = false;
  int bits = 8;  // of the activations
  // Absent where activations stay floating point.
  std::optional<SpecTemplate> activation;
  std::optional<SpecTemplate> symmetric_activation;
  SpecTemplate weight_ptq;
  SpecTemplate weight_qat;
  SpecTemplate weight_per_channel;  // and per block
  double eps = 0;
  Granularities granularity = {};
  int64_t block_size = 0;  // input channels a block; 0: has no blocks
  int needs_arch = 0;      // 73: the target must have v73 or newer
  std::string needs_text;  // what needs it
};

// Class names, by what they observe.
struct Observers {
  std::string activation;
  std::string per_tensor;
  std::string per_channel;
  std::string per_block;
  std::string bias;
  std::string union_of;
};

// From which architecture on a second operand of these activations is so.
struct OperandChoice {
  int bits = 0;
  int arch = 0;
  SpecTemplate spec;
};

class AnnotationRules {
 public:
  absl::string_view backend() const { return backend_; }
  const AnnotationRule* FindRule(absl::string_view op) const;  // null if none
  const std::map<std::string, AnnotationRule, std::less<>>& ops() const {
    return ops_;
  }
  const QuantType* FindQuant(absl::string_view name) const;  // null if none
  const QuantType& default_quant() const;
  const std::map<std::string, QuantType, std::less<>>& quants() const {
    return quants_;
  }
  const Observers& observers(bool qat) const { return qat ? qat_ : ptq_; }
  // The first that fits; the activation's own spec if none does.
  const std::vector<OperandChoice>& operand() const { return operand_; }
  const SpecTemplate& scale8() const { return scale8_; }
  const SpecTemplate& bias() const { return bias_; }
  // A constant beyond this does not survive as a 16-bit float.
  double beyond_limit() const { return beyond_limit_; }

 private:
  friend class AnnotationRulesParser;

  std::string backend_;
  std::map<std::string, AnnotationStyle, std::less<>> styles_;
  std::map<std::string, AnnotationRule, std::less<>> ops_;
  std::map<std::string, QuantType, std::less<>> quants_;
  std::string default_quant_;
  Observers ptq_;
  Observers qat_;
  std::vector<OperandChoice> operand_;
  SpecTemplate scale8_;
  SpecTemplate bias_;
  double beyond_limit_ = 0;
};

// Reads {"annotate": annotate.json, "quant": quant.json}. InvalidArgument names
// the place of the first thing that is wrong.
absl::StatusOr<AnnotationRules> ParseAnnotationRules(absl::string_view json);

// The bundled rules of a backend. Parsed at the first call for that backend,
// once, and never for another. NotFound lists the backends that have rules.
absl::StatusOr<const AnnotationRules*> FindAnnotationRules(
    absl::string_view backend);

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_RULES_H_
