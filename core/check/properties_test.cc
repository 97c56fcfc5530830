// What holds of every graph: of those under examples/, and of generated ones.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/check/check.h"
#include "core/check/report.h"
#include "core/finding/finding.h"
#include "core/finding/waiver.h"
#include "core/testing/checked.h"
#include "core/testing/graph_lines.h"
#include "core/testing/random_graph.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using Json = nlohmann::json;

constexpr uint32_t kSeeds = 100;
constexpr const char* kTargets[] = {"SM8750@2.41", "SM8350@2.49", "v69@2.44",
                                    "QCM2290@2.41", "SM8750@2.30"};

struct Input {
  std::string name;
  std::string text;
};

void PrintTo(const Input& input, std::ostream* out) { *out << input.name; }

std::vector<Input> Examples() {
  std::vector<Input> inputs;
  for (const auto& file : std::filesystem::directory_iterator("examples")) {
    if (file.path().extension() != ".json") continue;
    std::ifstream stream(file.path());
    inputs.push_back({file.path().stem().string(),
                      {std::istreambuf_iterator<char>(stream), {}}});
  }
  std::sort(inputs.begin(), inputs.end(),
            [](const Input& a, const Input& b) { return a.name < b.name; });
  return inputs;
}

std::vector<Input> AllInputs() {
  std::vector<Input> inputs = Examples();
  for (uint32_t seed = 0; seed < kSeeds; ++seed) {
    inputs.push_back({absl::StrCat("seed_", seed),
                      GraphJson(absl::StrJoin(RandomGraph(seed), "\n"))});
  }
  return inputs;
}

std::string Everything(const Checked& checked) {
  std::string text = absl::StrCat(RunStatusName(checked.report.status), "\n",
                                  absl::StrJoin(checked.Outcomes(), "\n"));
  for (const Finding& finding : checked.report.findings) {
    absl::StrAppend(&text, "\n", EverythingOf(finding));
  }
  return text;
}

TEST(Properties, TheExamplesAreThere) {
  EXPECT_THAT(Examples(), testing::SizeIs(testing::Ge(9)));
}

TEST(Properties, TheGeneratorMakesGraphsOfEveryOutcomeAndManyFindings) {
  std::set<std::string> outcomes;
  std::set<std::string> codes;
  for (const Input& input : AllInputs()) {
    const Checked checked = CheckText(input.text, kTargets[0]);
    for (const NodeOutcome& node : checked.report.nodes) {
      outcomes.insert(std::string(OutcomeName(node.outcome)));
    }
    for (const Finding& finding : checked.report.findings) {
      codes.insert(std::string(InfoOf(finding.code).id));
    }
  }
  EXPECT_THAT(outcomes, testing::SizeIs(4));
  EXPECT_THAT(codes, testing::IsSupersetOf({"OF102", "OF103", "OF104", "OF301",
                                            "OF302", "OF303", "OF304", "OF305",
                                            "OF307", "OF308", "OF309", "OF310",
                                            "OF401", "OF402", "OF403"}));
}

TEST(Properties, CheckingTwiceGivesTheSameReport) {
  for (const Input& input : AllInputs()) {
    for (const char* target : kTargets) {
      EXPECT_EQ(Everything(CheckText(input.text, target)),
                Everything(CheckText(input.text, target)))
          << input.name;
    }
  }
}

// A waiver for every finding that can have one.
std::vector<Waiver> WaiversOf(const std::vector<Finding>& findings) {
  std::vector<Waiver> waivers;
  for (const Finding& finding : findings) {
    if (!CanBeWaived(finding.code)) continue;
    Waiver waiver{};
    waiver.code = finding.code;
    waiver.node = finding.node;
    waiver.port = finding.port;
    waiver.reason = "property";
    waivers.push_back(std::move(waiver));
  }
  return waivers;
}

TEST(Properties, WaivingEverythingIsClean) {
  FailOn everything;
  everything.warnings = everything.unknown = everything.unchecked = true;
  for (const Input& input : AllInputs()) {
    Checked checked = CheckText(input.text, kTargets[0]);
    const bool sound = std::none_of(
        checked.report.findings.begin(), checked.report.findings.end(),
        [](const Finding& f) {
          return f.severity == Severity::kError && !CanBeWaived(f.code);
        });
    if (!sound) continue;
    const size_t findings = checked.report.findings.size();
    const std::vector<Waiver> waivers = WaiversOf(checked.report.findings);
    const WaiverIndex index(waivers);
    std::vector<WaiverUse> use(waivers.size());
    ApplyWaivers(index, input.name, {}, checked.report.findings, use);
    Summarize(checked.report);
    EXPECT_FALSE(Fails(checked.report, everything)) << input.name;
    EXPECT_EQ(checked.report.findings.size(), findings);
    EXPECT_EQ(checked.report.summary.waived, findings);
    EXPECT_THAT(StaleWaivers(waivers, use), testing::IsEmpty());
  }
}

TEST(Properties, EveryOperatorHasOneOutcomeAndTheSumsAgree) {
  for (const Input& input : AllInputs()) {
    for (const char* target : kTargets) {
      const Checked checked = CheckText(input.text, target);
      const Summary& sum = checked.report.summary;
      EXPECT_EQ(sum.nodes, checked.report.nodes.size());
      EXPECT_EQ(sum.nodes,
                sum.supported + sum.unsupported + sum.unknown + sum.unchecked);
      EXPECT_EQ(sum.errors + sum.warnings + sum.notes,
                checked.report.findings.size());
    }
  }
}

// A node that is not supported says why, itself or where its spec stands.
TEST(Properties, EveryNodeThatIsNotSupportedHasAFinding) {
  for (const Input& input : AllInputs()) {
    const Checked checked = CheckText(input.text, kTargets[0]);
    std::set<std::string> named;
    bool has_shared_cause = false;
    for (const Finding& finding : checked.report.findings) {
      named.insert(finding.node);
      const std::string id(InfoOf(finding.code).id);
      has_shared_cause |= id[2] == '0' || id >= "OF303";
    }
    for (const NodeOutcome& node : checked.report.nodes) {
      if (node.outcome == Outcome::kSupported || has_shared_cause) continue;
      EXPECT_EQ(named.count(std::string(checked.graph().node(node.node).name)),
                1)
          << input.name;
    }
  }
}

TEST(Properties, EveryPointerResolvesToTheValueAtItsLineAndColumn) {
  for (const Input& input : AllInputs()) {
    const Json document = Json::parse(input.text);
    const std::vector<std::string> lines = absl::StrSplit(input.text, '\n');
    for (const Finding& finding :
         CheckText(input.text, kTargets[0]).report.findings) {
      const Json::json_pointer pointer(finding.place.pointer);
      ASSERT_TRUE(document.contains(pointer))
          << input.name << ": " << EverythingOf(finding);
      ASSERT_GT(finding.place.line, 0) << EverythingOf(finding);
      const std::string& line =
          lines[static_cast<size_t>(finding.place.line - 1)];
      EXPECT_EQ(line[static_cast<size_t>(finding.place.column - 1)],
                document[pointer].dump()[0])
          << input.name << ": " << EverythingOf(finding);
    }
  }
}

TEST(Properties, FindingsAreSorted) {
  for (const Input& input : AllInputs()) {
    Checked checked = CheckText(input.text, kTargets[0]);
    const std::string as_reported = Everything(checked);
    SortFindings(checked.report.findings);
    EXPECT_EQ(as_reported, Everything(checked)) << input.name;
  }
}

TEST(Properties, NotStrictChangesSeveritiesOnly) {
  CheckOptions lenient;
  lenient.strict = false;
  for (const Input& input : AllInputs()) {
    const Checked strict = CheckText(input.text, kTargets[0]);
    const Checked relaxed = CheckText(input.text, kTargets[0], lenient);
    EXPECT_EQ(strict.Findings(), relaxed.Findings());
    EXPECT_EQ(strict.Outcomes(), relaxed.Outcomes());
    for (const Finding& finding : relaxed.report.findings) {
      EXPECT_TRUE(finding.severity != Severity::kError ||
                  IsInputError(finding.code))
          << EverythingOf(finding);
    }
  }
}

// Codes that are reported where their cause is first met, which is the order's
// to say.
bool IsReportedOnce(Code code) {
  switch (code) {
    case Code::kAxisUnsupported:
    case Code::kScaleInvalid:
    case Code::kZeroPointOutOfRange:
    case Code::kRangeDoesNotFitDataType:
    case Code::kChannelCountMismatch:
    case Code::kBlockSizeInvalid:
    case Code::kEncodingUnsupported:
    case Code::kSharedSpecUnresolved:
      return true;
    default:
      return false;
  }
}

std::vector<std::string> WithoutOrder(const Checked& checked) {
  std::vector<std::string> lines = checked.Outcomes();
  for (const Finding& finding : checked.report.findings) {
    if (IsReportedOnce(finding.code)) continue;
    Finding placeless = finding;
    placeless.place = Place();
    lines.push_back(EverythingOf(placeless));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(Properties, ReorderingIndependentNodesOnlyReordersFindings) {
  for (uint32_t seed = 0; seed < kSeeds; ++seed) {
    const std::vector<std::string> lines = RandomGraph(seed);
    const std::vector<std::string> reordered = Reordered(lines, seed);
    EXPECT_EQ(WithoutOrder(CheckLines(absl::StrJoin(lines, "\n"))),
              WithoutOrder(CheckLines(absl::StrJoin(reordered, "\n"))))
        << absl::StrJoin(lines, "\n") << "\n\n"
        << absl::StrJoin(reordered, "\n");
  }
}

}  // namespace
}  // namespace opfit
