// What a catalog says of one operator, as values. docs/catalogs.md describes
// the same in its file form; the names agree.

#ifndef OPFIT_CORE_CATALOG_OP_ENTRY_H_
#define OPFIT_CORE_CATALOG_OP_ENTRY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/catalog/target.h"
#include "core/finding/finding.h"
#include "core/graph/dtype.h"

namespace opfit {

// Indices into Catalog::sources().
using SourceIds = std::vector<uint16_t>;

// A position of an operator, `in[1]` or `out[0]`. Index counts ports, so all
// tensors of a variadic port have the same.
struct PortRef {
  bool is_output = false;
  uint8_t index = 0;
  friend bool operator==(PortRef a, PortRef b) {
    return a.is_output == b.is_output && a.index == b.index;
  }
};

struct PortDef {
  std::string role;  // "activation", "weight", "bias" …; may be empty
  bool optional = false;
  bool variadic = false;  // repeats, once or more; only the last port may
  // Which axis counts channels, in the backend's layout.
  enum class Axis : uint8_t { kNone, kFirst, kSecond, kSecondLast, kLast };
  Axis channel_axis = Axis::kNone;
  // What a quantized tensor may have here where no condition says otherwise.
  EncodingSet encodings = SetOf(Encoding::kScaleOffset);
  // The source names no encodings here: another than these is unknown.
  bool encodings_open = false;
};

// From which architecture and SDK on something holds.
struct Gate {
  int arch = 0;  // 73; 0: every architecture
  SdkVersion since;
  // The kind of gate where users know it by a name of its own.
  enum class Feature : uint8_t { kNone, kLpbq, kA16W16 };
  Feature feature = Feature::kNone;
  // It is said of these architectures alone; empty: of no one in particular.
  std::vector<int> only;
  bool empty() const {
    return arch == 0 && since == SdkVersion() && only.empty();
  }
};

// The value a parameter has or must have.
struct ParamValue {
  // Booleans are the integers 0 and 1. kLast: the last axis. kInts: a graph's
  // list, which has a value if all its elements have it.
  enum class Kind : uint8_t { kInt, kReal, kString, kLast, kInts };
  Kind kind = Kind::kInt;
  int64_t integer = 0;
  std::vector<int64_t> list;
  double real = 0;
  std::string text;
};

// When a condition applies; all parts hold together, an absent part always
// holds.
struct Applicability {
  EncodingSet encodings = 0;  // of the condition's port; 0: any
  DTypeSet dtypes = 0;        // likewise
  std::vector<std::string> operations;
  std::optional<bool> is_static;
  std::string param;  // of the operator, equal to `param_value`
  ParamValue param_value;
  SdkVersion sdk_from;   // 0.0: no bound
  SdkVersion sdk_below;  // 0.0: no bound
  int arch_from = 0;
  int arch_below = 0;
};

struct RankRange {
  int min = 0;
  int max = 127;
};

struct FixedParameters {
  double scale = 1;
  int64_t zero_point = 0;
};

// One demand on one port or one parameter. Every part that is set must hold.
struct Condition {
  PortRef port;
  std::string param;  // set: a demand on this parameter, not on the port
  Applicability when;
  Severity severity = Severity::kError;

  EncodingSet encodings = 0;  // instead of the port's own; 0: not said
  std::optional<bool> symmetric;
  std::optional<bool> is_signed;
  enum class Static : uint8_t { kAny, kItself, kDerived };
  Static is_static = Static::kAny;  // kDerived: computed only from constants
  enum class Axis : uint8_t { kAny, kChannel, kFirst, kLast, kSecondLast, kAt };
  Axis axis = Axis::kAny;
  int axis_at = 0;
  std::optional<RankRange> rank;
  std::vector<int> bits;
  bool no_dynamic_dims = false;
  bool absent = false;  // the port must be left unconnected
  std::optional<PortRef> shares;
  std::string joined_by;  // an observer there that makes the two equal
  std::optional<FixedParameters> fixed;
  std::vector<PortRef> bias_of;    // scale = product of theirs, zero point 0
  bool or_zero = false;            // bias_of: an encoding of zeros does too
  std::vector<ParamValue> one_of;  // the values that `param` may have
  Gate gate;
  std::string text;  // in words; the only content where no machine can decide
  SourceIds sources;
};

// One accepted combination.
struct Row {
  int number = 0;            // 1-based position in its entry: "htp Conv2d #3"
  std::string config;        // "INT8"
  std::vector<DTypeSet> in;  // one per port; 0: nothing may be connected
  std::vector<DTypeSet> out;
  std::vector<uint16_t> conditions;     // indices into OpEntry::conditions
  std::vector<std::string> operations;  // empty: the entry has none, or all
  Gate gate;
  bool sets = false;    // the source does not say which dtypes go together
  std::string dispute;  // strong sources disagree: how; empty if they do not
  SourceIds dispute_sources;
  std::string note;
  SourceIds sources;
  bool needs_float = false;  // some port of it is a float type
};

// A combination that is known to fail, or to pass the validator and fail later.
struct KnownFailure {
  std::vector<DTypeSet> in;  // 0: any
  std::vector<DTypeSet> out;
  Applicability when;
  PortRef when_port;                       // the port that `when` speaks of
  std::vector<std::string> operations;     // empty: all
  Severity severity = Severity::kWarning;  // of a caveat
  std::string text;
  SourceIds sources;
};

struct OpEntry {
  std::string name;     // "Conv2d"
  std::string catalog;  // whose entry it is; empty where there is but one
  // In a catalog that is laid over another: adds to the entry there instead of
  // replacing it (stack.h).
  bool extends = false;
  // Closed: what no row accepts is rejected, as of `closed`. From `opened` on
  // it is unknown again, because a visible revision touched the operator. An
  // edition is none() where the source has no editions.
  std::optional<SdkVersion> closed;
  std::optional<SdkVersion> opened;
  std::string opened_why;
  SourceIds opened_sources;
  // Known absent from the backend as of this edition.
  std::optional<SdkVersion> unsupported_as_of;
  SourceIds unsupported_sources;

  std::vector<PortDef> in;
  std::vector<PortDef> out;
  std::vector<Condition> conditions;
  std::vector<Row> rows;
  std::vector<KnownFailure> rejected;
  std::vector<KnownFailure> caveats;

  bool IsClosedFor(const SdkVersion& sdk) const {
    return closed.has_value() && !(opened.has_value() && !(sdk < *opened));
  }
  // The definition of a port; past the end, the variadic last one or null.
  const PortDef* PortAt(bool is_output, size_t position) const;
};

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_OP_ENTRY_H_
