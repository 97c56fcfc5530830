#include "core/formats/pt2/declarations.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/formats/pt2/members.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

// ScalarType of torch/_export/serde/schema.py, which is not the c10 one. What
// has no name here has no type on a backend either.
constexpr absl::string_view kScalarTypes[] = {
    "",          "uint8",      "int8",    "int16",   "int32",
    "int64",     "float16",    "float32", "float64", "complex32",
    "complex64", "complex128", "bool",    "bfloat16"};
constexpr int64_t kUInt16 = 28;

// What an input may stand for, and the key of its full name. The keys of older
// programs map names of inputs to full names.
struct HeldKind {
  absl::string_view key;
  absl::string_view older_key;
  NodeKind kind;
};
constexpr HeldKind kHeldKinds[] = {
    {"parameter", "inputs_to_parameters", NodeKind::kParam},
    {"buffer", "inputs_to_buffers", NodeKind::kBuffer},
    {"tensor_constant", "inputs_to_lifted_tensor_constants", NodeKind::kConst},
    {"custom_obj", "inputs_to_lifted_custom_objs", NodeKind::kConst},
};

}  // namespace

absl::string_view ScalarTypeName(int64_t code) {
  if (code == kUInt16) return "uint16";
  const int64_t count = sizeof(kScalarTypes) / sizeof(kScalarTypes[0]);
  return code >= 0 && code < count ? kScalarTypes[code] : absl::string_view();
}

void Declarations::ReadTensors(DocumentReader& doc) {
  ReadMembers(doc, [&](absl::string_view name) {
    Tensor tensor;
    ReadTensor(doc, tensor);
    tensors_.try_emplace(name, tensor);
  });
}

void Declarations::ReadTensor(DocumentReader& doc, Tensor& tensor) {
  ReadMembers(doc, [&](absl::string_view key) {
    if (key == "meta") return ReadTensor(doc, tensor);  // of the oldest schema
    if (key == "dtype") {
      int64_t code = 0;
      if (doc.ReadInt(code))
        tensor.dtype = DTypeFromTorch(ScalarTypeName(code));
    } else if (key == "sizes") {
      tensor.first_dim = dims_.size();
      tensor.has_shape =
          doc.ReadList(kMaxRank, "dimensions", [&] { ReadSize(doc); });
      tensor.rank = dims_.size() - tensor.first_dim;
    } else {
      doc.Skip();
    }
  });
}

// {"as_int": 8}, or an expression of symbols.
void Declarations::ReadSize(DocumentReader& doc) {
  int64_t size = -1;
  ReadMembers(doc, [&](absl::string_view key) {
    const bool is_number = key == "as_int" && !doc.TakeNull();
    if (is_number) doc.ReadIntWithin(0, INT64_MAX, size);
    if (key != "as_int") doc.Skip();
  });
  dims_.push_back(size);
}

void Declarations::ReadSignature(DocumentReader& doc) {
  ReadMembers(doc, [&](absl::string_view key) {
    if (key == "input_specs") {
      doc.ReadList(doc.limits().nodes, "inputs", [&] { ReadInputSpec(doc); });
      return;
    }
    for (const HeldKind& held : kHeldKinds) {
      if (key != held.older_key) continue;
      return ReadMembers(doc, [&](absl::string_view input) {
        absl::string_view fqn;
        if (doc.ReadString(fqn)) Hold(input, held.kind, fqn);
      });
    }
    doc.Skip();
  });
}

// {"parameter": {"arg": {"name": "p_weight"}, "parameter_name": "weight"}}.
void Declarations::ReadInputSpec(DocumentReader& doc) {
  ReadMembers(doc, [&](absl::string_view key) {
    if (doc.TakeNull()) return;
    for (const HeldKind& held : kHeldKinds) {
      if (key == held.key) return ReadHeld(doc, held.kind);
    }
    doc.Skip();
  });
}

void Declarations::ReadHeld(DocumentReader& doc, NodeKind kind) {
  absl::string_view input, fqn;
  ReadMembers(doc, [&](absl::string_view key) {
    if (key == "arg") {
      ReadMembers(doc, [&](absl::string_view part) {
        if (part == "name") {
          doc.ReadString(input);
        } else {
          doc.Skip();
        }
      });
    } else if (absl::EndsWith(key, "_name")) {
      doc.ReadString(fqn);
    } else {
      doc.Skip();
    }
  });
  if (!input.empty()) Hold(input, kind, fqn);
}

void Declarations::Hold(absl::string_view input, NodeKind kind,
                        absl::string_view fqn) {
  held_.try_emplace(input, Held{kind, fqn});
  inputs_.try_emplace(fqn, input);
}

const Declarations::Tensor* Declarations::FindTensor(
    absl::string_view name) const {
  const auto it = tensors_.find(name);
  return it == tensors_.end() ? nullptr : &it->second;
}

const Declarations::Held* Declarations::FindHeld(
    absl::string_view input) const {
  const auto it = held_.find(input);
  return it == held_.end() ? nullptr : &it->second;
}

absl::string_view Declarations::InputOf(absl::string_view fqn) const {
  const auto it = inputs_.find(fqn);
  return it == inputs_.end() ? absl::string_view() : it->second;
}

}  // namespace opfit
