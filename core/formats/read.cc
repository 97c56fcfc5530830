#include "core/formats/read.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/formats/aimet/aimet.h"
#include "core/formats/annotated_graph.h"
#include "core/formats/context_json.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_text.h"
#include "core/formats/net_json.h"
#include "core/formats/onnx/onnx.h"
#include "core/formats/pt2/pt2.h"
#include "core/formats/sniff.h"
#include "core/formats/tflite/tflite.h"
#include "core/graph/builder.h"

namespace opfit {
namespace {

// What this build reads, as messages list it.
std::vector<std::string> Readable() {
  return {
      "an annotated graph: an object with `\"format\": \"annotated-graph\"`",
      "QNN net JSON: an object with `graph.tensors` and `graph.nodes`",
      "the description of a QNN context binary: an object with `info.graphs`",
      "a TFLite model: a FlatBuffer with `TFL3` at byte 4",
      "an ONNX model: a protocol buffer that begins with byte 8",
      "AIMET encodings: an object with `activation_encodings` or `encodings`",
      "a torch.export program: a `.pt2` archive, or the JSON in it"};
}

// No graph, for one reason.
ReadResult Refuse(std::string bytes, Finding finding) {
  GraphBuilder builder(std::move(bytes), GraphBuilder::Refs::kToNodes);
  builder.Report(std::move(finding));
  return std::move(builder).Abandon();
}

Finding TooLarge(size_t size, size_t limit) {
  Finding finding =
      MakeFinding(Code::kLimitExceeded, {absl::StrCat(limit, " bytes")});
  finding.found = absl::StrCat(size, " bytes");
  return finding;
}

Finding NotJson(absl::string_view bytes, const Sniffed& sniffed) {
  const absl::string_view text = bytes.substr(sniffed.start);
  size_t blanks = 0;
  while (blanks < text.size() && IsJsonBlank(text[blanks])) ++blanks;
  Finding finding = MakeFinding(Code::kMalformedInput);
  finding.place.anchor_offset = sniffed.start + blanks;
  finding.accepted = Readable();
  if (!sniffed.looks_like.empty()) {
    finding.args = {absl::StrCat("it looks like ", sniffed.looks_like,
                                 ", which this build does not read")};
    finding.found = std::string(sniffed.looks_like);
  } else if (blanks == text.size()) {
    finding.args = {"it is empty"};
    finding.found = "nothing";
  } else {
    finding.args = {"it is not JSON: an object must begin here"};
    finding.found = "other text";
  }
  return finding;
}

// JSON of no known shape: malformed, or something else altogether.
ReadResult ReadUnknown(std::string bytes, const Sniffed& sniffed,
                       const Limits& limits) {
  GraphBuilder builder(std::move(bytes), GraphBuilder::Refs::kToNodes);
  DocumentReader doc(builder, limits, sniffed.start);
  const size_t offset = doc.PeekOffset();
  doc.json().Skip();
  doc.json().ReadEnd();
  if (!doc.Finish()) return std::move(builder).Abandon();
  Finding finding = MakeFinding(Code::kSchemaViolation);
  finding.args = {"it is none of the formats that this build reads"};
  finding.found = "JSON of another shape";
  if (!sniffed.looks_like.empty()) {
    finding.args = {absl::StrCat("it looks like ", sniffed.looks_like,
                                 ", which this build does not read")};
    finding.found = std::string(sniffed.looks_like);
  }
  finding.accepted = Readable();
  finding.place.anchor_offset = offset;
  builder.Report(std::move(finding));
  return std::move(builder).Abandon();
}

}  // namespace

ReadResult ReadGraph(std::string bytes, const Limits& limits) {
  if (bytes.size() > limits.bytes) {
    const size_t size = bytes.size();
    return Refuse(std::move(bytes), TooLarge(size, limits.bytes));
  }
  const Sniffed sniffed = Sniff(bytes, limits.depth);
  if (sniffed.format == Format::kTflite) {
    return ReadTflite(std::move(bytes), limits);
  }
  if (sniffed.format == Format::kOnnx) {
    return ReadOnnx(std::move(bytes), limits);
  }
  if (sniffed.format == Format::kPt2 && !sniffed.is_json) {
    return ReadPt2(std::move(bytes), limits);
  }
  if (!sniffed.is_json) {
    Finding finding = NotJson(bytes, sniffed);
    return Refuse(std::move(bytes), std::move(finding));
  }
  switch (sniffed.format) {
    case Format::kAnnotatedGraph:
      return ReadAnnotatedGraph(std::move(bytes), sniffed.start, limits);
    case Format::kNetJson:
      return ReadNetJson(std::move(bytes), sniffed.start, limits);
    case Format::kContextJson:
      return ReadContextJson(std::move(bytes), sniffed.start, limits);
    case Format::kAimet:
      return ReadAimet(std::move(bytes), sniffed.start, limits);
    case Format::kPt2:
      return ReadProgramText(std::move(bytes), sniffed.start, limits);
    case Format::kOnnx:
    case Format::kTflite:
    case Format::kUnknown:
      break;
  }
  return ReadUnknown(std::move(bytes), sniffed, limits);
}

ReadResult ReadGraph(std::string bytes, std::string encodings,
                     const Limits& limits) {
  for (const std::string* text : {&bytes, &encodings}) {
    if (text->size() <= limits.bytes) continue;
    Finding finding = TooLarge(text->size(), limits.bytes);
    return Refuse(std::move(bytes), std::move(finding));
  }
  const Sniffed model = Sniff(bytes, limits.depth);
  const Sniffed side = Sniff(encodings, limits.depth);
  Finding finding = MakeFinding(Code::kSchemaViolation);
  if (model.format != Format::kOnnx) {
    finding.args = {"encodings belong to an ONNX model"};
    finding.found = std::string(FormatName(model.format));
    finding.accepted = {"onnx"};
    return Refuse(std::move(bytes), std::move(finding));
  }
  if (side.format != Format::kAimet) {
    finding.args = {"the encodings must be AIMET's"};
    finding.found = std::string(FormatName(side.format));
    finding.accepted = {"aimet-encodings"};
    return Refuse(std::move(bytes), std::move(finding));
  }
  return ReadOnnx(std::move(bytes), std::move(encodings), side.start, limits);
}

}  // namespace opfit
