// The nodes of a torch program that quantize and dequantize, and what becomes
// of them: specs of the ports they stand at.
//
// `convert_pt2e` makes these nodes of the specs that a quantizer gave to the
// output of a node and to the inputs of each consumer. This takes them back:
// what a consumer sees through such nodes has the parameters of the last of
// them, what a producer gives into them those of the first. Unlike the folding
// of ONNX (core/formats/qdq.h) it asks nothing of the other ports, because in a
// PT2E graph every port speaks for itself: a node that is quantized in part is
// a mistake to be told, not a node that works on floats.

#ifndef OPFIT_CORE_FORMATS_PT2_CONVERSIONS_H_
#define OPFIT_CORE_FORMATS_PT2_CONVERSIONS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/pt2/declarations.h"
#include "core/formats/pt2/stored_tensor.h"
#include "core/graph/builder.h"
#include "core/graph/graph.h"

namespace opfit {

class Conversions {
 public:
  // An argument of a node, by its name in the operator's schema.
  struct Argument {
    absl::string_view name;
    DraftArg value;
  };

  // True if nodes of this target ("quantized_decomposed.quantize_per_tensor.
  // default") are conversions.
  static bool IsConversion(absl::string_view target);

  // Adds a node of such a target, in the order of the program. `draft` has the
  // lists of the arguments. False if it is none after all: without operand.
  bool Add(absl::string_view target, const std::vector<Argument>& arguments,
           const NodeDraft& draft, absl::string_view output);

  // Makes the specs, once everything is declared.
  void AddSpecs(GraphBuilder& builder, const Declarations& declarations,
                const FindStored& find_stored, size_t max_channels);

  bool Has(absl::string_view output) const {
    return by_output_.contains(output);
  }
  // What is converted: the tensor before all conversions; other names as is.
  absl::string_view Root(absl::string_view name) const;
  // What a consumer of `name` sees; kNoSpec if that is no conversion.
  SpecId SpecOf(absl::string_view name) const;
  // What the producer of `name` gives into conversions; or kNoSpec.
  SpecId OutputSpecOf(absl::string_view name) const;
  // What comes of it there; or empty.
  absl::string_view ResultOf(absl::string_view name) const;
  // True of scales and zero points.
  bool IsParameter(absl::string_view name) const {
    return parameters_.contains(name);
  }

 private:
  struct Conversion {
    absl::string_view input;   // what it converts
    absl::string_view root;    // before all conversions
    absl::string_view output;  // its result
    DraftArg scale, zero_point;
    QuantSpec spec;
    std::vector<int64_t> block;  // one entry a dimension; empty: none
    int64_t group = 0;           // of the last dimension; 0: none
    SpecId id = kNoSpec;
  };
  // The values of one spec.
  struct Values {
    std::vector<double> scales;
    std::vector<int64_t> zero_points;
  };

  void Read(const Argument& argument, const NodeDraft& draft,
            Conversion& conversion);
  static void SetLayout(const Declarations& declarations,
                        Conversion& conversion);
  void FindValues(const Conversion& conversion,
                  const Declarations& declarations,
                  const FindStored& find_stored, size_t max_channels,
                  Values& values) const;
  static QScheme SchemeOf(const Conversion& conversion, const Values& values);

  std::vector<Conversion> conversions_;
  absl::flat_hash_map<absl::string_view, size_t> by_output_;
  absl::flat_hash_map<absl::string_view, size_t>
      by_input_;  // the first of each
  absl::flat_hash_set<absl::string_view> parameters_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_CONVERSIONS_H_
