/* Prints the report of a graph as opfit's own command line would: ask FILE */

#include <stdio.h>
#include <stdlib.h>

#include "opfit/opfit.h"

int main(int argc, char** argv) {
  static char bytes[1 << 20];
  char request[512];
  size_t size;
  char* reply;
  opfit_graph* graph;
  FILE* file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL) return EXIT_FAILURE;
  size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);

  graph = opfit_load(bytes, size, NULL, NULL);
  snprintf(request, sizeof request,
           "{\"target\": \"htp:SM8750@2.41\", \"file\": \"%s\"}", argv[1]);
  reply = opfit_check(graph, request);
  fputs(reply, stdout);
  opfit_free(reply);
  opfit_unload(graph);
  return EXIT_SUCCESS;
}
