// For tests: rows against tensors as docs/catalogs.md says it, read straight
// from the JSON and without any shortcut, to hold the real matcher against.

#ifndef OPFIT_CORE_TESTING_NAIVE_MATCHER_H_
#define OPFIT_CORE_TESTING_NAIVE_MATCHER_H_

#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace opfit {

// What the naive matcher knows of a tensor, in the words of the catalog.
struct NaiveTensor {
  bool connected = false;
  std::string dtype;     // "UFIXED_POINT_8"
  std::string encoding;  // "SCALE_OFFSET"; empty: not quantized
  bool is_signed = false;
  bool symmetric = false;
  bool constant = false;
  int bits = 0;
  int axis = -1;  // of a per-channel encoding, in the backend's layout
  int rank = 0;
  std::string scale;  // as text; empty: not known yet
  std::string zero_point;
};

struct NaiveNode {
  std::vector<NaiveTensor> in;
  std::vector<NaiveTensor> out;
};

struct NaiveTarget {
  int arch = 0;
  double sdk = 0;  // 2.41
  bool runs_float = false;
};

struct NaiveAnswer {
  bool accepted = false;      // some undisputed row takes the node here
  bool types_listed = false;  // some row takes the types at all ports
  // The changes that the nearest row asks for: of the rows that this target may
  // use, if there are any, else of all.
  int nearest = 0;
};

// `entry` is one operator of ops.json.
NaiveAnswer MatchNaively(const nlohmann::json& entry, const NaiveNode& node,
                         const NaiveTarget& target);

}  // namespace opfit

#endif  // OPFIT_CORE_TESTING_NAIVE_MATCHER_H_
