#include "core/graph/name_table.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

uint32_t HashOf(absl::string_view name) {
  const uint64_t hash = absl::Hash<absl::string_view>()(name);
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

// At most three of four slots are taken.
size_t RoomOf(size_t slots) { return slots / 4 * 3; }

}  // namespace

size_t NameTable::SlotOf(absl::string_view name, uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t at = hash & mask;
  while (slots_[at].id != kNone) {
    if (slots_[at].hash == hash && names_[slots_[at].id] == name) break;
    at = (at + 1) & mask;
  }
  return at;
}

void NameTable::Expect(absl::string_view name) const {
  __builtin_prefetch(&slots_[HashOf(name) & (slots_.size() - 1)], 1);
}

bool NameTable::Add(absl::string_view name, uint32_t id) {
  if (size_ == RoomOf(slots_.size())) Grow(slots_.size() * 2);
  const uint32_t hash = HashOf(name);
  Slot& slot = slots_[SlotOf(name, hash)];
  if (slot.id != kNone) return false;
  slot = {hash, id};
  if (names_.size() <= id) names_.resize(id + size_t{1});
  names_[id] = name;
  ++size_;
  return true;
}

uint32_t NameTable::Find(absl::string_view name) const {
  return slots_[SlotOf(name, HashOf(name))].id;
}

void NameTable::reserve(size_t size) {
  size_t slots = slots_.size();
  while (RoomOf(slots) < size) slots *= 2;
  if (slots > slots_.size()) Grow(slots);
  names_.reserve(size);
}

void NameTable::Grow(size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  const size_t mask = slots - 1;
  for (const Slot& slot : old) {
    if (slot.id == kNone) continue;
    size_t at = slot.hash & mask;
    while (slots_[at].id != kNone) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace opfit
