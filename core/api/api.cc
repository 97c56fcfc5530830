// Strings across the C boundary; what they say is made by the other files.

#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/api/annotate_reply.h"
#include "core/api/check_reply.h"
#include "core/api/convert.h"
#include "core/api/explain.h"
#include "core/api/graph_handle.h"
#include "core/api/load.h"
#include "core/api/opfit.h"
#include "core/api/ops.h"
#include "core/api/request.h"
#include "core/api/structure.h"
#include "core/api/targets.h"
#include "core/catalog/catalog.h"
#include "core/render/version.h"

namespace {

// A copy that opfit_free frees.
char* Own(absl::string_view text) {
  char* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) std::abort();  // as every other allocation does
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return copy;
}

char* NoGraph() {
  return Own(opfit::ErrorReply(
      absl::InvalidArgumentError("the graph is NULL: nothing was loaded")));
}

std::string VersionReply() {
  std::string out;
  opfit::JsonWriter json(out);
  opfit::BeginReply(json);
  json.Key("tool");
  json.BeginObject(opfit::JsonWriter::kOneLine);
  opfit::WriteText(json, "name", opfit::kToolName);
  opfit::WriteText(json, "version", opfit::kToolVersion);
  json.End();
  json.Key("backends");
  json.BeginArray(opfit::JsonWriter::kOneLine);
  for (const absl::string_view name : opfit::BundledBackends()) {
    json.String(name);
  }
  json.End();
  json.End();
  return out;
}

}  // namespace

extern "C" {

opfit_graph* opfit_load(const char* bytes, size_t size, const char* options,
                        char** reply) {
  std::string copy;
  if (bytes != nullptr) copy.assign(bytes, size);
  opfit::LoadReply loaded = opfit::Load(std::move(copy), options);
  if (reply != nullptr) *reply = Own(loaded.text);
  return loaded.graph.release();
}

char* opfit_check(const opfit_graph* graph, const char* request) {
  if (graph == nullptr) return NoGraph();
  return Own(opfit::CheckReply(*graph, request));
}

char* opfit_annotate(const opfit_graph* graph, const char* request) {
  if (graph == nullptr) return NoGraph();
  return Own(opfit::AnnotateReply(*graph, request));
}

char* opfit_structure(const opfit_graph* graph, const char* request) {
  if (graph == nullptr) return NoGraph();
  return Own(opfit::StructureReply(*graph, request));
}

char* opfit_convert(const opfit_graph* graph, const char* request) {
  if (graph == nullptr) return NoGraph();
  return Own(opfit::ConvertReply(*graph, request));
}

char* opfit_ops(const char* request) { return Own(opfit::OpsReply(request)); }

char* opfit_targets(const char* request) {
  return Own(opfit::TargetsReply(request));
}

char* opfit_explain(const char* request) {
  return Own(opfit::ExplainReply(request));
}

char* opfit_version(void) { return Own(VersionReply()); }

void opfit_unload(opfit_graph* graph) { delete graph; }

void opfit_free(char* text) { std::free(text); }

}  // extern "C"
