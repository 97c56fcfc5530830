// For tests: tables of graphs and what a check of each must say.
//
//   class Sharing : public testing::TestWithParam<GraphCase> {};
//   TEST_P(Sharing, IsByGroupOrByValue) { ExpectCase(GetParam()); }
//   INSTANTIATE_TEST_SUITE_P(All, Sharing, testing::ValuesIn(kSharing),
//   CaseName);

#ifndef OPFIT_CORE_TESTING_GRAPH_CASE_H_
#define OPFIT_CORE_TESTING_GRAPH_CASE_H_

#include <ostream>
#include <string>

#include "core/testing/checked.h"
#include "gtest/gtest.h"

namespace opfit {

struct GraphCase {
  const char* name;
  const char* target;    // "SM8750@2.41"
  const char* lines;     // graph_lines.h
  const char* findings;  // "OF103 y in[0], OF305 y out[0]"; every one
  const char* outcomes;  // "x supported, y unsupported"; every one
};

inline void PrintTo(const GraphCase& graph_case, std::ostream* out) {
  *out << graph_case.name;
}

template <typename Case>
std::string CaseName(const testing::TestParamInfo<Case>& test) {
  return test.param.name;
}

// Checks the graph and compares.
void ExpectCase(const GraphCase& graph_case);

}  // namespace opfit

#endif  // OPFIT_CORE_TESTING_GRAPH_CASE_H_
