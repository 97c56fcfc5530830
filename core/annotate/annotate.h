// The engine: graph, rules and a recipe in, annotated graph out.
//
//   AnnotateOptions options;
//   options.quant = "16a8w";
//   absl::StatusOr<Annotated> result =
//       Annotate(read.graph.Copy(), **rules, target, options);
//
// What the user's graph or recipe gets wrong is a finding; a status says that
// nothing could be annotated at all (no such quantization type, a graph of
// another dialect).

#ifndef OPFIT_CORE_ANNOTATE_ANNOTATE_H_
#define OPFIT_CORE_ANNOTATE_ANNOTATE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/annotate/options.h"
#include "core/annotate/rules.h"
#include "core/annotate/settings.h"
#include "core/catalog/target.h"
#include "core/finding/finding.h"
#include "core/graph/graph.h"

namespace opfit {

// What became of one operator.
struct NodeAnnotation {
  enum class State : uint8_t {
    kAnnotated,
    kKept,       // it was annotated before
    kDiscarded,  // asked to be left out
    kNoRule,     // the backend's quantizer has no rule for the op
    kNoFloat,    // it has no floating-point tensor
    kBroken,     // a finding of reading says why
  };
  static constexpr int kNoWeight = -1;

  NodeId node = kNoId;
  State state = State::kNoRule;
  // The granularity of its weight: Granularity, or kNoWeight.
  int8_t granularity = kNoWeight;
  bool overridden = false;  // the recipe writes some of it itself
  uint32_t settings = 0;    // index into Annotated::settings
  SpecId weight = kNoSpec;  // what its weight got; says the size of its blocks
};

struct Annotated {
  Graph graph;
  std::vector<NodeAnnotation> nodes;     // the operators, in the graph's order
  std::vector<Settings> settings;        // the default first
  std::vector<Finding> findings;         // of the graph, not located
  std::vector<Finding> recipe_findings;  // of the recipe, not located
};

absl::string_view StateName(NodeAnnotation::State state);  // "annotated"

// Annotates every operator that is left to annotate. Linear in the graph.
absl::StatusOr<Annotated> Annotate(Graph graph, const AnnotationRules& rules,
                                   const Target& target,
                                   const AnnotateOptions& options);

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_ANNOTATE_H_
