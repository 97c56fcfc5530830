#include "core/formats/onnx/wire.h"

#include <cstring>

#include "absl/strings/string_view.h"

namespace opfit {
namespace {

constexpr char kCutOff[] = "it ends inside a field";
constexpr char kOtherType[] = "a field has another type than its number says";

}  // namespace

// Little-endian, as the wire has them.
uint64_t WireReader::Fixed(absl::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = bytes.size(); i > 0; --i) {
    value = value << 8 | static_cast<unsigned char>(bytes[i - 1]);
  }
  return value;
}

void WireReader::FailType() { Fail(kOtherType, field_); }

bool WireReader::Fail(const char* problem, size_t at) {
  if (problem_ == nullptr) {
    problem_ = problem;
    problem_at_ = at;
  }
  return false;
}

bool WireReader::ReadVarint(uint64_t& value) {
  constexpr size_t kMostBytes = 10;
  const size_t start = at_;
  value = 0;
  for (size_t i = 0; i < kMostBytes; ++i) {
    if (at_ == bytes_.size()) return Fail(kCutOff, start);
    const auto byte = static_cast<unsigned char>(bytes_[at_++]);
    value |= static_cast<uint64_t>(byte & 0x7f) << (7 * i);
    if (byte < 0x80) return true;
  }
  return Fail("a number has more than 10 bytes", start);
}

bool WireReader::ReadValue() {
  value_at_ = at_;
  size_t size = 0;
  switch (type_) {
    case kVarint:
      return ReadVarint(value_);
    case kBytes:
      if (!ReadVarint(value_)) return false;
      value_at_ = at_;
      if (value_ > bytes_.size() - at_) return Fail(kCutOff, field_);
      size = static_cast<size_t>(value_);
      break;
    case kFixed32:
    case kFixed64:
      size = type_ == kFixed32 ? 4 : 8;
      if (size > bytes_.size() - at_) return Fail(kCutOff, field_);
      value_ = Fixed(bytes_.substr(at_, size));
      break;
    default:
      return Fail("a field has a type that is not known", field_);
  }
  at_ += size;
  return true;
}

bool WireReader::Next() {
  if (failed() || at_ == bytes_.size()) return false;
  field_ = at_;
  uint64_t tag = 0;
  if (!ReadVarint(tag)) return false;
  constexpr uint64_t kMostNumber = (uint64_t{1} << 29) - 1;
  if (tag >> 3 == 0 || tag >> 3 > kMostNumber) {
    return Fail("a field has a number that no field has", field_);
  }
  number_ = static_cast<uint32_t>(tag >> 3);
  type_ = static_cast<Type>(tag & 7);
  return ReadValue();
}

int64_t WireReader::Int() {
  if (type_ == kVarint) return static_cast<int64_t>(value_);
  FailType();
  return 0;
}

float WireReader::Float() {
  if (type_ != kFixed32) {
    FailType();
    return 0;
  }
  const auto bits = static_cast<uint32_t>(value_);
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

absl::string_view WireReader::Bytes() {
  if (type_ == kBytes) {
    return bytes_.substr(value_at_, static_cast<size_t>(value_));
  }
  FailType();
  return absl::string_view();
}

}  // namespace opfit
