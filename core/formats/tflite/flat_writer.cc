#include "core/formats/tflite/flat_writer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace opfit {
namespace {

class Writer {
 public:
  explicit Writer(absl::string_view identifier) {
    bytes_.assign(sizeof(uint32_t), '\0');
    bytes_.append(identifier.data(), identifier.size());
  }

  // Writes a node behind what there is, and has the offset at `from` lead to
  // it.
  void Write(const FlatNode& node, size_t from) {
    Align();
    const size_t at = node.is_table ? WriteTable(node) : WriteVector(node);
    Patch(from, at);
  }

  std::string Take() { return std::move(bytes_); }

 private:
  void Align() { bytes_.resize((bytes_.size() + 7) / 8 * 8); }

  void Patch(size_t from, size_t to) {
    bytes_.replace(from, sizeof(uint32_t),
                   NumberBytes(static_cast<uint32_t>(to - from)));
  }

  size_t WriteTable(const FlatNode& node) {
    int slots = 0;
    for (const auto& [slot, field] : node.fields) {
      slots = std::max(slots, slot + 1);
    }
    std::vector<uint16_t> vtable(static_cast<size_t>(slots) + 2);
    std::string inlined(sizeof(int32_t), '\0');
    for (const auto& [slot, field] : node.fields) {
      vtable[static_cast<size_t>(slot) + 2] =
          static_cast<uint16_t>(inlined.size());
      inlined += field.part == nullptr ? field.number
                                       : std::string(sizeof(uint32_t), '\0');
    }
    vtable[0] = static_cast<uint16_t>(vtable.size() * sizeof(uint16_t));
    vtable[1] = static_cast<uint16_t>(inlined.size());
    const size_t vtable_at = bytes_.size();
    for (const uint16_t entry : vtable) bytes_ += NumberBytes(entry);
    const size_t at = bytes_.size();
    inlined.replace(0, sizeof(int32_t),
                    NumberBytes(static_cast<int32_t>(at - vtable_at)));
    bytes_ += inlined;
    for (const auto& [slot, field] : node.fields) {
      if (field.part == nullptr) continue;
      Write(*field.part, at + vtable[static_cast<size_t>(slot) + 2]);
    }
    return at;
  }

  size_t WriteVector(const FlatNode& node) {
    const size_t at = bytes_.size();
    const size_t count = node.tables.empty() ? node.count : node.tables.size();
    bytes_ += NumberBytes(static_cast<uint32_t>(count));
    bytes_ += node.numbers;
    const size_t first = bytes_.size();
    bytes_.append(node.tables.size() * sizeof(uint32_t), '\0');
    for (size_t i = 0; i < node.tables.size(); ++i) {
      Write(node.tables[i], first + i * sizeof(uint32_t));
    }
    return at;
  }

  std::string bytes_;
};

}  // namespace

FlatField Part(FlatNode node) {
  return {"", std::make_shared<FlatNode>(std::move(node))};
}

FlatNode FlatTableOf(std::vector<std::pair<int, FlatField>> fields) {
  FlatNode node;
  node.is_table = true;
  node.fields = std::move(fields);
  return node;
}

FlatNode FlatTablesOf(std::vector<FlatNode> tables) {
  FlatNode node;
  node.tables = std::move(tables);
  return node;
}

FlatNode FlatText(absl::string_view text) {
  FlatNode node;
  node.numbers = std::string(text);
  node.count = text.size();
  return node;
}

std::string WriteFlatBuffer(const FlatNode& root,
                            absl::string_view identifier) {
  Writer writer(identifier);
  writer.Write(root, 0);
  return writer.Take();
}

}  // namespace opfit
