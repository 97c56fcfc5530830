// What a fuzzer calls: any bytes are read as a `.pt2` archive and as the JSON
// text of a program. Build it with clang's -fsanitize=fuzzer; pt2_fuzz_test
// replays it on real programs, whole, cut off and changed.

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/formats/limits.h"
#include "core/formats/pt2/pt2.h"

// Declared by nobody: fuzzers know it by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  opfit::Limits limits;
  limits.bytes = size_t{1} << 20;
  limits.nodes = 10'000;
  opfit::ReadPt2(bytes, limits);
  opfit::ReadProgramText(bytes, 0, limits);
  return 0;
}
