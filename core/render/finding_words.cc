#include "core/render/finding_words.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/render/page.h"
#include "core/render/printable.h"

namespace opfit {

std::string Quoted(absl::string_view text) {
  return absl::StrCat("`", Printable(text), "`");
}

std::string QuotedWord(absl::string_view text) {
  const bool is_word =
      text.find_first_of(" `") == absl::string_view::npos && !text.empty();
  return is_word ? Quoted(text) : Printable(text);
}

std::string SubjectWords(const Finding& finding) {
  if (finding.node.empty()) return "";
  std::string text = Quoted(finding.node);
  std::vector<std::string> ops;
  for (const std::string* op : {&finding.op, &finding.backend_op}) {
    if (!op->empty() && (ops.empty() || ops.back() != *op)) ops.push_back(*op);
  }
  if (!ops.empty()) {
    absl::StrAppend(&text, " (", Printable(absl::StrJoin(ops, " → ")), ")");
  }
  if (!finding.port.empty()) {
    absl::StrAppend(&text, ", port ", Quoted(finding.port));
    if (!finding.role.empty()) {
      absl::StrAppend(&text, " (", Printable(finding.role), ")");
    }
  }
  return text;
}

std::string FoundWords(const Finding& finding) {
  return finding.found.empty() ? "nothing" : QuotedWord(finding.found);
}

std::vector<std::string> AcceptedWords(const Finding& finding) {
  std::vector<std::string> words;
  words.reserve(finding.accepted.size());
  for (const std::string& item : finding.accepted) {
    words.push_back(QuotedWord(item));
  }
  return words;
}

std::string NearestWords(const Nearest& nearest) {
  return absl::StrCat(Printable(nearest.row), " (",
                      Counted(static_cast<size_t>(nearest.changes), "change"),
                      ")");
}

std::string EditWords(const Edit& edit) {
  // A parameter has no port.
  return absl::StrCat(edit.port.empty() ? "" : Quoted(edit.port) + " ",
                      Printable(edit.what), ": ", QuotedWord(edit.from), " → ",
                      QuotedWord(edit.to));
}

std::string WaivedWords(const Finding& finding) {
  if (!finding.waived.has_value()) return "";
  const Waived& waived = *finding.waived;
  return absl::StrCat(Printable(waived.reason),
                      waived.expires.empty()
                          ? ""
                          : absl::StrCat(" (until ", waived.expires, ")"));
}

std::string PlainText(const Finding& finding) {
  std::vector<std::string> lines = {Printable(Message(finding))};
  const auto add = [&lines](absl::string_view label, std::string text) {
    if (!text.empty()) lines.push_back(absl::StrCat(label, text));
  };
  add("node ", SubjectWords(finding));
  if (finding.place.in_binary) {
    add("at byte ", absl::StrCat(finding.place.anchor_offset));
  }
  const std::vector<std::string> accepted = AcceptedWords(finding);
  if (!accepted.empty()) {
    add("have ", absl::StrCat(FoundWords(finding), "; catalog has ",
                              Listed(accepted, /*whole=*/false)));
  } else if (!finding.found.empty()) {
    add("have ", FoundWords(finding));
  }
  if (finding.nearest.has_value()) {
    add("nearest ", NearestWords(*finding.nearest));
    for (const Edit& edit : finding.nearest->edits) add("  ", EditWords(edit));
  }
  for (const std::string& hint : finding.hints) add("hint ", Printable(hint));
  add("waived ", WaivedWords(finding));
  return absl::StrJoin(lines, "\n");
}

}  // namespace opfit
