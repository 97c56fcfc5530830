// The C++ library as a stranger uses it: the violation of a graph is a finding.

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "absl/status/statusor.h"
#include "opfit/catalog.h"
#include "opfit/check.h"
#include "opfit/read.h"

int main(int argc, char** argv) {
  std::ifstream file(argc == 2 ? argv[1] : "");
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const opfit::ReadResult read =
      opfit::ReadGraph(std::move(bytes), opfit::Limits());
  const absl::StatusOr<const opfit::Catalog*> htp = opfit::FindCatalog("htp");
  if (!htp.ok()) return 2;
  const absl::StatusOr<opfit::Target> target =
      (*htp)->Resolve(*opfit::ParseTarget("htp:SM8750@2.41"));
  if (!target.ok()) return 2;
  const absl::StatusOr<opfit::Report> report =
      opfit::Check(read, **htp, *target, {});
  if (!report.ok()) return 2;
  for (const opfit::Finding& finding : report->findings) {
    std::cout << finding.place.line << ": " << opfit::Message(finding) << "\n";
  }
  return opfit::StrictStatus(*report).ok() ? 1 : 0;
}
