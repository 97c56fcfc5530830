#include "core/formats/argument.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/graph/builder.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

// Longer lists are the values of a constant, and of no use to a check.
constexpr size_t kMaxElements = 65'536;

// More results than any node has.
constexpr int64_t kMaxOutput = 65'535;

enum ReferenceKey { kNode, kNodes, kOutput };
constexpr absl::string_view kReferenceKeyNames[] = {"node", "nodes", "output"};
constexpr KeyTable kReferenceKeys = {"an argument", kReferenceKeyNames};

}  // namespace

DraftArg ArgumentReader::Read() {
  DraftArg arg;
  switch (doc_.json().Peek()) {
    case JsonKind::kObject:
      return ReadReference();
    case JsonKind::kArray:
      return ReadList();
    case JsonKind::kString:
      arg.kind = Arg::Kind::kString;
      doc_.ReadString(arg.text);
      return arg;
    case JsonKind::kBool: {
      bool value = false;
      doc_.ReadBool(value);
      arg.kind = Arg::Kind::kBool;
      arg.integer = value;
      return arg;
    }
    case JsonKind::kNumber:
      return ReadNumber();
    case JsonKind::kNull:
    case JsonKind::kNonFinite:
    case JsonKind::kInvalid:
      doc_.Skip();
      return arg;
  }
  return arg;
}

DraftArg ArgumentReader::ReadNumber() {
  DraftArg arg;
  arg.kind = Arg::Kind::kInt;
  if (doc_.json().TakeInteger(arg.integer)) return arg;
  JsonNumber number;
  if (!doc_.ReadNumber(number)) return DraftArg();
  if (number.is_written_as_integer()) {
    arg.integer = number.integer;
  } else {
    arg.kind = Arg::Kind::kDouble;
    arg.real = number.real;
  }
  return arg;
}

DraftArg ArgumentReader::ReadReference() {
  DraftArg arg;
  const size_t offset = doc_.PeekOffset();
  const size_t errors = doc_.error_count();
  int64_t output = 0;
  const KeySet given = doc_.ReadObject(kReferenceKeys, [&](int key) {
    if (key == kNode) {
      arg.kind = Arg::Kind::kTensor;
      doc_.ReadName(arg.text);
    } else if (key == kOutput) {
      doc_.ReadIntWithin(0, kMaxOutput, output);
    } else {
      arg.kind = Arg::Kind::kTensors;
      arg.first = static_cast<uint32_t>(draft_.names.size());
      ReadNames();
      arg.count = static_cast<uint32_t>(draft_.names.size()) - arg.first;
    }
  });
  arg.output = static_cast<uint32_t>(output);
  const bool is_one = (given & ~KeyBit(kOutput)) == KeyBit(kNode);
  if (is_one || given == KeyBit(kNodes)) {
    return doc_.error_count() == errors ? arg : DraftArg();
  }
  doc_.Violation("an argument object is `{\"node\": …}` or `{\"nodes\": […]}`",
                 given == 0 ? "neither key" : "other keys", offset);
  return DraftArg();
}

void ArgumentReader::ReadNames() {
  doc_.ReadList(kMaxElements, "nodes of one argument", [this] {
    absl::string_view name;
    if (doc_.TakeNull() || doc_.ReadName(name)) draft_.names.emplace_back(name);
  });
}

// People also write lists of `{"node": …}`; those are `{"nodes": …}`.
DraftArg ArgumentReader::ReadList() {
  DraftArg arg;
  const size_t offset = doc_.PeekOffset();
  const size_t first_int = draft_.ints.size();
  const size_t first_name = draft_.names.size();
  Counts counts;
  doc_.json().EnterArray();
  while (doc_.json().NextElement()) ReadElement(counts);
  if (counts.nodes > 0 && counts.ints + counts.others > 0) {
    doc_.Violation("a list must be of nodes or of values, not of both",
                   "a mixed list", offset);
    return arg;
  }
  if (counts.nodes > 0) {
    arg.kind = Arg::Kind::kTensors;
    arg.first = static_cast<uint32_t>(first_name);
    arg.count = static_cast<uint32_t>(draft_.names.size() - first_name);
    return arg;
  }
  draft_.names.erase(draft_.names.begin() + first_name, draft_.names.end());
  if (counts.others + counts.nulls > 0) {
    arg.kind = Arg::Kind::kOther;
    arg.text =
        doc_.builder().source().substr(offset, doc_.json().offset() - offset);
    return arg;
  }
  arg.kind = Arg::Kind::kInts;
  arg.first = static_cast<uint32_t>(first_int);
  arg.count = static_cast<uint32_t>(draft_.ints.size() - first_int);
  return arg;
}

void ArgumentReader::ReadElement(Counts& counts) {
  const bool has_room = doc_.json().count() <= kMaxElements;
  const JsonKind kind = doc_.json().Peek();
  if (kind == JsonKind::kObject) {
    if (!has_room) return doc_.Exceeds(kMaxElements, "nodes of one argument");
    const DraftArg arg = ReadReference();
    ++counts.nodes;
    draft_.names.emplace_back(arg.text, arg.output);
  } else if (kind == JsonKind::kNull) {
    doc_.json().ReadNull();
    ++counts.nulls;
    if (has_room) draft_.names.emplace_back(absl::string_view());
  } else if (kind == JsonKind::kNumber) {
    const DraftArg arg = ReadNumber();
    const bool is_int = arg.kind == Arg::Kind::kInt && has_room;
    ++(is_int ? counts.ints : counts.others);
    if (is_int) draft_.ints.push_back(arg.integer);
  } else {
    doc_.Skip();
    ++counts.others;
  }
}

}  // namespace opfit
