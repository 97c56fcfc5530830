#include "core/api/check_reply.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/api/places.h"
#include "core/api/request.h"
#include "core/api/targeted.h"
#include "core/catalog/field_readers.h"
#include "core/catalog/find_target.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/render/json.h"

namespace opfit {
namespace {

struct Wishes {
  std::string target;
  std::vector<CatalogText> catalogs;
  std::string file;
  CheckOptions options;
  bool nodes = true;
  bool outcomes = false;
  bool places = false;
};

Wishes ReadWishes(JsonReader& json) {
  Wishes wishes;
  wishes.target = json.String("target", "");
  wishes.catalogs = ReadCatalogs(json);
  wishes.file = json.String("file", "-");
  wishes.options.strict = json.Bool("strict", wishes.options.strict);
  wishes.options.discard_nodes = ReadStrings(json, "discardNodes");
  wishes.options.discard_ops = ReadStrings(json, "discardOps");
  wishes.nodes = json.Bool("nodes", wishes.nodes);
  wishes.outcomes = json.Bool("outcomes", wishes.outcomes);
  wishes.places = json.Bool("places", wishes.places);
  return wishes;
}

// One character for each node of the graph.
std::string OutcomeLetters(const Graph& graph, const Report& report) {
  static constexpr char kLetters[] = {'s', 'u', 'k', 'c'};
  std::string letters(graph.nodes().size(), '-');
  for (const NodeOutcome& node : report.nodes) {
    letters[node.node] = kLetters[static_cast<size_t>(node.outcome)];
  }
  return letters;
}

std::string PlaceList(const TextUnits& units,
                      const std::vector<TextRange>& ranges) {
  std::string out = "[";
  for (const TextRange& range : ranges) {
    const absl::string_view comma = out.size() == 1 ? "" : ", ";
    if (range.begin == TextRange::kNowhere) {
      absl::StrAppend(&out, comma, "-1, -1");
    } else {
      absl::StrAppend(&out, comma, units.At(range.begin), ", ",
                      units.At(range.end));
    }
  }
  return out + "]";
}

}  // namespace

void ConvertColumns(const TextUnits& units,
                    const std::vector<TextRange>& ranges, Report& report) {
  for (size_t i = 0; i < ranges.size(); ++i) {
    const bool in_text = !report.findings[i].place.in_binary;
    if (!in_text || ranges[i].begin == TextRange::kNowhere) continue;
    report.findings[i].place.column = static_cast<int>(
        units.At(ranges[i].begin) - units.At(ranges[i].line_begin) + 1);
  }
}

std::string CheckReply(const opfit_graph& handle, const char* request_text) {
  Request request(request_text);
  const Wishes wishes = ReadWishes(request.root());
  if (!request.Complete()) return ErrorReply(request.status());
  absl::StatusOr<Targeted> found = FindTarget(wishes.target, wishes.catalogs);
  if (!found.ok()) return ErrorReply(found.status());
  absl::StatusOr<Report> report =
      Check(handle.read, *found->catalog, found->target, wishes.options);
  if (!report.ok()) return ErrorReply(report.status());

  const Graph& graph = handle.read.graph;
  std::vector<TextRange> ranges;
  if (wishes.places || !handle.units.are_bytes()) {
    ranges = RangesOf(graph.source(), report->findings);
    ConvertColumns(handle.units, ranges, *report);
  }
  std::string reply =
      RenderJson(wishes.file, *report, wishes.nodes ? &graph : nullptr);
  if (wishes.outcomes) {
    AddMember(reply, "outcomes",
              absl::StrCat("\"", OutcomeLetters(graph, *report), "\""));
  }
  if (wishes.places) {
    AddMember(reply, "places", PlaceList(handle.units, ranges));
  }
  return reply;
}

}  // namespace opfit
