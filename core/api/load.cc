#include "core/api/load.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/api/request.h"
#include "core/finding/finding.h"
#include "core/formats/read.h"
#include "core/formats/sniff.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

// A 32-bit machine, as wasm is, cannot hold the text, its copy and the graph of
// more than this.
constexpr size_t kMostBytesOf32Bit = size_t{1} << 28;

struct Options {
  Limits limits;
  TextUnits::Unit unit = TextUnits::Unit::kUtf8;
  bool has_encodings = false;
  std::string encodings;
};

void ReadLimit(JsonReader& json, const char* key, size_t& limit) {
  if (!json.Has(key)) return;
  JsonReader member = json.At(key);
  const int64_t value = member.AsInt();
  if (value < 1) member.Fail("expected a positive number");
  // What a 32-bit machine cannot count is no limit there.
  limit = static_cast<size_t>(
      std::min<uint64_t>(static_cast<uint64_t>(value), SIZE_MAX));
}

void ReadUnit(JsonReader& json, TextUnits::Unit& unit) {
  if (!json.Has("columns")) return;
  JsonReader member = json.At("columns");
  const std::string name = member.AsString();
  if (name == "utf16") {
    unit = TextUnits::Unit::kUtf16;
  } else if (name != "utf8") {
    member.Fail(absl::StrCat("expected `utf8` or `utf16`, have `", name, "`"));
  }
}

void ReadOptions(JsonReader& json, Options& options) {
  ReadUnit(json, options.unit);
  options.has_encodings = json.Has("encodings");
  if (options.has_encodings) options.encodings = json.String("encodings");
  if (!json.Has("limits")) return;
  JsonReader limits = json.At("limits");
  ReadLimit(limits, "bytes", options.limits.bytes);
  ReadLimit(limits, "depth", options.limits.depth);
  ReadLimit(limits, "nodes", options.limits.nodes);
  ReadLimit(limits, "channels", options.limits.channels);
  limits.NoOtherKeys();
}

size_t CountOf(const ReadResult& read, Severity severity) {
  return static_cast<size_t>(std::count_if(
      read.findings.begin(), read.findings.end(),
      [severity](const Finding& f) { return f.severity == severity; }));
}

std::string Describe(const opfit_graph& handle) {
  const Graph& graph = handle.read.graph;
  std::string out;
  JsonWriter json(out);
  BeginReply(json);
  WriteText(json, "status", handle.read.usable ? "read" : "invalid");
  WriteText(json, "format", FormatName(handle.format));
  WriteText(json, "dialect", DialectName(graph.dialect()));
  WriteText(json, "name", graph.name());
  WriteNumber(json, "nodes", graph.nodes().size());
  WriteNumber(json, "operators", graph.op_node_count());
  WriteNumber(json, "errors", CountOf(handle.read, Severity::kError));
  WriteNumber(json, "warnings", CountOf(handle.read, Severity::kWarning));
  json.End();
  return out;
}

}  // namespace

LoadReply Load(std::string bytes, const char* options_text) {
  Request request(options_text);
  Options options;
  if (sizeof(size_t) == 4) options.limits.bytes = kMostBytesOf32Bit;
  ReadOptions(request.root(), options);
  if (!request.Complete()) return {nullptr, ErrorReply(request.status())};

  const Format format = Sniff(bytes, options.limits.depth).format;
  ReadResult read =
      options.has_encodings
          ? ReadGraph(std::move(bytes), std::move(options.encodings),
                      options.limits)
          : ReadGraph(std::move(bytes), options.limits);
  // In a binary file there is nothing but bytes to count.
  const TextUnits units(
      read.graph.is_binary() ? TextUnits::Unit::kUtf8 : options.unit,
      read.graph.source());
  auto handle = std::make_unique<opfit_graph>(
      opfit_graph{std::move(read), format, units});
  std::string text = Describe(*handle);
  return {std::move(handle), std::move(text)};
}

}  // namespace opfit
