// The wire format of protocol buffers: a message as a list of numbered fields.
//
//   WireReader fields(bytes, /*offset=*/0);
//   while (fields.Next()) {
//     if (fields.number() == 7) graph = fields.Message();
//   }
//   if (fields.failed()) … fields.problem(), fields.problem_offset() …
//
// Copies nothing: strings and messages are views of the bytes. Reads no byte
// beyond them, whatever they hold, and skips what nobody asks for in constant
// time. Format: protobuf.dev/programming-guides/encoding.

#ifndef OPFIT_CORE_FORMATS_ONNX_WIRE_H_
#define OPFIT_CORE_FORMATS_ONNX_WIRE_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace opfit {

class WireReader {
 public:
  // `bytes` begin at `offset` of the whole input.
  WireReader(absl::string_view bytes, size_t offset)
      : bytes_(bytes), base_(offset) {}

  // Goes to the next field. False at the end of the message, and where the
  // bytes are none, which failed() tells apart.
  bool Next();
  uint32_t number() const { return number_; }
  // Where the field begins in the whole input, and where its value does.
  size_t offset() const { return base_ + field_; }
  size_t value_offset() const { return base_ + value_at_; }

  // All of it, and where it begins in the whole input.
  absl::string_view message() const { return bytes_; }
  size_t message_offset() const { return base_; }

  // The value of the current field. Asking for another type than the field has
  // is a failure; the value is then zero or empty.
  int64_t Int();
  float Float();
  absl::string_view Bytes();
  WireReader Message() { return WireReader(Bytes(), value_offset()); }

  // For repeated numbers, which stand one by one or packed: calls visit(value)
  // for the value or the values of the current field, until it returns false.
  template <typename Visit>
  void ForEachInt(const Visit& visit);
  // The same for numbers of 4 or 8 bytes, as their bits.
  template <typename Visit>
  void ForEachFixed(size_t width, const Visit& visit);

  bool failed() const { return problem_ != nullptr; }
  // "it ends inside a field".
  absl::string_view problem() const { return failed() ? problem_ : ""; }
  size_t problem_offset() const { return base_ + problem_at_; }

 private:
  enum Type : uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

  bool Fail(const char* problem, size_t at);
  void FailType();
  static uint64_t Fixed(absl::string_view bytes);
  bool ReadVarint(uint64_t& value);
  bool ReadValue();

  absl::string_view bytes_;
  size_t base_;
  size_t at_ = 0;        // behind the current field
  size_t field_ = 0;     // where the current field begins
  size_t value_at_ = 0;  // where its value begins
  uint32_t number_ = 0;
  Type type_ = kVarint;
  uint64_t value_ = 0;  // of numbers; the length of kBytes
  const char* problem_ = nullptr;
  size_t problem_at_ = 0;
};

template <typename Visit>
void WireReader::ForEachInt(const Visit& visit) {
  if (type_ != kBytes) {
    visit(Int());
    return;
  }
  WireReader packed(Bytes(), value_offset());
  uint64_t value = 0;
  while (packed.at_ < packed.bytes_.size() && packed.ReadVarint(value)) {
    if (!visit(static_cast<int64_t>(value))) return;
  }
  if (packed.failed()) Fail(packed.problem_, value_at_ + packed.problem_at_);
}

template <typename Visit>
void WireReader::ForEachFixed(size_t width, const Visit& visit) {
  if (type_ != kBytes) {
    if (type_ == (width == 4 ? kFixed32 : kFixed64)) {
      visit(value_);
    } else {
      FailType();
    }
    return;
  }
  absl::string_view packed = Bytes();
  for (; packed.size() >= width; packed.remove_prefix(width)) {
    if (!visit(Fixed(packed.substr(0, width)))) return;
  }
}

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_ONNX_WIRE_H_
