#include "core/render/sample_report.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/graph/builder.h"

namespace opfit {

Graph SampleGraph(size_t nodes, bool quantized) {
  GraphBuilder builder("", GraphBuilder::Refs::kToNodes);
  SpecId spec = kFloatSpec;
  if (quantized) {
    QuantSpec uint8;
    uint8.kind = QuantSpec::Kind::kQuant;
    spec = builder.AddSpec(uint8, {}, {}, {}, {});
  }
  NodeDraft draft;
  for (size_t i = 0; i < nodes; ++i) {
    draft.Clear();
    draft.name = builder.Keep(absl::StrCat("conv", i));
    draft.op = "aten.conv2d.default";
    DraftTensor output;
    output.spec = spec;
    draft.outputs.push_back(output);
    builder.AddNode(draft);
  }
  return std::move(std::move(builder).Finish().graph);
}

Report SampleReport(const Graph& graph) {
  Report report;
  report.target.backend = "htp";
  report.target.soc = "SM8750";
  report.target.arch = "v79";
  report.target.arch_number = 79;
  report.target.sdk = {2, 49, 0};
  report.catalog_id = "htp";
  report.catalog_version = "1.0.0";
  for (size_t i = 0; i < graph.nodes().size(); ++i) {
    report.nodes.push_back(
        {static_cast<NodeId>(i), Outcome::kSupported, "Conv2d"});
  }
  Summarize(report);
  return report;
}

Finding FullFinding() {
  Finding finding = MakeFinding(Code::kDataTypesUnsupported, {"htp Conv2d"});
  finding.node = "conv0";
  finding.op = "aten.conv2d.default";
  finding.backend_op = "Conv2d";
  finding.port = "in[1]";
  finding.role = "weight";
  finding.found = "SFIXED_POINT_16";
  finding.accepted = {"SFIXED_POINT_8", "UFIXED_POINT_8"};
  finding.nearest =
      Nearest{"htp Conv2d INT8 #3",
              1,
              {{"in[1]", "dtype", "SFIXED_POINT_16", "SFIXED_POINT_8"}}};
  finding.hints = {"v73 or newer takes it as it is: SM8550, SM8650, SM8750"};
  finding.sources = {"the vendor's table", "a device"};
  finding.place.pointer = "/nodes/2/annotation/inputs/1/spec";
  finding.place.line = 12;
  finding.place.column = 19;
  return finding;
}

Finding FindingAt(Code code, absl::string_view node, int line) {
  Finding finding = MakeFinding(code);
  finding.node = std::string(node);
  finding.place.line = line;
  finding.place.column = 3;
  return finding;
}

Finding InBinary(Finding finding, size_t offset) {
  finding.place = Place();
  finding.place.anchor_offset = offset;
  finding.place.in_binary = true;
  return finding;
}

}  // namespace opfit
