#include "core/graph/graph.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

std::string NodePointer(const Node& node, bool by_name) {
  return by_name ? absl::StrCat("/graph/nodes/", EscapePointerPart(node.name))
                 : absl::StrCat("/nodes/", node.position);
}

// As torch programs have it.
std::string ProgramPointer(const Node& node) {
  if (node.kind == NodeKind::kOutput) return "/outputs";
  return absl::StrCat(node.kind == NodeKind::kOp ? "/nodes/" : "/inputs/",
                      node.position);
}

}  // namespace

absl::string_view DialectName(Dialect dialect) {
  static constexpr absl::string_view kNames[] = {"aten", "onnx", "tflite",
                                                 "qnn"};
  return kNames[static_cast<size_t>(dialect)];
}

const Arg* Graph::FindAttribute(const Node& node,
                                absl::string_view name) const {
  for (const Attribute& attribute : attributes(node)) {
    if (attribute.name == name) return &attribute.arg;
  }
  return nullptr;
}

absl::string_view Graph::NameOf(ValueId value) const {
  const bool is_named = value < value_names_.size() &&
                        (refs_are_tensors_ || !value_names_[value].empty());
  if (is_named) return value_names_[value];
  return nodes_[values_[value].producer].name;
}

Place Graph::PlaceAt(absl::string_view pointer, size_t offset) const {
  Place place;
  place.anchor_offset = text_offset_ + offset;
  if (!has_pointers_) return place;
  place.pointer = absl::StrCat(pointer_root_, pointer);
  place.anchor_length = place.pointer.size();
  return place;
}

void Graph::Descend(Place& place, absl::string_view tail) const {
  const bool has_tails = has_pointers_ && pointer_root_.empty();
  if (has_tails) absl::StrAppend(&place.pointer, tail);
}

Place Graph::PlaceOf(const Node& node) const {
  return PlaceAt(pointer_root_.empty() ? NodePointer(node, refs_are_tensors_)
                                       : ProgramPointer(node),
                 node.offset);
}

Place Graph::PlaceOfValue(ValueId value) const {
  if (!refs_are_tensors_) return PlaceOf(nodes_[values_[value].producer]);
  return PlaceAt(
      absl::StrCat("/graph/tensors/", EscapePointerPart(value_names_[value])),
      value_offsets_[value]);
}

Place Graph::PlaceOfInputSpec(const Node& node, size_t i) const {
  Place place = PlaceOf(node);
  Descend(place, absl::StrCat("/annotation/inputs/", i));
  if (input_specs(node)[i].spec != kNoSpec) Descend(place, "/spec");
  return place;
}

Place Graph::PlaceOfOutputSpec(ValueId value) const {
  const bool is_said = values_[value].spec != kNoSpec;
  if (refs_are_tensors_) {
    Place place = PlaceOfValue(value);
    if (is_said) Descend(place, "/quant_params");
    return place;
  }
  const Node& node = nodes_[values_[value].producer];
  Place place = PlaceOf(node);
  if (!node.has_annotation) return place;
  Descend(place, is_said ? "/annotation/output" : "/annotation");
  if (is_said && node.output_spec_is_list) {
    Descend(place, absl::StrCat("/", value - outputs(node).front()));
  }
  return place;
}

Place Graph::PlaceOfArg(const Node& node, size_t i) const {
  Place place = PlaceOf(node);
  Descend(place,
          absl::StrCat(refs_are_tensors_ ? "/input_names/" : "/args/", i));
  return place;
}

}  // namespace opfit
