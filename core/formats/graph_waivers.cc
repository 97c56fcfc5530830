#include "core/formats/graph_waivers.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/finding/policy.h"

namespace opfit {
namespace {

constexpr size_t kMaxWaivers = 100'000;

enum Key { kCode, kNode, kPort, kReason, kExpires, kFile };
constexpr absl::string_view kNames[] = {"code",   "node",    "port",
                                        "reason", "expires", "file"};
constexpr KeySet kRequired = KeyBit(kCode) | KeyBit(kReason);
constexpr KeyTable kKeysInFile = {"a waiver", kNames, kRequired};
constexpr KeyTable kKeysInGraph = {"a waiver", Words(kNames).subspan(0, kFile),
                                   kRequired};

std::string Quoted(absl::string_view text) {
  return absl::StrCat("`", text, "`");
}

void ReadCode(DocumentReader& doc, Waiver& waiver) {
  const size_t offset = doc.PeekOffset();
  absl::string_view text;
  if (!doc.ReadString(text)) return;
  const CodeInfo* info = nullptr;
  const absl::Status status = FindCodeNamed(text, info);
  if (!status.ok()) {
    return doc.Violation(std::string(status.message()), Quoted(text), offset);
  }
  waiver.code = info->code;
  if (CanBeWaived(info->code)) return;
  doc.Violation(absl::StrCat("a finding of ", info->id, " cannot be waived"),
                Quoted(text), offset);
}

void ReadReason(DocumentReader& doc, Waiver& waiver) {
  const size_t offset = doc.PeekOffset();
  absl::string_view text;
  if (!doc.ReadString(text)) return;
  waiver.reason = std::string(absl::StripAsciiWhitespace(text));
  if (!waiver.reason.empty()) return;
  doc.Violation("a waiver must have a reason", Quoted(text), offset);
}

void ReadExpires(DocumentReader& doc, Waiver& waiver) {
  const size_t offset = doc.PeekOffset();
  absl::string_view text;
  if (!doc.ReadString(text)) return;
  waiver.expires = ParseDate(text);
  if (waiver.expires.has_value()) return;
  doc.Violation("`expires` must be a day such as 2026-12-31", Quoted(text),
                offset);
}

void ReadText(DocumentReader& doc, std::string& out) {
  absl::string_view text;
  if (doc.ReadString(text)) out = std::string(text);
}

void ReadWaiver(DocumentReader& doc, WaiversIn where,
                std::vector<Waiver>& out) {
  const size_t errors = doc.error_count();
  Waiver waiver{};
  waiver.in_graph = where == WaiversIn::kGraph;
  waiver.place.anchor_offset = doc.PeekOffset();
  waiver.place.pointer = doc.json().Pointer();
  waiver.place.anchor_length = waiver.place.pointer.size();
  const KeyTable& keys = waiver.in_graph ? kKeysInGraph : kKeysInFile;
  doc.ReadObject(keys, [&](int key) {
    switch (key) {
      case kCode:
        return ReadCode(doc, waiver);
      case kReason:
        return ReadReason(doc, waiver);
      case kExpires:
        return doc.TakeNull() ? void() : ReadExpires(doc, waiver);
      case kNode:
        return ReadText(doc, waiver.node);
      case kPort:
        return doc.TakeNull() ? void() : ReadText(doc, waiver.port);
      case kFile:
        return doc.TakeNull() ? void() : ReadText(doc, waiver.file);
    }
  });
  if (doc.error_count() == errors) out.push_back(std::move(waiver));
}

}  // namespace

void ReadWaivers(DocumentReader& doc, WaiversIn where,
                 std::vector<Waiver>& out) {
  if (doc.TakeNull()) return;
  doc.ReadList(kMaxWaivers, "waivers", [&] { ReadWaiver(doc, where, out); });
  doc.Flush();
}

}  // namespace opfit
