/* opfit.h as a C99 program uses it: what a binding to another language does. */

#include <stdio.h>
#include <string.h>

#include "core/api/opfit.h"

static int failures = 0;

/* Whether `text`, which is then freed, contains `want`. */
static void expect(const char* what, char* text, const char* want) {
  if (text == NULL || strstr(text, want) == NULL) {
    ++failures;
    printf("%s: no %s in\n%s\n", what, want, text == NULL ? "NULL" : text);
  }
  opfit_free(text);
}

static void checks_a_graph(void) {
  static const char text[] =
      "{\"format\": \"annotated-graph\", \"version\": \"1.0\", \"nodes\": [\n"
      "  {\"name\": \"x\", \"kind\": \"input\"},\n"
      "  {\"name\": \"y\", \"kind\": \"op\", \"target\": \"aten.relu.default\","
      " \"args\": [{\"node\": \"x\"}]}]}";
  char* reply = NULL;
  opfit_graph* graph = opfit_load(text, sizeof(text) - 1, NULL, &reply);
  expect("load", reply, "\"status\": \"read\"");
  expect("check", opfit_check(graph, "{\"target\": \"htp:SM8650\"}"),
         "\"soc\": \"SM8650\"");
  expect("check by default", opfit_check(graph, NULL), "\"runs\": [");
  expect("structure", opfit_structure(graph, NULL), "\"edges\": [0, 1]");
  expect("convert", opfit_convert(graph, NULL), "\"annotated-graph\"");
  opfit_unload(graph);
}

static void answers_without_a_graph(void) {
  expect("check", opfit_check(NULL, NULL), "\"error\"");
  expect("structure", opfit_structure(NULL, NULL), "\"error\"");
  expect("convert", opfit_convert(NULL, NULL), "\"error\"");
  expect("ops", opfit_ops("{\"op\": \"Conv2d\"}"), "\"rows\"");
  expect("targets", opfit_targets(NULL), "SM8750");
  expect("explain", opfit_explain("{\"code\": \"OF103\"}"), "# OF103");
  expect("version", opfit_version(), "\"name\": \"opfit\"");
}

static void takes_null(void) {
  opfit_graph* graph = opfit_load(NULL, 0, NULL, NULL);
  expect("check of nothing", opfit_check(graph, NULL),
         "\"status\": \"invalid\"");
  opfit_unload(graph);
  opfit_unload(NULL);
  opfit_free(NULL);
}

int main(void) {
  checks_a_graph();
  answers_without_a_graph();
  takes_null();
  return failures == 0 ? 0 : 1;
}
