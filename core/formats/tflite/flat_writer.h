// For tests: writes FlatBuffers, well-formed or not.
//
//   WriteFlatBuffer(FlatTableOf({{0, Number<uint32_t>(3)},
//                                {2, Part(FlatTablesOf({…}))}}), "TFL3")

#ifndef OPFIT_CORE_FORMATS_TFLITE_FLAT_WRITER_H_
#define OPFIT_CORE_FORMATS_TFLITE_FLAT_WRITER_H_

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace opfit {

struct FlatField;

// A table, a vector of numbers (or a string), or a vector of tables.
struct FlatNode {
  std::vector<std::pair<int, FlatField>> fields;  // of a table, by slot
  bool is_table = false;
  std::string numbers;  // of a vector
  size_t count = 0;
  std::vector<FlatNode> tables;
};

struct FlatField {
  std::string number;              // as it stands in the file; or
  std::shared_ptr<FlatNode> part;  // written behind the table
};

template <typename T>
std::string NumberBytes(T value) {
  // Tests run where numbers are little-endian.
  std::string bytes(sizeof(T), '\0');
  std::memcpy(&bytes[0], &value, sizeof(T));
  return bytes;
}

template <typename T>
FlatField Number(T value) {
  return {NumberBytes(value), nullptr};
}
FlatField Part(FlatNode node);

FlatNode FlatTableOf(std::vector<std::pair<int, FlatField>> fields);
FlatNode FlatTablesOf(std::vector<FlatNode> tables);
FlatNode FlatText(absl::string_view text);
template <typename T>
FlatNode FlatNumbers(const std::vector<T>& values) {
  FlatNode node;
  node.count = values.size();
  for (const T value : values) node.numbers += NumberBytes(value);
  return node;
}

std::string WriteFlatBuffer(const FlatNode& root, absl::string_view identifier);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_TFLITE_FLAT_WRITER_H_
