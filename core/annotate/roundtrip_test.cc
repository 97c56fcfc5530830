// Every example, annotated for every quantization type and architecture, and
// checked there.

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/annotate/annotate.h"
#include "core/annotate/rules.h"
#include "core/catalog/catalog.h"
#include "core/check/check.h"
#include "core/formats/read.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

constexpr const char* kExamples[] = {"llama_layer_16a4w_block", "matmul_16a16w",
                                     "mobilenet_v2_8a8w", "vit_block_16a8w"};
constexpr const char* kQuants[] = {"8a8w",   "16a8w", "16a4w", "16a4w_block",
                                   "16a16w", "8a4w",  "16a2w", "fp16a8w"};
constexpr const char* kArches[] = {"v68", "v69", "v73", "v75", "v79", "v81"};

ReadResult ReadExample(const std::string& name) {
  std::ifstream file(absl::StrCat("examples/", name, ".json"));
  std::stringstream text;
  text << file.rdbuf();
  return ReadGraph(text.str(), Limits());
}

struct Case {
  std::string example;
  std::string quant;
  std::string arch;
  bool qat;
};

class RoundTripTest : public testing::TestWithParam<Case> {};

TEST_P(RoundTripTest, HasNoErrorWhereTheTypeIsSupported) {
  const Case& test = GetParam();
  const ReadResult read = ReadExample(test.example);
  const Catalog& catalog = **FindCatalog("htp");
  const Target target =
      *catalog.Resolve(*ParseTarget(absl::StrCat("htp:", test.arch)));
  const AnnotationRules& rules = **FindAnnotationRules("htp");
  AnnotateOptions options;
  options.quant = test.quant;
  options.qat = test.qat;
  options.replace = true;
  absl::StatusOr<Annotated> annotated =
      Annotate(read.graph.Copy(), rules, target, options);
  ASSERT_TRUE(annotated.ok()) << annotated.status();
  const bool is_refused = !annotated->recipe_findings.empty();
  const ReadResult result{std::move(annotated->graph), {}, true};
  const absl::StatusOr<Report> report = Check(result, catalog, target, {});
  ASSERT_TRUE(report.ok());
  if (is_refused) return;
  std::set<std::string> errors;
  for (const Finding& finding : report->findings) {
    if (finding.severity != Severity::kError) continue;
    errors.insert(absl::StrCat(InfoOf(finding.code).id, " ", finding.op, " ",
                               finding.port, ": ", finding.found));
  }
  for (const std::string& error : errors) ADD_FAILURE() << error;
}

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const bool qat : {false, true}) {
    for (const char* example : kExamples) {
      for (const char* quant : kQuants) {
        for (const char* arch : kArches) {
          cases.push_back({example, quant, arch, qat});
        }
      }
    }
  }
  return cases;
}

std::string NameOf(const testing::TestParamInfo<Case>& info) {
  const Case& test = info.param;
  return absl::StrCat(test.example, "_as_", test.quant, "_on_", test.arch,
                      test.qat ? "_qat" : "");
}

INSTANTIATE_TEST_SUITE_P(Examples, RoundTripTest, testing::ValuesIn(Cases()),
                         NameOf);

}  // namespace
}  // namespace opfit
