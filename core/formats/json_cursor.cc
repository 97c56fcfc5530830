#include "core/formats/json_cursor.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <system_error>

#include "absl/strings/charconv.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/json_text.h"

namespace opfit {

JsonCursor::JsonCursor(absl::string_view text, size_t max_depth, size_t start)
    : begin_(text.data()),
      end_(text.data() + text.size()),
      at_(text.data() + start),
      levels_(max_depth + 1) {}

void JsonCursor::Fail(const char* at, absl::string_view what) {
  if (stopped()) return;
  error_ = {JsonError::Kind::kMalformed, static_cast<size_t>(at - begin_),
            at == end_ ? absl::string_view("it ends too early") : what};
  Stop();
}

void JsonCursor::Stop() {
  stopped_ = true;
  at_ = end_;  // The zero byte there begins no value and ends every loop.
}

bool JsonCursor::Enter(char open, const char* key) {
  SkipBlank();
  if (*at_ != open) {
    Fail(at_, open == '{' ? "an object must begin here"
                          : "an array must begin here");
    return false;
  }
  if (depth_ + 1 == levels_.size()) {
    error_ = {JsonError::Kind::kTooDeep, offset(), "nested too deep"};
    Stop();
    return false;
  }
  ++at_;
  levels_[++depth_] = {key, 0, 0};
  return true;
}

bool JsonCursor::EnterObject() { return Enter('{', ""); }
bool JsonCursor::EnterArray() { return Enter('[', nullptr); }

bool JsonCursor::NextKey() {
  if (!NextItem('}')) return false;
  if (*at_ != '"') {
    Fail(at_, "a key in quotes must come here");
    return false;
  }
  key_offset_ = offset();
  absl::string_view raw;
  key_ = ReadQuoted(key_scratch_, raw);
  levels_[depth_].key = raw.data();
  levels_[depth_].key_size = raw.size();
  SkipBlank();
  if (*at_ != ':') {
    Fail(at_, "a colon must follow the key");
    return false;
  }
  ++at_;
  return true;
}

absl::string_view JsonCursor::ReadString() {
  SkipBlank();
  if (*at_ != '"') {
    Fail(at_, "a value must begin here");
    return absl::string_view();
  }
  absl::string_view raw;
  return ReadQuoted(scratch_, raw);
}

absl::string_view JsonCursor::ReadQuoted(std::string& scratch,
                                         absl::string_view& raw) {
  const char* const first = at_ + 1;
  bool has_high = false;
  bool has_escape = false;
  const char* stop = FindStringStop(first, end_, has_high);
  while (*stop == '\\' && end_ - stop > 2) {
    has_escape = true;
    stop = FindStringStop(stop + 2, end_, has_high);
  }
  raw = absl::string_view(first, static_cast<size_t>(stop - first));
  if (has_high) {
    const size_t invalid = FindInvalidUtf8(raw);
    if (invalid != absl::string_view::npos) {
      Fail(first + invalid, "this is not UTF-8");
      return absl::string_view();
    }
  }
  if (*stop != '"') {
    const bool at_end = end_ - stop <= 2 && *stop == '\\';
    Fail(at_end ? end_ : stop, "a control character must be escaped");
    return absl::string_view();
  }
  at_ = stop + 1;
  if (!has_escape) return raw;
  const size_t wrong = Unescape(raw, scratch);
  if (wrong == absl::string_view::npos) return scratch;
  Fail(first + wrong, "this is not an escape that JSON knows");
  return absl::string_view();
}

bool JsonCursor::CheckDelimiter(const char* after) {
  if (IsJsonDelimiter(*after)) {
    at_ = after;
    return true;
  }
  Fail(at_, "this is neither a number nor a word that JSON knows");
  return false;
}

bool JsonCursor::ReadWord(absl::string_view word) {
  SkipBlank();
  const size_t left = static_cast<size_t>(end_ - at_);
  if (left >= word.size() && std::memcmp(at_, word.data(), word.size()) == 0) {
    return CheckDelimiter(at_ + word.size());
  }
  const absl::string_view rest(at_, left);
  const bool cut = word.substr(0, left) == rest;
  Fail(cut ? end_ : at_, "this is not a word that JSON knows");
  return false;
}

bool JsonCursor::ReadBool() {
  SkipBlank();
  return *at_ == 't' ? ReadWord("true") : (ReadWord("false"), false);
}

void JsonCursor::ReadNull() { ReadWord("null"); }

JsonNumber JsonCursor::ReadNumber() {
  SkipBlank();
  JsonNumber number;
  const char* const first = at_;
  if (Peek() == Kind::kNonFinite) {
    const bool ok = ReadWord(*at_ == 'N'   ? "NaN"
                             : *at_ == '-' ? "-Infinity"
                                           : "Infinity");
    if (!ok) return number;
    number.is_finite = false;
    number.real = std::numeric_limits<double>::quiet_NaN();
    number.text = absl::string_view(first, static_cast<size_t>(at_ - first));
    return number;
  }
  if (TakeInteger(number.integer)) {
    number.is_integer = true;
    number.real = static_cast<double>(number.integer);
    number.text = absl::string_view(first, static_cast<size_t>(at_ - first));
    return number;
  }
  const char* const digits = first + (*first == '-' ? 1 : 0);
  const char* at = digits;
  while (IsJsonDigit(*at)) ++at;
  if (at == digits) {
    Fail(at == end_ ? end_ : first, "a value must begin here");
    return number;
  }
  if (*digits == '0' && at - digits > 1) {
    Fail(first, "a number must not begin with a zero");
    return number;
  }
  ReadFraction(at, number);
  return number;
}

// Past the digits before `at`, from at_ on.
void JsonCursor::ReadFraction(const char* at, JsonNumber& number) {
  const char* const first = at_;
  const auto digits = [&] {
    const char* const start = at;
    while (IsJsonDigit(*at)) ++at;
    if (at > start) return true;
    Fail(at == end_ ? end_ : first, "digits are missing in this number");
    return false;
  };
  if (*at == '.') {
    ++at;
    if (!digits()) return;
  }
  if (*at == 'e' || *at == 'E') {
    ++at;
    if (*at == '+' || *at == '-') ++at;
    if (!digits()) return;
  }
  if (!CheckDelimiter(at)) return;
  number.text = absl::string_view(first, static_cast<size_t>(at - first));
  const absl::from_chars_result parsed =
      absl::from_chars(first, at, number.real);
  const bool overflows =
      parsed.ec == std::errc::result_out_of_range && std::fabs(number.real) > 1;
  number.is_finite = !overflows && std::isfinite(number.real);
  if (number.text.find_first_of(".eE") == absl::string_view::npos) {
    number.is_integer = absl::SimpleAtoi(number.text, &number.integer);
    if (!number.is_integer) number.integer = 0;
    return;
  }
  // 1.0 and 1e3 are integers too.
  constexpr double kExact = 9007199254740992.0;
  number.is_integer = std::fabs(number.real) <= kExact &&
                      std::trunc(number.real) == number.real;
  if (number.is_integer) number.integer = static_cast<int64_t>(number.real);
}

void JsonCursor::Skip(NonFinite* first) {
  switch (Peek()) {
    case Kind::kObject:
      if (!EnterObject()) return;
      while (NextKey()) Skip(first);
      return;
    case Kind::kArray:
      if (!EnterArray()) return;
      while (NextElement()) Skip(first);
      return;
    case Kind::kString:
      ReadString();
      return;
    case Kind::kBool:
      ReadBool();
      return;
    case Kind::kNull:
      ReadNull();
      return;
    case Kind::kNumber:
    case Kind::kNonFinite: {
      const size_t offset = this->offset();
      const JsonNumber number = ReadNumber();
      if (number.is_finite || first == nullptr || first->found) return;
      *first = {true, offset, Pointer(), number.text};
      return;
    }
    case Kind::kInvalid:
      Fail(at_, "a value must begin here");
  }
}

void JsonCursor::ReadEnd() {
  SkipBlank();
  if (at_ != end_) Fail(at_, "something follows the end of the document");
}

JsonCursor::Position JsonCursor::Save() const {
  const Level& level = levels_[depth_];
  return {at_, depth_, level.count, level.key, level.key_size};
}

void JsonCursor::Restore(const Position& position) {
  if (stopped()) return;
  at_ = position.at;
  depth_ = position.depth;
  levels_[depth_] = {position.key, position.key_size, position.count};
}

std::string JsonCursor::Pointer() const {
  std::string pointer;
  std::string key;
  for (size_t i = 1; i <= depth_; ++i) {
    const Level& level = levels_[i];
    if (level.key == nullptr) {
      absl::StrAppend(&pointer, "/", level.count - 1);
    } else {
      Unescape(absl::string_view(level.key, level.key_size), key);
      absl::StrAppend(&pointer, "/", EscapePointerPart(key));
    }
  }
  return pointer;
}

std::string JsonCursor::InnermostKey() const {
  std::string key;
  for (size_t i = depth_; i > 0; --i) {
    if (levels_[i].key == nullptr) continue;
    Unescape(absl::string_view(levels_[i].key, levels_[i].key_size), key);
    break;
  }
  return key;
}

}  // namespace opfit
