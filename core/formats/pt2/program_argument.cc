#include "core/formats/pt2/program_argument.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "core/formats/annotation.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/formats/pt2/declarations.h"
#include "core/formats/pt2/members.h"
#include "core/graph/builder.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

DraftArg TensorArg(absl::string_view name) {
  DraftArg arg;
  arg.kind = name.empty() ? Arg::Kind::kNone : Arg::Kind::kTensor;
  arg.text = name;
  return arg;
}

DraftArg StringArg(absl::string_view text) {
  DraftArg arg;
  arg.kind = Arg::Kind::kString;
  arg.text = text;
  return arg;
}

}  // namespace

DraftArg ProgramArgumentReader::Read() {
  DraftArg arg;
  bool is_read = false;
  ReadMembers(doc_, [&](absl::string_view key) {
    if (doc_.TakeNull()) return;
    if (is_read) return doc_.Skip();
    is_read = true;
    arg = ReadAs(key);
  });
  return arg;
}

DraftArg ProgramArgumentReader::ReadAs(absl::string_view key) {
  DraftArg arg;
  if (key == "as_none") {
    doc_.Skip();
    return arg;
  }
  if (key == "as_tensor" || key == "as_custom_obj") return ReadNamed();
  if (key == "as_optional_tensor") return Read();
  if (key == "as_tensors" || key == "as_optional_tensors") return ReadTensors();
  if (key == "as_ints") return ReadInts();
  if (key == "as_float") return ReadFloat();
  if (key == "as_scalar_type") return ReadScalarType();
  if (key == "as_sym_int" || key == "as_sym_float" || key == "as_sym_bool") {
    return ReadSymbol();
  }
  if (key == "as_int") {
    if (doc_.ReadInt(arg.integer)) arg.kind = Arg::Kind::kInt;
    return arg;
  }
  if (key == "as_bool") {
    bool value = false;
    if (doc_.ReadBool(value)) arg.kind = Arg::Kind::kBool;
    arg.integer = value ? 1 : 0;
    return arg;
  }
  if (key == "as_string") {
    absl::string_view text;
    return doc_.ReadString(text) ? StringArg(text) : arg;
  }
  const bool is_plain_list =
      key == "as_floats" || key == "as_bools" || key == "as_strings";
  if (is_plain_list) return KeepList();
  doc_.json().Skip();
  arg.kind = Arg::Kind::kOther;
  return arg;
}

absl::string_view ProgramArgumentReader::ReadName() {
  absl::string_view name;
  ReadMembers(doc_, [&](absl::string_view key) {
    if (key == "name") {
      doc_.ReadName(name);
    } else {
      doc_.Skip();
    }
  });
  return name;
}

DraftArg ProgramArgumentReader::ReadNamed() { return TensorArg(ReadName()); }

// Of [{"name": "x"}], or of [{"as_tensor": {"name": "x"}}, {"as_none": true}].
DraftArg ProgramArgumentReader::ReadTensors() {
  DraftArg list;
  list.kind = Arg::Kind::kTensors;
  list.first = static_cast<uint32_t>(draft_.names.size());
  doc_.ReadList(kMaxPerNode, "tensors of one argument", [&] {
    absl::string_view name;
    ReadMembers(doc_, [&](absl::string_view key) {
      if (key == "name") {
        doc_.ReadName(name);
      } else if (key == "as_tensor" && !doc_.TakeNull()) {
        name = ReadName();
      } else if (key != "as_tensor") {
        doc_.Skip();
      }
    });
    draft_.names.push_back(name.empty() ? absl::string_view() : name);
  });
  list.count = static_cast<uint32_t>(draft_.names.size() - list.first);
  return list;
}

DraftArg ProgramArgumentReader::ReadInts() {
  DraftArg list;
  list.kind = Arg::Kind::kInts;
  list.first = static_cast<uint32_t>(draft_.ints.size());
  doc_.ReadList(kMaxPerNode, "integers of one argument", [&] {
    int64_t value = 0;
    if (doc_.ReadInt(value)) draft_.ints.push_back(value);
  });
  list.count = static_cast<uint32_t>(draft_.ints.size() - list.first);
  return list;
}

// Infinity is a fair argument, of a mask for one. Newer programs write it as a
// string, older ones as JSON does not allow.
DraftArg ProgramArgumentReader::ReadFloat() {
  DraftArg arg;
  if (doc_.json().Peek() == JsonKind::kNumber) {
    const JsonNumber number = doc_.json().ReadNumber();
    arg.kind = number.is_finite ? Arg::Kind::kDouble : Arg::Kind::kOther;
    arg.real = number.real;
    return arg;
  }
  const JsonKind kind = doc_.json().Peek();
  arg.kind = Arg::Kind::kOther;
  if (kind == JsonKind::kString) {
    doc_.json().ReadString();
  } else if (kind == JsonKind::kNonFinite) {
    doc_.json().ReadNumber();
  } else {
    doc_.WrongType("a number");
  }
  return arg;
}

// {"as_name": "sym_size"} is what a node gives, {"as_int": 4} a number.
DraftArg ProgramArgumentReader::ReadSymbol() {
  DraftArg arg;
  ReadMembers(doc_, [&](absl::string_view key) {
    if (doc_.TakeNull()) return;
    absl::string_view name;
    if (key == "as_name" && doc_.ReadName(name)) {
      arg = TensorArg(name);
    } else if (key == "as_int" && doc_.ReadInt(arg.integer)) {
      arg.kind = Arg::Kind::kInt;
    } else if (key != "as_name" && key != "as_int") {
      doc_.json().Skip();
      arg.kind = Arg::Kind::kOther;
    }
  });
  return arg;
}

DraftArg ProgramArgumentReader::ReadScalarType() {
  int64_t code = 0;
  if (!doc_.ReadInt(code)) return DraftArg();
  return StringArg(ScalarTypeName(code));
}

DraftArg ProgramArgumentReader::KeepList() {
  const size_t begin = doc_.PeekOffset();
  doc_.SkipA(JsonKind::kArray);
  DraftArg arg;
  arg.kind = Arg::Kind::kOther;
  arg.text = doc_.text().substr(begin, doc_.json().offset() - begin);
  return arg;
}

}  // namespace opfit
