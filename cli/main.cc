#include <string>
#include <vector>

#include "cli/posix_host.h"
#include "cli/run.h"

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  opfit::PosixHost host;
  return opfit::Run(args, host);
}
