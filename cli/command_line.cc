#include "cli/command_line.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/finding/suggest.h"

namespace opfit {
namespace {

template <typename... Parts>
absl::Status Wrong(const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat(parts...));
}

// A flag as it was written, and as it is taken apart.
struct Written {
  const FlagInfo* info;
  absl::string_view text;  // "--format"
  bool has_value = false;  // after `=`
  absl::string_view value;
};

absl::Status UnknownFlag(absl::string_view text) {
  std::vector<std::string> names;
  for (const FlagInfo& info : AllFlags()) {
    names.push_back(absl::StrCat("--", info.name));
  }
  return Wrong("there is no flag `", text, "`",
               DidYouMean(text, std::vector<absl::string_view>(names.begin(),
                                                               names.end())));
}

absl::StatusOr<Written> ReadFlag(absl::string_view arg) {
  Written flag;
  flag.text = arg;
  if (absl::StartsWith(arg, "--")) {
    const size_t equals = arg.find('=');
    flag.has_value = equals != absl::string_view::npos;
    flag.text = arg.substr(0, equals);
    if (flag.has_value) flag.value = arg.substr(equals + 1);
    flag.info = FindFlag(flag.text.substr(2));
  } else {
    flag.info = arg.size() == 2 ? FindFlag(arg[1]) : nullptr;
  }
  if (flag.info == nullptr) return UnknownFlag(flag.text);
  return flag;
}

absl::Status CheckChoice(const FlagInfo& info, absl::string_view written,
                         absl::string_view value) {
  if (info.choices.empty()) return absl::OkStatus();
  const std::vector<absl::string_view> choices =
      absl::StrSplit(info.choices, ',');
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) {
    return absl::OkStatus();
  }
  return Wrong("`", written, "` is one of ", absl::StrJoin(choices, ", "),
               ", not `", value, "`");
}

// "--no-strict" of "--strict" and the reverse; null if there is none.
const FlagInfo* OppositeOf(const FlagInfo& info) {
  absl::string_view name = info.name;
  return absl::ConsumePrefix(&name, "no-")
             ? FindFlag(name)
             : FindFlag(absl::StrCat("no-", info.name));
}

}  // namespace

absl::Status CommandLine::Offer(Flag flag, std::vector<std::string> values,
                                std::string origin) {
  const FlagInfo& info = InfoOf(flag);
  const FlagInfo* opposite = OppositeOf(info);
  if (Has(flag) || (opposite != nullptr && Has(opposite->flag))) {
    return absl::OkStatus();
  }
  for (const std::string& value : values) {
    const absl::Status known = CheckChoice(info, info.name, value);
    if (!known.ok()) return Wrong(origin, ": ", known.message());
  }
  size_t index = static_cast<size_t>(flag);
  if (info.takes == FlagInfo::Takes::kNothing) {
    if (values.front() != "true" && values.front() != "false") {
      return Wrong(origin, ": `", info.name, "` is true or false, not `",
                   values.front(), "`");
    }
    if (values.front() == "false" && opposite != nullptr) {
      index = static_cast<size_t>(opposite->flag);
    }
    values.clear();
  }
  given_[index] = true;
  values_[index] = std::move(values);
  origins_[index] = std::move(origin);
  return absl::OkStatus();
}

absl::Status CommandLine::Blame(Flag flag, const absl::Status& status) const {
  if (status.ok() || Origin(flag).empty()) return status;
  return absl::Status(status.code(),
                      absl::StrCat(Origin(flag), ": ", status.message()));
}

class CommandLineParser {
 public:
  explicit CommandLineParser(absl::Span<const std::string> args)
      : args_(args) {}

  absl::StatusOr<CommandLine> Parse();

 private:
  absl::Status TakeCommand();
  absl::Status TakeFlag(absl::string_view arg);
  absl::Status TakeValue(const Written& flag);
  absl::Status CheckOperands() const;

  absl::Span<const std::string> args_;
  size_t next_ = 0;
  CommandLine line_;
};

absl::Status CommandLineParser::TakeCommand() {
  const absl::string_view name = args_[next_++];
  if (name == "-h" || name == "--help") {
    line_.command_ = Command::kHelp;
    return absl::OkStatus();
  }
  if (name == "--version") {
    line_.command_ = Command::kVersion;
    return absl::OkStatus();
  }
  const CommandInfo* info = FindCommand(name);
  if (info == nullptr) {
    std::vector<absl::string_view> names;
    for (const CommandInfo& known : AllCommands()) names.push_back(known.name);
    return Wrong("there is no command `", name, "`", DidYouMean(name, names));
  }
  line_.command_ = info->command;
  return absl::OkStatus();
}

absl::Status CommandLineParser::TakeValue(const Written& flag) {
  absl::string_view value = flag.value;
  if (!flag.has_value) {
    if (next_ == args_.size()) {
      return Wrong("`", flag.text, "` needs a value: ", flag.text, " ",
                   flag.info->metavar);
    }
    value = args_[next_++];
  }
  std::vector<std::string> values = {std::string(value)};
  if (flag.info->takes == FlagInfo::Takes::kMany) {
    values = absl::StrSplit(value, ',', absl::SkipEmpty());
  }
  std::vector<std::string>& all =
      line_.values_[static_cast<size_t>(flag.info->flag)];
  for (std::string& one : values) {
    const absl::Status known = CheckChoice(*flag.info, flag.text, one);
    if (!known.ok()) return known;
    all.push_back(std::move(one));
  }
  return absl::OkStatus();
}

absl::Status CommandLineParser::TakeFlag(absl::string_view arg) {
  const absl::StatusOr<Written> flag = ReadFlag(arg);
  if (!flag.ok()) return flag.status();
  const FlagInfo& info = *flag->info;
  if (!info.IsKnownTo(line_.command_)) {
    return Wrong("`", flag->text, "` is not a flag of `",
                 InfoOf(line_.command_).name, "`");
  }
  const FlagInfo* opposite = OppositeOf(info);
  if (opposite != nullptr && line_.Has(opposite->flag)) {
    return Wrong("`", flag->text, "` and `--", opposite->name,
                 "` are both given");
  }
  bool& given = line_.given_[static_cast<size_t>(info.flag)];
  if (info.takes == FlagInfo::Takes::kNothing) {
    given = true;
    return flag->has_value ? Wrong("`", flag->text, "` takes no value")
                           : absl::OkStatus();
  }
  if (given && info.takes == FlagInfo::Takes::kOne) {
    return Wrong("`", flag->text, "` is given twice");
  }
  given = true;
  return TakeValue(*flag);
}

absl::Status CommandLineParser::CheckOperands() const {
  const CommandInfo& info = InfoOf(line_.command_);
  const size_t count = line_.operands_.size();
  if (line_.Has(Flag::kShowSettings)) return absl::OkStatus();
  if (count < info.min_operands) {
    return Wrong("`", info.name, "` needs ", info.operands, "; `opfit help ",
                 info.name, "` says more");
  }
  if (count > info.max_operands) {
    return Wrong("`", line_.operands_[info.max_operands],
                 "` is one word too many for `", info.name, "`");
  }
  return absl::OkStatus();
}

absl::StatusOr<CommandLine> CommandLineParser::Parse() {
  if (args_.empty()) return Wrong("no command; `opfit help` lists them");
  absl::Status status = TakeCommand();
  bool only_operands = false;
  while (status.ok() && next_ < args_.size()) {
    const absl::string_view arg = args_[next_++];
    if (only_operands || arg == "-" || !absl::StartsWith(arg, "-")) {
      line_.operands_.emplace_back(arg);
    } else if (arg == "--") {
      only_operands = true;
    } else {
      status = TakeFlag(arg);
    }
  }
  if (!status.ok()) return status;
  if (line_.Has(Flag::kHelp)) {
    line_.operands_ = {std::string(InfoOf(line_.command_).name)};
    line_.command_ = Command::kHelp;
    return line_;
  }
  if (line_.Has(Flag::kVersion)) {
    line_.operands_.clear();
    line_.command_ = Command::kVersion;
    return line_;
  }
  status = CheckOperands();
  if (!status.ok()) return status;
  return std::move(line_);
}

absl::StatusOr<CommandLine> ParseCommandLine(
    absl::Span<const std::string> args) {
  return CommandLineParser(args).Parse();
}

}  // namespace opfit
