#include "core/rules/ports.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/mapping.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"
#include "core/graph/resolve.h"
#include "core/rules/context.h"
#include "core/rules/spec_facts.h"

namespace opfit {
namespace {

constexpr DTypeSet kAnyType = ~DTypeSet{0};

// Types that the stack changes on its way to the backend.
DType PlainType(const RuleContext& context, DType dtype) {
  const DialectMapping* dialect = context.dialect();
  if (dialect == nullptr) return dtype;
  const auto it = dialect->treat_as.find(dtype);
  return it == dialect->treat_as.end() ? dtype : it->second;
}

void TakeUnquantized(const RuleContext& context, bool is_explicit, Port& port) {
  const Value& value = context.graph().value(port.value);
  port.dtype = PlainType(context, value.dtype);
  port.dtypes = SetOf(port.dtype);
  if (port.dtype == DType::kUnknown) {
    port.any_type = true;
    port.dtypes = kAnyType;
  }
  const bool silent_float = IsFloat(value.dtype) && !is_explicit;
  if (!silent_float) return;
  port.missing_annotation = true;
  port.any_type = true;
  port.dtypes = kAnyType;
}

// Fills type and encoding from the spec that speaks of the port.
void TakeSpec(const RuleContext& context, const ResolvedSpec& resolved,
              Port& port) {
  const Graph& graph = context.graph();
  const Value& value = graph.value(port.value);
  port.spec = resolved.spec;
  port.group = resolved.group;
  const SpecFacts& facts = context.facts(resolved.spec);
  if (facts.encoding == Encoding::kNone) {
    const bool is_explicit = graph.is_solved() || resolved.spec == kFloatSpec;
    // A shared spec that leads nowhere is reported where it stands.
    const bool unresolved = resolved.problem != ResolvedSpec::Problem::kNone;
    TakeUnquantized(context, is_explicit, port);
    if (unresolved) {
      port.missing_annotation = false;
      port.any_type = true;
      port.dtypes = kAnyType;
    }
    return;
  }
  // A tensor that is no float keeps its type: torch annotates indices too.
  const bool quantizes = graph.is_solved() || IsFloat(value.dtype) ||
                         value.dtype == DType::kUnknown;
  if (!quantizes) {
    port.spec = kNoSpec;
    TakeUnquantized(context, true, port);
    return;
  }
  port.encoding = facts.encoding;
  port.dtype = graph.is_solved() ? value.dtype : facts.dtype;
  port.dtypes = SetOf(port.dtype);
  // Bounds that contradict the declared type are reported by themselves; which
  // of the two was meant cannot be told.
  if (!facts.bad_range) return;
  port.any_type = true;
  port.dtypes = kAnyType;
}

Port MakePort(const Graph& graph, ValueId value) {
  Port port;
  port.present = true;
  port.value = value;
  port.rank = graph.value(value).rank;
  return port;
}

Port InputPort(const RuleContext& context, const Node& node, ValueId value) {
  const Graph& graph = context.graph();
  Port port = MakePort(graph, value);
  const NodeId producer = graph.value(value).producer;
  const absl::Span<const InputSpec> said = graph.input_specs(node);
  for (size_t i = 0; i < said.size(); ++i) {
    if (said[i].producer != producer || producer == kNoId) continue;
    port.input_spec = static_cast<int32_t>(i);
    TakeSpec(context, context.resolved().OfInput(node, i), port);
    return port;
  }
  TakeSpec(context, context.resolved().OfValue(value), port);
  return port;
}

Port OutputPort(const RuleContext& context, const Node& node, ValueId value) {
  Port port = MakePort(context.graph(), value);
  const ValueId speaker = context.Speaker(value);
  TakeSpec(context, context.resolved().OfValue(speaker), port);
  // One `null` for a tuple says nothing of its elements: those that are used
  // are spoken for by the nodes that unpack them.
  const bool unsaid = port.spec == kFloatSpec && speaker == value &&
                      node.output_count > 1 && !node.output_spec_is_list;
  if (unsaid) {
    port.any_type = true;
    port.dtypes = kAnyType;
  }
  return port;
}

// A number where a tensor may stand becomes a constant of a fitting type.
Port ScalarPort() {
  Port port;
  port.present = true;
  port.any_type = true;
  port.dtypes = kAnyType;
  return port;
}

// Gives a port that nobody annotated what the node's output has.
void FollowOutput(const RuleContext& context, const Node& node, Port& port) {
  const absl::Span<const ValueId> outputs = context.graph().outputs(node);
  if (outputs.empty() || outputs.front() == kNoId) return;
  const Port output = OutputPort(context, node, outputs.front());
  if (output.encoding == Encoding::kNone) return;
  port.missing_annotation = false;
  port.any_type = false;
  port.spec = output.spec;
  port.group = output.group;
  port.encoding = output.encoding;
  port.dtype = output.dtype;
  port.dtypes = output.dtypes;
}

void AddInputs(const RuleContext& context, const Node& node, const Arg* arg,
               const MappedInput& input, PortList& ports) {
  const bool empty_list =
      arg != nullptr && arg->kind == Arg::Kind::kInts && arg->count == 0;
  if (empty_list) return;
  if (arg == nullptr || arg->kind == Arg::Kind::kNone) {
    ports.push_back(input.implied ? ScalarPort() : Port());
    return;
  }
  if (arg->kind != Arg::Kind::kTensor && arg->kind != Arg::Kind::kTensors) {
    ports.push_back(ScalarPort());
    return;
  }
  const absl::Span<const ValueId> tensors = context.graph().tensors(*arg);
  for (const ValueId value : tensors) {
    if (value == kNoId) {
      // x[:, i] is a list whose first element is absent.
      if (!input.first_of_list) ports.emplace_back();
      continue;
    }
    ports.push_back(InputPort(context, node, value));
    ports.back().layout = input.layout;
    ports.back().arg = input.arg.position;
    if (input.follows_output && ports.back().missing_annotation) {
      FollowOutput(context, node, ports.back());
    }
    if (input.first_of_list) return;
  }
}

void AddOutputs(const RuleContext& context, const Node& node,
                const Mapping* mapping, PortList& ports) {
  const absl::Span<const ValueId> outputs = context.graph().outputs(node);
  const auto add = [&](ValueId value) {
    if (value != kNoId) ports.push_back(OutputPort(context, node, value));
  };
  if (mapping == nullptr || mapping->out.empty()) {
    for (const ValueId value : outputs) add(value);
    return;
  }
  for (const int index : mapping->out) {
    if (static_cast<size_t>(index) < outputs.size()) {
      add(outputs[static_cast<size_t>(index)]);
    }
  }
}

}  // namespace

const Arg* FindArg(const Graph& graph, const Node& node, const ArgRef& ref) {
  const absl::Span<const Arg> args = graph.args(node);
  if (ref.position >= 0 && static_cast<size_t>(ref.position) < args.size()) {
    return &args[static_cast<size_t>(ref.position)];
  }
  return ref.keyword.empty() ? nullptr : graph.FindAttribute(node, ref.keyword);
}

void CollectPorts(const RuleContext& context, const Node& node,
                  const Mapping* mapping, absl::Span<const MappedInput> inputs,
                  NodePorts& ports) {
  ports.in.clear();
  ports.out.clear();
  for (const MappedInput& input : inputs) {
    const Arg* arg = FindArg(context.graph(), node, input.arg);
    AddInputs(context, node, arg, input, ports.in);
  }
  if (inputs.empty()) {
    MappedInput input;
    for (const Arg& arg : context.graph().args(node)) {
      ++input.arg.position;
      AddInputs(context, node, &arg, input, ports.in);
    }
  }
  while (!ports.in.empty() && !ports.in.back().present) ports.in.pop_back();
  AddOutputs(context, node, mapping, ports.out);
}

int ToBackendAxis(Layout layout, int axis, int rank) {
  switch (layout) {
    case Layout::kSame:
      return axis;
    case Layout::kOihwToHwio:
      if (axis >= 2) return axis - 2;
      return axis == 0 ? rank - 1 : rank - 2;
    case Layout::kIohwToHwio:
      if (axis >= 2) return axis - 2;
      return axis == 1 ? rank - 1 : rank - 2;
    case Layout::kOhwiToHwio:
      return axis == 0 ? rank - 1 : axis - 1;
    case Layout::k1HwcToHw1c:
      if (axis == rank - 1) return axis;
      return axis == 0 ? rank - 2 : axis - 1;
  }
  return axis;
}

int GraphAxisOf(const RuleContext& context, const Port& port) {
  if (!HasAxis(port.encoding)) return Port::kUnknownAxis;
  const int32_t axis = context.graph().spec(port.spec).axis;
  if (axis == QuantSpec::kNoAxis) return Port::kUnknownAxis;
  if (axis >= 0) return axis;
  return port.rank < 0 ? Port::kUnknownAxis : axis + port.rank;
}

int AxisOf(const RuleContext& context, const Port& port) {
  const int axis = GraphAxisOf(context, port);
  if (axis == Port::kUnknownAxis) return axis;
  if (port.layout == Layout::kSame) return axis;
  if (port.rank < 2) return Port::kUnknownAxis;
  return ToBackendAxis(port.layout, axis, port.rank);
}

std::string DescribePort(const RuleContext& context, const Port& port) {
  if (!port.present) return "nothing";
  if (port.missing_annotation) return "no quantization spec";
  if (port.any_type) return "any type";
  if (port.encoding == Encoding::kNone) return TypePhrase(port.dtype);
  std::string text(DTypeWord(port.dtype));
  const SpecFacts& facts = context.facts(port.spec);
  if (facts.bits != 0 && facts.bits < BitsOf(port.dtype)) {
    text = absl::StrCat(IsSigned(port.dtype) ? "int" : "uint",
                        static_cast<int>(facts.bits));
  }
  if (port.encoding == Encoding::kBlockwiseExpansion ||
      port.encoding == Encoding::kBlock ||
      context.graph().spec(port.spec).block_size_count > 0) {
    return absl::StrCat(text, " block-wise");
  }
  if (HasAxis(port.encoding)) {
    const int axis = GraphAxisOf(context, port);
    if (axis == Port::kUnknownAxis) return absl::StrCat(text, " per-channel");
    return absl::StrCat(text, " per-channel (axis ", axis, ")");
  }
  return text;
}

std::string PortName(bool is_output, size_t position) {
  return absl::StrCat(is_output ? "out[" : "in[", position, "]");
}

}  // namespace opfit
