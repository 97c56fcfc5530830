// Checks many small graphs, each for some targets, against the bundled catalog.
//
//   check_cases FILE
//
// FILE is a JSON array of {"id": …, "graph": {…}, "targets":
// ["htp:SM8750@2.49", …]}. Prints one JSON object a line for every graph and
// target, in order: the id, the target, the outcome of every operator, and the
// findings.

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/finding/finding.h"
#include "core/formats/read.h"
#include "core/graph/graph.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using Json = nlohmann::ordered_json;

Json Outcomes(const Graph& graph, const Report& report) {
  Json nodes = Json::array();
  for (const NodeOutcome& node : report.nodes) {
    nodes.push_back({{"op", std::string(graph.op_name(graph.node(node.node)))},
                     {"backend_op", std::string(node.backend_op)},
                     {"outcome", std::string(OutcomeName(node.outcome))}});
  }
  return nodes;
}

Json Findings(const Report& report) {
  Json findings = Json::array();
  for (const Finding& finding : report.findings) {
    findings.push_back(
        {{"code", std::string(InfoOf(finding.code).id)},
         {"severity", std::string(SeverityName(finding.severity))},
         {"op", finding.op},
         {"port", finding.port},
         {"message", Message(finding)},
         {"found", finding.found}});
  }
  return findings;
}

absl::StatusOr<Json> CheckFor(const ReadResult& read, const Catalog& catalog,
                              const std::string& text) {
  absl::StatusOr<TargetSpec> spec = ParseTarget(text);
  if (!spec.ok()) return spec.status();
  absl::StatusOr<Target> target = catalog.Resolve(*spec);
  if (!target.ok()) return target.status();
  absl::StatusOr<Report> report = Check(read, catalog, *target, CheckOptions());
  if (!report.ok()) return report.status();
  return Json{{"target", text},
              {"status", std::string(RunStatusName(report->status))},
              {"nodes", Outcomes(read.graph, *report)},
              {"findings", Findings(*report)}};
}

absl::Status Run(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(path);
  const Json cases = Json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!cases.is_array()) return absl::InvalidArgumentError("not a JSON array");
  absl::StatusOr<const Catalog*> catalog = FindCatalog("htp");
  if (!catalog.ok()) return catalog.status();
  for (const Json& item : cases) {
    const ReadResult read = ReadGraph(item.at("graph").dump(), Limits());
    for (const Json& target : item.at("targets")) {
      absl::StatusOr<Json> result =
          CheckFor(read, **catalog, target.get<std::string>());
      if (!result.ok()) return result.status();
      Json line = {{"id", item.at("id")}};
      line.update(*result);
      std::cout << line.dump() << "\n";
    }
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace opfit

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: check_cases FILE\n";
    return 2;
  }
  const absl::Status status = opfit::Run(argv[1]);
  if (!status.ok()) {
    std::cerr << "check_cases: " << status << "\n";
    return 2;
  }
  return 0;
}
