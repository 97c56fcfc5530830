// A whole run, as the command line and the C interface make it: recipe text
// and graph in, annotated graph and reports out.

#ifndef OPFIT_CORE_ANNOTATE_RUN_H_
#define OPFIT_CORE_ANNOTATE_RUN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/annotate/annotate.h"
#include "core/annotate/recipe.h"
#include "core/annotate/rules.h"
#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/graph/builder.h"

namespace opfit {

struct RunRequest {
  const Catalog* catalog = nullptr;
  Target target;
  AnnotateOptions annotate;
  // As read from `recipe_text`, whose findings end the run.
  std::vector<Finding> recipe_findings;
  absl::string_view recipe_text;
  bool check = false;  // the annotated graph, for the same target
  CheckOptions check_options;
};

struct AnnotationRun {
  // False where the input is no graph, or the recipe no recipe: then the graph
  // is as it was, and the reports say why.
  bool is_annotated = false;
  ReadResult read;  // the annotated graph
  std::vector<NodeAnnotation> nodes;
  std::vector<Settings> settings;
  Recipe recipe;
  // What was found while reading, annotating and, where asked for, checking.
  // Status kAnnotated where nothing was checked. Refers to `read.graph`.
  Report report;
  // What the recipe gets wrong, at its places in the recipe.
  Report recipe_report;
};

// Takes a graph that was read. A status says that nothing could be done.
absl::StatusOr<AnnotationRun> RunAnnotation(ReadResult read,
                                            RunRequest request);

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_RUN_H_
