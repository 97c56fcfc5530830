// An ONNX model with its subgraphs laid out beside each other: tensors and
// nodes by number, names unique, constants found, types filled in.
//
//   OnnxFlatGraph flat(model, limits, builder);
//   if (!flat.Build(bytes)) … flat.reader().finding() …
//
// The bodies of If, Loop and Scan are part of the graph: their nodes stand
// before the node they belong to, under names that begin with its own
// ("If_3/then_branch/Conv_0").

#ifndef OPFIT_CORE_FORMATS_ONNX_FLAT_GRAPH_H_
#define OPFIT_CORE_FORMATS_ONNX_FLAT_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/formats/limits.h"
#include "core/formats/onnx/model.h"
#include "core/formats/onnx/model_reader.h"
#include "core/graph/builder.h"

namespace opfit {

struct OnnxFlatTensor {
  absl::string_view name;
  size_t offset = 0;
  int32_t type = kOnnxUndefined;
  bool has_shape = false;
  OnnxRange dims;
  // Of constants: where the values are, which is one of these or none.
  const OnnxTensor* values = nullptr;
  const OnnxAttribute* value_attribute = nullptr;  // a number or a list
  bool is_constant = false;
  bool is_input = false;  // of the graph, or of a body
  bool is_output = false;
  bool is_declared = false;  // by anything but its use
  bool is_broken = false;
};

struct OnnxFlatNode {
  const OnnxNode* node;
  absl::string_view name;
  OnnxRange inputs;    // tensor ids; kNone where not given
  OnnxRange outputs;   // the same
  OnnxRange captured;  // tensors of the graphs around that its bodies take
};

class OnnxFlatGraph {
 public:
  using Id = uint32_t;
  static constexpr Id kNone = std::numeric_limits<Id>::max();

  // Names that are made up are kept in `builder`, findings reported to it.
  OnnxFlatGraph(OnnxModel& model, const Limits& limits, GraphBuilder& builder)
      : model_(model),
        limits_(limits),
        builder_(builder),
        reader_(model, limits) {}

  // False where the bytes are no model; finding() says why.
  bool Build(absl::string_view bytes);
  const Finding& finding() const { return finding_; }

  const OnnxModel& model() const { return model_; }
  absl::Span<const OnnxFlatTensor> tensors() const { return tensors_; }
  absl::Span<const OnnxFlatNode> nodes() const { return nodes_; }
  absl::Span<const Id> ids(OnnxRange range) const {
    return absl::MakeConstSpan(ids_).subspan(range.first, range.count);
  }
  absl::Span<const Id> inputs(const OnnxFlatNode& node) const {
    return ids(node.inputs);
  }
  absl::Span<const Id> outputs(const OnnxFlatNode& node) const {
    return ids(node.outputs);
  }
  // The i-th input; kNone where it is not given.
  Id input(const OnnxFlatNode& node, size_t i) const {
    return i < node.inputs.count ? ids(node.inputs)[i] : kNone;
  }

 private:
  // The names of one graph; those of the graphs around it are behind it.
  struct Scope {
    Scope* around = nullptr;
    std::string prefix;  // of names in bodies
    absl::flat_hash_map<absl::string_view, Id> names;
    absl::flat_hash_set<Id> captured;
  };

  bool AddGraph(const OnnxGraph& graph, Scope& scope, size_t depth);
  void DeclareInitializer(const OnnxTensor& tensor, Scope& scope);
  void DeclareInput(const OnnxValue& value, Scope& scope);
  void DeclareResults(const OnnxGraph& graph, Scope& scope);
  void Describe(const OnnxValue& value, Scope& scope);
  void DeclareOutput(const OnnxValue& value, Scope& scope);
  bool AddNode(const OnnxNode& node, size_t index, Scope& scope, size_t depth);
  bool AddBodies(const OnnxNode& node, absl::string_view name, Scope& scope,
                 size_t depth, OnnxRange& captured);
  // Makes the result of a node that yields a constant one; false if it is none.
  bool FoldConstant(const OnnxNode& node, OnnxRange inputs, Id output);
  // What a Constant node holds. A copy, as reading adds to the pool.
  void TakeAttribute(OnnxAttribute attribute, OnnxFlatTensor& result);
  void InferTypes(const OnnxFlatNode& node);
  Id NewTensor(absl::string_view name, size_t offset, const Scope& scope);
  // The tensor that a name refers to, made up where there is none.
  Id Lookup(absl::string_view name, size_t offset, Scope& scope);
  OnnxRange LookupAll(OnnxRange names, size_t offset, Scope& scope);
  absl::string_view NameOf(const OnnxNode& node, size_t index,
                           const Scope& scope);
  void ReportDuplicate(absl::string_view name, size_t offset);

  OnnxModel& model_;
  const Limits& limits_;
  GraphBuilder& builder_;
  OnnxModelReader reader_;
  Finding finding_ = MakeFinding(Code::kMalformedInput);
  std::vector<std::unique_ptr<std::vector<OnnxGraph>>> bodies_;
  std::vector<std::unique_ptr<OnnxTensor>> attribute_tensors_;
  std::vector<std::unique_ptr<OnnxAttribute>> attributes_;
  std::vector<OnnxFlatTensor> tensors_;
  std::vector<OnnxFlatNode> nodes_;
  std::vector<Id> ids_;
  std::vector<int32_t> types_;  // of the inputs of one node
  absl::flat_hash_set<absl::string_view> node_names_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_FLAT_GRAPH_H_
