#include "core/formats/annotation.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/graph/builder.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

namespace annotation {
enum Key { kAnnotated, kInputs, kOutput, kAllowImplicitSharing };
constexpr absl::string_view kNames[] = {"annotated", "inputs", "output",
                                        "allow_implicit_sharing"};
constexpr KeyTable kKeys = {"an annotation", kNames};
}  // namespace annotation

namespace input {
enum Key { kNode, kSpec };
constexpr absl::string_view kNames[] = {"node", "spec"};
constexpr KeyTable kKeys = {"an annotated input", kNames, KeyBit(kNode)};
}  // namespace input

}  // namespace

void AnnotationReader::Read() {
  draft_.has_annotation = true;
  draft_.annotated = true;
  doc_.ReadObject(annotation::kKeys, [this](int key) { ReadKey(key); });
}

void AnnotationReader::ReadKey(int key) {
  switch (key) {
    case annotation::kAnnotated:
      if (!doc_.TakeNull()) doc_.ReadBool(draft_.annotated);
      return;
    case annotation::kAllowImplicitSharing:
      if (!doc_.TakeNull()) doc_.ReadBool(draft_.allow_implicit_sharing);
      return;
    case annotation::kInputs:
      if (doc_.TakeNull()) return;
      doc_.ReadList(kMaxPerNode, "annotated inputs of one node",
                    [this] { ReadInput(); });
      return;
    case annotation::kOutput:
      return ReadOutputSpecs();
  }
}

void AnnotationReader::ReadInput() {
  DraftInputSpec input;
  const auto read = [&](int key) {
    if (key == input::kNode) {
      doc_.ReadName(input.producer);
    } else {
      input.spec = specs_.Read();
    }
  };
  doc_.ReadObject(input::kKeys, read);
  input.producer = specs_.Renamed(input.producer);
  // Kept in any case: places count the elements of the list.
  draft_.input_specs.push_back(input);
}

void AnnotationReader::ReadOutputSpecs() {
  output_specs_offset_ = doc_.PeekOffset();
  if (doc_.json().Peek() != JsonKind::kArray) {
    output_specs_.push_back(specs_.Read());
    return;
  }
  draft_.output_spec_is_list = true;
  doc_.ReadList(kMaxPerNode, "outputs of one node",
                [this] { output_specs_.push_back(specs_.Read()); });
}

// Gives the annotation's specs to the outputs: one for all, or one for each.
void AnnotationReader::SetOutputSpecs() {
  if (output_specs_.empty() || draft_.kind == NodeKind::kOutput) return;
  if (draft_.outputs.empty()) draft_.outputs.resize(output_specs_.size());
  if (!draft_.output_spec_is_list) {
    for (DraftTensor& tensor : draft_.outputs) tensor.spec = output_specs_[0];
    return;
  }
  if (draft_.outputs.size() != output_specs_.size()) {
    doc_.Violation("`output` must have one spec for each output",
                   absl::StrCat(output_specs_.size(), " specs for ",
                                draft_.outputs.size(), " outputs"),
                   output_specs_offset_);
    return;
  }
  for (size_t i = 0; i < output_specs_.size(); ++i) {
    draft_.outputs[i].spec = output_specs_[i];
  }
}

}  // namespace opfit
