#include "core/formats/pt2/program_nodes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/formats/annotation.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/formats/pt2/attached.h"
#include "core/formats/pt2/conversions.h"
#include "core/formats/pt2/declarations.h"
#include "core/formats/pt2/members.h"
#include "core/formats/pt2/module_stack.h"
#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

constexpr absl::string_view kOpsPrefix = "torch.ops.";
constexpr absl::string_view kGetItem = "_operator.getitem";

// Older programs do not say which arguments are keywords. These can be nothing
// else, in any schema of native_functions.yaml that has them.
constexpr absl::string_view kKeywords[] = {
    "approximate",   "beta",      "device",     "dtype",
    "enable_gqa",    "generator", "implicit",   "layout",
    "memory_format", "out_dtype", "pin_memory", "rounding_mode"};
// Of sums and products, `alpha` is; of activations it is not.
constexpr absl::string_view kAlphaKeyword[] = {"aten.add", "aten.sub",
                                               "aten.rsub", "aten.baddbmm"};

}  // namespace

void ProgramNodes::Scan() {
  // What is wrong with a node is said when it is read for itself.
  doc_.set_muted(true);
  doc_.ReadList(doc_.limits().nodes, "nodes", [this] { ScanNode(); });
  doc_.set_muted(false);
}

void ProgramNodes::ScanNode() {
  draft_.Clear();
  draft_.position = static_cast<uint32_t>(doc_.json().count() - 1);
  named_.clear();
  results_ = Results();
  const JsonCursor::Position begin = doc_.json().Save();
  bool is_conversion = false;
  absl::string_view custom;
  ReadMembers(doc_, [&](absl::string_view key) {
    const JsonKind kind = doc_.json().Peek();
    if (key == "target" && kind == JsonKind::kString) {
      const absl::string_view target = doc_.Keep(doc_.json().ReadString());
      draft_.op = absl::StripPrefix(target, kOpsPrefix);
      is_conversion = Conversions::IsConversion(draft_.op);
    } else if (key == "outputs" && kind == JsonKind::kArray) {
      ReadResults();
    } else if (key == "metadata" && kind == JsonKind::kObject) {
      ReadMembers(doc_, [&](absl::string_view name) {
        if (name == "custom" && doc_.json().Peek() == JsonKind::kString) {
          doc_.ReadString(custom);
        } else {
          doc_.json().Skip();
        }
      });
    } else {
      doc_.json().Skip();
    }
  });
  const bool has_result = results_.is_one && !results_.names.empty();
  const absl::string_view result =
      has_result ? results_.names.front() : absl::string_view();
  if (!custom.empty() && has_result) {
    attached_.Add(draft_.position, result, custom);
  }
  if (!is_conversion || !has_result || doc_.json().stopped()) return;
  doc_.json().Restore(begin);
  ReadMembers(doc_, [&](absl::string_view key) {
    if (key == "inputs") {
      doc_.ReadList(kMaxPerNode, "arguments of one node",
                    [this] { ReadArgument(); });
    } else {
      doc_.json().Skip();
    }
  });
  given_.clear();
  for (const NamedArgument& named : named_) given_.push_back(named.argument);
  conversions_.Add(draft_.op, given_, draft_, result);
}

void ProgramNodes::AddInputs() {
  doc_.ReadList(doc_.limits().nodes, "inputs", [this] {
    const size_t position = doc_.json().count() - 1;
    const size_t offset = doc_.PeekOffset();
    draft_.Clear();
    const DraftArg input = arguments_.Read();
    if (input.kind != Arg::Kind::kTensor) return;  // a constant
    const bool is_parameter = conversions_.IsParameter(input.text) &&
                              declarations_.FindHeld(input.text) != nullptr;
    if (is_parameter) {
      waiting_.try_emplace(input.text, Waiting{position, offset});
    } else {
      AddInput(input.text, position, offset);
    }
  });
}

void ProgramNodes::AddInput(absl::string_view name, size_t position,
                            size_t offset) {
  other_.Clear();
  other_.name = name;
  other_.kind = NodeKind::kInput;
  other_.position = static_cast<uint32_t>(position);
  other_.offset = offset;
  const Declarations::Held* held = declarations_.FindHeld(name);
  if (held != nullptr) {
    other_.kind = held->kind;
    other_.origin.fqn = held->fqn;
  }
  DraftTensor& tensor = AddTensor(name, other_);
  tensor.spec = conversions_.OutputSpecOf(name);
  other_.has_annotation = other_.annotated = tensor.spec != kNoSpec;
  builder_.AddNode(other_);
}

void ProgramNodes::AddNodes() {
  doc_.ReadList(doc_.limits().nodes, "nodes", [this] { AddNode(); });
}

void ProgramNodes::AddNode() {
  draft_.Clear();
  named_.clear();
  converted_.clear();
  results_ = Results();
  node_name_ = absl::string_view();
  draft_.offset = doc_.PeekOffset();
  draft_.position = static_cast<uint32_t>(doc_.json().count() - 1);
  const size_t errors = doc_.error_count();
  ReadMembers(doc_, [this](absl::string_view key) { ReadNodeKey(key); });
  if (doc_.json().stopped()) return;
  const bool is_converted = results_.is_one &&
                            Conversions::IsConversion(draft_.op) &&
                            conversions_.Has(results_.names.front());
  if (is_converted) return doc_.Flush();
  const bool has_target = !draft_.op.empty() || doc_.error_count() != errors;
  if (!has_target) {
    doc_.Violation("a node must have the key `target`", "no such key",
                   draft_.offset);
  }
  if (draft_.op.empty()) draft_.op = "?";
  PlaceArguments();
  ResolveTensors();
  NameNode();
  draft_.broken = doc_.error_count() != errors;
  Annotate();
  doc_.FinishNode(draft_.name, draft_.op,
                  static_cast<NodeId>(builder_.node_count()));
  builder_.AddNode(draft_);
  AddResultNodes();
  doc_.ReserveFor(builder_.node_count());
}

void ProgramNodes::ReadNodeKey(absl::string_view key) {
  if (key == "target") {
    absl::string_view target;
    if (doc_.ReadName(target)) {
      draft_.op = absl::StripPrefix(target, kOpsPrefix);
    }
  } else if (key == "inputs") {
    doc_.ReadList(kMaxPerNode, "arguments of one node",
                  [this] { ReadArgument(); });
  } else if (key == "outputs") {
    ReadResults();
  } else if (key == "metadata") {
    ReadMetadata();
  } else if (key == "name" && !doc_.TakeNull()) {
    doc_.ReadString(node_name_);
  } else if (key != "name") {
    doc_.Skip();
  }
}

// {"name": "input", "arg": {"as_tensor": {"name": "x"}}, "kind": 1}.
void ProgramNodes::ReadArgument() {
  NamedArgument& named = named_.emplace_back();
  ReadMembers(doc_, [&](absl::string_view key) {
    if (key == "name") {
      doc_.ReadString(named.argument.name);
    } else if (key == "arg") {
      named.argument.value = arguments_.Read();
    } else if (key == "kind" && !doc_.TakeNull()) {
      doc_.ReadInt(named.kind);
    } else if (key != "kind") {
      doc_.Skip();
    }
  });
}

void ProgramNodes::ReadResults() {
  results_ = Results();
  const ptrdiff_t arguments = static_cast<ptrdiff_t>(draft_.names.size());
  size_t count = 0;
  bool is_list = false;
  doc_.ReadList(kMaxPerNode, "results of one node", [&] {
    ++count;
    const DraftArg result = arguments_.Read();
    if (result.kind == Arg::Kind::kTensors) {
      is_list = true;
      for (uint32_t i = 0; i < result.count; ++i) {
        results_.names.push_back(draft_.names[result.first + i].name);
      }
    } else {
      results_.names.push_back(result.text);
    }
  });
  // Those names are of results, and no arguments.
  draft_.names.erase(draft_.names.begin() + arguments, draft_.names.end());
  results_.is_one = count == 1 && !is_list && !results_.names.front().empty();
}

void ProgramNodes::ReadMetadata() {
  ReadMembers(doc_, [&](absl::string_view key) {
    const bool is_stack =
        key == "nn_module_stack" && doc_.json().Peek() == JsonKind::kString;
    absl::string_view stack;
    if (is_stack && doc_.ReadString(stack)) {
      draft_.origin = InnermostModule(stack);
    } else if (!is_stack) {
      doc_.json().Skip();
    }
  });
}

void ProgramNodes::PlaceArguments() {
  bool is_keyword = false;  // and whatever follows one
  for (const NamedArgument& named : named_) {
    const Conversions::Argument& argument = named.argument;
    is_keyword = named.kind == 0 ? is_keyword || IsKeyword(argument.name)
                                 : named.kind == 2;
    if (is_keyword) {
      draft_.attributes.push_back({argument.name, argument.value});
    } else {
      draft_.args.push_back(argument.value);
    }
  }
}

bool ProgramNodes::IsKeyword(absl::string_view name) const {
  const auto is_of = [this](absl::string_view op) {
    return absl::StartsWith(draft_.op, op) && draft_.op[op.size()] == '.';
  };
  if (name == "alpha") {
    return std::any_of(std::begin(kAlphaKeyword), std::end(kAlphaKeyword),
                       is_of) ||
           is_of("aten.addmm");
  }
  if (name == "scale") return is_of("aten.scaled_dot_product_attention");
  return std::find(std::begin(kKeywords), std::end(kKeywords), name) !=
         std::end(kKeywords);
}

// Tensors as they are before all conversions.
void ProgramNodes::ResolveTensors() {
  const auto use = [this](DraftArg& arg) {
    if (arg.kind == Arg::Kind::kTensor) Use(arg.text);
  };
  for (DraftArg& arg : draft_.args) use(arg);
  for (DraftAttribute& attribute : draft_.attributes) use(attribute.arg);
  for (DraftRef& ref : draft_.names) {
    if (ref.name.data() != nullptr) Use(ref.name);
  }
}

void ProgramNodes::Use(absl::string_view& name) {
  const SpecId spec = conversions_.SpecOf(name);
  name = conversions_.Root(name);
  const auto waiting = waiting_.find(name);
  if (waiting != waiting_.end()) {
    const Waiting input = waiting->second;
    waiting_.erase(waiting);
    AddInput(name, input.position, input.offset);
  }
  if (spec == kNoSpec) return;
  if (!IsConverted(name)) converted_.push_back({name, spec});
}

void ProgramNodes::NameNode() {
  if (results_.is_one) {
    draft_.name = results_.names.front();
  } else if (!node_name_.empty()) {
    draft_.name = node_name_;
  } else {
    // No name of torch's has an `@`.
    const absl::string_view op = draft_.op.substr(draft_.op.find('.') + 1);
    draft_.name = builder_.Keep(
        absl::StrCat(op.substr(0, op.find('.')), "@", draft_.position));
  }
  for (const absl::string_view name : results_.names) AddTensor(name, draft_);
}

DraftTensor& ProgramNodes::AddTensor(absl::string_view name,
                                     NodeDraft& draft) const {
  DraftTensor& tensor = draft.outputs.emplace_back();
  const Declarations::Tensor* declared = declarations_.FindTensor(name);
  if (declared == nullptr) return tensor;
  const auto dims = declarations_.dims(*declared);
  tensor.dtype = declared->dtype;
  tensor.has_shape = declared->has_shape;
  tensor.first_dim = static_cast<uint32_t>(draft.dims.size());
  tensor.rank = static_cast<uint32_t>(dims.size());
  draft.dims.insert(draft.dims.end(), dims.begin(), dims.end());
  // What is stored quantized stands for what it is dequantized to.
  const Declarations::Tensor* result =
      declarations_.FindTensor(conversions_.ResultOf(name));
  const bool is_stored = result != nullptr && IsFloat(result->dtype);
  if (is_stored) tensor.dtype = result->dtype;
  return tensor;
}

// What a program has converted counts for more than what it was to convert.
void ProgramNodes::Annotate() {
  attached_.Read(draft_);
  const SpecId output =
      results_.is_one ? conversions_.OutputSpecOf(draft_.name) : kNoSpec;
  if (output != kNoSpec) draft_.outputs.front().spec = output;
  if (!converted_.empty()) {
    auto& specs = draft_.input_specs;
    const auto is_replaced = [this](const DraftInputSpec& input) {
      return IsConverted(input.producer) || !Takes(input.producer);
    };
    specs.erase(std::remove_if(specs.begin(), specs.end(), is_replaced),
                specs.end());
    specs.insert(specs.end(), converted_.begin(), converted_.end());
  }
  const bool is_converted = output != kNoSpec || !converted_.empty();
  if (is_converted && !draft_.has_annotation) draft_.annotated = true;
  draft_.has_annotation = draft_.has_annotation || is_converted;
}

bool ProgramNodes::IsConverted(absl::string_view producer) const {
  return std::any_of(converted_.begin(), converted_.end(),
                     [producer](const DraftInputSpec& input) {
                       return input.producer == producer;
                     });
}

// Converting replaces weights: what was said of those before is not of inputs
// that the node has now.
bool ProgramNodes::Takes(absl::string_view producer) const {
  const auto is_it = [producer](const DraftArg& arg) {
    return arg.kind == Arg::Kind::kTensor && arg.text == producer;
  };
  return std::any_of(draft_.args.begin(), draft_.args.end(), is_it) ||
         std::any_of(
             draft_.names.begin(), draft_.names.end(),
             [producer](const DraftRef& ref) { return ref.name == producer; });
}

// What takes the results of a node that gives several.
void ProgramNodes::AddResultNodes() {
  if (results_.is_one) return;
  for (size_t i = 0; i < results_.names.size(); ++i) {
    const absl::string_view name = results_.names[i];
    if (name.empty()) continue;
    other_.Clear();
    other_.name = name;
    other_.op = kGetItem;
    other_.origin = draft_.origin;
    other_.offset = draft_.offset;
    other_.position = draft_.position;
    DraftArg& from = other_.args.emplace_back();
    from.kind = Arg::Kind::kTensor;
    from.text = draft_.name;
    DraftArg& index = other_.args.emplace_back();
    index.kind = Arg::Kind::kInt;
    index.integer = static_cast<int64_t>(i);
    DraftTensor tensor = draft_.outputs[i];
    other_.dims.assign(draft_.dims.begin() + tensor.first_dim,
                       draft_.dims.begin() + tensor.first_dim + tensor.rank);
    tensor.first_dim = 0;
    tensor.spec = conversions_.OutputSpecOf(name);
    other_.outputs.push_back(tensor);
    other_.has_annotation = other_.annotated = tensor.spec != kNoSpec;
    builder_.AddNode(other_);
  }
}

void ProgramNodes::AddOutputs() {
  draft_.Clear();
  draft_.name = "output";
  draft_.kind = NodeKind::kOutput;
  draft_.offset = doc_.PeekOffset();
  std::vector<DraftRef> results;
  doc_.ReadList(doc_.limits().nodes, "outputs", [&] {
    const DraftArg output = arguments_.Read();
    if (output.kind == Arg::Kind::kTensor) results.push_back(output.text);
  });
  draft_.names = std::move(results);
  for (DraftRef& ref : draft_.names) Use(ref.name);
  DraftArg& all = draft_.args.emplace_back();
  all.kind = Arg::Kind::kTensors;
  all.count = static_cast<uint32_t>(draft_.names.size());
  doc_.Flush();
  builder_.AddNode(draft_);
}

}  // namespace opfit
