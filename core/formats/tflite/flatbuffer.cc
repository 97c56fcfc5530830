#include "core/formats/tflite/flatbuffer.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

constexpr size_t kOffsetSize = sizeof(uint32_t);
constexpr size_t kVtableHeader = 2 * sizeof(uint16_t);

}  // namespace

FlatBuffer::FlatBuffer(absl::string_view bytes)
    : bytes_(bytes), budget_(2 * bytes.size() + 1) {}

FlatTable FlatBuffer::Root() {
  const size_t at = Follow(0, "the root table");
  return at == 0 ? FlatTable() : FlatTable(this, at);
}

FlatBuffer::Problem FlatBuffer::TakeProblem() {
  has_problem_ = false;
  return std::move(problem_);
}

void FlatBuffer::Fail(std::string what, size_t offset) {
  if (has_problem_) return;
  has_problem_ = true;
  problem_.what = std::move(what);
  problem_.offset = offset;
}

bool FlatBuffer::Charge(size_t size, size_t offset) {
  if (size < budget_) {
    budget_ -= size;
    return true;
  }
  budget_ = 0;
  Fail("its parts overlap: they are together more than twice the file", offset);
  return false;
}

absl::string_view FlatBuffer::Take(size_t offset, size_t size,
                                   absl::string_view what) {
  if (offset <= bytes_.size() && size <= bytes_.size() - offset) {
    return bytes_.substr(offset, size);
  }
  Fail(absl::StrCat(what, " is cut off: ", size, " bytes at byte ", offset,
                    " of ", bytes_.size()),
       offset < bytes_.size() ? offset : bytes_.size());
  return absl::string_view();
}

size_t FlatBuffer::Follow(size_t at, absl::string_view what) {
  const absl::string_view bytes = Take(at, kOffsetSize, what);
  if (bytes.empty()) return 0;
  const size_t offset = LoadLittleEndian<uint32_t>(bytes.data());
  if (offset != 0 && offset < bytes_.size() - at) return at + offset;
  Fail(absl::StrCat("the offset of ", what, " leads out of the file: ", offset,
                    " from byte ", at, " of ", bytes_.size()),
       at);
  return 0;
}

absl::string_view FlatBuffer::Elements(size_t offset, size_t element,
                                       absl::string_view what) {
  const absl::string_view length = Take(offset, kOffsetSize, what);
  if (length.empty()) return length;
  // A 32-bit length times a small element does not overflow 64 bits, but may
  // overflow the size_t of WebAssembly.
  const uint64_t size =
      uint64_t{LoadLittleEndian<uint32_t>(length.data())} * element;
  if (size > bytes_.size()) {
    Fail(absl::StrCat(what, " is longer than the file: ", size, " bytes"),
         offset);
    return absl::string_view();
  }
  return Take(offset + kOffsetSize, static_cast<size_t>(size), what);
}

FlatTable::FlatTable(FlatBuffer* buffer, size_t at) : at_(at) {
  const absl::string_view head = buffer->Take(at, sizeof(int32_t), "a table");
  if (head.empty()) return;
  const int64_t vtable =
      static_cast<int64_t>(at) - LoadLittleEndian<int32_t>(head.data());
  if (vtable < 0) {
    buffer->Fail("the vtable of a table lies before the file", at);
    return;
  }
  const size_t vtable_at = static_cast<size_t>(vtable);
  const absl::string_view sizes =
      buffer->Take(vtable_at, kVtableHeader, "the vtable of a table");
  if (sizes.empty()) return;
  const size_t vtable_size = LoadLittleEndian<uint16_t>(sizes.data());
  size_ = LoadLittleEndian<uint16_t>(sizes.data() + sizeof(uint16_t));
  if (vtable_size < kVtableHeader || vtable_size % 2 != 0 ||
      size_ < sizeof(int32_t)) {
    buffer->Fail(absl::StrCat("the vtable of a table is damaged: sizes ",
                              vtable_size, " and ", size_),
                 vtable_at);
    return;
  }
  const absl::string_view whole =
      buffer->Take(vtable_at, vtable_size, "the vtable of a table");
  if (whole.empty() || buffer->Take(at, size_, "a table").empty() ||
      !buffer->Charge(size_, at)) {
    return;
  }
  vtable_ = whole.substr(kVtableHeader);
  buffer_ = buffer;
}

size_t FlatTable::FieldAt(int slot) const {
  const size_t entry = static_cast<size_t>(slot) * sizeof(uint16_t);
  if (entry >= vtable_.size()) return 0;
  const size_t offset = LoadLittleEndian<uint16_t>(vtable_.data() + entry);
  return offset == 0 ? 0 : at_ + offset;
}

absl::string_view FlatTable::FieldBytes(int slot, size_t size) const {
  const size_t at = FieldAt(slot);
  if (at == 0) return absl::string_view();
  const size_t within = at - at_;
  // Nothing stands where the offset of the vtable itself does.
  if (within < sizeof(int32_t) || within + size > size_) {
    buffer_->Fail(
        absl::StrCat("field ", slot, " of a table lies outside of it", ": ",
                     size, " bytes at byte ", within, " of ", size_),
        at_);
    return absl::string_view();
  }
  return buffer_->Take(at, size, "a field of a table");
}

absl::string_view FlatTable::VectorBytes(int slot, size_t element,
                                         bool is_charged) const {
  if (FieldBytes(slot, kOffsetSize).empty()) return absl::string_view();
  const size_t at = buffer_->Follow(FieldAt(slot), "a vector");
  if (at == 0) return absl::string_view();
  const absl::string_view bytes = buffer_->Elements(at, element, "a vector");
  if (is_charged && !buffer_->Charge(bytes.size(), at)) {
    return absl::string_view();
  }
  return bytes;
}

absl::string_view FlatTable::String(int slot) const {
  return VectorBytes(slot, 1, /*is_charged=*/true);
}

size_t FlatTable::BytesOf(int slot) const {
  return VectorBytes(slot, 1, /*is_charged=*/false).size();
}

FlatTable FlatTable::Table(int slot) const {
  if (FieldBytes(slot, kOffsetSize).empty()) return FlatTable();
  const size_t at = buffer_->Follow(FieldAt(slot), "a table");
  return at == 0 ? FlatTable() : FlatTable(buffer_, at);
}

FlatTables FlatTable::Tables(int slot) const {
  return FlatTables(buffer_,
                    VectorBytes(slot, kOffsetSize, /*is_charged=*/true));
}

FlatTable FlatTables::operator[](size_t i) const {
  const size_t at =
      static_cast<size_t>(offsets_.data() - buffer_->bytes_.data()) +
      i * kOffsetSize;
  const size_t table = buffer_->Follow(at, "a table");
  return table == 0 ? FlatTable() : FlatTable(buffer_, table);
}

}  // namespace opfit
