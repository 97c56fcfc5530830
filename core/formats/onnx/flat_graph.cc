#include "core/formats/onnx/flat_graph.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/onnx/model.h"
#include "core/formats/onnx/types.h"
#include "core/formats/onnx/values.h"

namespace opfit {

bool OnnxFlatGraph::Build(absl::string_view bytes) {
  if (!reader_.Read(bytes)) {
    finding_ = reader_.finding();
    return false;
  }
  Scope scope;
  return AddGraph(model_.graph, scope, 1);
}

OnnxFlatGraph::Id OnnxFlatGraph::NewTensor(absl::string_view name,
                                           size_t offset, const Scope& scope) {
  OnnxFlatTensor& tensor = tensors_.emplace_back();
  tensor.offset = offset;
  tensor.name = scope.prefix.empty()
                    ? name
                    : builder_.Keep(absl::StrCat(scope.prefix, name));
  return static_cast<Id>(tensors_.size() - 1);
}

void OnnxFlatGraph::ReportDuplicate(absl::string_view name, size_t offset) {
  Finding finding = MakeFinding(Code::kDuplicateName, {std::string(name)});
  finding.found = "a second tensor of this name";
  finding.place.anchor_offset = offset;
  builder_.Report(std::move(finding));
}

void OnnxFlatGraph::DeclareInitializer(const OnnxTensor& values, Scope& scope) {
  const Id id = NewTensor(values.name, values.offset, scope);
  if (!scope.names.try_emplace(values.name, id).second) {
    ReportDuplicate(values.name, values.offset);
  }
  OnnxFlatTensor& tensor = tensors_[id];
  tensor.type = values.type;
  tensor.has_shape = !values.is_sparse;
  tensor.dims = values.dims;
  tensor.values = &values;
  tensor.is_constant = tensor.is_declared = true;
  const std::string problem = RawSizeProblem(model_, values);
  if (problem.empty()) return;
  tensor.is_broken = true;
  Finding finding = MakeFinding(
      Code::kSchemaViolation,
      {absl::StrCat("the data of tensor `", values.name,
                    "` must have the size that its shape asks for")});
  finding.found = problem;
  finding.place.anchor_offset = values.offset;
  builder_.Report(std::move(finding));
}

// Models of the first versions list their initializers among the inputs.
void OnnxFlatGraph::DeclareInput(const OnnxValue& value, Scope& scope) {
  const auto [it, is_new] = scope.names.try_emplace(value.name, kNone);
  if (!is_new) {
    if (!tensors_[it->second].is_constant) {
      ReportDuplicate(value.name, value.offset);
    }
    return;
  }
  it->second = NewTensor(value.name, value.offset, scope);
  tensors_[it->second].is_input = tensors_[it->second].is_declared = true;
  Describe(value, scope);
}

void OnnxFlatGraph::DeclareResults(const OnnxGraph& graph, Scope& scope) {
  for (const OnnxNode& node : graph.nodes) {
    for (const absl::string_view name : model_.names(node.outputs)) {
      if (name.empty()) continue;
      const auto [it, is_new] = scope.names.try_emplace(name, kNone);
      if (is_new) {
        it->second = NewTensor(name, node.offset, scope);
        tensors_[it->second].is_declared = true;
        continue;
      }
      const OnnxFlatTensor& other = tensors_[it->second];
      // Two nodes that yield it are reported where they are added.
      if (other.is_constant || other.is_input) {
        ReportDuplicate(name, node.offset);
      }
    }
  }
}

void OnnxFlatGraph::Describe(const OnnxValue& value, Scope& scope) {
  const auto it = scope.names.find(value.name);
  if (it == scope.names.end()) return;
  OnnxFlatTensor& tensor = tensors_[it->second];
  if (tensor.type == kOnnxUndefined) tensor.type = value.type;
  if (tensor.has_shape || !value.has_shape) return;
  tensor.has_shape = true;
  tensor.dims = value.dims;
}

void OnnxFlatGraph::DeclareOutput(const OnnxValue& value, Scope& scope) {
  Describe(value, scope);
  // A body may hand on a tensor of the graph around it.
  const Id id = Lookup(value.name, value.offset, scope);
  tensors_[id].is_output = true;
  if (tensors_[id].is_declared) return;
  Finding finding =
      MakeFinding(Code::kDanglingReference, {std::string(value.name)});
  finding.found = absl::StrCat("an output of the graph, `", value.name,
                               "`, that no node yields");
  finding.place.anchor_offset = value.offset;
  builder_.Report(std::move(finding));
}

OnnxFlatGraph::Id OnnxFlatGraph::Lookup(absl::string_view name, size_t offset,
                                        Scope& scope) {
  for (Scope* at = &scope; at != nullptr; at = at->around) {
    const auto it = at->names.find(name);
    if (it == at->names.end()) continue;
    for (Scope* in = &scope; in != at; in = in->around) {
      in->captured.insert(it->second);
    }
    return it->second;
  }
  const Id id = NewTensor(name, offset, scope);
  scope.names.emplace(name, id);
  return id;
}

OnnxRange OnnxFlatGraph::LookupAll(OnnxRange names, size_t offset,
                                   Scope& scope) {
  OnnxRange range{static_cast<uint32_t>(ids_.size()), names.count};
  for (const absl::string_view name : model_.names(names)) {
    ids_.push_back(name.empty() ? kNone : Lookup(name, offset, scope));
  }
  return range;
}

// Nodes need no name. Those that have none are called after their operator and
// their place among the nodes of their graph.
absl::string_view OnnxFlatGraph::NameOf(const OnnxNode& node, size_t index,
                                        const Scope& scope) {
  absl::string_view name = node.name;
  if (name.empty()) {
    std::string made_up = absl::StrCat(scope.prefix, node.op, "_", index);
    while (node_names_.contains(made_up)) made_up += "_";
    name = builder_.Keep(made_up);
  } else if (!scope.prefix.empty()) {
    name = builder_.Keep(absl::StrCat(scope.prefix, name));
  }
  node_names_.insert(name);
  return name;
}

bool OnnxFlatGraph::AddGraph(const OnnxGraph& graph, Scope& scope,
                             size_t depth) {
  if (depth > limits_.depth) {
    finding_ = MakeFinding(Code::kLimitExceeded,
                           {absl::StrCat(limits_.depth, " levels")});
    finding_.found = "deeper graphs";
    finding_.place.anchor_offset = graph.offset;
    return false;
  }
  for (const OnnxTensor& tensor : graph.initializers) {
    DeclareInitializer(tensor, scope);
  }
  for (const OnnxValue& value : graph.inputs) DeclareInput(value, scope);
  DeclareResults(graph, scope);
  for (const OnnxValue& value : graph.values) Describe(value, scope);
  for (const OnnxValue& value : graph.outputs) DeclareOutput(value, scope);
  for (const OnnxNode& node : graph.nodes) {
    if (!node.name.empty()) {
      node_names_.insert(scope.prefix.empty() ? node.name
                                              : builder_.Keep(absl::StrCat(
                                                    scope.prefix, node.name)));
    }
  }
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!AddNode(graph.nodes[i], i, scope, depth)) return false;
  }
  return true;
}

bool OnnxFlatGraph::AddNode(const OnnxNode& node, size_t index, Scope& scope,
                            size_t depth) {
  OnnxFlatNode flat;
  flat.node = &node;
  flat.inputs = LookupAll(node.inputs, node.offset, scope);
  flat.outputs = LookupAll(node.outputs, node.offset, scope);
  const Id output = flat.outputs.count == 1 ? outputs(flat)[0] : kNone;
  if (output != kNone && FoldConstant(node, flat.inputs, output)) return true;
  flat.name = NameOf(node, index, scope);
  if (!AddBodies(node, flat.name, scope, depth, flat.captured)) return false;
  InferTypes(flat);
  nodes_.push_back(flat);
  return true;
}

bool OnnxFlatGraph::AddBodies(const OnnxNode& node, absl::string_view name,
                              Scope& scope, size_t depth, OnnxRange& captured) {
  constexpr int32_t kGraphs = 10;
  absl::flat_hash_set<Id> all;
  for (uint32_t i = 0; i < node.attributes.count; ++i) {
    // A copy: reading bodies adds to the pool that it is in.
    const OnnxAttribute attribute = model_.attributes(node)[i];
    const bool has_graphs =
        attribute.type == kOnnxAttributeGraph || attribute.type == kGraphs;
    if (!has_graphs) continue;
    bodies_.push_back(std::make_unique<std::vector<OnnxGraph>>());
    std::vector<OnnxGraph>& graphs = *bodies_.back();
    if (!reader_.ReadSubgraphs(attribute, graphs)) {
      finding_ = reader_.finding();
      return false;
    }
    for (const OnnxGraph& graph : graphs) {
      Scope body;
      body.around = &scope;
      body.prefix = absl::StrCat(name, "/", attribute.name, "/");
      if (!AddGraph(graph, body, depth + 1)) return false;
      all.insert(body.captured.begin(), body.captured.end());
    }
  }
  std::vector<Id> sorted(all.begin(), all.end());
  absl::c_sort(sorted);
  captured = {static_cast<uint32_t>(ids_.size()),
              static_cast<uint32_t>(sorted.size())};
  ids_.insert(ids_.end(), sorted.begin(), sorted.end());
  return true;
}

bool OnnxFlatGraph::FoldConstant(const OnnxNode& node, OnnxRange inputs,
                                 Id output) {
  if (!node.domain.empty() || tensors_[output].is_constant) return false;
  OnnxFlatTensor& result = tensors_[output];
  if (node.op == "Identity" && inputs.count == 1) {
    const Id input = ids(inputs)[0];
    if (input == kNone || !tensors_[input].is_constant) return false;
    const OnnxFlatTensor& from = tensors_[input];
    result.type = from.type;
    result.has_shape = from.has_shape;
    result.dims = from.dims;
    result.values = from.values;
    result.value_attribute = from.value_attribute;
    result.is_constant = true;
    return true;
  }
  if (node.op != "Constant") return false;
  result.is_constant = true;
  if (node.attributes.count > 0) {
    TakeAttribute(model_.attributes(node)[0], result);
  }
  return true;
}

void OnnxFlatGraph::TakeAttribute(OnnxAttribute attribute,
                                  OnnxFlatTensor& result) {
  switch (attribute.type) {
    case kOnnxAttributeTensor: {
      auto tensor = std::make_unique<OnnxTensor>();
      if (!reader_.ReadTensor(attribute, *tensor)) return;
      result.type = tensor->type;
      result.has_shape = true;
      result.dims = tensor->dims;
      result.values = tensor.get();
      attribute_tensors_.push_back(std::move(tensor));
      return;
    }
    case kOnnxAttributeFloat:
    case kOnnxAttributeFloats:
      result.type = kOnnxFloat;
      break;
    case kOnnxAttributeInt:
    case kOnnxAttributeInts:
      result.type = kOnnxInt64;
      break;
    default:
      return;
  }
  result.has_shape = attribute.type == kOnnxAttributeFloat ||
                     attribute.type == kOnnxAttributeInt;
  attributes_.push_back(std::make_unique<OnnxAttribute>(attribute));
  result.value_attribute = attributes_.back().get();
}

void OnnxFlatGraph::InferTypes(const OnnxFlatNode& node) {
  types_.clear();
  for (const Id input : inputs(node)) {
    types_.push_back(input == kNone ? int32_t{kOnnxUndefined}
                                    : tensors_[input].type);
  }
  for (size_t i = 0; i < node.outputs.count; ++i) {
    const Id output = outputs(node)[i];
    if (output == kNone || tensors_[output].type != kOnnxUndefined) continue;
    tensors_[output].type = InferOnnxType(model_, *node.node, types_, i);
  }
}

}  // namespace opfit
