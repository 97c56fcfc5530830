#include "core/formats/pt2/weights.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/json_cursor.h"
#include "core/formats/pt2/declarations.h"
#include "core/formats/pt2/stored_tensor.h"
#include "core/formats/pt2/zip.h"
#include "core/graph/dtype.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

// Calls read() at each member's value, which it must read. What is no object
// is passed over: nothing is known then.
template <typename Read>
void ReadObject(JsonCursor& json, Read read) {
  if (json.Peek() != JsonKind::kObject) return json.Skip();
  json.EnterObject();
  while (json.NextKey()) read(std::string(json.key()));
}

DType ReadDType(JsonCursor& json) {
  DType dtype = DType::kUnknown;
  ReadObject(json, [&](const std::string& key) {
    int64_t code = 0;
    if (key == "dtype" && json.TakeInteger(code)) {
      dtype = DTypeFromTorch(ScalarTypeName(code));
    } else {
      json.Skip();
    }
  });
  return dtype;
}

}  // namespace

bool Weights::Find(absl::string_view fqn, StoredTensor& tensor) {
  if (!is_listed_) ReadLists();
  const auto listed = listed_.find(std::string(fqn));
  if (listed == listed_.end() || listed->second.is_pickled) return false;
  const ZipEntry* entry = zip_.Find(listed->second.entry);
  if (entry == nullptr) return false;
  tensor.dtype = listed->second.dtype;
  const auto known = unpacked_.find(listed->second.entry);
  if (known != unpacked_.end()) {
    tensor.bytes = known->second;
    return true;
  }
  // Scales are few: what is larger is no list of them, and is left packed.
  constexpr size_t kWidest = 8;
  ZipContent content = zip_.Read(*entry, limits_.channels * kWidest);
  if (!content.ok()) {
    Report(*entry, Code::kMalformedInput, content.problem.what);
    return false;
  }
  if (entry->is_stored()) {
    tensor.bytes = content.view;
    return true;
  }
  tensor.bytes = unpacked_[listed->second.entry] = std::move(content.unpacked);
  return true;
}

void Weights::ReadLists() {
  is_listed_ = true;
  const ZipEntry* order = zip_.Find(absl::StrCat(root_, "byteorder"));
  if (order != nullptr) {
    constexpr size_t kWord = 16;
    const ZipContent content = zip_.Read(*order, kWord);
    if (content.ok() && content.view != "little") return;
  }
  ReadList("data/weights/", "_weights_config.json");
  ReadList("data/constants/", "_constants_config.json");
}

// {"config": {<full name>: {"path_name": "weight_0", "use_pickle": false,
// "tensor_meta": {"dtype": 7, …}}}}.
void Weights::ReadList(absl::string_view folder, absl::string_view suffix) {
  const ZipEntry* entry =
      zip_.Find(absl::StrCat(root_, folder, model_, suffix));
  if (entry == nullptr) return;
  const ZipContent content = zip_.Read(*entry, limits_.bytes);
  if (!content.ok()) {
    return Report(*entry, Code::kMalformedInput, content.problem.what);
  }
  const std::string text(content.view);  // with a zero byte behind
  JsonCursor json(text, limits_.depth);
  const auto read_tensor = [&](const std::string& fqn) {
    Listed listed;
    ReadObject(json, [&](const std::string& key) {
      const JsonKind kind = json.Peek();
      if (key == "path_name" && kind == JsonKind::kString) {
        listed.entry = absl::StrCat(root_, folder, json.ReadString());
      } else if (key == "use_pickle" && kind == JsonKind::kBool) {
        listed.is_pickled = json.ReadBool();
      } else if (key == "tensor_meta") {
        listed.dtype = ReadDType(json);
      } else {
        json.Skip();
      }
    });
    listed_.emplace(fqn, std::move(listed));
  };
  ReadObject(json, [&](const std::string& key) {
    if (key == "config") {
      ReadObject(json, read_tensor);
    } else {
      json.Skip();
    }
  });
  json.ReadEnd();
  if (json.failed()) {
    Report(*entry, Code::kMalformedInput, std::string(json.error().what));
  }
}

void Weights::Report(const ZipEntry& entry, Code code, std::string what) {
  Finding finding = MakeFinding(code, {std::move(what)});
  finding.found = absl::StrCat("the entry `", entry.name, "`");
  finding.place.pointer = absl::StrCat(entry.name, "#");
  finding.place.anchor_length = finding.place.pointer.size();
  finding.place.anchor_offset = entry.data;
  findings_.push_back(std::move(finding));
}

}  // namespace opfit
