#include "core/formats/onnx/values.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/onnx/model.h"
#include "core/formats/onnx/types.h"
#include "core/formats/onnx/wire.h"

namespace opfit {
namespace {

using State = OnnxValues::State;
constexpr uint64_t kTooLarge = std::numeric_limits<uint64_t>::max();

// How many elements the shape has; kTooLarge beyond what can be counted.
uint64_t ElementsOf(const OnnxModel& model, const OnnxTensor& tensor) {
  uint64_t count = 1;
  for (const int64_t size : model.dims(tensor.dims)) {
    if (size < 0) return kTooLarge;
    const auto factor = static_cast<uint64_t>(size);
    if (factor != 0 && count > (kTooLarge >> 8) / factor) return kTooLarge;
    count *= factor;
  }
  return count;
}

uint64_t RawBytes(uint64_t elements, int bits) {
  return bits < 8 ? (elements * static_cast<uint64_t>(bits) + 7) / 8
                  : elements * static_cast<uint64_t>(bits / 8);
}

template <typename To, typename From>
To BitCast(From bits) {
  static_assert(sizeof(To) == sizeof(From), "the same bits");
  To value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

// IEEE half precision: 5 bits of exponent, 10 of fraction.
double FromHalf(uint64_t bits) {
  const double sign = (bits & 0x8000) != 0 ? -1 : 1;
  const int exponent = static_cast<int>(bits >> 10 & 0x1f);
  const double fraction = static_cast<double>(bits & 0x3ff) / 1024;
  if (exponent == 0) return sign * std::ldexp(fraction, -14);
  if (exponent < 31) return sign * std::ldexp(1 + fraction, exponent - 15);
  return fraction == 0 ? sign * HUGE_VAL : std::nan("");
}

int64_t SignExtended(uint64_t bits, int width) {
  const int unused = 64 - width;
  return static_cast<int64_t>(bits << unused) >> unused;
}

// One element of this type, whose bits are the low ones of `bits`.
bool Append(int32_t type, uint64_t bits, OnnxValues& values) {
  switch (type) {
    case kOnnxFloat:
      values.reals.push_back(BitCast<float>(static_cast<uint32_t>(bits)));
      return true;
    case kOnnxDouble:
      values.reals.push_back(BitCast<double>(bits));
      return true;
    case kOnnxFloat16:
      values.reals.push_back(FromHalf(bits));
      return true;
    case kOnnxBfloat16:
      values.reals.push_back(BitCast<float>(static_cast<uint32_t>(bits << 16)));
      return true;
    case kOnnxInt2:
    case kOnnxInt4:
    case kOnnxInt8:
    case kOnnxInt16:
    case kOnnxInt32:
      values.ints.push_back(SignExtended(bits, OnnxBitsOf(type)));
      return true;
    case kOnnxUint2:
    case kOnnxUint4:
    case kOnnxUint8:
    case kOnnxUint16:
    case kOnnxUint32:
    case kOnnxBool: {
      const int unused = 64 - OnnxBitsOf(type);
      values.ints.push_back(static_cast<int64_t>(bits << unused >> unused));
      return true;
    }
    case kOnnxInt64:
    case kOnnxUint64:
      values.ints.push_back(static_cast<int64_t>(bits));
      return true;
    default:
      return false;
  }
}

// Little-endian; narrow elements lie in a byte from its low end on.
bool ReadRaw(const OnnxTensor& tensor, uint64_t count, OnnxValues& values) {
  const auto bits = static_cast<uint64_t>(OnnxBitsOf(tensor.type));
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t at = i * bits / 8;
    uint64_t value = 0;
    for (uint64_t byte = 0; byte < (bits + 7) / 8; ++byte) {
      const auto read = static_cast<unsigned char>(tensor.raw[at + byte]);
      value |= static_cast<uint64_t>(read) << (8 * byte);
    }
    if (bits < 8) value >>= i * bits % 8;
    if (!Append(tensor.type, value, values)) return false;
  }
  return true;
}

enum TypedField {
  kFloatData = 4,
  kInt32Data = 5,
  kInt64Data = 7,
  kDoubleData = 10,
  kUint64Data = 11
};

TypedField FieldOf(int32_t type) {
  switch (type) {
    case kOnnxFloat:
      return kFloatData;
    case kOnnxDouble:
      return kDoubleData;
    case kOnnxInt64:
      return kInt64Data;
    case kOnnxUint32:
    case kOnnxUint64:
      return kUint64Data;
    default:
      return kInt32Data;
  }
}

// Calls visit(bits) for each number of a typed field, until it returns false.
template <typename Visit>
void ForEachTyped(const OnnxTensor& tensor, const Visit& visit) {
  const TypedField wanted = FieldOf(tensor.type);
  const bool is_fixed = wanted == kFloatData || wanted == kDoubleData;
  const size_t width = wanted == kFloatData ? 4 : 8;
  bool more = true;
  const auto take = [&](uint64_t bits) { return more = visit(bits); };
  WireReader fields(tensor.body, tensor.offset);
  while (more && fields.Next()) {
    if (fields.number() != static_cast<uint32_t>(wanted)) continue;
    if (is_fixed) {
      fields.ForEachFixed(width, take);
    } else {
      fields.ForEachInt(
          [&](int64_t value) { return take(static_cast<uint64_t>(value)); });
    }
  }
}

State ReadTyped(const OnnxTensor& tensor, uint64_t count, OnnxValues& values) {
  const int bits = OnnxBitsOf(tensor.type);
  // Narrow elements share a number, which stands for a byte.
  const uint64_t per_number = bits < 8 ? static_cast<uint64_t>(8 / bits) : 1;
  const uint64_t wanted = (count + per_number - 1) / per_number;
  bool is_known = true;
  uint64_t numbers = 0;
  uint64_t left = count;
  ForEachTyped(tensor, [&](uint64_t number) {
    if (++numbers > wanted) return false;
    for (uint64_t i = 0; i < per_number && left > 0; ++i, --left) {
      const uint64_t shift = i * static_cast<uint64_t>(bits);
      is_known = is_known && Append(tensor.type, number >> shift, values);
    }
    return is_known;
  });
  if (!is_known) return State::kUnknown;
  return numbers == wanted ? State::kRead : State::kMalformed;
}

}  // namespace

std::string RawSizeProblem(const OnnxModel& model, const OnnxTensor& tensor) {
  const int bits = OnnxBitsOf(tensor.type);
  if (!tensor.has_raw || tensor.is_sparse || bits == 0) return "";
  const uint64_t elements = ElementsOf(model, tensor);
  if (elements == kTooLarge) return "a shape that has no size";
  const uint64_t bytes = RawBytes(elements, bits);
  if (bytes == tensor.raw.size()) return "";
  return absl::StrCat(tensor.raw.size(), " bytes; the shape asks for ", bytes);
}

OnnxValues ReadOnnxValues(const OnnxModel& model, const OnnxTensor& tensor,
                          size_t most) {
  OnnxValues values;
  const int bits = OnnxBitsOf(tensor.type);
  if (tensor.is_external || tensor.is_sparse || bits == 0) return values;
  const uint64_t count = ElementsOf(model, tensor);
  if (count > most) {
    values.state = State::kTooMany;
    return values;
  }
  if (!tensor.has_raw) {
    values.state = ReadTyped(tensor, count, values);
  } else if (!RawSizeProblem(model, tensor).empty()) {
    values.state = State::kMalformed;
  } else if (ReadRaw(tensor, count, values)) {
    values.state = State::kRead;
  }
  return values;
}

}  // namespace opfit
