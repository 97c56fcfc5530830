#include "cli/waiver_files.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/check/adjust.h"
#include "core/finding/finding.h"
#include "core/formats/waiver_file.h"
#include "core/render/json_writer.h"

namespace opfit {
namespace {

constexpr size_t kMaxBytes = size_t{256} << 20;
constexpr absl::string_view kBaselineReason = "in the baseline";

absl::Status Wrong(const std::string& file, const Finding& problem) {
  const bool is_plain = problem.code == Code::kSchemaViolation;
  return absl::InvalidArgumentError(
      absl::StrCat(file, ":", problem.place.line, ":", problem.place.column,
                   ": ", is_plain ? problem.args[0] : Message(problem)));
}

void WriteText(JsonWriter& json, absl::string_view key,
               absl::string_view text) {
  if (text.empty()) return;
  json.Key(key);
  json.String(text);
}

void WriteWaiver(JsonWriter& json, const Waiver& waiver) {
  json.BeginObject(JsonWriter::kOneLine);
  WriteText(json, "code", InfoOf(waiver.code).id);
  WriteText(json, "file", waiver.file);
  WriteText(json, "node", waiver.node);
  WriteText(json, "port", waiver.port);
  WriteText(json, "reason", waiver.reason);
  if (waiver.expires) WriteText(json, "expires", ToString(*waiver.expires));
  json.End();
}

}  // namespace

absl::StatusOr<WaiverFiles> WaiverFiles::Read(
    absl::Span<const std::string> files, Host& host) {
  WaiverFiles result;
  if (files.empty()) return result;
  result.waivers_ = std::make_unique<std::vector<Waiver>>();
  for (const std::string& name : files) {
    absl::StatusOr<std::string> bytes = host.Read(name, kMaxBytes);
    if (!bytes.ok()) return bytes.status();
    WaiverFile file = ReadWaiverFile(*std::move(bytes));
    if (!file.problems.empty()) return Wrong(name, file.problems.front());
    result.files_.push_back(
        {name, result.waivers_->size(), file.waivers.size()});
    std::move(file.waivers.begin(), file.waivers.end(),
              std::back_inserter(*result.waivers_));
  }
  result.index_ = std::make_unique<WaiverIndex>(*result.waivers_);
  result.use_.resize(result.waivers_->size());
  result.concerned_.resize(result.waivers_->size());
  return result;
}

void WaiverFiles::AddRun(absl::string_view graph, const Report& report) {
  for (size_t i = 0; i < use_.size(); ++i) {
    use_[i] = std::max(use_[i], report.waiver_use[i]);
    const std::string& file = (*waivers_)[i].file;
    if (report.status == RunStatus::kChecked &&
        (file.empty() || IsFile(graph, file))) {
      concerned_[i] = true;
    }
  }
}

Report WaiverFiles::StaleReport(const File& file,
                                const FindingPolicy& policy) const {
  std::vector<Waiver> waivers;
  std::vector<WaiverUse> use;
  for (size_t i = file.first; i < file.first + file.count; ++i) {
    if (!concerned_[i]) continue;
    waivers.push_back((*waivers_)[i]);
    use.push_back(use_[i]);
  }
  return StaleWaiverReport(waivers, use, policy);
}

std::vector<Waiver> WaiverFiles::Used() const {
  std::vector<Waiver> used;
  for (size_t i = 0; i < use_.size(); ++i) {
    if (use_[i] == WaiverUse::kUsed) used.push_back((*waivers_)[i]);
  }
  return used;
}

void Baseline::Add(absl::string_view graph, const Report& report) {
  // One waiver is enough for all findings of a code at a port.
  std::set<std::tuple<Code, std::string, std::string>> seen;
  for (const Finding& finding : report.findings) {
    const bool counts = notes_ || finding.severity != Severity::kNote;
    if (!counts || finding.waived || !CanBeWaived(finding.code)) continue;
    if (!seen.emplace(finding.code, finding.node, finding.port).second) {
      continue;
    }
    Waiver waiver{};
    waiver.code = finding.code;
    waiver.file = graph == "-" ? "" : std::string(graph);
    waiver.node = finding.node;
    waiver.port = finding.port;
    waiver.reason = std::string(kBaselineReason);
    waivers_.push_back(std::move(waiver));
  }
}

std::string Baseline::Write(absl::Span<const Waiver> kept) const {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Key("schemaVersion");
  json.Int(1);
  json.Key("waivers");
  json.BeginArray();
  for (const Waiver& waiver : kept) WriteWaiver(json, waiver);
  for (const Waiver& waiver : waivers_) WriteWaiver(json, waiver);
  json.End();
  json.End();
  return out;
}

}  // namespace opfit
