#include "core/catalog/import/page.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/catalog/import/markup.h"

namespace opfit {
namespace {

// 2 for "h2"; 0 for another tag.
int HeadingLevel(absl::string_view tag) {
  const bool is_heading =
      tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6';
  return is_heading ? tag[1] - '0' : 0;
}

// Tags that end the item that stands before them.
bool Separates(absl::string_view tag) {
  return tag == "li" || tag == "p" || tag == "br" || tag == "ul" ||
         tag == "ol" || tag == "div";
}

// Text in pieces, with the space between words as one.
class ItemText {
 public:
  void Add(absl::string_view text) {
    for (const absl::string_view word :
         absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty())) {
      const bool is_first = text.data() == word.data();
      const bool joins = is_first && !space_before_;
      if (!current_.empty() && !joins) current_ += ' ';
      absl::StrAppend(&current_, word);
      space_before_ = true;
    }
    space_before_ = !text.empty() && absl::ascii_isspace(text.back());
  }
  void End() {
    if (!current_.empty()) items_.push_back(std::move(current_));
    current_.clear();
  }
  std::vector<std::string> Take() {
    End();
    return std::exchange(items_, {});
  }

 private:
  std::string current_;
  bool space_before_ = false;
  std::vector<std::string> items_;
};

class HtmlPage {
 public:
  absl::StatusOr<std::vector<PageItem>> Read(absl::string_view text) {
    MarkupReader reader(text);
    while (reader.Next()) {
      std::string tag = absl::AsciiStrToLower(reader.name());
      switch (reader.kind()) {
        case MarkupReader::Kind::kOpen:
          Open(tag, reader.line());
          break;
        case MarkupReader::Kind::kClose:
          Close(tag);
          break;
        case MarkupReader::Kind::kText:
          if (!is_code_) text_.Add(reader.value());
          break;
      }
    }
    if (!reader.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", reader.line(), ": ", reader.problem()));
    }
    return std::move(items_);
  }

 private:
  void Open(absl::string_view tag, size_t line) {
    if (tag == "script" || tag == "style") is_code_ = true;
    if (Separates(tag)) text_.End();
    if (HeadingLevel(tag) != 0 || tag == "tr") {
      text_.Take();
      items_.emplace_back().line = line;
      items_.back().level = HeadingLevel(tag);
      in_row_ = tag == "tr";
    } else if (tag == "td" || tag == "th") {
      text_.Take();
    }
  }

  void Close(absl::string_view tag) {
    if (tag == "script" || tag == "style") is_code_ = false;
    if (Separates(tag)) text_.End();
    if (items_.empty()) return;
    if (HeadingLevel(tag) != 0) {
      const std::vector<std::string> texts = text_.Take();
      if (!texts.empty()) items_.back().text = texts.front();
    } else if (in_row_ && (tag == "td" || tag == "th")) {
      items_.back().cells.push_back(text_.Take());
    } else if (tag == "tr") {
      in_row_ = false;
    }
  }

  std::vector<PageItem> items_;
  ItemText text_;
  bool in_row_ = false;
  bool is_code_ = false;
};

// A cell may hold lists in HTML; `\_` is an underscore.
std::vector<std::string> MarkdownCell(absl::string_view cell) {
  std::string plain;
  for (size_t i = 0; i < cell.size(); ++i) {
    const bool escapes = cell[i] == '\\' && i + 1 < cell.size() &&
                         absl::ascii_ispunct(cell[i + 1]);
    if (!escapes && cell[i] != '`') plain += cell[i];
    if (escapes) plain += cell[++i];
  }
  ItemText text;
  MarkupReader reader(plain);
  while (reader.Next()) {
    if (reader.kind() == MarkupReader::Kind::kText) {
      text.Add(reader.value());
    } else if (Separates(absl::AsciiStrToLower(reader.name()))) {
      text.End();
    }
  }
  return text.Take();
}

// Without the outer `|`; a `\|` is no end of a cell.
std::vector<std::string> SplitCells(absl::string_view line) {
  std::vector<std::string> cells(1);
  for (size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '|' && line[i - 1] != '\\') {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  if (absl::EndsWith(line, "|")) cells.pop_back();
  return cells;
}

bool IsRule(absl::string_view line) {
  return line.find_first_not_of("|-: \t") == absl::string_view::npos;
}

std::vector<PageItem> ReadMarkdown(absl::string_view text) {
  std::vector<PageItem> items;
  size_t number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (absl::StartsWith(line, "#")) {
      const size_t signs = std::min(line.find_first_not_of('#'), line.size());
      const size_t level = std::min<size_t>(signs, 6);
      PageItem& item = items.emplace_back();
      item.line = number;
      item.level = static_cast<int>(level);
      const std::vector<std::string> texts = MarkdownCell(line.substr(signs));
      if (!texts.empty()) item.text = texts.front();
    } else if (absl::StartsWith(line, "|") && !IsRule(line)) {
      PageItem& item = items.emplace_back();
      item.line = number;
      for (const std::string& cell : SplitCells(line)) {
        item.cells.push_back(MarkdownCell(cell));
      }
    }
  }
  return items;
}

}  // namespace

absl::StatusOr<std::vector<PageItem>> ReadPage(absl::string_view text) {
  const absl::string_view rest = absl::StripLeadingAsciiWhitespace(text);
  if (absl::StartsWith(rest, "<")) return HtmlPage().Read(text);
  return ReadMarkdown(text);
}

}  // namespace opfit
