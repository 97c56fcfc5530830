#include "core/render/json_writer.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "core/render/utf8.h"

namespace opfit {
namespace {

// Nothing to escape: printable ASCII but for the quote and the backslash.
bool IsPlain(char c) {
  const uint8_t byte = static_cast<uint8_t>(c);
  return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

constexpr uint64_t kOnes = 0x0101010101010101u;
constexpr uint64_t kHighBits = 0x80 * kOnes;

// Not 0 if any byte of `word` is 0.
uint64_t ZeroBytes(uint64_t word) { return (word - kOnes) & ~word & kHighBits; }

// The same of eight bytes at once.
bool IsPlain(uint64_t word) {
  const uint64_t controls = (word - 0x20 * kOnes) & ~word & kHighBits;
  return ((word & kHighBits) | controls | ZeroBytes(word ^ ('"' * kOnes)) |
          ZeroBytes(word ^ ('\\' * kOnes)) |
          ZeroBytes(word ^ (0x7F * kOnes))) == 0;
}

size_t PlainPrefix(absl::string_view text) {
  size_t i = 0;
  for (uint64_t word; i + sizeof(word) <= text.size(); i += sizeof(word)) {
    std::memcpy(&word, text.data() + i, sizeof(word));
    if (!IsPlain(word)) break;
  }
  while (i < text.size() && IsPlain(text[i])) ++i;
  return i;
}

void AppendAsciiEscape(std::string& out, uint8_t byte) {
  static constexpr absl::string_view kLetters = "\"\"\\\\\bb\ff\nn\rr\tt";
  for (size_t i = 0; i < kLetters.size(); i += 2) {
    if (static_cast<uint8_t>(kLetters[i]) == byte) {
      out += '\\';
      out += kLetters[i + 1];
      return;
    }
  }
  absl::StrAppend(&out, "\\u", absl::Hex(byte, absl::kZeroPad4));
}

}  // namespace

void AppendJsonString(std::string& out, absl::string_view text) {
  out += '"';
  while (true) {
    const size_t plain = PlainPrefix(text);
    out.append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint point = FirstCodePoint(text);
    if (!point.valid) {
      out += "\uFFFD";
    } else if (point.value < 0x80) {
      AppendAsciiEscape(out, static_cast<uint8_t>(point.value));
    } else {
      out.append(text.data(), point.length);
    }
    text.remove_prefix(point.length);
  }
  out += '"';
}

void JsonWriter::Begin(char open, char close, Layout layout) {
  Separate();
  out_ += open;
  if (!levels_.empty() && levels_.back().layout == kOneLine) layout = kOneLine;
  levels_.push_back({close, layout, true});
}

void JsonWriter::End() {
  const Level level = levels_.back();
  levels_.pop_back();
  if (level.layout == kLines && !level.empty) NewLine();
  out_ += level.close;
  if (levels_.empty()) out_ += '\n';
}

void JsonWriter::Key(absl::string_view key) {
  Separate();
  out_ += '"';
  out_.append(key.data(), key.size());
  out_ += "\": ";
  after_key_ = true;
}

void JsonWriter::ForeignKey(absl::string_view key) {
  Separate();
  AppendJsonString(out_, key);
  out_ += ": ";
  after_key_ = true;
}

void JsonWriter::String(absl::string_view text) {
  Separate();
  AppendJsonString(out_, text);
}

void JsonWriter::StringOrNull(absl::string_view text) {
  if (text.empty()) {
    Null();
  } else {
    String(text);
  }
}

void JsonWriter::Int(int64_t value) {
  Separate();
  absl::StrAppend(&out_, value);
}

void JsonWriter::Double(double value) {
  if (!std::isfinite(value)) return Null();
  std::string digits;
  for (const int precision : {15, 16, 17}) {
    digits = absl::StrFormat("%.*g", precision, value);
    double read = 0;
    if (absl::SimpleAtod(digits, &read) && read == value) break;
  }
  Separate();
  out_ += digits;
  if (digits.find_first_of(".e") == std::string::npos) out_ += ".0";
}

void JsonWriter::Bool(bool value) { Verbatim(value ? "true" : "false"); }

void JsonWriter::Verbatim(absl::string_view json) {
  Separate();
  out_.append(json.data(), json.size());
}

void JsonWriter::Null() {
  Separate();
  out_ += "null";
}

void JsonWriter::Separate() {
  if (after_key_ || levels_.empty()) {
    after_key_ = false;
    return;
  }
  Level& level = levels_.back();
  if (!level.empty) out_ += ',';
  if (level.layout == kLines) {
    NewLine();
  } else if (!level.empty) {
    out_ += ' ';
  }
  level.empty = false;
}

void JsonWriter::NewLine() {
  out_ += '\n';
  out_.append(levels_.size(), ' ');
}

}  // namespace opfit
