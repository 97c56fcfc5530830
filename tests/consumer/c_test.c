/* The C library as a stranger uses it: the violation of a graph is in the report. */

#include <stdio.h>
#include <string.h>

#include "opfit/opfit.h"

int main(int argc, char** argv) {
  static char bytes[1 << 16];
  size_t size;
  char* reply;
  opfit_graph* graph;
  int found;
  FILE* file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL) return 2;
  size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);

  graph = opfit_load(bytes, size, NULL, NULL);
  reply = opfit_check(graph, "{\"target\": \"htp:SM8750@2.41\"}");
  found = strstr(reply, "\"OF103\"") != NULL;
  puts(reply);
  opfit_free(reply);
  opfit_unload(graph);
  return found ? 0 : 1;
}
