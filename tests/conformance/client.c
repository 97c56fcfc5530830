/* A program in another language, as far as opfit is concerned: it has the
 * header and libopfit.so and nothing else.
 *
 *   client FUNCTION REQUEST            prints the reply of opfit_FUNCTION
 *   client FUNCTION REQUEST FILE       likewise, about the graph in the file
 *   client FUNCTION REQUEST FILE OPTIONS        … which is loaded with these
 *   client --time N FILE               prints the least of N times, in
 *                                      milliseconds, of each question:
 *                                      {"load": 1.2, "check": 0.3, "structure": 0.1}
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "opfit/opfit.h"

/* What a page asks while its user types. */
static const char kPageRequest[] =
    "{\"nodes\": false, \"outcomes\": true, \"places\": true}";

static void fail(const char* what, const char* about) {
  fprintf(stderr, "client: %s %s\n", what, about);
  exit(2);
}

/* The whole file, and its size. */
static char* read_file(const char* path, size_t* size) {
  FILE* file = fopen(path, "rb");
  char* bytes = NULL;
  long end;
  if (file == NULL) fail("cannot open", path);
  if (fseek(file, 0, SEEK_END) != 0 || (end = ftell(file)) < 0) {
    fail("cannot measure", path);
  }
  rewind(file);
  *size = (size_t)end;
  bytes = malloc(*size + 1);
  if (bytes == NULL || fread(bytes, 1, *size, file) != *size) {
    fail("cannot read", path);
  }
  fclose(file);
  return bytes;
}

static double now(void) {
  return 1000.0 * (double)clock() / (double)CLOCKS_PER_SEC;
}

static void keep_least(double* best, double start) {
  const double took = now() - start;
  if (took < *best) *best = took;
}

static void print_times(const char* bytes, size_t size, int repeats) {
  double load = 1e9;
  double check = 1e9;
  double structure = 1e9;
  double start;
  opfit_free(opfit_targets(NULL)); /* parses the catalog */
  for (; repeats > 0; --repeats) {
    opfit_graph* graph;
    start = now();
    graph = opfit_load(bytes, size, NULL, NULL);
    keep_least(&load, start);
    start = now();
    opfit_free(opfit_check(graph, kPageRequest));
    keep_least(&check, start);
    start = now();
    opfit_free(opfit_structure(graph, NULL));
    keep_least(&structure, start);
    opfit_unload(graph);
  }
  printf("{\"load\": %.3f, \"check\": %.3f, \"structure\": %.3f}\n", load,
         check, structure);
}

/* The reply of the function of this name; not all of them take a graph. */
static char* ask(const char* name, const opfit_graph* graph,
                 const char* request) {
  if (strcmp(name, "check") == 0) return opfit_check(graph, request);
  if (strcmp(name, "structure") == 0) return opfit_structure(graph, request);
  if (strcmp(name, "convert") == 0) return opfit_convert(graph, request);
  if (strcmp(name, "ops") == 0) return opfit_ops(request);
  if (strcmp(name, "targets") == 0) return opfit_targets(request);
  if (strcmp(name, "explain") == 0) return opfit_explain(request);
  if (strcmp(name, "version") == 0) return opfit_version();
  fail("no function is named", name);
  return NULL;
}

static void print_reply(int argc, char** argv) {
  opfit_graph* graph = NULL;
  char* reply;
  if (argc > 3) {
    size_t size;
    char* bytes = read_file(argv[3], &size);
    graph = opfit_load(bytes, size, argc > 4 ? argv[4] : NULL, NULL);
    free(bytes);
  }
  reply = ask(argv[1], graph, argv[2]);
  fputs(reply, stdout);
  opfit_free(reply);
  opfit_unload(graph);
}

int main(int argc, char** argv) {
  if (argc == 4 && strcmp(argv[1], "--time") == 0) {
    size_t size;
    char* bytes = read_file(argv[3], &size);
    print_times(bytes, size, atoi(argv[2]));
    free(bytes);
  } else if (argc >= 3 && argc <= 5) {
    print_reply(argc, argv);
  } else {
    fail("usage:", "FUNCTION REQUEST [FILE [OPTIONS]] | --time N FILE");
  }
  return 0;
}
