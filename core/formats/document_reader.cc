#include "core/formats/document_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/finding/finding.h"
#include "core/finding/suggest.h"
#include "core/formats/json_cursor.h"
#include "core/graph/builder.h"

namespace opfit {
namespace {

using Kind = JsonCursor::Kind;

constexpr size_t kMaxUnknownKeys = 10'000;
constexpr size_t kMaxOwnKeys = 1'000'000;

absl::string_view KindWords(Kind kind) {
  static constexpr absl::string_view kWords[] = {
      "no value", "an object", "a list",    "a string",
      "a number", "a number",  "a boolean", "null"};
  return kWords[static_cast<size_t>(kind)];
}

std::string Quoted(absl::string_view text) {
  constexpr size_t kShown = 80;
  if (text.size() <= kShown) return absl::StrCat("`", text, "`");
  // Not in the middle of a UTF-8 sequence.
  size_t end = kShown;
  while (end > 0 && (text[end] & 0xc0) == 0x80) --end;
  return absl::StrCat("`", text.substr(0, end), "…`");
}

}  // namespace

void DocumentReader::Report(Finding finding, size_t offset) {
  if (muted_ && !json_.stopped()) return;
  finding.place.anchor_offset = offset;
  finding.place.anchor_length = finding.place.pointer.size();
  if (place_.has_value()) finding.place = *place_;
  ++finding_count_;
  if (finding.severity == Severity::kError) ++error_count_;
  if (findings_.size() < GraphBuilder::kMaxFindings) {
    findings_.push_back(std::move(finding));
  } else {
    builder_.CountUnlisted();
  }
}

void DocumentReader::Violation(std::string what, std::string found,
                               size_t offset) {
  if (json_.stopped()) return;
  Finding finding = MakeFinding(Code::kSchemaViolation, {std::move(what)});
  finding.found = std::move(found);
  finding.place.pointer = json_.Pointer();
  Report(std::move(finding), offset);
}

void DocumentReader::WrongType(absl::string_view expected) {
  const Kind kind = json_.Peek();
  const size_t offset = json_.offset();
  // First past it: what is malformed has no type.
  Skip();
  Violation(absl::StrCat(Subject(), " must be ", expected),
            std::string(KindWords(kind)), offset);
}

void DocumentReader::ReportNonFinite(absl::string_view text,
                                     std::string pointer, size_t offset) {
  Finding finding = MakeFinding(Code::kNonFiniteNumber, {std::string(text)});
  finding.found = Quoted(text);
  finding.place.pointer = std::move(pointer);
  Report(std::move(finding), offset);
}

void DocumentReader::Exceeds(size_t limit, absl::string_view what) {
  if (json_.stopped()) return;
  Finding finding =
      MakeFinding(Code::kLimitExceeded, {absl::StrCat(limit, " ", what)});
  finding.found = absl::StrCat("more than ", limit);
  finding.place.pointer = json_.Pointer();
  json_.Stop();
  Report(std::move(finding), json_.offset());
}

std::string DocumentReader::Subject() const {
  const std::string key = json_.InnermostKey();
  if (key.empty()) return json_.in_array() ? "an element" : "the document";
  if (json_.in_array()) return absl::StrCat("an element of ", Quoted(key));
  return Quoted(key);
}

void DocumentReader::ReportMissing(const KeyTable& table, KeySet given,
                                   size_t offset) {
  const KeySet missing = table.required & ~given;
  for (size_t i = 0; i < table.keys.size(); ++i) {
    if ((missing & KeyBit(static_cast<int>(i))) == 0) continue;
    Violation(
        absl::StrCat(table.owner, " must have the key ", Quoted(table.keys[i])),
        "no such key", offset);
  }
}

void DocumentReader::ReportTwice() {
  Violation(absl::StrCat("the key ", Quoted(json_.key()), " is given twice"),
            "a second one", json_.key_offset());
}

bool DocumentReader::IsFirst(absl::string_view key, size_t object) {
  if (own_keys_.size() == kMaxOwnKeys) Exceeds(kMaxOwnKeys, "keys of one node");
  if (own_keys_.insert({object, key}).second) return true;
  ReportTwice();
  return false;
}

void DocumentReader::SkipUnknown(const KeyTable& table, size_t object) {
  const absl::string_view key = Keep(json_.key());
  if (IsFirst(key, object) && !absl::StartsWith(key, "x-")) {
    Place place;
    place.pointer = json_.Pointer();
    place.anchor_length = place.pointer.size();
    place.anchor_offset = json_.key_offset();
    ReportUnknown(table, key, std::move(place));
  }
  Skip();
}

void DocumentReader::CheckKeys(const KeyTable& table, KeySet allowed,
                               KeySet given, size_t offset) {
  if (json_.stopped()) return;
  ReportMissing(table, given, offset);
  for (size_t i = 0; i < table.keys.size(); ++i) {
    const KeySet bit = KeyBit(static_cast<int>(i));
    if ((given & ~allowed & bit) == 0) continue;
    Place place;
    place.pointer = json_.Pointer();
    place.anchor_length = place.pointer.size();
    place.anchor_offset = offset;
    absl::StrAppend(&place.pointer, "/", table.keys[i]);
    ReportUnknown(table, table.keys[i], std::move(place));
  }
}

void DocumentReader::ReportUnknown(const KeyTable& table, absl::string_view key,
                                   Place place) {
  ++finding_count_;
  if (unknown_.size() == kMaxUnknownKeys) return builder_.CountUnlisted();
  const auto [it, is_new] =
      unknown_by_key_.try_emplace({table.owner, key}, unknown_.size());
  if (!is_new) {
    ++unknown_[it->second].count;
    return;
  }
  Finding finding = MakeFinding(Code::kUnknownKey, {std::string(key)});
  finding.place = place_.has_value() ? *place_ : std::move(place);
  finding.found = absl::StrCat("a key of ", table.owner);
  const absl::string_view meant = NearestWord(key, table.keys);
  if (!meant.empty()) finding.accepted.push_back(std::string(meant));
  unknown_.push_back({std::move(finding), 1});
}

void DocumentReader::Skip() {
  JsonCursor::NonFinite first;
  json_.Skip(&first);
  if (first.found) {
    ReportNonFinite(first.text, std::move(first.pointer), first.offset);
  }
}

void DocumentReader::SkipA(Kind kind) {
  if (json_.Peek() == kind) {
    Skip();
  } else {
    WrongType(KindWords(kind));
  }
}

bool DocumentReader::TakeNull() {
  if (json_.Peek() != Kind::kNull) return false;
  json_.ReadNull();
  return true;
}

bool DocumentReader::ReadString(absl::string_view& out) {
  if (json_.Peek() != Kind::kString) {
    WrongType("a string");
    return false;
  }
  out = Keep(json_.ReadString());
  return true;
}

bool DocumentReader::ReadName(absl::string_view& out) {
  const bool is_string = json_.Peek() == Kind::kString;
  const size_t offset = json_.offset();
  if (!ReadString(out)) return false;
  if (is_string && !out.empty()) return true;
  Violation(absl::StrCat(Subject(), " must not be empty"), "``", offset);
  return false;
}

bool DocumentReader::ReadNumber(absl::string_view expected, JsonNumber& out) {
  const Kind kind = json_.Peek();
  const size_t offset = json_.offset();
  if (kind != Kind::kNumber && kind != Kind::kNonFinite) {
    WrongType(expected);
    return false;
  }
  out = json_.ReadNumber();
  if (json_.stopped()) return false;
  if (out.is_finite) return true;
  ReportNonFinite(out.text, json_.Pointer(), offset);
  return false;
}

bool DocumentReader::ReadNumber(JsonNumber& out) {
  return ReadNumber("a number", out);
}

bool DocumentReader::ReadDouble(double& out) {
  JsonNumber number;
  if (!ReadNumber("a number", number)) return false;
  out = number.real;
  return true;
}

bool DocumentReader::ReadInt(int64_t& out) {
  if (json_.TakeInteger(out)) return true;
  const size_t offset = PeekOffset();
  JsonNumber number;
  if (!ReadNumber("an integer", number)) return false;
  if (!number.is_integer) {
    Violation(absl::StrCat(Subject(), " must be an integer of 64 bits"),
              Quoted(number.text), offset);
    return false;
  }
  out = number.integer;
  return true;
}

bool DocumentReader::ReadIntWithin(int64_t least, int64_t most, int64_t& out) {
  const size_t offset = PeekOffset();
  if (!ReadInt(out)) return false;
  if (out >= least && out <= most) return true;
  Violation(
      absl::StrCat(Subject(), " must be an integer from ", least, " to ", most),
      absl::StrCat(out), offset);
  return false;
}

bool DocumentReader::ReadBool(bool& out) {
  if (json_.Peek() != Kind::kBool) {
    WrongType("a boolean");
    return false;
  }
  out = json_.ReadBool();
  return true;
}

int DocumentReader::ReadWord(Words words, absl::string_view prefix) {
  json_.Peek();
  const size_t offset = json_.offset();
  absl::string_view word;
  if (!ReadString(word)) return -1;
  const int index = IndexOfWord(absl::StripPrefix(word, prefix), words);
  if (index >= 0 || json_.stopped()) return index;
  Finding finding =
      MakeFinding(Code::kSchemaViolation,
                  {absl::StrCat(Subject(), " cannot be ", Quoted(word),
                                DidYouMean(word, words))});
  finding.found = Quoted(word);
  for (const absl::string_view known : words) {
    finding.accepted.push_back(std::string(known));
  }
  finding.place.pointer = json_.Pointer();
  Report(std::move(finding), offset);
  return -1;
}

void DocumentReader::ReserveFor(size_t count) {
  if (count < next_reserve_) return;
  // By steps: the beginning of a file may be unlike the rest of it.
  constexpr double kStep = 8;
  constexpr double kMargin = 1.05;
  const double whole = static_cast<double>(text_.size());
  const double factor = whole / static_cast<double>(json_.offset()) * kMargin;
  builder_.Reserve(std::min(factor, kStep));
  next_reserve_ *= static_cast<size_t>(kStep) / 2;
}

void DocumentReader::FinishNode(absl::string_view name, absl::string_view op,
                                NodeId node) {
  const auto attribute = [&](Finding& finding) {
    finding.node = std::string(name);
    finding.op = std::string(op);
    finding.node_index = node;
  };
  for (; attributed_ < unknown_.size(); ++attributed_) {
    attribute(unknown_[attributed_].finding);
  }
  for (Finding& finding : findings_) {
    attribute(finding);
    builder_.Report(std::move(finding));
  }
  findings_.clear();
  own_keys_.clear();
}

std::string DocumentReader::ByteAt(size_t offset) const {
  if (offset >= text_.size()) return "the end of the input";
  const unsigned char byte = static_cast<unsigned char>(text_[offset]);
  if (absl::ascii_isgraph(byte))
    return absl::StrCat("`", text_.substr(offset, 1), "`");
  return absl::StrFormat("the byte 0x%02x", byte);
}

bool DocumentReader::Finish(absl::string_view name, absl::string_view op,
                            NodeId node) {
  const JsonError& error = json_.error();
  if (error.kind == JsonError::Kind::kTooDeep) {
    Finding finding =
        MakeFinding(Code::kLimitExceeded,
                    {absl::StrCat(limits_.depth, " levels of nesting")});
    finding.found = absl::StrCat("a level ", limits_.depth + 1);
    finding.place.pointer = json_.Pointer();
    Report(std::move(finding), error.offset);
  } else if (error.kind == JsonError::Kind::kMalformed) {
    Finding finding =
        MakeFinding(Code::kMalformedInput, {std::string(error.what)});
    finding.found = ByteAt(error.offset);
    Report(std::move(finding), error.offset);
  }
  FinishNode(name, op, node);
  for (Unknown& unknown : unknown_) {
    if (unknown.count > 1) {
      absl::StrAppend(&unknown.finding.found, ", the first of ", unknown.count);
    }
    builder_.Report(std::move(unknown.finding));
  }
  return !json_.stopped();
}

}  // namespace opfit
