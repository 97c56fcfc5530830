#include "core/formats/onnx/onnx.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/finding/finding.h"
#include "core/formats/aimet/encodings.h"
#include "core/formats/document_reader.h"
#include "core/formats/locate.h"
#include "core/formats/onnx/emitter.h"
#include "core/formats/onnx/flat_graph.h"
#include "core/formats/onnx/folding.h"
#include "core/formats/onnx/model.h"
#include "core/formats/onnx/overlay.h"
#include "core/formats/onnx/quantization.h"
#include "core/formats/qdq.h"
#include "core/formats/quant_table.h"
#include "core/graph/builder.h"

namespace opfit {
namespace {

// A finding of the encodings as one of the model, which has no place for it.
void MoveFinding(Finding finding, GraphBuilder& builder) {
  absl::StrAppend(&finding.found, finding.found.empty() ? "" : ", ", "in line ",
                  finding.place.line, " of the encodings");
  finding.place = Place();
  finding.node.clear();
  finding.node_index = kNoId;
  builder.Report(std::move(finding));
}

// `encodings` null: the model speaks for itself.
ReadResult Read(std::string source, const Limits& limits,
                const std::vector<AimetEncoding>* encodings,
                std::vector<Finding> findings) {
  GraphBuilder builder(std::move(source), GraphBuilder::Refs::kToTensors);
  builder.set_dialect(Dialect::kOnnx);
  builder.set_binary(true);
  builder.set_solved(encodings == nullptr);
  for (Finding& finding : findings) MoveFinding(std::move(finding), builder);
  OnnxModel model;
  OnnxFlatGraph flat(model, limits, builder);
  if (!flat.Build(builder.source())) {
    builder.Report(flat.finding());
    return std::move(builder).Abandon();
  }
  builder.set_name(model.graph.name);
  QuantTable table;
  OnnxQuantization quantization(flat, limits, builder, table);
  const QdqFolding folding = FoldOnnx(flat, quantization, builder);
  OnnxOverlay overlay(flat, folding, quantization, table, builder);
  if (encodings != nullptr) overlay.Apply(*encodings);
  OnnxEmitter(flat, quantization, folding,
              encodings == nullptr ? nullptr : &overlay, builder, table)
      .Emit();
  return std::move(builder).Finish();
}

}  // namespace

ReadResult ReadOnnx(std::string source, const Limits& limits) {
  return Read(std::move(source), limits, nullptr, {});
}

ReadResult ReadOnnx(std::string source, std::string encodings, size_t start,
                    const Limits& limits) {
  GraphBuilder side(std::move(encodings), GraphBuilder::Refs::kToNodes);
  DocumentReader doc(side, limits, start);
  const std::vector<AimetEncoding> entries = ReadAimetEncodings(doc);
  const bool is_whole = doc.Finish();
  // Holds what the names in `entries` are views of.
  ReadResult said = std::move(side).Finish();
  LocateFindings(said.graph.source(), said.findings);
  if (is_whole) {
    return Read(std::move(source), limits, &entries, std::move(said.findings));
  }
  GraphBuilder builder(std::move(source), GraphBuilder::Refs::kToTensors);
  builder.set_dialect(Dialect::kOnnx);
  builder.set_binary(true);
  for (Finding& finding : said.findings) {
    MoveFinding(std::move(finding), builder);
  }
  return std::move(builder).Abandon();
}

}  // namespace opfit
