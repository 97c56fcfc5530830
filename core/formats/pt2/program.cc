#include "core/formats/pt2/program.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/formats/limits.h"
#include "core/formats/pt2/attached.h"
#include "core/formats/pt2/conversions.h"
#include "core/formats/pt2/declarations.h"
#include "core/formats/pt2/members.h"
#include "core/formats/pt2/program_nodes.h"
#include "core/formats/pt2/stored_tensor.h"
#include "core/graph/builder.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

// Major versions of the schema that programs were seen to have. (Minor versions
// only add keys.)
constexpr int64_t kKnownVersions[] = {1, 5, 8};

class ProgramReader {
 public:
  ProgramReader(GraphBuilder& builder, size_t start, const Limits& limits,
                const FindStored& find_stored)
      : doc_(builder, limits, start),
        find_stored_(find_stored),
        attached_(doc_),
        nodes_(doc_, declarations_, conversions_, attached_) {}

  bool Read();

 private:
  void ReadModule();
  void ScanModule();
  void ScanGraph();
  void AddGraph();
  void ReadVersion();

  DocumentReader doc_;
  const FindStored& find_stored_;
  Declarations declarations_;
  Conversions conversions_;
  Attached attached_;
  ProgramNodes nodes_;
  bool has_graph_ = false;
};

bool ProgramReader::Read() {
  const size_t offset = doc_.PeekOffset();
  ReadMembers(doc_, [this](absl::string_view key) {
    if (key == "graph_module" && !has_graph_) {
      ReadModule();
    } else if (key == "schema_version") {
      ReadVersion();
    } else {
      doc_.json().Skip();
    }
  });
  doc_.json().ReadEnd();
  const bool is_missing = !has_graph_ && doc_.error_count() == 0;
  if (is_missing) {
    doc_.Violation("a program must have a `graph_module`", "none", offset);
  }
  return doc_.Finish() && has_graph_;
}

// Twice: what tensors are stands behind the nodes that use them.
void ProgramReader::ReadModule() {
  const JsonCursor::Position begin = doc_.json().Save();
  ScanModule();
  if (doc_.json().stopped() || !has_graph_) return;
  conversions_.AddSpecs(doc_.builder(), declarations_, find_stored_,
                        doc_.limits().channels);
  attached_.Resolve(declarations_);
  doc_.json().Restore(begin);
  bool is_added = false;
  ReadMembers(doc_, [&](absl::string_view key) {
    if (key == "graph" && !is_added) {
      is_added = true;
      AddGraph();
    } else {
      doc_.json().Skip();
    }
  });
}

void ProgramReader::ScanModule() {
  const size_t offset = doc_.PeekOffset();
  ReadMembers(doc_, [this](absl::string_view key) {
    if (key == "graph" && !has_graph_) {
      has_graph_ = doc_.json().Peek() == JsonKind::kObject;
      ScanGraph();
    } else if (key == "signature") {
      declarations_.ReadSignature(doc_);
    } else {
      doc_.json().Skip();
    }
  });
  const bool is_missing = !has_graph_ && doc_.error_count() == 0;
  if (is_missing)
    doc_.Violation("a program must have a `graph`", "none", offset);
}

void ProgramReader::ScanGraph() {
  const size_t offset = doc_.PeekOffset();
  bool has_nodes = false;
  ReadMembers(doc_, [&](absl::string_view key) {
    if (key == "nodes") {
      has_nodes = true;
      nodes_.Scan();
    } else if (key == "tensor_values") {
      declarations_.ReadTensors(doc_);
    } else {
      doc_.json().Skip();
    }
  });
  if (has_nodes || doc_.json().stopped()) return;
  doc_.Violation("a graph must have `nodes`", "none", offset);
  has_graph_ = false;
}

// In torch's order the inputs come before the nodes, the outputs before either.
void ProgramReader::AddGraph() {
  const JsonCursor::Position begin = doc_.json().Save();
  using Add = void (ProgramNodes::*)();
  constexpr std::pair<absl::string_view, Add> kParts[] = {
      {"inputs", &ProgramNodes::AddInputs},
      {"nodes", &ProgramNodes::AddNodes},
      {"outputs", &ProgramNodes::AddOutputs}};
  for (const auto& [name, add] : kParts) {
    if (doc_.json().stopped()) return;
    doc_.json().Restore(begin);
    bool is_done = false;
    ReadMembers(doc_, [&, name = name, add = add](absl::string_view key) {
      if (key == name && !is_done) {
        is_done = true;
        (nodes_.*add)();
      } else {
        doc_.json().Skip();
      }
    });
  }
}

// {"major": 8, "minor": 14}; of the oldest, 1.
void ProgramReader::ReadVersion() {
  const size_t offset = doc_.PeekOffset();
  Place place;
  place.pointer = doc_.json().Pointer();
  place.anchor_length = place.pointer.size();
  place.anchor_offset = offset;
  int64_t major = 0;
  if (doc_.json().Peek() == JsonKind::kNumber) {
    if (!doc_.ReadInt(major)) return;
  } else {
    ReadMembers(doc_, [&](absl::string_view key) {
      if (key == "major") {
        doc_.ReadInt(major);
      } else {
        doc_.json().Skip();
      }
    });
  }
  for (const int64_t known : kKnownVersions) {
    if (major == known) return;
  }
  Finding finding = MakeFinding(
      Code::kSchemaViolation,
      {"this build knows versions 1, 5 and 8 of the schema of programs, and "
       "reads of others what it can"});
  finding.severity = Severity::kWarning;
  finding.found = absl::StrCat("version ", major);
  finding.place = std::move(place);
  doc_.builder().Report(std::move(finding));
}

}  // namespace

bool ReadProgram(GraphBuilder& builder, size_t start, const Limits& limits,
                 const FindStored& find_stored) {
  return ProgramReader(builder, start, limits, find_stored).Read();
}

}  // namespace opfit
