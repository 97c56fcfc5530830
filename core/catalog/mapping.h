// How the ops of a dialect become operators of the backend: which operator,
// which argument goes to which port, in which layout.

#ifndef OPFIT_CORE_CATALOG_MAPPING_H_
#define OPFIT_CORE_CATALOG_MAPPING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/catalog/op_entry.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {

// An argument of the graph's op, by position or by name.
struct ArgRef {
  int position = -1;
  std::string keyword;
};

// How axes of the graph's tensor become axes of the backend's.
enum class Layout : uint8_t {
  kSame,
  kOihwToHwio,  // axis 0 -> last, 1 -> second last, k -> k - 2
  kIohwToHwio,  // axis 1 -> last, 0 -> second last, k -> k - 2
  kOhwiToHwio,  // axis 0 -> last, k -> k - 1
  k1HwcToHw1c,  // axis 0 -> second last, the last stays, k -> k - 1
};

struct MappedInput {
  ArgRef arg;
  Layout layout = Layout::kSame;
  bool first_of_list = false;  // only the first tensor of a list
  bool implied = false;        // no argument: the stack makes the tensor itself
  // Where nothing is said of the tensor, it has the parameters of the output.
  bool follows_output = false;
};

struct MappedParam {
  std::string name;  // the backend's
  ArgRef arg;
  std::optional<ParamValue> default_value;
};

// When an alternative is taken; one of several that must all hold.
struct MappingPredicate {
  enum class Kind : uint8_t { kRank, kArgEquals, kDepthwise, kTransposed };
  Kind kind = Kind::kRank;
  ArgRef arg;
  int rank = 0;                    // kRank
  std::vector<ParamValue> values;  // kArgEquals: any of these
};

// An operator of the backend, with the operation that a generic one performs.
struct BackendOp {
  std::string op;         // "ElementWiseBinary"
  std::string operation;  // "ADD"; empty for operators of one operation
};

struct Mapping {
  enum class Kind : uint8_t {
    kOperator,
    kGetItem,     // unpacks one output of another node: no operator
    kIdentity,    // hands its input on unchanged: no operator
    kDecomposed,  // becomes several operators before it reaches the backend
    kConstant,    // is folded into a constant
    kOpaque,      // holds what nobody can look at
  };
  Kind kind = Kind::kOperator;
  std::string text;  // why, for the last three
  struct Choice {
    std::vector<MappingPredicate> when;  // all must hold
    std::vector<BackendOp> ops;          // it fits if any of them accepts
    std::vector<MappedInput> in;  // instead of the mapping's; may be empty
  };
  std::vector<Choice> to;  // the first whose predicate holds
  std::vector<MappedInput> in;
  std::vector<MappedParam> params;
  std::vector<std::string> parts;  // kDecomposed: the backend's operators
  // Which outputs of the graph's op the backend has; empty: all.
  std::vector<int> out;
};

// Everything a catalog says of one dialect.
struct DialectMapping {
  std::map<std::string, Mapping, std::less<>> ops;
  // An op that is not listed is the backend's operator of the same name.
  bool same_name = false;
  // Plain types that the stack changes on the way: int64 becomes INT_32.
  std::map<DType, DType> treat_as;
};

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_MAPPING_H_
