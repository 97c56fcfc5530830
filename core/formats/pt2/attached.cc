#include "core/formats/pt2/attached.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/annotation.h"
#include "core/formats/document_reader.h"
#include "core/formats/pt2/declarations.h"
#include "core/formats/pt2/members.h"
#include "core/formats/pt2/program.h"
#include "core/graph/builder.h"

namespace opfit {
namespace {

constexpr absl::string_view kKey = "npu_annotation";
constexpr absl::string_view kName = "x-name";
constexpr absl::string_view kParameters = "x-parameters";

// Calls read() at what is attached; the rest of `custom` belongs to others.
template <typename Read>
void ReadAttached(DocumentReader& inner, Read read) {
  ReadMembers(inner, [&](absl::string_view key) {
    if (key == kKey) {
      read();
    } else {
      inner.json().Skip();
    }
  });
}

}  // namespace

void Attached::Add(size_t position, absl::string_view name,
                   absl::string_view custom) {
  if (!absl::StrContains(custom, kKey)) return;
  // A cursor wants a zero byte behind the text.
  absl::string_view text =
      doc_.builder().Keep(absl::StrCat(custom, absl::string_view("\0", 1)));
  text.remove_suffix(1);
  if (!by_position_.emplace(position, text).second) return;
  DocumentReader inner(doc_.builder(), doc_.limits(), text, 0);
  ReadAttached(inner, [&] { ReadNames(inner, name); });
}

// What is wrong with it, reading the annotation tells.
void Attached::ReadNames(DocumentReader& inner, absl::string_view name) {
  using Kind = JsonCursor::Kind;
  if (inner.json().Peek() != Kind::kObject) return inner.json().Skip();
  ReadMembers(inner, [&](absl::string_view key) {
    const Kind kind = inner.json().Peek();
    if (key == kName && kind == Kind::kString) {
      renames_.try_emplace(inner.Keep(inner.json().ReadString()), name);
    } else if (key == kParameters && kind == Kind::kObject) {
      ReadMembers(inner, [&](absl::string_view parameter) {
        absl::string_view fqn;
        if (inner.ReadString(fqn)) parameters_.try_emplace(parameter, fqn);
      });
    } else {
      inner.json().Skip();
    }
  });
}

void Attached::Resolve(const Declarations& declarations) {
  for (const auto& [name, fqn] : parameters_) {
    const absl::string_view input = declarations.InputOf(fqn);
    if (!input.empty()) renames_.try_emplace(name, input);
  }
}

void Attached::Read(NodeDraft& draft) {
  const auto it = by_position_.find(draft.position);
  if (it == by_position_.end()) return;
  DocumentReader inner(doc_.builder(), doc_.limits(), it->second, 0);
  Place place;
  place.pointer = absl::StrCat(kProgramGraph, "/nodes/", draft.position,
                               "/metadata/custom");
  place.anchor_length = place.pointer.size();
  place.anchor_offset = draft.offset;
  inner.set_place(std::move(place));

  AnnotationReader annotation(inner, draft);
  annotation.set_renames(&renames_);
  ReadAttached(inner, [&] {
    // A node that is not annotated has its name alone.
    const bool has_annotation = absl::StrContains(it->second, "\"annotated\"");
    if (has_annotation) {
      annotation.Read();
    } else {
      inner.Skip();
    }
  });
  annotation.SetOutputSpecs();
  inner.Finish(draft.name, draft.op,
               static_cast<NodeId>(doc_.builder().node_count()));
  draft.broken = draft.broken || inner.error_count() > 0;
}

}  // namespace opfit
