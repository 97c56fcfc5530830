// Typed values out of a JSON document, with a finding and its place for
// whatever is not as the format says. What all readers of JSON formats share.
//
//   DocumentReader doc(builder, limits, start);
//   doc.ReadObject(kNodeKeys, [&](int key) {
//     switch (key) { case kName: doc.ReadName(draft.name); break; … }
//   });
//   doc.FinishNode(draft.name, draft.op, id);   // the findings were its own
//
// A value of the wrong type is reported, skipped, and the reading goes on, so
// that one run finds everything. Malformed text and exceeded limits end it.

#ifndef OPFIT_CORE_FORMATS_DOCUMENT_READER_H_
#define OPFIT_CORE_FORMATS_DOCUMENT_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/finding/finding.h"
#include "core/formats/json_cursor.h"
#include "core/formats/limits.h"
#include "core/graph/builder.h"

namespace opfit {

// No tensor has more dimensions, and no network either.
inline constexpr int64_t kMaxRank = 127;

// A closed vocabulary of the format.
using Words = absl::Span<const absl::string_view>;

// The index of `word` in `words`, looked for from `hint` on and then before
// it; -1 if it is not there.
inline int IndexOfWord(absl::string_view word, Words words, size_t hint = 0) {
  for (size_t i = hint; i < words.size(); ++i) {
    if (words[i] == word) return static_cast<int>(i);
  }
  for (size_t i = 0; i < hint; ++i) {
    if (words[i] == word) return static_cast<int>(i);
  }
  return -1;
}

// A set of keys of one object; bit i stands for KeyTable::keys[i].
using KeySet = uint64_t;
constexpr KeySet KeyBit(int key) { return KeySet{1} << key; }

// The keys that an object may have. Others are OF007, but for those that begin
// with "x-", which are the user's own.
struct KeyTable {
  absl::string_view owner;  // "a node"
  Words keys;               // at most 64, in their usual order
  KeySet required = 0;
};

class DocumentReader {
 public:
  // Reads builder.source() from `start` on.
  DocumentReader(GraphBuilder& builder, const Limits& limits, size_t start)
      : DocumentReader(builder, limits, builder.source(), start) {}
  // Reads another text, which a zero byte must follow and which must live as
  // long as the graph. The places of findings are places in it.
  DocumentReader(GraphBuilder& builder, const Limits& limits,
                 absl::string_view text, size_t start)
      : builder_(builder),
        limits_(limits),
        text_(text),
        json_(text, limits.depth, start) {}

  absl::string_view text() const { return text_; }
  // From now on the place of every finding, where places in the text are of no
  // use.
  void set_place(Place place) { place_ = std::move(place); }
  // While muted, what is not as the format says is not reported: for a first
  // look at what will be read again. What ends the reading is.
  void set_muted(bool muted) { muted_ = muted; }
  JsonCursor& json() { return json_; }
  GraphBuilder& builder() { return builder_; }
  const Limits& limits() const { return limits_; }
  // Findings of severity error so far: what was read since is not sound if
  // this has grown.
  size_t error_count() const { return error_count_; }
  // Findings of any severity so far.
  size_t finding_count() const { return finding_count_; }

  // Calls read(index of the key in table.keys) at each member's value, which
  // it must read. Returns the keys that were there; reports those that are
  // required and were not.
  template <typename Read>
  KeySet ReadObject(const KeyTable& table, Read read);

  // Calls read(key) at each member's value, which it must read, of an object
  // whose keys are the user's own. `key` lives as long as the graph.
  enum class Duplicates { kReported, kLeftToBuilder };
  template <typename Read>
  bool ReadMap(Duplicates duplicates, Read read);

  // Calls read() at each element, which it must read. More than `limit`
  // elements exceed the limit of so many `what`.
  template <typename Read>
  bool ReadList(size_t limit, absl::string_view what, Read read);

  // Each reads one value into `out`; false, with a finding, if it is not of
  // that type. Strings live as long as the graph.
  bool ReadString(absl::string_view& out);
  bool ReadName(absl::string_view& out);  // a string that is not empty
  bool ReadInt(int64_t& out);
  bool ReadIntWithin(int64_t least, int64_t most, int64_t& out);
  bool ReadDouble(double& out);
  bool ReadNumber(JsonNumber& out);
  bool ReadBool(bool& out);
  // Reads one of `words`, also behind `prefix`; its index, or -1.
  int ReadWord(Words words, absl::string_view prefix = {});

  // True, and past it, if the next value is null.
  bool TakeNull();
  // Past a value of any kind.
  void Skip();
  // Past a value of the expected kind, with a finding if it is of another.
  void SkipA(JsonCursor::Kind kind);

  // Makes room in the builder for what the rest of the text is likely to have,
  // now and then as `count` of something in it grows.
  void ReserveFor(size_t count);

  // Keeps `text` as long as the graph.
  absl::string_view Keep(absl::string_view text) {
    return json_.Owns(text) ? text : builder_.Keep(text);
  }

  // Reports the keys of the object at `offset`, just read, that are required
  // by `table` and not `given`, or given and not `allowed`.
  void CheckKeys(const KeyTable& table, KeySet allowed, KeySet given,
                 size_t offset);

  // The offset of the next value.
  size_t PeekOffset() {
    json_.Peek();
    return json_.offset();
  }

  // OF002 at the value at `offset`, which the cursor's pointer names.
  void Violation(std::string what, std::string found, size_t offset);
  // OF002: the next value is not `expected`. Skips it.
  void WrongType(absl::string_view expected);
  // OF003, and the end of the reading.
  void Exceeds(size_t limit, absl::string_view what);
  // `key`, as a message names what is being read.
  std::string Subject() const;

  // Hands over the findings since the last call, as those of a node.
  void FinishNode(absl::string_view name, absl::string_view op, NodeId node);
  // Hands over the findings since the last call, as nobody's.
  void Flush() { FinishNode({}, {}, kNoId); }
  // Reports how the reading ended, if it ended early, as a finding of the node
  // if there is one. True if it did not.
  bool Finish(absl::string_view name = {}, absl::string_view op = {},
              NodeId node = kNoId);

 private:
  struct Unknown {
    Finding finding;
    size_t count;
  };

  void Report(Finding finding, size_t offset);
  void ReportNonFinite(absl::string_view text, std::string pointer,
                       size_t offset);
  void ReportMissing(const KeyTable& table, KeySet given, size_t offset);
  void ReportTwice();
  void ReportUnknown(const KeyTable& table, absl::string_view key, Place place);
  // False, with a finding, if the object at `object` has had this key.
  bool IsFirst(absl::string_view key, size_t object);
  void SkipUnknown(const KeyTable& table, size_t object);
  bool ReadNumber(absl::string_view expected, JsonNumber& out);
  std::string ByteAt(size_t offset) const;

  GraphBuilder& builder_;
  const Limits limits_;
  const absl::string_view text_;
  JsonCursor json_;
  std::optional<Place> place_;
  bool muted_ = false;
  std::vector<Finding> findings_;  // since the last node
  size_t next_reserve_ = 1024;
  size_t error_count_ = 0;
  size_t finding_count_ = 0;
  // OF007 is reported once for a key of a table, with the number of times.
  std::vector<Unknown> unknown_;
  size_t attributed_ = 0;  // of unknown_, those whose node is known
  absl::flat_hash_map<std::pair<absl::string_view, absl::string_view>, size_t>
      unknown_by_key_;
  // Keys that no table has, since the last node, with the offset of the object.
  absl::flat_hash_set<std::pair<size_t, absl::string_view>> own_keys_;
};

template <typename Read>
KeySet DocumentReader::ReadObject(const KeyTable& table, Read read) {
  if (json_.Peek() != JsonCursor::Kind::kObject) {
    WrongType("an object");
    return 0;
  }
  const size_t offset = json_.offset();
  json_.EnterObject();
  KeySet given = 0;
  size_t next = 0;
  while (json_.NextKey()) {
    const int key = IndexOfWord(json_.key(), table.keys, next);
    if (key < 0) {
      SkipUnknown(table, offset);
      continue;
    }
    next = static_cast<size_t>(key) + 1;
    if ((given & KeyBit(key)) != 0) {
      ReportTwice();
      json_.Skip();
      continue;
    }
    given |= KeyBit(key);
    read(key);
  }
  if ((table.required & ~given) != 0) ReportMissing(table, given, offset);
  return given;
}

template <typename Read>
bool DocumentReader::ReadMap(Duplicates duplicates, Read read) {
  if (json_.Peek() != JsonCursor::Kind::kObject) {
    WrongType("an object");
    return false;
  }
  const size_t offset = json_.offset();
  json_.EnterObject();
  while (json_.NextKey()) {
    const absl::string_view key = Keep(json_.key());
    if (duplicates == Duplicates::kReported && !IsFirst(key, offset)) {
      json_.Skip();
      continue;
    }
    read(key);
  }
  return true;
}

template <typename Read>
bool DocumentReader::ReadList(size_t limit, absl::string_view what, Read read) {
  if (json_.Peek() != JsonCursor::Kind::kArray) {
    WrongType("a list");
    return false;
  }
  json_.EnterArray();
  while (json_.NextElement()) {
    if (json_.count() > limit) {
      Exceeds(limit, what);
      return false;
    }
    read();
  }
  return true;
}

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_DOCUMENT_READER_H_
