#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "core/formats/limits.h"
#include "core/formats/onnx/onnx.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string bytes(data, data + size);
  const opfit::Limits limits;
  const opfit::ReadResult result = opfit::ReadOnnx(std::move(bytes), limits);
  // What is no graph is never silent about it.
  if (!result.usable && result.findings.empty()) __builtin_trap();
  return 0;
}
