// A node as the backend sees it: the tensors at its ports, each with type,
// encoding and place.

#ifndef OPFIT_CORE_RULES_PORTS_H_
#define OPFIT_CORE_RULES_PORTS_H_

#include <cstdint>
#include <string>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/mapping.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/spec_facts.h"

namespace opfit {

// The tensor at one position.
struct Port {
  static constexpr int kUnknownAxis = INT32_MIN;

  bool present = false;
  // Nothing is said of a tensor that the node's annotation should speak of, or
  // it is a scalar that takes whatever type its neighbours have.
  bool any_type = false;
  bool missing_annotation = false;
  ValueId value = kNoId;  // kNoId: absent, or a scalar
  SpecId spec = kNoSpec;  // resolved: never shared
  uint32_t group = kNoId;
  // The types a row may have here: one, or all with any_type.
  DTypeSet dtypes = 0;
  DType dtype = DType::kUnknown;
  Encoding encoding = Encoding::kNone;
  Layout layout = Layout::kSame;
  int rank = -1;
  int32_t input_spec = -1;  // index of the annotation that speaks of it
  int32_t arg = -1;         // positional argument it comes from
};

using PortList = absl::InlinedVector<Port, 6>;

struct NodePorts {
  PortList in;
  PortList out;
};

// Collects the ports of a node from the arguments that `inputs` names (from all
// of them, in order, if it is empty) and from the outputs that `mapping` keeps
// (null: all). Clears `ports` first, so one object serves many nodes.
void CollectPorts(const RuleContext& context, const Node& node,
                  const Mapping* mapping, absl::Span<const MappedInput> inputs,
                  NodePorts& ports);

// The axis of a per-axis encoding in the backend's layout, counted from 0;
// Port::kUnknownAxis if there is none or it cannot be known.
int AxisOf(const RuleContext& context, const Port& port);

// Where axis `axis` of a graph tensor of this rank is in the backend's.
int ToBackendAxis(Layout layout, int axis, int rank);

// The same in the layout of the graph's tensor.
int GraphAxisOf(const RuleContext& context, const Port& port);

// The argument that a mapping refers to; null if the node has none.
const Arg* FindArg(const Graph& graph, const Node& node, const ArgRef& ref);

// "uint8", or "uint8 per-channel", "int4 block-wise": for a person.
std::string DescribePort(const RuleContext& context, const Port& port);

// "in[1]".
std::string PortName(bool is_output, size_t position);

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_PORTS_H_
