#include "core/catalog/import/sentence.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/graph/dtype.h"

namespace opfit {
namespace {

// The number at the start of the text; none if there is none.
std::optional<int> LeadingNumber(absl::string_view text) {
  text = absl::StripLeadingAsciiWhitespace(text);
  size_t end = 0;
  while (end < text.size() && absl::ascii_isdigit(text[end])) ++end;
  int number = 0;
  if (end > 2 || !absl::SimpleAtoi(text.substr(0, end), &number)) return {};
  return number;
}

// What follows `phrase` in the text, both in lower case.
std::optional<int> NumberAfter(absl::string_view text,
                               absl::string_view phrase) {
  const size_t at = text.find(phrase);
  if (at == absl::string_view::npos) return {};
  return LeadingNumber(text.substr(at + phrase.size()));
}

// "Shape: Rank <= 4", "Max supported input rank is 4", "Rank between 1 and 4".
std::optional<Json> RankOf(absl::string_view sentence) {
  std::string text = absl::AsciiStrToLower(sentence);
  absl::string_view rest = text;
  absl::ConsumePrefix(&rest, "shape:");
  rest = absl::StripAsciiWhitespace(rest);
  absl::ConsumeSuffix(&rest, ".");
  // Anything more would be lost.
  if (absl::StrContains(rest, " if ") || absl::StrContains(rest, " when ") ||
      rest.find_first_of(",;(") != absl::string_view::npos) {
    return {};
  }
  if (const auto low = NumberAfter(rest, "rank between ")) {
    const auto high = NumberAfter(rest, " and ");
    if (high.has_value() && *low <= *high) {
      return Json{{"min", *low}, {"max", *high}};
    }
  }
  for (const char* phrase :
       {"max supported input rank is ", "max supported output rank is ",
        "max supported rank is ", "rank <= ", "rank <=", "rank: <= "}) {
    if (const auto rank = NumberAfter(rest, phrase))
      return Json{{"max", *rank}};
  }
  for (const char* phrase : {"rank >= ", "rank >="}) {
    if (const auto rank = NumberAfter(rest, phrase))
      return Json{{"min", *rank}};
  }
  if (const auto rank = NumberAfter(rest, "rank > ")) {
    return Json{{"min", *rank + 1}};
  }
  if (const auto rank = NumberAfter(rest, "rank < ")) {
    return Json{{"max", *rank - 1}};
  }
  for (const char* phrase : {"rank = ", "rank == ", "rank must be "}) {
    if (const auto rank = NumberAfter(rest, phrase)) {
      return Json{{"exact", *rank}};
    }
  }
  return {};
}

// `Datatype: …`, `Encoding: …` and `Symmetry: …` belong together, in this
// order.
class Group {
 public:
  explicit Group(const std::string& port) : port_(port) {}

  // False if the sentence is none of a group.
  bool Take(absl::string_view sentence) {
    const std::vector<absl::string_view> parts =
        absl::StrSplit(sentence, absl::MaxSplits(':', 1));
    if (parts.size() != 2 || port_.empty()) return false;
    const std::string subject = absl::AsciiStrToLower(parts[0]);
    const absl::string_view value = absl::StripAsciiWhitespace(parts[1]);
    if (subject == "datatype") {
      if (!pending_.empty() || !TakeTypes(value)) return false;
      pending_ = std::string(sentence);
      return true;
    }
    const bool known = (subject == "encoding" && TakeEncodings(value)) ||
                       (subject == "symmetry" && TakeSymmetry(value));
    if (known) pending_.clear();
    return known;
  }

  // The encodings that some group of the cell speaks of are accepted.
  void AddEncodings(std::vector<Json>& conditions) const {
    if (all_.empty()) return;
    Json accepted = Json::array({"SCALE_OFFSET"});
    for (const std::string& name : all_) {
      if (std::find(accepted.begin(), accepted.end(), name) == accepted.end()) {
        accepted.push_back(name);
      }
    }
    conditions.push_back({{"port", port_}, {"encodings", accepted}});
  }

  std::vector<Json> Take() { return std::move(conditions_); }

  // A `Datatype:` that nothing followed says something that is not understood.
  std::string TakePending() { return std::exchange(pending_, ""); }

 private:
  static std::vector<std::string> Names(absl::string_view list,
                                        absl::string_view prefix) {
    std::vector<std::string> names;
    for (absl::string_view name :
         absl::StrSplit(list, absl::ByAnyChar(", "), absl::SkipEmpty())) {
      absl::ConsumePrefix(&name, prefix);
      names.emplace_back(name);
    }
    return names;
  }

  bool TakeTypes(absl::string_view value) {
    std::vector<std::string> types;
    for (const std::string& name : Names(value, "")) {
      types.push_back(CatalogType(name));
      if (types.back().empty()) return false;
    }
    types_ = std::move(types);
    encodings_.clear();
    return !types_.empty();
  }

  bool TakeEncodings(absl::string_view value) {
    std::vector<std::string> names = Names(value, "QNN_QUANTIZATION_ENCODING_");
    for (const std::string& name : names) {
      if (EncodingFromName(name) == Encoding::kUnclassified) return false;
    }
    encodings_ = std::move(names);
    all_.insert(all_.end(), encodings_.begin(), encodings_.end());
    return !encodings_.empty();
  }

  bool TakeSymmetry(absl::string_view value) {
    if (!absl::EqualsIgnoreCase(value, "symmetric")) return false;
    Json condition = {{"port", port_}};
    if (!types_.empty()) condition["if"]["dtype"] = types_;
    if (!encodings_.empty()) condition["if"]["encoding"] = encodings_;
    condition["symmetric"] = true;
    conditions_.push_back(std::move(condition));
    return true;
  }

  const std::string& port_;
  std::string pending_;
  std::vector<std::string> types_;
  std::vector<std::string> encodings_;
  std::vector<std::string> all_;
  std::vector<Json> conditions_;
};

}  // namespace

SentenceReading ReadSentences(const std::vector<std::string>& sentences,
                              const std::string& port) {
  SentenceReading reading;
  Group group(port);
  const auto note = [&](const std::string& sentence) {
    Json condition = Json::object();
    if (!port.empty()) condition["port"] = port;
    condition["severity"] = "note";
    condition["text"] = sentence;
    reading.conditions.push_back(std::move(condition));
    reading.unread.push_back(sentence);
  };
  for (const std::string& sentence : sentences) {
    if (group.Take(sentence)) continue;
    const std::optional<Json> rank =
        port.empty() ? std::nullopt : RankOf(sentence);
    if (rank.has_value()) {
      reading.conditions.push_back({{"port", port}, {"rank", *rank}});
    } else {
      note(sentence);
    }
  }
  const std::string pending = group.TakePending();
  if (!pending.empty()) note(pending);
  group.AddEncodings(reading.conditions);
  for (Json& condition : group.Take()) {
    reading.conditions.push_back(std::move(condition));
  }
  return reading;
}

}  // namespace opfit
