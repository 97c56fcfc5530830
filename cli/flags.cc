#include "cli/flags.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace opfit {
namespace {

using Takes = FlagInfo::Takes;

constexpr size_t kAny = ~size_t{0};

constexpr CommandInfo kCommands[] = {
    {Command::kCheck, "check", "FILE…", 1, kAny,
     "check quantized graphs against what a target accepts",
     "`-` reads the standard input. Exits 0 if every graph is clean, 1 if "
     "there "
     "are findings that fail the run, 2 if something could not be run: a file "
     "that cannot be read, a target that does not exist, or an SDK that is "
     "older than the catalog, for which nothing can be checked."},
    {Command::kAnnotate, "annotate", "FILE", 1, 1,
     "say of every operator how it is to be quantized, as the backend's "
     "quantizer would",
     "Writes the annotated graph to the standard output, and what was done to "
     "the standard error; with -o, the graph to that file and the rest to the "
     "standard output. Exits 0 if all is well, 1 if there are findings that "
     "fail the run, 2 if the graph could not be annotated."},
    {Command::kConvert, "convert", "FILE", 1, 1,
     "write a graph of any format as an annotated graph",
     "An annotated graph is JSON to read, paste, share, diff and edit; "
     "checking "
     "it gives the same outcomes and findings as checking FILE. `-` reads the "
     "standard input. Exits 1, and writes nothing, if FILE is no graph or has "
     "errors of its own."},
    {Command::kExplain, "explain", "CODE", 1, 1,
     "say what a code means, why it matters and how to fix it",
     "CODE is a number such as OF103 or a name such as DataTypesUnsupported."},
    {Command::kOps, "ops", "[OP]", 0, 1,
     "list the operators that the catalog knows, or all it knows of one",
     "OP is the backend's name, such as Conv2d, or one of a graph, such as "
     "aten.conv2d.default."},
    {Command::kCatalog, "catalog", "import|lint FILE…", 2, kAny,
     "make a catalog of what others publish, or check one",
     "`catalog import FILE` writes what FILE says of operators as a catalog to "
     "edit: QNN OpDef XML, the vendor's operator supplement page as HTML or "
     "Markdown, or a dump of the SDK's op info. `catalog lint FILE…` checks "
     "catalogs for --catalog."},
    {Command::kTargets, "targets", "", 0, 0,
     "list the chips that can be named in a target", ""},
    {Command::kVersion, "version", "", 0, 0,
     "print the versions of the tool and its catalogs", ""},
    {Command::kHelp, "help", "[COMMAND]", 0, 1,
     "say how to use opfit, or one of its commands", ""},
};

constexpr uint32_t In(Command command) {
  return uint32_t{1} << static_cast<int>(command);
}
constexpr uint32_t kInCheck = In(Command::kCheck);
constexpr uint32_t kInAnnotate = In(Command::kAnnotate);
constexpr uint32_t kInBoth = kInCheck | kInAnnotate;
constexpr uint32_t kInConvert = In(Command::kConvert);
constexpr uint32_t kInOps = In(Command::kOps);
constexpr uint32_t kInCatalog = In(Command::kCatalog);
constexpr uint32_t kInExplain = In(Command::kExplain);
constexpr uint32_t kInAll = ~uint32_t{0};

constexpr FlagInfo kFlags[] = {
    {Flag::kTarget, 't', "target", Takes::kOne, "TARGET", "", kInBoth | kInOps,
     "what to check for, backend[:soc][@sdk]: htp:SM8750@2.41, SM8550, "
     "htp:v73 (default: the newest SDK on SM8750)",
     "target", "htp"},
    {Flag::kQuant, '\0', "quant", Takes::kOne, "TYPE", "", kInAnnotate,
     "how to quantize: 8a8w, 16a8w, 16a4w, 16a4w_block, 16a16w, 8a4w, 16a2w or "
     "fp16a8w, bits of activations and weights (default: the recipe's, or "
     "8a8w)"},
    {Flag::kQat, '\0', "qat", Takes::kNothing, "", "", kInAnnotate,
     "for quantization-aware training instead of after training"},
    {Flag::kRecipe, 'r', "recipe", Takes::kOne, "FILE", "", kInAnnotate,
     "what is to be different for which nodes; docs/recipes.md"},
    {Flag::kReplace, '\0', "replace", Takes::kNothing, "", "", kInAnnotate,
     "replace the annotations that the graph has; without it, annotated nodes "
     "stay as they are"},
    {Flag::kCheckToo, '\0', "check", Takes::kNothing, "", "", kInAnnotate,
     "check the annotated graph for the same target"},
    {Flag::kCatalog, '\0', "catalog", Takes::kEach, "FILE", "",
     kInCheck | kInOps,
     "lay a catalog of your own over the bundled one; as many as are named, "
     "the last on top"},
    {Flag::kFrom, '\0', "from", Takes::kOne, "FORMAT",
     "opdef,supplement,op-info", kInCatalog,
     "what is imported (default: told by the content)"},
    {Flag::kBackend, '\0', "backend", Takes::kOne, "NAME", "", kInCatalog,
     "the backend that the catalog is of (default: what FILE says, or htp)"},
    {Flag::kFormat, 'f', "format", Takes::kOne, "FORMAT",
     "text,concise,json,jsonl,sarif,junit,github,gitlab,markdown,"
     "model-explorer",
     kInBoth, "how to print the report (default: text)", "format", "text"},
    {Flag::kStrict, '\0', "strict", Takes::kNothing, "", "", kInCheck,
     "let violations fail the run, as they do unless something says otherwise",
     "strict", "true"},
    {Flag::kNoStrict, '\0', "no-strict", Takes::kNothing, "", "", kInBoth,
     "make violations warnings that do not fail the run; broken input still "
     "does"},
    {Flag::kFailOn, '\0', "fail-on", Takes::kMany, "WHAT,…",
     "errors,warnings,unknown,unchecked", kInBoth,
     "what fails the run beside errors", "failOn", "errors"},
    {Flag::kSeverity, '\0', "severity", Takes::kMany, "CODE=SEVERITY,…", "",
     kInCheck,
     "give findings of these codes another severity: error, warning or note",
     "severities"},
    {Flag::kIgnore, '\0', "ignore", Takes::kMany, "CODE,…", "", kInCheck,
     "leave findings of these codes out; they are counted as ignored",
     "ignore"},
    {Flag::kSelect, '\0', "select", Takes::kMany, "CODE,…", "", kInCheck,
     "leave out all findings but those of these codes and broken input",
     "select"},
    {Flag::kWaivers, '\0', "waivers", Takes::kEach, "FILE", "", kInCheck,
     "accept the findings that this file waives, each with its reason",
     "waivers"},
    {Flag::kWriteBaseline, '\0', "write-baseline", Takes::kOne, "FILE", "",
     kInCheck,
     "write a file of waivers for all errors and warnings that there are now"},
    {Flag::kToday, '\0', "today", Takes::kOne, "DAY", "", kInCheck,
     "the day by which waivers expire, such as 2026-12-31 (default: today, in "
     "UTC)"},
    {Flag::kDiscardNode, '\0', "discard-node", Takes::kMany, "NAME,…", "",
     kInBoth, "leave these nodes out; they count as unchecked", "discardNodes"},
    {Flag::kDiscardOp, '\0', "discard-op", Takes::kMany, "OP,…", "", kInBoth,
     "leave out the nodes of these operators, named as in the file",
     "discardOps"},
    {Flag::kEncodings, '\0', "encodings", Takes::kOne, "FILE", "", kInCheck,
     "how the tensors of an ONNX model are quantized, as AIMET writes it"},
    {Flag::kMaxBytes, '\0', "max-bytes", Takes::kOne, "N", "",
     kInBoth | kInConvert,
     "read no more bytes of a file than this; K, M or G may follow the number "
     "(default: 1G)",
     "limits.bytes", "1G"},
    {Flag::kMaxDepth, '\0', "max-depth", Takes::kOne, "N", "",
     kInBoth | kInConvert, "read nothing that is nested deeper (default: 64)",
     "limits.depth", "64"},
    {Flag::kMaxNodes, '\0', "max-nodes", Takes::kOne, "N", "",
     kInBoth | kInConvert, "read no more nodes than this (default: 4000000)",
     "limits.nodes", "4000000"},
    {Flag::kOutput, 'o', "output", Takes::kEach, "[FORMAT=]FILE", "",
     kInBoth | kInConvert | kInCatalog,
     "write to a file instead of the standard output; with FORMAT=, of a "
     "report, beside it, in that format, and as many as are named",
     "outputs"},
    {Flag::kQuiet, 'q', "quiet", Takes::kNothing, "", "", kInBoth,
     "print findings and nothing else"},
    {Flag::kVerbose, 'v', "verbose", Takes::kNothing, "", "", kInBoth,
     "print every finding by itself and every list whole"},
    {Flag::kColor, '\0', "color", Takes::kOne, "WHEN", "auto,always,never",
     kInBoth | kInExplain | kInOps,
     "colour the text (default: auto, which is on a terminal unless NO_COLOR "
     "is set)"},
    {Flag::kConfig, '\0', "config", Takes::kOne, "FILE", "", kInCheck,
     "take settings from this file (default: the nearest opfit.json, from the "
     "first graph upwards)"},
    {Flag::kIsolated, '\0', "isolated", Takes::kNothing, "", "", kInCheck,
     "take settings from no file and not from the environment"},
    {Flag::kShowSettings, '\0', "show-settings", Takes::kNothing, "", "",
     kInCheck,
     "print every setting and where it comes from, and check nothing"},
    {Flag::kHelp, 'h', "help", Takes::kNothing, "", "", kInAll,
     "say how to use the command"},
    {Flag::kVersion, '\0', "version", Takes::kNothing, "", "", kInAll,
     "print the versions of the tool and its catalogs"},
};

}  // namespace

absl::Span<const CommandInfo> AllCommands() { return kCommands; }
absl::Span<const FlagInfo> AllFlags() { return kFlags; }

const CommandInfo& InfoOf(Command command) {
  return kCommands[static_cast<size_t>(command)];
}
const FlagInfo& InfoOf(Flag flag) { return kFlags[static_cast<size_t>(flag)]; }

std::string EnvironmentName(const FlagInfo& info) {
  return absl::StrCat("OPFIT_", absl::AsciiStrToUpper(absl::StrReplaceAll(
                                    info.name, {{"-", "_"}})));
}

const CommandInfo* FindCommand(absl::string_view name) {
  for (const CommandInfo& info : kCommands) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

const FlagInfo* FindFlag(absl::string_view name) {
  for (const FlagInfo& info : kFlags) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

const FlagInfo* FindFlag(char letter) {
  for (const FlagInfo& info : kFlags) {
    if (info.letter != '\0' && info.letter == letter) return &info;
  }
  return nullptr;
}

}  // namespace opfit
