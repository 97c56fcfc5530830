// Prints the report of a graph as opfit's own command line would: ask FILE

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "opfit/opfit.h"

int main(int argc, char** argv) {
  std::ifstream file(argc == 2 ? argv[1] : "");
  if (!file) return 1;
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const std::string request =
      R"({"target": "htp:SM8750@2.41", "file": ")" + std::string(argv[1]) +
      "\"}";

  const std::unique_ptr<opfit_graph, decltype(&opfit_unload)> graph(
      opfit_load(bytes.data(), bytes.size(), nullptr, nullptr), opfit_unload);
  const std::unique_ptr<char, decltype(&opfit_free)> reply(
      opfit_check(graph.get(), request.c_str()), opfit_free);
  std::cout << reply.get();
}
