// The matching of types against a deliberately naive one that reads the
// catalog's JSON by itself, on every combination of a few types at all ports of
// real operators: optional, absent, repeated and surplus tensors among them.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "catalogs/htp_blob.h"
#include "core/catalog/catalog.h"
#include "core/catalog/op_entry.h"
#include "core/graph/dtype.h"
#include "core/rules/ports.h"
#include "core/rules/rows.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using Json = nlohmann::json;
using Names = std::vector<std::string>;  // "" where nothing is connected

const Names& Types() {
  static const auto* const kTypes = new Names{"",
                                              "UFIXED_POINT_8",
                                              "SFIXED_POINT_8",
                                              "UFIXED_POINT_16",
                                              "SFIXED_POINT_16",
                                              "SFIXED_POINT_32",
                                              "INT_32",
                                              "FLOAT_32"};
  return *kTypes;
}

// A row's word for a port takes a type: null, a name, or a list of names.
bool Takes(const Json& word, const std::string& type) {
  if (word.is_null()) return type.empty();
  if (word.is_string()) return word == type;
  for (const Json& name : word) {
    if (name == type) return true;
  }
  return false;
}

bool SideTakes(const Json& defs, const Json& words, const Names& types) {
  for (size_t i = 0; i < std::max(words.size(), types.size()); ++i) {
    const std::string type = i < types.size() ? types[i] : "";
    const bool variadic = !defs.empty() && defs.back().value("variadic", false);
    if (i >= words.size() && !variadic) {
      if (!type.empty()) return false;
      continue;
    }
    const Json& word = i < words.size() ? words[i] : words.back();
    const Json& def = i < defs.size() ? defs[i] : defs.back();
    if (Takes(word, type)) continue;
    const bool may_be_absent = type.empty() && def.value("optional", false);
    if (!may_be_absent) return false;
  }
  return true;
}

PortList PortsOf(const Names& types) {
  PortList ports;
  for (const std::string& type : types) {
    Port& port = ports.emplace_back();
    port.present = !type.empty();
    port.dtype = DTypeFromName(type);
    if (port.present) port.dtypes = SetOf(port.dtype);
  }
  return ports;
}

// Counts up through all combinations of `digits` types; false after the last.
bool Next(std::vector<size_t>& digits) {
  for (size_t& digit : digits) {
    if (++digit < Types().size()) return true;
    digit = 0;
  }
  return false;
}

class TypeMatch : public testing::TestWithParam<const char*> {};

TEST_P(TypeMatch, AgreesWithTheNaiveMatcherOnEveryCombination) {
  const Json blob = Json::parse(embedded::HtpCatalog(), nullptr, false);
  const Json& op = blob["ops"]["ops"][GetParam()];
  const absl::StatusOr<const Catalog*> catalog = FindCatalog("htp");
  ASSERT_TRUE(catalog.ok());
  const OpEntry* entry = (*catalog)->FindOp(GetParam());
  ASSERT_NE(entry, nullptr);
  constexpr size_t kInputs = 3;
  std::vector<size_t> digits(kInputs + 1, 0);
  size_t accepted = 0;
  do {
    Names in;
    for (size_t i = 0; i < kInputs; ++i) in.push_back(Types()[digits[i]]);
    const Names out = {Types()[digits[kInputs]]};
    const NodePorts ports{PortsOf(in), PortsOf(out)};
    for (size_t r = 0; r < entry->rows.size(); ++r) {
      const Json& row = op["rows"][r];
      const bool naive = SideTakes(op["ports"]["in"], row["in"], in) &&
                         SideTakes(op["ports"]["out"], row["out"], out);
      ASSERT_EQ(TypesMatch(*entry, entry->rows[r], ports), naive)
          << "row " << r + 1 << ": " << absl::StrJoin(in, ", ") << " -> "
          << out[0];
      accepted += naive ? 1 : 0;
    }
  } while (Next(digits));
  EXPECT_GT(accepted, 0u);
}

INSTANTIATE_TEST_SUITE_P(Operators, TypeMatch,
                         testing::Values("Conv2d", "MatMul", "FullyConnected",
                                         "LayerNorm", "ElementWiseAdd",
                                         "ElementWiseBinary", "Concat", "Relu",
                                         "Gather", "Softmax"));

}  // namespace
}  // namespace opfit
