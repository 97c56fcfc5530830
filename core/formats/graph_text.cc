#include "core/formats/graph_text.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

constexpr absl::string_view kNodeKinds[] = {"input", "param", "buffer",
                                            "const", "op",    "output"};
constexpr absl::string_view kSpecKinds[] = {"none",  "float",  "quant",
                                            "fixed", "shared", "derived"};
constexpr absl::string_view kSchemes[] = {
    "",      " tensor", " tensor-symmetric", " channel", " channel-symmetric",
    " other"};

template <typename Numbers>
std::string ListText(const Numbers& numbers) {
  return absl::StrCat("[", absl::StrJoin(numbers, ", "), "]");
}

std::string NameText(const Graph& graph, ValueId value) {
  return value == kNoId ? "-" : std::string(graph.NameOf(value));
}

std::string ValueText(const Graph& graph, const Value& value) {
  std::string text = std::string(
      value.dtype == DType::kUnknown ? "?" : DTypeName(value.dtype));
  if (value.rank >= 0) absl::StrAppend(&text, ListText(graph.dims(value)));
  if (value.spec == kNoSpec) return text;
  return absl::StrCat(text, " ", SpecText(graph, value.spec));
}

std::string RefText(const SpecRef& ref) {
  const auto name = [](absl::string_view text, NodeId id) {
    return absl::StrCat(text, id == kNoId ? "?" : "");
  };
  std::string text = name(ref.producer_name, ref.producer);
  if (!ref.is_edge()) return text;
  return absl::StrCat(text, ">", name(ref.consumer_name, ref.consumer));
}

}  // namespace

std::string SpecText(const Graph& graph, SpecId id) {
  const QuantSpec& spec = graph.spec(id);
  std::string text(kSpecKinds[static_cast<size_t>(spec.kind)]);
  if (spec.dtype != DType::kUnknown) {
    absl::StrAppend(&text, " ", DTypeName(spec.dtype));
  }
  if (spec.encoding != Encoding::kNone) {
    absl::StrAppend(&text, " ", EncodingName(spec.encoding));
  }
  if (spec.bits != 0) absl::StrAppend(&text, " bits ", spec.bits);
  if (spec.has_min) absl::StrAppend(&text, " min ", spec.quant_min);
  if (spec.has_max) absl::StrAppend(&text, " max ", spec.quant_max);
  absl::StrAppend(&text, kSchemes[static_cast<size_t>(spec.qscheme)]);
  if (spec.axis != QuantSpec::kNoAxis) {
    absl::StrAppend(&text, " axis ", spec.axis);
  }
  if (spec.is_dynamic) absl::StrAppend(&text, " dynamic");
  const auto append = [&](absl::string_view what, const auto& numbers) {
    if (!numbers.empty()) {
      absl::StrAppend(&text, " ", what, " ", ListText(numbers));
    }
  };
  append("block", graph.block_size(spec));
  append("scale", graph.scales(spec));
  append("zero", graph.zero_points(spec));
  for (const SpecRef& ref : graph.refs(spec)) {
    absl::StrAppend(&text, " ", RefText(ref));
  }
  return absl::StrCat("{", text, "}");
}

std::string ArgText(const Graph& graph, const Arg& arg) {
  switch (arg.kind) {
    case Arg::Kind::kNone:
      return "null";
    case Arg::Kind::kTensor:
      return NameText(graph, graph.tensors(arg)[0]);
    case Arg::Kind::kTensors: {
      std::vector<std::string> names;
      for (const ValueId value : graph.tensors(arg)) {
        names.push_back(NameText(graph, value));
      }
      return ListText(names);
    }
    case Arg::Kind::kInt:
      return absl::StrCat(arg.integer);
    case Arg::Kind::kDouble:
      return absl::StrCat(arg.real, "f");
    case Arg::Kind::kBool:
      return arg.integer != 0 ? "true" : "false";
    case Arg::Kind::kString:
      return absl::StrCat("'", graph.string(arg), "'");
    case Arg::Kind::kInts:
      return ListText(graph.ints(arg));
    case Arg::Kind::kOther:
      return "…";
  }
  return "";
}

std::string NodeText(const Graph& graph, const Node& node) {
  std::string text =
      absl::StrCat(node.name, ": ", kNodeKinds[static_cast<size_t>(node.kind)]);
  if (node.op != kNoId) absl::StrAppend(&text, " ", graph.op_name(node));
  if (node.broken) absl::StrAppend(&text, " broken");
  if (node.arg_count > 0) {
    absl::StrAppend(&text, "(",
                    absl::StrJoin(graph.args(node), ", ",
                                  [&](std::string* out, const Arg& arg) {
                                    *out += ArgText(graph, arg);
                                  }),
                    ")");
  }
  for (const Attribute& attribute : graph.attributes(node)) {
    absl::StrAppend(&text, " ", attribute.name, "=",
                    ArgText(graph, attribute.arg));
  }
  for (const ValueId value : graph.outputs(node)) {
    absl::StrAppend(&text, " -> ", ValueText(graph, graph.value(value)));
  }
  if (!node.has_annotation) return text;
  absl::StrAppend(&text, node.annotated ? " annotated" : " unannotated");
  if (!node.allow_implicit_sharing) absl::StrAppend(&text, " unshared");
  for (const InputSpec& input : graph.input_specs(node)) {
    const absl::string_view name =
        input.producer == kNoId ? "?" : graph.node(input.producer).name;
    absl::StrAppend(&text, " ", name, SpecText(graph, input.spec));
  }
  return text;
}

std::string GraphText(const Graph& graph) {
  std::string text =
      absl::StrCat(DialectName(graph.dialect()), " '", graph.name(), "'\n");
  for (ValueId id = 0; id < graph.values().size(); ++id) {
    const Value& value = graph.value(id);
    if (value.producer != kNoId) continue;
    absl::StrAppend(&text, graph.NameOf(id), ": ",
                    kNodeKinds[static_cast<size_t>(value.kind)], " tensor ",
                    ValueText(graph, value), "\n");
  }
  for (const Node& node : graph.nodes()) {
    absl::StrAppend(&text, NodeText(graph, node), "\n");
  }
  return text;
}

}  // namespace opfit
