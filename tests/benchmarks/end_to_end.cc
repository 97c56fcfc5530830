// Reads, checks and reports graphs, and parses the same bytes with two general
// JSON parsers, side by side.
//
//   end_to_end FILE…
//
// Each figure is the best of several runs in one process. Memory is the peak of
// the whole process after the first end-to-end run, so give one file for it.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/check/check.h"
#include "core/formats/read.h"
#include "core/render/json.h"
#include "core/render/text.h"
#include "nlohmann/json.hpp"
#include "simdjson.h"

namespace opfit {
namespace {

constexpr int kRuns = 5;
constexpr size_t kSpareBytes = 64;  // so that simdjson need not copy

// At once, so that the peak of memory is not that of a growing string.
std::string ReadFile(const char* path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<size_t>(file.tellg());
  std::string bytes;
  bytes.reserve(size + kSpareBytes);
  bytes.resize(size);
  file.seekg(0);
  file.read(&bytes[0], static_cast<std::streamsize>(size));
  return bytes;
}

// Peak resident memory of this process in MB; 0 where the system does not say.
double PeakMegabytes() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    long kilobytes = 0;
    if (std::sscanf(line.c_str(), "VmHWM: %ld kB", &kilobytes) == 1) {
      return static_cast<double>(kilobytes) / 1024;
    }
  }
  return 0;
}

// The shortest of several runs, in seconds. `setup` is not timed.
double Best(const std::function<void()>& setup,
            const std::function<void()>& run) {
  double best = 1e9;
  for (int i = 0; i < kRuns; ++i) {
    setup();
    const auto start = std::chrono::steady_clock::now();
    run();
    const std::chrono::duration<double> took =
        std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count());
  }
  return best;
}

void Nothing() {}

void Measure(const char* path, const Catalog& catalog, const Target& target) {
  size_t produced = 0;  // keeps results alive
  {
    const ReadResult read = ReadGraph(ReadFile(path), Limits());
    const absl::StatusOr<Report> report = Check(read, catalog, target, {});
    produced += RenderText(*report, &read.graph, {}).size();
  }
  const double peak = PeakMegabytes();

  const std::string bytes = ReadFile(path);
  std::string copy;
  const auto refill = [&] {
    copy.clear();
    copy.reserve(bytes.size() + kSpareBytes);
    copy = bytes;
  };

  const double end_to_end = Best(refill, [&] {
    const ReadResult read = ReadGraph(std::move(copy), Limits());
    const absl::StatusOr<Report> report = Check(read, catalog, target, {});
    produced += RenderText(*report, &read.graph, {}).size();
  });
  const double with_json = Best(refill, [&] {
    const ReadResult read = ReadGraph(std::move(copy), Limits());
    const absl::StatusOr<Report> report = Check(read, catalog, target, {});
    produced += RenderJson(path, *report, &read.graph).size();
  });
  const double read_alone = Best(refill, [&] {
    produced += ReadGraph(std::move(copy), Limits()).graph.nodes().size();
  });
  refill();
  const ReadResult read = ReadGraph(std::move(copy), Limits());
  const double check_alone = Best(Nothing, [&] {
    produced += Check(read, catalog, target, {})->nodes.size();
  });
  // A parser that has its memory already, and one that asks for it as any
  // program does that parses one document.
  simdjson::dom::parser warm;
  const double simdjson_warm = Best(Nothing, [&] {
    simdjson::dom::element root;
    if (warm.parse(bytes).get(root) == simdjson::SUCCESS) ++produced;
  });
  const double simdjson_dom = Best(Nothing, [&] {
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(bytes).get(root) == simdjson::SUCCESS) ++produced;
  });
  const double nlohmann_dom = Best(Nothing, [&] {
    produced += nlohmann::json::parse(bytes, nullptr, false).size();
  });

  const double megabytes = static_cast<double>(bytes.size()) / 1e6;
  const double nodes = static_cast<double>(read.graph.op_node_count());
  const auto row = [&](const char* what, double seconds) {
    absl::PrintF("  %-34s %9.2f ms %8.0f MB/s %12.0f nodes/s  %5.2f × DOM\n",
                 what, seconds * 1e3, megabytes / seconds, nodes / seconds,
                 simdjson_dom / seconds);
  };
  absl::PrintF("%s: %.0f operators, %.1f MB\n", path, nodes, megabytes);
  row("simdjson DOM parse", simdjson_dom);
  row("simdjson DOM parse, memory reused", simdjson_warm);
  row("nlohmann_json DOM parse", nlohmann_dom);
  row("opfit read", read_alone);
  row("opfit check, graph in memory", check_alone);
  row("opfit read, check, text report", end_to_end);
  row("opfit read, check, JSON report", with_json);
  absl::PrintF("  peak memory %.0f MB: %.2f × the input (%zu)\n", peak,
               peak / megabytes, produced % 10);
}

int Main(int argc, char** argv) {
  const absl::StatusOr<const Catalog*> catalog = FindCatalog("htp");
  if (!catalog.ok()) return 2;
  const absl::StatusOr<Target> target =
      (*catalog)->Resolve(*ParseTarget("htp:SM8750"));
  for (int i = 1; i < argc; ++i) Measure(argv[i], **catalog, *target);
  return 0;
}

}  // namespace
}  // namespace opfit

int main(int argc, char** argv) { return opfit::Main(argc, argv); }
