#include "core/formats/pt2/stored_tensor.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/graph/dtype.h"

namespace opfit {
namespace {

uint64_t BitsAt(absl::string_view bytes, size_t at, size_t width) {
  uint64_t bits = 0;
  for (size_t i = width; i > 0; --i) {
    bits = bits << 8 | static_cast<uint8_t>(bytes[at + i - 1]);
  }
  return bits;
}

template <typename Float, typename Bits>
double FloatOf(uint64_t bits) {
  static_assert(sizeof(Float) == sizeof(Bits), "the same bits");
  const Bits exact = static_cast<Bits>(bits);
  Float value;
  std::memcpy(&value, &exact, sizeof(value));
  return value;
}

double HalfOf(uint64_t bits) {
  const int exponent = static_cast<int>(bits >> 10 & 0x1f);
  const double fraction = static_cast<double>(bits & 0x3ff) / 1024;
  const double sign = (bits & 0x8000) != 0 ? -1 : 1;
  if (exponent == 0x1f) return fraction == 0 ? sign * HUGE_VAL : NAN;
  if (exponent == 0) return sign * std::ldexp(fraction, -14);
  return sign * std::ldexp(1 + fraction, exponent - 15);
}

double FloatOf(DType dtype, uint64_t bits) {
  switch (dtype) {
    case DType::kFloat16:
      return HalfOf(bits);
    case DType::kBFloat16:
      return FloatOf<float, uint32_t>(bits << 16);
    case DType::kFloat64:
      return FloatOf<double, uint64_t>(bits);
    default:
      return FloatOf<float, uint32_t>(bits);
  }
}

int64_t IntegerOf(DType dtype, uint64_t bits) {
  const int unused = 64 - BitsOf(dtype);
  const int64_t high = static_cast<int64_t>(bits << unused);
  return IsSigned(dtype) ? high >> unused : static_cast<int64_t>(bits);
}

// The width of an element in bytes, if the tensor has `count` of them; or 0.
size_t WidthOf(const StoredTensor& tensor, uint64_t count) {
  const size_t width = static_cast<size_t>(BitsOf(tensor.dtype)) / 8;
  const bool fits = width > 0 && tensor.bytes.size() % width == 0 &&
                    tensor.bytes.size() / width == count;
  return fits ? width : 0;
}

}  // namespace

bool ElementsOf(const StoredTensor& tensor, uint64_t count,
                std::vector<double>& out) {
  out.clear();
  const size_t width = WidthOf(tensor, count);
  if (width == 0 || !IsFloat(tensor.dtype)) return false;
  for (size_t at = 0; at < tensor.bytes.size(); at += width) {
    out.push_back(FloatOf(tensor.dtype, BitsAt(tensor.bytes, at, width)));
  }
  return true;
}

bool ElementsOf(const StoredTensor& tensor, uint64_t count,
                std::vector<int64_t>& out) {
  out.clear();
  const size_t width = WidthOf(tensor, count);
  const bool is_integer = width > 0 && !IsFloat(tensor.dtype) &&
                          !IsFixedPoint(tensor.dtype) &&
                          tensor.dtype != DType::kBool8;
  if (!is_integer) return false;
  for (size_t at = 0; at < tensor.bytes.size(); at += width) {
    out.push_back(IntegerOf(tensor.dtype, BitsAt(tensor.bytes, at, width)));
  }
  return true;
}

}  // namespace opfit
