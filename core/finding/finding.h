// A finding: one fact about the user's graph, as data. Sentences are made from
// it in one place (Message, and the renderers); nothing else writes prose.
//
//   Finding f = MakeFinding(Code::kScaleInvalid);
//   f.node = "conv1";  f.port = "in[1]";  f.found = "scale -0.5";
//
// Findings own their strings, so they outlive the graph they speak of.

#ifndef OPFIT_CORE_FINDING_FINDING_H_
#define OPFIT_CORE_FINDING_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace opfit {

enum class Severity : uint8_t { kNote, kWarning, kError };

// "note", "warning" or "error".
absl::string_view SeverityName(Severity severity);

enum class Code : uint8_t {
#define OPFIT_CODE(number, name, severity, message) k##name,
#include "core/finding/codes.def"
};

// What is known of a kind of finding, whatever the graph.
struct CodeInfo {
  Code code;
  absl::string_view id;       // "OF103"
  absl::string_view name;     // "DataTypesUnsupported"
  Severity severity;          // The default; configuration may change it.
  absl::string_view message;  // With {0}, {1} … for Finding::args.
};

// Every kind, in the order of the table.
absl::Span<const CodeInfo> AllCodes();
const CodeInfo& InfoOf(Code code);

// The kind with this id ("OF103", any case) or name ("DataTypesUnsupported");
// null if there is none.
const CodeInfo* FindCode(absl::string_view id_or_name);

// True of the kinds that say the input itself is broken (OF0xx, OF401): these
// stay errors when violations are reported as warnings only.
bool IsInputError(Code code);

// One change to one port of the user's graph.
struct Edit {
  std::string port;  // "in[1]"
  std::string what;  // "dtype", "encoding", "symmetry", "axis", "rank" …
  std::string from;  // as found
  std::string to;    // as the row has it
};

// The catalog row that asks for the fewest changes.
struct Nearest {
  std::string row;  // "htp Conv2d INT8 #3"
  int changes = 0;  // edits.size(), kept for the reader of the JSON
  std::vector<Edit> edits;
};

// Where in the input a finding points. A reader fills `pointer` and `offset`;
// `line` and `column` (1-based, column in bytes) are filled by LocateFindings
// for the findings that exist, so a clean graph pays nothing for them. A binary
// input has no pointers and no lines: there, `anchor_offset` is the place.
struct Place {
  std::string pointer;       // JSON Pointer from the root of the document
  size_t anchor_offset = 0;  // byte offset of the value at pointer[0, anchor)
  size_t anchor_length = 0;  // how much of `pointer` the anchor stands for
  int line = 0;
  int column = 0;
  bool in_binary = false;  // set when line and column would be
};

// Why a finding does not count: somebody looked at it and said so.
struct Waived {
  std::string reason;     // never empty
  std::string expires;    // "2026-12-31", the last day; empty: never
  bool in_graph = false;  // said in the graph itself, else in a file
};

struct Finding {
  Code code;
  Severity severity;
  std::string node;  // the user's name; empty if it concerns the whole input
  std::string op;    // the op as the user's file names it; may be empty
  std::string backend_op;  // the backend's name for it; may be empty
  std::string port;  // "in[1]", "out[0]"; empty if it concerns the whole node
  std::string role;  // "weight", "bias"; empty where the port has none
  std::vector<std::string> args;      // fill CodeInfo::message
  std::string found;                  // what the graph has there
  std::vector<std::string> accepted;  // what the catalog takes there
  std::optional<Nearest> nearest;
  std::vector<std::string> hints;    // which chip or SDK would take it as it is
  std::vector<std::string> sources;  // who says so
  std::optional<Waived> waived;      // shown and counted, but fails nothing
  Place place;
  uint32_t node_index = UINT32_MAX;  // position in the graph, for the order
};

// `key` as one part of a JSON Pointer, and the reverse (RFC 6901).
std::string EscapePointerPart(absl::string_view key);
std::string UnescapePointerPart(absl::string_view part);

// A finding of this kind with its default severity and nothing else.
Finding MakeFinding(Code code, std::vector<std::string> args = {});

// The one sentence of a finding: its kind's message with its args filled in.
std::string Message(const Finding& finding);

// By position in the user's file, then port, then code. Stable.
void SortFindings(std::vector<Finding>& findings);

}  // namespace opfit

#endif  // OPFIT_CORE_FINDING_FINDING_H_
