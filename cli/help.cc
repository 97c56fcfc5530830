#include "cli/help.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/render/utf8.h"

namespace opfit {
namespace {

// Words from column `margin` on, below each other where a line is full. The
// text before them on the first line is the caller's.
void AppendWrapped(std::string& out, absl::string_view text, size_t margin,
                   int width) {
  const size_t room = std::max(width, 60) - margin;
  size_t used = 0;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    const size_t columns = ColumnsOf(word);
    if (used > 0 && used + 1 + columns > room) {
      absl::StrAppend(&out, "\n", std::string(margin, ' '));
      used = 0;
    }
    absl::StrAppend(&out, used > 0 ? " " : "", word);
    used += columns + (used > 0 ? 1 : 0);
  }
  out += '\n';
}

// "  name  meaning", the meaning from column `margin` on.
void AppendEntry(std::string& out, absl::string_view name,
                 absl::string_view meaning, size_t margin, int width) {
  absl::StrAppend(&out, "  ", name);
  const size_t used = 2 + ColumnsOf(name);
  if (used + 2 > margin) {
    absl::StrAppend(&out, "\n", std::string(margin, ' '));
  } else {
    out.append(margin - used, ' ');
  }
  AppendWrapped(out, meaning, margin, width);
}

// "-t, --target TARGET".
std::string FlagAsWritten(const FlagInfo& info) {
  std::string out = info.letter == '\0'
                        ? std::string("    ")
                        : absl::StrCat("-", std::string(1, info.letter), ", ");
  absl::StrAppend(&out, "--", info.name);
  if (!info.metavar.empty()) absl::StrAppend(&out, " ", info.metavar);
  return out;
}

std::string Meaning(const FlagInfo& info) {
  if (info.choices.empty()) return std::string(info.meaning);
  return absl::StrCat(info.meaning, ": ",
                      absl::StrReplaceAll(info.choices, {{",", ", "}}));
}

}  // namespace

std::string HelpText(int width) {
  std::string out =
      "opfit tells you, before you touch a device, whether every operator of "
      "a\n"
      "quantized graph fits the accelerator you target, and what to change.\n\n"
      "usage: opfit COMMAND …\n\n";
  for (const CommandInfo& info : AllCommands()) {
    AppendEntry(out, absl::StrCat(info.name, " ", info.operands), info.summary,
                18, width);
  }
  absl::StrAppend(&out,
                  "\n  opfit check model.json --target htp:SM8750\n"
                  "  opfit explain OF103\n\n"
                  "`opfit help COMMAND` lists its flags.\n");
  return out;
}

std::string HelpText(Command command, int width) {
  const CommandInfo& info = InfoOf(command);
  std::string out = absl::StrCat("usage: opfit ", info.name);
  if (!info.operands.empty()) absl::StrAppend(&out, " ", info.operands);
  absl::StrAppend(&out, " [FLAG…]\n\n");
  AppendWrapped(out, info.summary, 0, width);
  if (!info.details.empty()) {
    out += '\n';
    AppendWrapped(out, info.details, 0, width);
  }
  out += "\nflags\n";
  for (const FlagInfo& flag : AllFlags()) {
    if (!flag.IsKnownTo(command)) continue;
    AppendEntry(out, FlagAsWritten(flag), Meaning(flag), 29, width);
  }
  return out;
}

}  // namespace opfit
