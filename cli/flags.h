// The commands and flags of the command line, as two tables. Parsing, help and
// whatever else is made of them come from here, so they cannot disagree.

#ifndef OPFIT_CLI_FLAGS_H_
#define OPFIT_CLI_FLAGS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace opfit {

enum class Command : uint8_t {
  kCheck,
  kAnnotate,
  kConvert,
  kExplain,
  kOps,
  kCatalog,
  kTargets,
  kVersion,
  kHelp,
};

struct CommandInfo {
  Command command;
  absl::string_view name;
  absl::string_view operands;  // "FILE…"; empty: takes none
  size_t min_operands;
  size_t max_operands;
  absl::string_view summary;  // one clause
  absl::string_view details;  // what help says below the usage; may be empty
};

enum class Flag : uint8_t {
  kTarget,
  kQuant,
  kQat,
  kRecipe,
  kReplace,
  kCheckToo,
  kCatalog,
  kFrom,
  kBackend,
  kFormat,
  kStrict,
  kNoStrict,
  kFailOn,
  kSeverity,
  kIgnore,
  kSelect,
  kWaivers,
  kWriteBaseline,
  kToday,
  kDiscardNode,
  kDiscardOp,
  kEncodings,
  kMaxBytes,
  kMaxDepth,
  kMaxNodes,
  kOutput,
  kQuiet,
  kVerbose,
  kColor,
  kConfig,
  kIsolated,
  kShowSettings,
  kHelp,
  kVersion,
};
inline constexpr size_t kFlagCount = static_cast<size_t>(Flag::kVersion) + 1;

struct FlagInfo {
  enum class Takes : uint8_t {
    kNothing,
    kOne,   // one value; giving the flag twice is an error
    kEach,  // one value, and the flag may be given again
    kMany,  // values separated by commas, and the flag may be given again
  };
  Flag flag;
  char letter;  // '\0': none
  absl::string_view name;
  Takes takes;
  absl::string_view metavar;  // what help calls the value
  absl::string_view choices;  // separated by commas; empty: any value
  uint32_t commands;          // a bit for each command that knows the flag
  absl::string_view meaning;
  // What it is called in opfit.json, with its parents before it and dots
  // between; empty: it can only be said on the command line.
  absl::string_view key = {};
  absl::string_view otherwise = {};  // what --show-settings says if it is unset

  bool IsKnownTo(Command command) const {
    return ((commands >> static_cast<int>(command)) & 1u) != 0;
  }
};

// In the order of the enums, which is that of help.
absl::Span<const CommandInfo> AllCommands();
absl::Span<const FlagInfo> AllFlags();

const CommandInfo& InfoOf(Command command);
const FlagInfo& InfoOf(Flag flag);

// The environment variable of a flag that has a key: OPFIT_FAIL_ON.
std::string EnvironmentName(const FlagInfo& info);

// By name, without dashes; null if there is none.
const CommandInfo* FindCommand(absl::string_view name);
const FlagInfo* FindFlag(absl::string_view name);
const FlagInfo* FindFlag(char letter);

}  // namespace opfit

#endif  // OPFIT_CLI_FLAGS_H_
