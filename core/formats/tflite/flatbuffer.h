// A FlatBuffer read in place, where nothing in it is to be trusted. Every
// offset, length and vtable is checked when it is used; what does not hold is
// remembered, and reads as absent.
//
//   FlatBuffer buffer(bytes);
//   const FlatTable model = buffer.Root();
//   for (const int32_t size : model.Vector<int32_t>(kShape)) …
//   if (buffer.has_problem()) …  // buffer.TakeProblem() says what and where
//
// Layout: https://flatbuffers.dev/internals. Numbers are little-endian. Views
// live as long as the bytes. Nothing is allocated, whatever lengths say.

#ifndef OPFIT_CORE_FORMATS_TFLITE_FLATBUFFER_H_
#define OPFIT_CORE_FORMATS_TFLITE_FLATBUFFER_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

#include "absl/strings/string_view.h"

namespace opfit {

// Reads the little-endian number at `bytes`, wherever it is aligned.
template <typename T>
T LoadLittleEndian(const char* bytes) {
  static_assert(std::is_arithmetic<T>::value, "numbers only");
  uint64_t bits = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    bits |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i]))
            << (8 * i);
  }
  if constexpr (std::is_same<T, float>::value) {
    const uint32_t low = static_cast<uint32_t>(bits);
    T value;
    std::memcpy(&value, &low, sizeof(value));
    return value;
  } else if constexpr (std::is_same<T, bool>::value) {
    return bits != 0;
  } else {
    return static_cast<T>(bits);
  }
}

// The numbers of a vector. Lies within the bytes.
template <typename T>
class FlatVector {
 public:
  class Iterator {
   public:
    explicit Iterator(const char* at) : at_(at) {}
    T operator*() const { return LoadLittleEndian<T>(at_); }
    Iterator& operator++() {
      at_ += sizeof(T);
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    const char* at_;
  };

  FlatVector() = default;
  explicit FlatVector(absl::string_view bytes) : bytes_(bytes) {}

  size_t size() const { return bytes_.size() / sizeof(T); }
  bool empty() const { return bytes_.empty(); }
  T operator[](size_t i) const {
    return LoadLittleEndian<T>(bytes_.data() + i * sizeof(T));
  }
  Iterator begin() const { return Iterator(bytes_.data()); }
  Iterator end() const { return Iterator(bytes_.data() + bytes_.size()); }

 private:
  absl::string_view bytes_;
};

class FlatTable;
class FlatTables;

class FlatBuffer {
 public:
  explicit FlatBuffer(absl::string_view bytes);

  FlatTable Root();

  struct Problem {
    std::string what;
    size_t offset = 0;  // in the bytes
  };
  // The first that was met since the last one was taken.
  bool has_problem() const { return has_problem_; }
  Problem TakeProblem();

  // Tables that overlap would let a small file describe a huge graph. What is
  // handed out is therefore counted, and past twice the size of the file
  // nothing more is: every later access is a problem.
  bool is_exhausted() const { return budget_ == 0; }

  size_t size() const { return bytes_.size(); }

 private:
  friend class FlatTable;
  friend class FlatTables;

  // The bytes at [offset, offset + size); empty, and a problem, if they are not
  // all there.
  absl::string_view Take(size_t offset, size_t size, absl::string_view what);
  // Where the offset stored at `at` leads; 0, and a problem, if nowhere.
  size_t Follow(size_t at, absl::string_view what);
  // The elements of the vector at `offset`, each of `element` bytes.
  absl::string_view Elements(size_t offset, size_t element,
                             absl::string_view what);
  bool Charge(size_t size, size_t offset);
  void Fail(std::string what, size_t offset);

  absl::string_view bytes_;
  size_t budget_;
  Problem problem_;
  bool has_problem_ = false;
};

// A table. One that does not exist has no fields.
class FlatTable {
 public:
  FlatTable() = default;

  bool exists() const { return buffer_ != nullptr; }
  size_t offset() const { return at_; }  // in the bytes

  // Fields are named by their slot: their place in the schema, from 0.
  bool Has(int slot) const { return FieldAt(slot) != 0; }
  template <typename T>
  T Scalar(int slot, T fallback) const {
    const absl::string_view bytes = FieldBytes(slot, sizeof(T));
    return bytes.empty() ? fallback : LoadLittleEndian<T>(bytes.data());
  }
  template <typename T>
  FlatVector<T> Vector(int slot) const {
    return FlatVector<T>(VectorBytes(slot, sizeof(T), /*is_charged=*/true));
  }
  absl::string_view String(int slot) const;
  // The number of bytes of a vector whose content is not looked at.
  size_t BytesOf(int slot) const;
  FlatTable Table(int slot) const;
  FlatTables Tables(int slot) const;

 private:
  friend class FlatBuffer;
  friend class FlatTables;
  FlatTable(FlatBuffer* buffer, size_t at);

  // Where a field stands in the bytes; 0 if it is absent.
  size_t FieldAt(int slot) const;
  absl::string_view FieldBytes(int slot, size_t size) const;
  absl::string_view VectorBytes(int slot, size_t element,
                                bool is_charged) const;

  FlatBuffer* buffer_ = nullptr;
  size_t at_ = 0;
  size_t size_ = 0;
  absl::string_view vtable_;  // without its two sizes
};

// A vector of tables.
class FlatTables {
 public:
  FlatTables() = default;
  size_t size() const { return offsets_.size() / sizeof(uint32_t); }
  FlatTable operator[](size_t i) const;

 private:
  friend class FlatTable;
  FlatTables(FlatBuffer* buffer, absl::string_view offsets)
      : buffer_(buffer), offsets_(offsets) {}

  FlatBuffer* buffer_ = nullptr;
  absl::string_view offsets_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_TFLITE_FLATBUFFER_H_
