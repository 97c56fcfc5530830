#include "core/formats/pt2/pt2.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/finding/finding.h"
#include "core/formats/limits.h"
#include "core/formats/pt2/program.h"
#include "core/formats/pt2/stored_tensor.h"
#include "core/formats/pt2/weights.h"
#include "core/formats/pt2/zip.h"
#include "core/graph/builder.h"

namespace opfit {
namespace {

// How programs are named: up to torch 2.7, and from 2.8 on.
constexpr absl::string_view kFlat = "serialized_exported_program.json";
constexpr absl::string_view kModels = "models/";
constexpr absl::string_view kJson = ".json";

// What an archive is instead, by something that it has.
struct Lookalike {
  absl::string_view part;
  absl::string_view what;
};
constexpr Lookalike kLookalikes[] = {
    {"data/aotinductor/", "a package that is compiled and has no graph"},
    {"constants.pkl", "a TorchScript archive"},
    {"data.pkl", "a file of torch.save, with tensors and no graph"},
    {"AndroidManifest.xml", "an Android package"},
    {"word/", "a document"},
};

Finding FindingOf(const ZipProblem& problem) {
  const bool too_large = problem.kind == ZipProblem::Kind::kTooLarge;
  Finding finding = MakeFinding(
      too_large ? Code::kLimitExceeded : Code::kMalformedInput, {problem.what});
  finding.place.anchor_offset = problem.offset;
  return finding;
}

ReadResult Refuse(std::string bytes, Finding finding) {
  GraphBuilder builder(std::move(bytes), GraphBuilder::Refs::kToNodes);
  builder.set_binary(true);
  builder.Report(std::move(finding));
  return std::move(builder).Abandon();
}

// A program in an archive: "archive/models/model.json" lies below "archive/".
struct Program {
  const ZipEntry* entry = nullptr;
  absl::string_view root;
  absl::string_view model;  // empty in flat archives
};

bool IsProgram(const ZipEntry& entry, Program& program) {
  absl::string_view name = entry.name;
  program.entry = &entry;
  if (absl::ConsumeSuffix(&name, kFlat)) {
    program.root = name;
    return name.empty() || absl::EndsWith(name, "/");
  }
  const size_t folder = name.rfind('/');
  if (folder == absl::string_view::npos) return false;
  program.root = name.substr(0, folder + 1);
  program.model = name.substr(folder + 1);
  return absl::ConsumeSuffix(&program.model, kJson) &&
         absl::ConsumeSuffix(&program.root, kModels) &&
         (program.root.empty() || absl::EndsWith(program.root, "/"));
}

Finding NoProgram(const Zip& zip) {
  Finding finding = MakeFinding(Code::kSchemaViolation,
                                {"this zip archive holds no exported program"});
  finding.found = absl::StrCat(zip.entries().size(), " other entries");
  for (const Lookalike& lookalike : kLookalikes) {
    for (const ZipEntry& entry : zip.entries()) {
      if (!absl::StrContains(entry.name, lookalike.part)) continue;
      finding.found = std::string(lookalike.what);
      return finding;
    }
  }
  return finding;
}

Finding OtherPrograms(const Program& program, size_t count) {
  Finding finding = MakeFinding(
      Code::kSchemaViolation,
      {absl::StrCat("this archive holds ", count, " programs, of which only `",
                    program.model, "` is read")});
  finding.severity = Severity::kWarning;
  finding.found = absl::StrCat(count - 1, " more");
  finding.place.anchor_offset = program.entry->header;
  return finding;
}

// Makes pointers into the text pointers into the archive.
void LocateInArchive(absl::string_view entry, size_t offset,
                     std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    Place& place = finding.place;
    if (absl::StrContains(place.pointer, '#')) continue;
    place.pointer = absl::StrCat(entry, "#", place.pointer);
    place.anchor_length = place.pointer.size();
    place.anchor_offset += offset;
  }
}

ReadResult ReadFrom(const Zip& zip, const Program& program, size_t programs,
                    const Limits& limits) {
  const ZipEntry& entry = *program.entry;
  ZipContent content = zip.Read(entry, limits.bytes);
  if (!content.ok()) return Refuse("", FindingOf(content.problem));
  const bool is_stored = entry.is_stored();
  GraphBuilder builder(
      is_stored ? std::string(content.view) : std::move(content.unpacked),
      GraphBuilder::Refs::kToNodes);
  builder.set_binary(true);
  builder.set_pointer_root(absl::StrCat(entry.name, "#", kProgramGraph),
                           entry.data);
  if (!program.model.empty()) builder.set_name(builder.Keep(program.model));
  Weights weights(zip, program.root, program.model, limits);
  const bool is_graph = ReadProgram(
      builder, 0, limits, [&](absl::string_view fqn, StoredTensor& tensor) {
        return weights.Find(fqn, tensor);
      });
  for (Finding& finding : weights.TakeFindings()) {
    builder.Report(std::move(finding));
  }
  ReadResult result =
      is_graph ? std::move(builder).Finish() : std::move(builder).Abandon();
  LocateInArchive(entry.name, entry.data, result.findings);
  // In a packed entry there are no places that the archive has.
  if (!is_stored) {
    for (Finding& finding : result.findings) {
      finding.place.anchor_offset = entry.data;
    }
  }
  if (programs > 1) {
    result.findings.push_back(OtherPrograms(program, programs));
  }
  return result;
}

}  // namespace

ReadResult ReadPt2(std::string bytes, const Limits& limits) {
  const Zip zip = Zip::Open(bytes, limits.nodes);
  if (!zip.ok()) {
    Finding finding = FindingOf(zip.problem());
    return Refuse(std::move(bytes), std::move(finding));
  }
  Program first;
  size_t count = 0;
  for (const ZipEntry& entry : zip.entries()) {
    Program program;
    if (IsProgram(entry, program) && ++count == 1) first = program;
  }
  if (count > 0) return ReadFrom(zip, first, count, limits);
  Finding finding = NoProgram(zip);
  return Refuse(std::move(bytes), std::move(finding));
}

ReadResult ReadProgramText(std::string source, size_t start,
                           const Limits& limits) {
  GraphBuilder builder(std::move(source), GraphBuilder::Refs::kToNodes);
  builder.set_pointer_root(kProgramGraph, 0);
  const auto find_nothing = [](absl::string_view, StoredTensor&) {
    return false;
  };
  const bool is_graph = ReadProgram(builder, start, limits, find_nothing);
  return is_graph ? std::move(builder).Finish() : std::move(builder).Abandon();
}

}  // namespace opfit
