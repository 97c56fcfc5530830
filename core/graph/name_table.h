// Names to ids, for millions of names: eight bytes a slot, so that the table
// stays within reach of the processor's caches.

#ifndef OPFIT_CORE_GRAPH_NAME_TABLE_H_
#define OPFIT_CORE_GRAPH_NAME_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace opfit {

// Holds views of the names: they must outlive it. Ids count from 0; there may
// be gaps, for which memory is spent.
class NameTable {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // Says that `name` will be added soon: fetches its place in the meantime.
  void Expect(absl::string_view name) const;
  // False, changing nothing, if the name is there already.
  bool Add(absl::string_view name, uint32_t id);
  // kNone if the name is not there.
  uint32_t Find(absl::string_view name) const;

  size_t size() const { return size_; }
  void reserve(size_t size);

 private:
  // Open addressing, linear probing. `hash` saves comparing names, and hashing
  // them again when the table grows.
  struct Slot {
    uint32_t hash = 0;
    uint32_t id = kNone;
  };

  // The slot that has the name, or the free one where it belongs.
  size_t SlotOf(absl::string_view name, uint32_t hash) const;
  void Grow(size_t slots);

  std::vector<Slot> slots_ = std::vector<Slot>(16);  // a power of two
  std::vector<absl::string_view> names_;             // by id
  size_t size_ = 0;
};

}  // namespace opfit

#endif  // OPFIT_CORE_GRAPH_NAME_TABLE_H_
