// A pull parser over JSON text that lies in memory: no tree and no index, so
// reading costs no memory beyond the text, and every value has its offset.
//
//   JsonCursor json(text, /*max_depth=*/64);
//   json.EnterObject();
//   while (json.NextKey()) {
//     if (json.key() == "name") name = json.ReadString(); else json.Skip();
//   }
//   if (json.failed()) …  json.error() …
//
// Every value must be read or skipped before the next one, and with that it is
// validated. After the first error nothing more is found: every loop ends, and
// every read yields an empty value. Strings without escapes are views of the
// text. NaN, Infinity and -Infinity, which Python writes, are values of a kind
// of their own.

#ifndef OPFIT_CORE_FORMATS_JSON_CURSOR_H_
#define OPFIT_CORE_FORMATS_JSON_CURSOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/formats/json_text.h"

namespace opfit {

struct JsonError {
  enum class Kind : uint8_t { kNone, kMalformed, kTooDeep };
  Kind kind = Kind::kNone;
  size_t offset = 0;
  absl::string_view what;  // "the string is not closed"
};

struct JsonNumber {
  double real = 0;
  int64_t integer = 0;
  bool is_integer = false;  // `integer` is the exact value
  bool is_finite = true;    // false beyond the range of a double, and for NaN
  absl::string_view text;

  // `1` and not `1.0`, where a format tells the two apart.
  bool is_written_as_integer() const {
    return is_integer && text.find_first_of(".eE") == absl::string_view::npos;
  }
};

class JsonCursor {
 public:
  enum class Kind : uint8_t {
    kInvalid,  // no value begins here
    kObject,
    kArray,
    kString,
    kNumber,
    kNonFinite,
    kBool,
    kNull,
  };

  // A non-finite number, where a skipped value has one.
  struct NonFinite {
    bool found = false;
    size_t offset = 0;
    std::string pointer;
    absl::string_view text;
  };

  // Begins at `start`. `text` must be followed by a zero byte.
  JsonCursor(absl::string_view text, size_t max_depth, size_t start = 0);

  // The kind of the value that comes next, by its first byte; offset() is then
  // the place of that byte.
  Kind Peek();
  size_t offset() const { return static_cast<size_t>(at_ - begin_); }

  // The text from there on.
  absl::string_view rest() const {
    return absl::string_view(at_, static_cast<size_t>(end_ - at_));
  }

  bool EnterObject();
  // Goes to the next member's value; false behind the last one, having left
  // the object. key() is valid until the next key is read, and for as long as
  // the text if the text has it without escapes.
  bool NextKey();
  absl::string_view key() const { return key_; }
  size_t key_offset() const { return key_offset_; }

  bool EnterArray();
  bool NextElement();
  // The number of members or elements of the innermost container so far.
  size_t count() const { return levels_[depth_].count; }

  // Valid until the next string is read, and for as long as the text if the
  // text has it without escapes.
  absl::string_view ReadString();
  JsonNumber ReadNumber();  // of kNumber and kNonFinite
  // Reads the next value if it is an integer of at most 18 digits, as nearly
  // all are; false, without moving, if it is not.
  bool TakeInteger(int64_t& out);
  bool ReadBool();
  void ReadNull();

  // Reads past the next value, of any kind. `first` learns of the first number
  // in it that is not finite.
  void Skip(NonFinite* first = nullptr);
  // Goes past `size` bytes that are known to be the whole of the next value.
  void SkipKnown(size_t size) { at_ += size; }

  // Reads what follows the document: blanks only.
  void ReadEnd();

  // Where the reading stands, to come back to.
  struct Position {
    const char* at = nullptr;
    size_t depth = 0;
    size_t count = 0;
    const char* key = nullptr;
    size_t key_size = 0;
  };
  Position Save() const;
  // To a position in a container that is open now, or that was when the
  // position of now was reached from it without leaving its parent.
  void Restore(const Position& position);

  // True if `text` is a view of the document.
  bool Owns(absl::string_view text) const {
    return text.data() >= begin_ && text.data() <= end_;
  }

  // The JSON Pointer of the value that comes next, or was just read.
  std::string Pointer() const;
  // The innermost key on the way to it; empty if there is none.
  std::string InnermostKey() const;
  // True if that value is an element of an array.
  bool in_array() const { return depth_ > 0 && levels_[depth_].key == nullptr; }

  bool failed() const { return error_.kind != JsonError::Kind::kNone; }
  bool stopped() const { return stopped_ || failed(); }
  const JsonError& error() const { return error_; }
  // Ends all reading, as an error does, without being one.
  void Stop();

 private:
  struct Level {
    const char* key = nullptr;  // as in the text, with escapes; null: array
    size_t key_size = 0;
    size_t count = 0;
  };

  void SkipBlank();
  // Past a comma, if one must come; false at `close`, having left the level.
  bool NextItem(char close);
  bool Enter(char open, const char* key);
  // Reads the string whose opening quote is at at_. `raw` gets what stands
  // between the quotes.
  absl::string_view ReadQuoted(std::string& scratch, absl::string_view& raw);
  bool CheckEscapes(absl::string_view raw, std::string& out);
  bool ReadWord(absl::string_view word);
  bool CheckDelimiter(const char* after);
  void ReadFraction(const char* first_digit, JsonNumber& number);
  void Fail(const char* at, absl::string_view what);

  const char* begin_;
  const char* end_;
  const char* at_;
  size_t depth_ = 0;
  std::vector<Level> levels_;
  absl::string_view key_;
  size_t key_offset_ = 0;
  std::string key_scratch_;
  std::string scratch_;
  bool stopped_ = false;
  JsonError error_;
};

inline void JsonCursor::SkipBlank() {
  while (IsJsonBlank(*at_)) ++at_;
}

inline JsonCursor::Kind JsonCursor::Peek() {
  SkipBlank();
  switch (*at_) {
    case '{':
      return Kind::kObject;
    case '[':
      return Kind::kArray;
    case '"':
      return Kind::kString;
    case '-':
      return at_[1] == 'I' ? Kind::kNonFinite : Kind::kNumber;
    case 't':
    case 'f':
      return Kind::kBool;
    case 'n':
      return Kind::kNull;
    case 'N':
    case 'I':
      return Kind::kNonFinite;
    default:
      return IsJsonDigit(*at_) ? Kind::kNumber : Kind::kInvalid;
  }
}

inline bool JsonCursor::NextItem(char close) {
  if (stopped_) return false;
  SkipBlank();
  Level& level = levels_[depth_];
  if (*at_ == close) {
    ++at_;
    --depth_;
    return false;
  }
  if (level.count > 0) {
    if (*at_ != ',') {
      Fail(at_, close == '}' ? "a comma or `}` must follow"
                             : "a comma or `]` must follow");
      return false;
    }
    ++at_;
    SkipBlank();
  }
  ++level.count;
  return true;
}

inline bool JsonCursor::NextElement() { return NextItem(']'); }

inline bool JsonCursor::TakeInteger(int64_t& out) {
  SkipBlank();
  const char* const digits = at_ + (*at_ == '-' ? 1 : 0);
  const char* at = digits;
  int64_t value = 0;
  while (IsJsonDigit(*at) && at - digits < 18)
    value = value * 10 + (*at++ - '0');
  const bool is_integer = at > digits && IsJsonDelimiter(*at) &&
                          (*digits != '0' || at - digits == 1);
  if (!is_integer) return false;
  out = digits > at_ ? -value : value;
  at_ = at;
  return true;
}

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_JSON_CURSOR_H_
