#include "core/catalog/import/markup.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

bool IsNameStart(char c) { return absl::ascii_isalpha(c) || c == '_'; }
bool IsNamePart(char c) {
  return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == ':' || c == '.';
}

void AppendUtf8(uint32_t point, std::string& out) {
  const auto tail = [&](int shift) {
    out += static_cast<char>(0x80 | ((point >> shift) & 0x3F));
  };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | (point >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

// False for what is no character, and for controls that no text needs.
bool AppendNumeric(absl::string_view digits, std::string& out) {
  uint32_t point = 0;
  const bool is_hex = absl::StartsWithIgnoreCase(digits, "x");
  const bool ok = is_hex ? absl::SimpleHexAtoi(digits.substr(1), &point)
                         : absl::SimpleAtoi(digits, &point);
  const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (!ok || point < 0x20 || point > 0x10FFFF || is_surrogate) return false;
  AppendUtf8(point, out);
  return true;
}

bool AppendEntity(absl::string_view name, std::string& out) {
  static constexpr std::pair<absl::string_view, absl::string_view> kNamed[] = {
      {"amp", "&"},   {"lt", "<"},   {"gt", ">"},
      {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};
  if (absl::StartsWith(name, "#")) return AppendNumeric(name.substr(1), out);
  for (const auto& [known, character] : kNamed) {
    if (known != name) continue;
    absl::StrAppend(&out, character);
    return true;
  }
  return false;
}

}  // namespace

std::string DecodeEntities(absl::string_view text) {
  constexpr size_t kLongest = 10;  // "#x10FFFF"
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '&') {
      const size_t end = text.substr(0, i + 2 + kLongest).find(';', i);
      if (end != absl::string_view::npos &&
          AppendEntity(text.substr(i + 1, end - i - 1), out)) {
        i = end;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

absl::string_view MarkupReader::Attribute(absl::string_view name) const {
  for (const auto& [known, value] : attributes_) {
    if (known == name) return value;
  }
  return "";
}

bool MarkupReader::Fail(std::string problem) {
  problem_ = std::move(problem);
  return false;
}

void MarkupReader::Advance(size_t to) {
  next_line_ += static_cast<size_t>(
      std::count(text_.begin() + pos_, text_.begin() + to, '\n'));
  pos_ = to;
}

bool MarkupReader::Skip(absl::string_view begin, absl::string_view end) {
  const size_t found = text_.find(end, pos_ + begin.size());
  if (found == absl::string_view::npos) {
    return Fail(absl::StrCat("`", begin, "` has no `", end, "`"));
  }
  Advance(found + end.size());
  return true;
}

bool MarkupReader::Next() {
  if (!ok()) return false;
  if (close_follows_) {
    close_follows_ = false;
    kind_ = Kind::kClose;
    return true;
  }
  while (pos_ < text_.size()) {
    line_ = next_line_;
    const absl::string_view rest = text_.substr(pos_);
    if (absl::StartsWith(rest, "<!--")) {
      if (!Skip("<!--", "-->")) return false;
    } else if (absl::StartsWith(rest, "<?")) {
      if (!Skip("<?", "?>")) return false;
    } else if (absl::StartsWith(rest, "<![CDATA[")) {
      const size_t begin = pos_ + 9;
      if (!Skip("<![CDATA[", "]]>")) return false;
      kind_ = Kind::kText;
      value_ = std::string(text_.substr(begin, pos_ - 3 - begin));
      return true;
    } else if (absl::StartsWith(rest, "<!")) {
      const size_t end = rest.find_first_of(">[");
      const bool is_plain = absl::StartsWithIgnoreCase(rest, "<!doctype html");
      if (!is_plain || end == absl::string_view::npos || rest[end] == '[') {
        return Fail("definitions (`<!DOCTYPE`, `<!ENTITY`) are not read");
      }
      Advance(pos_ + end + 1);
    } else if (rest.size() > 1 && rest[0] == '<' &&
               (IsNameStart(rest[1]) || rest[1] == '/')) {
      return ReadTag();
    } else {
      ReadText();
      return true;
    }
  }
  return false;
}

void MarkupReader::ReadText() {
  size_t end = pos_ + 1;
  while (end < text_.size()) {
    end = text_.find('<', end);
    if (end == absl::string_view::npos) end = text_.size();
    const char next = end + 1 < text_.size() ? text_[end + 1] : ' ';
    if (IsNameStart(next) || next == '/' || next == '!' || next == '?') break;
    if (end < text_.size()) ++end;
  }
  kind_ = Kind::kText;
  value_ = DecodeEntities(text_.substr(pos_, end - pos_));
  Advance(end);
}

bool MarkupReader::ReadTag() {
  const bool is_close = text_[pos_ + 1] == '/';
  size_t end = pos_ + (is_close ? 2 : 1);
  const size_t begin = end;
  while (end < text_.size() && IsNamePart(text_[end])) ++end;
  name_ = std::string(text_.substr(begin, end - begin));
  kind_ = is_close ? Kind::kClose : Kind::kOpen;
  attributes_.clear();
  Advance(end);
  if (!is_close) return ReadAttributes();
  const size_t close = text_.find('>', pos_);
  if (close == absl::string_view::npos) return Fail("a tag has no `>`");
  Advance(close + 1);
  return true;
}

bool MarkupReader::ReadAttributes() {
  while (true) {
    size_t at = pos_;
    while (at < text_.size() && absl::ascii_isspace(text_[at])) ++at;
    Advance(at);
    if (at >= text_.size()) return Fail("a tag has no `>`");
    if (text_[at] == '>') {
      Advance(at + 1);
      return true;
    }
    if (absl::StartsWith(text_.substr(at), "/>")) {
      Advance(at + 2);
      close_follows_ = true;
      return true;
    }
    const size_t name_end = text_.find_first_of("=/> \t\r\n", at);
    if (name_end == absl::string_view::npos || name_end == at) {
      return Fail("an attribute cannot be read");
    }
    std::string name(text_.substr(at, name_end - at));
    std::string value;
    Advance(name_end);
    if (text_[pos_] == '=') {
      const char quote = pos_ + 1 < text_.size() ? text_[pos_ + 1] : ' ';
      const bool quoted = quote == '"' || quote == '\'';
      const size_t first = pos_ + (quoted ? 2 : 1);
      const size_t last = quoted ? text_.find(quote, first)
                                 : text_.find_first_of("> \t\r\n", first);
      if (last == absl::string_view::npos) {
        return Fail("the value of an attribute has no end");
      }
      value = DecodeEntities(text_.substr(first, last - first));
      Advance(last + (quoted ? 1 : 0));
    }
    attributes_.emplace_back(std::move(name), std::move(value));
  }
}

}  // namespace opfit
