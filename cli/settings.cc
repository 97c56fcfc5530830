#include "cli/settings.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "cli/config_file.h"
#include "cli/paths.h"
#include "core/render/printable.h"
#include "core/render/table.h"

namespace opfit {
namespace {

constexpr size_t kMaxConfigBytes = size_t{16} << 20;

absl::Status AddEnvironment(const Host& host, CommandLine& line) {
  for (const FlagInfo& info : AllFlags()) {
    if (info.key.empty()) continue;
    const std::string name = EnvironmentName(info);
    const std::string text = host.Environment(name);
    if (text.empty()) continue;
    std::vector<std::string> values = {text};
    if (info.takes == FlagInfo::Takes::kMany) {
      values = absl::StrSplit(text, ',', absl::SkipEmpty());
    }
    const absl::Status status = line.Offer(info.flag, std::move(values), name);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// One run has one configuration: graphs that have others are an error, not a
// surprise.
absl::StatusOr<std::string> ConfigOf(const CommandLine& line,
                                     const Host& host) {
  if (line.Has(Flag::kConfig))
    return std::string(line.Value(Flag::kConfig, ""));
  const std::vector<std::string>& graphs = line.operands();
  if (graphs.empty()) return FindConfig("", host);
  const std::string config = FindConfig(graphs.front(), host);
  for (const std::string& graph : graphs) {
    const std::string other = FindConfig(graph, host);
    if (other == config) continue;
    const auto name = [](const std::string& file) {
      return file.empty() ? std::string("none") : absl::StrCat("`", file, "`");
    };
    return absl::InvalidArgumentError(absl::StrCat(
        "the graphs have different configurations: `", graphs.front(), "` has ",
        name(config), ", `", graph, "` has ", name(other),
        "; check them apart, or name one with --config"));
  }
  return config;
}

absl::Status AddConfig(Host& host, CommandLine& line) {
  const absl::StatusOr<std::string> file = ConfigOf(line, host);
  if (!file.ok() || file->empty()) return file.status();
  absl::StatusOr<std::string> bytes = host.Read(*file, kMaxConfigBytes);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<std::vector<ConfigValue>> values =
      ReadConfig(*file, *std::move(bytes));
  if (!values.ok()) return values.status();
  for (ConfigValue& value : *values) {
    const absl::Status status =
        line.Offer(value.flag, std::move(value.values), std::move(value.place));
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// The flag that holds what is said of a setting: itself, or "no-" of a switch.
const FlagInfo& HolderOf(const FlagInfo& info, const CommandLine& line) {
  const FlagInfo* opposite = FindFlag(absl::StrCat("no-", info.name));
  return opposite != nullptr && line.Has(opposite->flag) ? *opposite : info;
}

}  // namespace

std::string FindConfig(absl::string_view graph, const Host& host) {
  const std::string working = host.WorkingDirectory();
  if (graph == "-") graph = "";
  std::string path = AbsolutePath(graph, working);
  // A graph's directory; a directory and the working directory are their own.
  const bool is_directory =
      graph.empty() || host.IsDirectory(std::string(graph));
  std::string directory(is_directory ? absl::string_view(path)
                                     : DirectoryOf(path));
  while (true) {
    const std::string file =
        RelativePath(JoinPath(directory, kConfigName), working);
    if (host.IsFile(file)) return file;
    if (directory == "/") return "";
    directory = std::string(DirectoryOf(directory));
  }
}

absl::Status AddSettings(Host& host, CommandLine& line) {
  if (line.Has(Flag::kIsolated)) return absl::OkStatus();
  absl::Status status = AddEnvironment(host, line);
  if (status.ok()) status = AddConfig(host, line);
  return status;
}

std::string ShowSettings(const CommandLine& line) {
  std::vector<std::vector<std::string>> rows;
  for (const FlagInfo& info : AllFlags()) {
    if (info.key.empty()) continue;
    const FlagInfo& holder = HolderOf(info, line);
    std::string value(info.otherwise.empty() ? "-" : info.otherwise);
    std::string origin = "default";
    if (line.Has(holder.flag)) {
      const absl::string_view from = line.Origin(holder.flag);
      origin = from.empty() ? absl::StrCat("--", holder.name) : Printable(from);
      value = Printable(absl::StrJoin(line.Values(holder.flag), ","));
      if (info.takes == FlagInfo::Takes::kNothing) {
        value = &holder == &info ? "true" : "false";
      }
    }
    rows.push_back({std::string(info.key), value, origin});
  }
  return RenderTable(rows);
}

}  // namespace opfit
