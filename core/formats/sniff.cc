#include "core/formats/sniff.h"

#include <cstddef>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/formats/json_cursor.h"
#include "core/formats/json_text.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

constexpr absl::string_view kFormatNames[] = {
    "unknown", "annotated-graph", "net-json",        "tflite",
    "onnx",    "context-json",    "aimet-encodings", "pt2"};

// How far a signature reaches into a file.
constexpr size_t kSignatureReach = 8;

struct Signature {
  size_t offset;
  absl::string_view bytes;
  absl::string_view looks_like;
  Format format = Format::kUnknown;
};
constexpr Signature kSignatures[] = {
    {4, "TFL3", "", Format::kTflite},
    {0, "PK\x03\x04", "", Format::kPt2},
    {0, "PK\x05\x06", "a zip archive with nothing in it"},
    {0, "<", "XML, such as an op package definition"},
    {0, "\x1f\x8b", "a gzip archive"},
    {0, "\x80\x02", "a Python pickle"},
    // A protocol buffer whose first field is a number: the version of ONNX.
    {0, "\x08", "", Format::kOnnx},
    {0, "\xff\xfe", "UTF-16 text"},
    {0, "\xfe\xff", "UTF-16 text"},
};

// Five decimals are too few to compare scales.
constexpr absl::string_view kPrintedTflite =
    "a TFLite model printed as JSON, where scales are rounded (give the "
    "`.tflite` file itself)";

// Top-level keys that only one format has.
struct KeySignature {
  absl::string_view key;
  JsonKind kind;
  Format format;
  absl::string_view looks_like;
};
constexpr KeySignature kKeySignatures[] = {
    {"format", JsonKind::kString, Format::kAnnotatedGraph, ""},
    {"nodes", JsonKind::kArray, Format::kAnnotatedGraph, ""},
    {"graph", JsonKind::kObject, Format::kNetJson, ""},
    {"activation_encodings", JsonKind::kObject, Format::kAimet, ""},
    {"activation_encodings", JsonKind::kArray, Format::kAimet, ""},
    {"param_encodings", JsonKind::kObject, Format::kAimet, ""},
    {"param_encodings", JsonKind::kArray, Format::kAimet, ""},
    {"encodings", JsonKind::kArray, Format::kAimet, ""},
    {"supergroups", JsonKind::kArray, Format::kUnknown,
     "an AIMET quantization simulation configuration"},
    {"graph_module", JsonKind::kObject, Format::kPt2, ""},
    {"info", JsonKind::kObject, Format::kContextJson, ""},
    {"operator_codes", JsonKind::kArray, Format::kUnknown, kPrintedTflite},
    {"subgraphs", JsonKind::kArray, Format::kUnknown, kPrintedTflite},
};

const KeySignature* FindKeySignature(absl::string_view key, JsonKind kind) {
  for (const KeySignature& signature : kKeySignatures) {
    if (signature.key == key && signature.kind == kind) return &signature;
  }
  return nullptr;
}

// What the object of a format has within it.
constexpr absl::string_view kNetKeys[] = {"tensors", "nodes"};
constexpr absl::string_view kContextKeys[] = {"graphs"};

// True if the object that comes next has one of these keys.
bool HasKey(JsonCursor& json, absl::Span<const absl::string_view> keys) {
  json.EnterObject();
  while (json.NextKey()) {
    if (absl::c_linear_search(keys, json.key())) return true;
    json.Skip();
  }
  return false;
}

absl::Span<const absl::string_view> KeysWithin(Format format) {
  if (format == Format::kNetJson) return kNetKeys;
  if (format == Format::kContextJson) return kContextKeys;
  return {};
}

void SniffJson(absl::string_view bytes, size_t max_depth, Sniffed& sniffed) {
  JsonCursor json(bytes, max_depth, sniffed.start);
  if (json.Peek() != JsonKind::kObject) return;
  json.EnterObject();
  while (json.NextKey()) {
    const KeySignature* signature = FindKeySignature(json.key(), json.Peek());
    if (signature == nullptr) {
      json.Skip();
      continue;
    }
    const auto within = KeysWithin(signature->format);
    if (!within.empty() && !HasKey(json, within)) continue;
    sniffed.format = signature->format;
    sniffed.looks_like = signature->looks_like;
    return;
  }
}

}  // namespace

absl::string_view FormatName(Format format) {
  return kFormatNames[static_cast<size_t>(format)];
}

Sniffed Sniff(absl::string_view bytes, size_t max_depth) {
  Sniffed sniffed;
  if (absl::StartsWith(bytes, kByteOrderMark)) {
    sniffed.start = kByteOrderMark.size();
  }
  absl::string_view text = bytes.substr(sniffed.start);
  while (!text.empty() && IsJsonBlank(text[0])) text.remove_prefix(1);
  sniffed.is_json = absl::StartsWith(text, "{") || absl::StartsWith(text, "[");
  // A binary file may begin with the byte of a brace.
  const bool is_binary =
      bytes.substr(0, kSignatureReach).find('\0') != absl::string_view::npos;
  if (sniffed.is_json && !is_binary) {
    SniffJson(bytes, max_depth, sniffed);
    return sniffed;
  }
  for (const Signature& signature : kSignatures) {
    // Blanks in front of a binary file are part of it.
    const bool skips_blanks =
        signature.offset == 0 && signature.format == Format::kUnknown;
    const absl::string_view where = skips_blanks ? text : bytes;
    if (where.size() < signature.offset) continue;
    if (absl::StartsWith(where.substr(signature.offset), signature.bytes)) {
      sniffed.is_json = false;
      sniffed.format = signature.format;
      sniffed.looks_like = signature.looks_like;
      return sniffed;
    }
  }
  if (sniffed.is_json) SniffJson(bytes, max_depth, sniffed);
  return sniffed;
}

}  // namespace opfit
