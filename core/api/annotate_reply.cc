#include "core/api/annotate_reply.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/annotate/recipe.h"
#include "core/annotate/run.h"
#include "core/api/check_reply.h"
#include "core/api/request.h"
#include "core/api/targeted.h"
#include "core/catalog/field_readers.h"
#include "core/catalog/find_target.h"
#include "core/render/annotated_graph.h"
#include "core/render/annotation.h"
#include "core/render/json.h"
#include "core/render/json_writer.h"

namespace opfit {
namespace {

struct Wishes {
  std::string target;
  std::string file;
  std::string recipe;
  std::string recipe_file;
  RunRequest run;
  bool document = true;
};

Wishes ReadWishes(JsonReader& json) {
  Wishes wishes;
  wishes.target = json.String("target", "");
  wishes.file = json.String("file", "-");
  wishes.recipe = json.String("recipe", "");
  wishes.recipe_file = json.String("recipeFile", "recipe");
  wishes.document = json.Bool("document", true);
  AnnotateOptions& options = wishes.run.annotate;
  options.quant = json.String("quant", "");
  options.qat = json.Bool("qat", false);
  options.replace = json.Bool("replace", false);
  options.discard_nodes = ReadStrings(json, "discardNodes");
  options.discard_ops = ReadStrings(json, "discardOps");
  wishes.run.check = json.Bool("check", false);
  wishes.run.check_options.strict = json.Bool("strict", true);
  return wishes;
}

// A copy: whoever loaded the graph may ask again.
ReadResult CopyOf(const ReadResult& read) {
  return ReadResult{read.graph.Copy(), read.findings, read.usable};
}

std::string ReplyOf(const Wishes& wishes, const AnnotationRun& run) {
  std::string out;
  JsonWriter json(out);
  BeginReply(json);
  WriteTarget(json, "target", run.report.target);
  WriteAnnotation(json, run);
  json.End();
  AddMember(out, "report",
            RenderJson(wishes.file, run.report, &run.read.graph));
  AddMember(out, "recipeReport",
            wishes.recipe.empty()
                ? "null"
                : RenderJson(wishes.recipe_file, run.recipe_report, nullptr));
  std::string document;
  if (wishes.document && run.is_annotated) {
    AppendJsonString(document, RenderAnnotatedGraph(run.read.graph));
  }
  AddMember(out, "document", document.empty() ? "null" : document);
  return out;
}

}  // namespace

std::string AnnotateReply(const opfit_graph& handle, const char* request_text) {
  Request request(request_text);
  Wishes wishes = ReadWishes(request.root());
  if (!request.Complete()) return ErrorReply(request.status());
  if (!wishes.recipe.empty()) {
    ParsedRecipe parsed = ParseRecipe(wishes.recipe);
    wishes.run.annotate.recipe = std::move(parsed.recipe);
    wishes.run.recipe_findings = std::move(parsed.findings);
    wishes.run.recipe_text = wishes.recipe;
  }
  const std::string& named =
      wishes.target.empty() ? wishes.run.annotate.recipe.target : wishes.target;
  const absl::StatusOr<Targeted> found = FindTarget(named);
  if (!found.ok()) return ErrorReply(found.status());
  wishes.run.catalog = found->catalog;
  wishes.run.target = found->target;
  absl::StatusOr<AnnotationRun> run =
      RunAnnotation(CopyOf(handle.read), wishes.run);
  if (!run.ok()) return ErrorReply(run.status());
  if (!handle.units.are_bytes()) {
    ConvertColumns(handle.units,
                   RangesOf(run->read.graph.source(), run->report.findings),
                   run->report);
  }
  return ReplyOf(wishes, *run);
}

}  // namespace opfit
