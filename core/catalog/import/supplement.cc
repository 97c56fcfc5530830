#include "core/catalog/import/supplement.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/catalog/import/document.h"
#include "core/catalog/import/page.h"
#include "core/catalog/import/sentence.h"

namespace opfit {
namespace {

constexpr size_t kMaxPorts = 64;

// A column of a table: a port, or a parameter.
struct Column {
  std::string name;  // "in[0]" for "in[0..m]", or the parameter's
  bool is_port = false;
  bool is_output = false;
  bool repeats = false;
  size_t index = 0;
};

Column ColumnOf(const std::string& title) {
  Column column;
  column.name = title;
  absl::string_view rest = title;
  column.is_output = absl::ConsumePrefix(&rest, "out[");
  if (!column.is_output && !absl::ConsumePrefix(&rest, "in[")) return column;
  size_t end = 0;
  while (end < rest.size() && absl::ascii_isdigit(rest[end])) ++end;
  size_t index = 0;
  if (end == 0 || end > 2 || !absl::SimpleAtoi(rest.substr(0, end), &index) ||
      index >= kMaxPorts) {
    return column;
  }
  column.is_port = true;
  column.index = index;
  column.repeats = rest.substr(end) != "]";
  column.name = absl::StrCat(column.is_output ? "out[" : "in[", index, "]");
  return column;
}

// A row of a table with what its columns are called.
struct TableLine {
  size_t line = 0;
  std::string config;
  std::vector<std::pair<Column, std::vector<std::string>>> cells;
};

// What the page has of one operator.
struct OpSection {
  std::string name;
  size_t line = 0;
  std::vector<TableLine> datatypes;
  std::vector<TableLine> sentences;  // of `Constraints` and `Support`
};

class SectionReader {
 public:
  explicit SectionReader(CatalogDocument& document) : document_(document) {}

  std::vector<OpSection> Read(const std::vector<PageItem>& items) {
    for (const PageItem& item : items) {
      if (item.level == 0) {
        Row(item);
      } else {
        Heading(item);
      }
    }
    return std::move(sections_);
  }

 private:
  enum class Table { kNone, kDatatypes, kSentences };

  // A heading that names a table is of the operator above it.
  void Heading(const PageItem& item) {
    columns_.clear();
    // Pages link to their headings with a sign at the end.
    const std::string title(
        absl::StripSuffix(absl::StripSuffix(item.text, "\u00b6"), "#"));
    const std::string text(absl::StripAsciiWhitespace(title));
    if (text == "Datatypes") {
      table_ = Table::kDatatypes;
    } else if (text == "Constraints" || text == "Support") {
      table_ = Table::kSentences;
    } else {
      table_ = Table::kNone;
      const bool is_name = !text.empty() && text.find(' ') == std::string::npos;
      if (!is_name && item.level > 1) {
        document_.Warn(item.line,
                       absl::StrCat("the heading `", text,
                                    "` is no operator and no table of one"));
      }
      sections_.emplace_back();
      sections_.back().name = is_name ? text : "";
      sections_.back().line = item.line;
    }
  }

  void Row(const PageItem& item) {
    const bool is_header = !item.cells.empty() && !item.cells[0].empty() &&
                           item.cells[0][0] == "Configuration";
    if (is_header) {
      columns_.clear();
      for (size_t i = 1; i < item.cells.size(); ++i) {
        columns_.push_back(ColumnOf(absl::StrJoin(item.cells[i], " ")));
      }
      return;
    }
    if (table_ == Table::kNone || sections_.empty() ||
        sections_.back().name.empty() || columns_.empty()) {
      document_.Warn(item.line, "a table that is of no operator is left out");
      return;
    }
    TableLine line;
    line.line = item.line;
    if (!item.cells.empty()) line.config = absl::StrJoin(item.cells[0], " ");
    const size_t count = std::min(columns_.size() + 1, item.cells.size());
    for (size_t i = 1; i < count; ++i) {
      line.cells.emplace_back(columns_[i - 1], item.cells[i]);
    }
    if (item.cells.size() > columns_.size() + 1) {
      document_.Warn(item.line, "a row has more cells than its table columns");
    }
    OpSection& op = sections_.back();
    (table_ == Table::kDatatypes ? op.datatypes : op.sentences)
        .push_back(std::move(line));
  }

  CatalogDocument& document_;
  std::vector<OpSection> sections_;
  std::vector<Column> columns_;
  Table table_ = Table::kNone;
};

class SectionMaker {
 public:
  SectionMaker(const OpSection& op, CatalogDocument& document)
      : op_(op), document_(document) {}

  std::optional<OpDocument> Make() {
    Ports();
    if (inputs_ == 0 || outputs_ == 0) {
      Warn(op_.line, "its table names no inputs or no outputs; left out");
      return {};
    }
    Sentences();
    for (const TableLine& line : op_.datatypes) Row(line);
    if (entry_.row_count() == 0) return {};
    return std::move(entry_);
  }

 private:
  void Warn(size_t line, absl::string_view what) {
    document_.Warn(line, absl::StrCat("`", op_.name, "`: ", what));
  }

  // Every port that some row names; one that some row has no type for may be
  // left out.
  void Ports() {
    std::map<std::pair<bool, size_t>, bool> repeats;
    for (const TableLine& line : op_.datatypes) {
      for (const auto& [column, cell] : line.cells) {
        if (!column.is_port) continue;
        size_t& count = column.is_output ? outputs_ : inputs_;
        count = std::max(count, column.index + 1);
        repeats[{column.is_output, column.index}] |= column.repeats;
      }
    }
    for (const bool is_output : {false, true}) {
      const size_t count = is_output ? outputs_ : inputs_;
      Json& ports = is_output ? entry_.ports_out : entry_.ports_in;
      for (size_t i = 0; i < count; ++i) {
        Json port = {{"encodings_open", true}};
        if (i + 1 == count && repeats[{is_output, i}]) port["variadic"] = true;
        ports.push_back(std::move(port));
      }
    }
  }

  void Sentences() {
    for (const TableLine& line : op_.sentences) {
      for (const auto& [column, cell] : line.cells) {
        const size_t count = column.is_output ? outputs_ : inputs_;
        const bool is_port = column.is_port && column.index < count;
        const SentenceReading reading =
            ReadSentences(cell, is_port ? column.name : "");
        for (const std::string& sentence : reading.unread) {
          Warn(line.line,
               absl::StrCat("kept as a note, not checked: ", column.name,
                            column.name.empty() ? "" : ": ", sentence));
        }
        for (Json condition : reading.conditions) {
          if (!is_port && !column.name.empty()) {
            condition["text"] = absl::StrCat(
                column.name, ": ", condition["text"].get<std::string>());
          }
          sentences_.emplace_back(line.config, std::move(condition));
        }
      }
    }
  }

  void Row(const TableLine& line) {
    Json in(Json::value_t::array);
    Json out(Json::value_t::array);
    in.get_ref<Json::array_t&>().resize(inputs_);
    out.get_ref<Json::array_t&>().resize(outputs_);
    bool complete = true;
    for (const auto& [column, cell] : line.cells) {
      if (!column.is_port) continue;
      Json& types = (column.is_output ? out : in)[column.index];
      complete &= Types(line, column, cell, types);
    }
    if (!complete) {
      Warn(line.line, "the row is left out, so the operator stays open");
      entry_.SetOpen();
      return;
    }
    MarkAbsent(in, entry_.ports_in);
    MarkAbsent(out, entry_.ports_out);
    std::vector<size_t> conditions;
    for (const auto& [config, condition] : sentences_) {
      if (config != line.config && config != "All") continue;
      conditions.push_back(entry_.Condition(condition));
    }
    std::sort(conditions.begin(), conditions.end());
    conditions.erase(std::unique(conditions.begin(), conditions.end()),
                     conditions.end());
    const bool sets = !IsSpelledOut(in, out);
    entry_.Row(line.config, std::move(in), std::move(out), conditions, sets);
  }

  bool Types(const TableLine& line, const Column& column,
             const std::vector<std::string>& cell, Json& types) {
    std::vector<std::string> names;
    for (const absl::string_view name :
         absl::StrSplit(absl::StrJoin(cell, " "), absl::ByAnyChar(", "),
                        absl::SkipEmpty())) {
      const std::string type = CatalogType(name);
      if (type.empty()) {
        Warn(line.line, absl::StrCat("the type `", name, "` at ", column.name,
                                     " is not known"));
        return false;
      }
      if (std::find(names.begin(), names.end(), type) == names.end()) {
        names.push_back(type);
      }
    }
    if (names.size() == 1) types = names[0];
    if (names.size() > 1) types = names;
    return true;
  }

  static void MarkAbsent(const Json& types, Json& ports) {
    for (size_t i = 0; i < types.size(); ++i) {
      if (types[i].is_null()) ports[i]["optional"] = true;
    }
  }

  const OpSection& op_;
  CatalogDocument& document_;
  OpDocument entry_;
  size_t inputs_ = 0;
  size_t outputs_ = 0;
  std::vector<std::pair<std::string, Json>> sentences_;  // configuration, what
};

// "htp" for the title "HTP Backend Op Definition Supplement".
std::string BackendOf(const std::vector<PageItem>& items) {
  for (const PageItem& item : items) {
    if (item.level != 1) continue;
    const std::vector<std::string> words = absl::StrSplit(item.text, ' ');
    if (words.size() > 1 && words[1] == "Backend") {
      return absl::AsciiStrToLower(words[0]);
    }
  }
  return "htp";
}

}  // namespace

absl::StatusOr<Imported> ImportSupplement(absl::string_view text,
                                          const ImportOptions& options) {
  absl::StatusOr<std::vector<PageItem>> page = ReadPage(text);
  if (!page.ok()) return page.status();
  CatalogDocument document(
      options.backend.empty() ? BackendOf(*page) : options.backend,
      options.id.empty() ? "supplement" : options.id, "vendor-page",
      absl::StrCat("Op Definition Supplement", options.from.empty() ? "" : ", ",
                   options.from));
  bool any = false;
  for (const OpSection& op : SectionReader(document).Read(*page)) {
    if (op.datatypes.empty()) {
      if (!op.sentences.empty()) {
        document.Warn(op.line, absl::StrCat("`", op.name,
                                            "` has no table of data types and "
                                            "is left out"));
      }
      continue;
    }
    std::optional<OpDocument> entry = SectionMaker(op, document).Make();
    if (!entry.has_value()) continue;
    if (document.Has(op.name)) {
      document.Warn(op.line, absl::StrCat("`", op.name,
                                          "` comes twice; the later one is "
                                          "taken"));
    }
    document.Add(op.name, *std::move(entry));
    any = true;
  }
  if (!any) {
    return absl::InvalidArgumentError(
        "the page has no operator with a table of data types");
  }
  return document.Take();
}

}  // namespace opfit
