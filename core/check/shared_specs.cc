#include "core/check/shared_specs.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/check/findings.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"
#include "core/graph/resolve.h"

namespace opfit {
namespace {

std::string Describe(const SpecRef& ref) {
  if (!ref.is_edge()) return absl::StrCat("`", ref.producer_name, "`");
  return absl::StrCat("the edge from `", ref.producer_name, "` to `",
                      ref.consumer_name, "`");
}

absl::string_view Why(ResolvedSpec::Problem problem) {
  switch (problem) {
    case ResolvedSpec::Problem::kCycle:
      return "the chain comes back to itself";
    case ResolvedSpec::Problem::kUnknownName:
      return "there is no such node";
    case ResolvedSpec::Problem::kNothing:
      return "nothing is said of quantization there";
    case ResolvedSpec::Problem::kNone:
      break;
  }
  return "";
}

}  // namespace

bool SharedSpecs::Resolve(const Node& node, FindingWriter& writer) {
  const Graph& graph = context_.graph();
  bool all = true;
  const absl::Span<const InputSpec> inputs = graph.input_specs(node);
  for (size_t i = 0; i < inputs.size(); ++i) {
    const ResolvedSpec& resolved = context_.resolved().OfInput(node, i);
    if (resolved.problem == ResolvedSpec::Problem::kNone) continue;
    all = false;
    Report(inputs[i].spec, resolved, graph.PlaceOfInputSpec(node, i), writer);
  }
  for (const ValueId output : graph.outputs(node)) {
    if (output == kNoId) continue;
    const ValueId speaker = context_.Speaker(output);
    const ResolvedSpec& resolved = context_.resolved().OfValue(speaker);
    if (resolved.problem == ResolvedSpec::Problem::kNone) continue;
    all = false;
    Report(graph.value(speaker).spec, resolved,
           graph.PlaceOfOutputSpec(speaker), writer);
  }
  return all;
}

void SharedSpecs::Report(SpecId said, const ResolvedSpec& resolved, Place place,
                         FindingWriter& writer) {
  const Graph& graph = context_.graph();
  const QuantSpec& spec = graph.spec(said);
  // A port that says nothing itself follows what its producer shares, and the
  // finding belongs there.
  if (spec.kind != QuantSpec::Kind::kShared) return;
  if (!reported_.insert(resolved.group).second) return;
  Finding& finding = writer.Add(Code::kSharedSpecUnresolved, Spot(),
                                {std::string(Why(resolved.problem))});
  finding.found =
      absl::StrCat("a spec shared with ", Describe(graph.refs(spec).front()));
  finding.accepted = {"a chain that ends at a spec of its own"};
  finding.place = std::move(place);
}

}  // namespace opfit
