#include "core/formats/tflite/tflite.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/limits.h"
#include "core/formats/tflite/builtin_operators.h"
#include "core/formats/tflite/builtin_options.h"
#include "core/formats/tflite/flatbuffer.h"
#include "core/formats/tflite/names.h"
#include "core/formats/tflite/report.h"
#include "core/formats/tflite/schema.h"
#include "core/formats/tflite/tensor.h"
#include "core/graph/builder.h"
#include "core/graph/graph.h"

namespace opfit {
namespace tflite {
namespace {

// What one operator may have of inputs, and of outputs.
constexpr size_t kMaxPerOperator = 65'536;

constexpr int32_t kAbsent = -1;

class ModelReader {
 public:
  ModelReader(GraphBuilder& builder, const Limits& limits)
      : builder_(builder),
        limits_(limits),
        buffer_(builder.source()),
        report_(builder, buffer_),
        tensors_(builder, limits, report_),
        names_(builder) {
    builder_.set_dialect(Dialect::kTflite);
    builder_.set_solved(true);
    builder_.set_binary(true);
  }

  // False if the input is no graph.
  bool Read();

 private:
  void ReadOperatorCodes(const FlatTables& codes);
  void ReadSubgraph(const FlatTable& table, size_t index);
  void ReadTensors(const FlatTables& tables, const FlatVector<int32_t>& inputs,
                   Spot spot);
  void ReadOperators(const FlatTables& tables, Spot spot);
  void ReadOperator(const FlatTable& table, const Spot& spot);
  void ReadInputs(const FlatVector<int32_t>& inputs, const Spot& spot);
  void ReadOutputs(const FlatVector<int32_t>& outputs, const Spot& spot);
  // Whether `index` is that of a tensor; reports that it is not.
  bool IsTensor(int32_t index, absl::string_view what, const Spot& spot);
  // Counts a tensor or an operator.
  bool CountsIn(const Spot& spot);

  GraphBuilder& builder_;
  const Limits& limits_;
  FlatBuffer buffer_;
  Report report_;
  TensorReader tensors_;
  Names names_;
  std::vector<absl::string_view> op_names_;      // by operator code
  std::vector<absl::string_view> tensor_names_;  // of the subgraph at hand
  NodeDraft draft_;                              // of the operator being read
  size_t count_ = 0;
};

bool ModelReader::Read() {
  const FlatTable model = buffer_.Root();
  Spot spot;
  spot.offset = model.offset();
  if (report_.Stopped(spot)) return false;
  const uint32_t version = model.Scalar<uint32_t>(model::kVersion, 0);
  const FlatTables subgraphs = model.Tables(model::kSubgraphs);
  if (!report_.Stopped(spot) && version != kSchemaVersion) {
    report_.Violation(
        absl::StrCat("the version of its schema must be ", kSchemaVersion),
        absl::StrCat("version ", version), spot);
    return false;
  }
  if (!report_.Stopped(spot) && subgraphs.size() == 0) {
    report_.Violation("a model must have a subgraph", "none", spot);
    return false;
  }
  ReadOperatorCodes(model.Tables(model::kOperatorCodes));
  if (report_.Stopped(spot)) return false;
  tensors_.ReadBuffers(model.Tables(model::kBuffers), buffer_.size());
  names_.ExpectSubgraphs(subgraphs.size());
  for (size_t i = 0; i < subgraphs.size() && !report_.Stopped(spot); ++i) {
    ReadSubgraph(subgraphs[i], i);
  }
  return !report_.Stopped(spot);
}

void ModelReader::ReadOperatorCodes(const FlatTables& codes) {
  for (size_t i = 0; i < codes.size(); ++i) {
    const FlatTable table = codes[i];
    Spot spot;
    spot.offset = table.offset();
    // The first field is one byte, and has 127 where that is too small.
    const int32_t code = std::max<int32_t>(
        table.Scalar<int8_t>(operator_code::kDeprecatedCode, 0),
        table.Scalar<int32_t>(operator_code::kCode, 0));
    const absl::string_view custom = table.String(operator_code::kCustomCode);
    if (report_.Stopped(spot)) return;
    op_names_.push_back(names_.OfOperator(code, custom));
  }
}

void ModelReader::ReadSubgraph(const FlatTable& table, size_t index) {
  Spot spot;
  spot.subgraph = index;
  spot.offset = table.offset();
  const absl::string_view name = table.String(subgraph::kName);
  const FlatVector<int32_t> inputs = table.Vector<int32_t>(subgraph::kInputs);
  const FlatVector<int32_t> outputs = table.Vector<int32_t>(subgraph::kOutputs);
  const FlatTables tensors = table.Tables(subgraph::kTensors);
  const FlatTables operators = table.Tables(subgraph::kOperators);
  if (report_.Stopped(spot)) return;
  if (index == 0) builder_.set_name(name);
  names_.BeginSubgraph(name, index);
  tensor_names_.clear();
  ReadTensors(tensors, inputs, spot);
  if (report_.Stopped(spot)) return;
  for (const int32_t input : inputs) {
    IsTensor(input, "an input of a subgraph", spot);
  }
  for (const int32_t output : outputs) {
    IsTensor(output, "an output of a subgraph", spot);
  }
  ReadOperators(operators, spot);
}

bool ModelReader::CountsIn(const Spot& spot) {
  if (++count_ <= limits_.nodes) return true;
  report_.Exceeds(limits_.nodes, "tensors and operators", spot);
  return false;
}

void ModelReader::ReadTensors(const FlatTables& tables,
                              const FlatVector<int32_t>& inputs, Spot spot) {
  std::vector<bool> is_input(tables.size());
  for (const int32_t input : inputs) {
    const bool exists =
        input >= 0 && static_cast<size_t>(input) < is_input.size();
    if (exists) is_input[static_cast<size_t>(input)] = true;
  }
  spot.kind = "tensor";
  for (size_t i = 0; i < tables.size(); ++i) {
    const FlatTable table = tables[i];
    spot.index = i;
    spot.offset = table.offset();
    if (!CountsIn(spot)) return;
    TensorDraft draft = tensors_.Read(table, tables.size(), spot);
    const absl::string_view name = table.String(tensor::kName);
    if (report_.Stopped(spot)) return;
    if (is_input[i]) draft.kind = NodeKind::kInput;
    draft.name = names_.OfTensor(name, i);
    tensor_names_.push_back(draft.name);
    builder_.AddTensor(draft);
  }
}

void ModelReader::ReadOperators(const FlatTables& tables, Spot spot) {
  spot.kind = "operator";
  for (size_t i = 0; i < tables.size(); ++i) {
    const FlatTable table = tables[i];
    spot.index = i;
    spot.offset = table.offset();
    if (!CountsIn(spot)) return;
    ReadOperator(table, spot);
    if (report_.Stopped(spot)) return;
  }
}

void ModelReader::ReadOperator(const FlatTable& table, const Spot& spot) {
  draft_.Clear();
  draft_.offset = spot.offset;
  draft_.position = static_cast<uint32_t>(spot.index);
  const uint32_t code = table.Scalar<uint32_t>(op::kOpcodeIndex, 0);
  if (code < op_names_.size()) {
    draft_.op = op_names_[code];
  } else {
    report_.Violation("the code of an operator must be one of the model's",
                      absl::StrCat("code ", code, " of ", op_names_.size()),
                      spot);
    draft_.op = "UNKNOWN";
    draft_.broken = true;
  }
  ReadInputs(table.Vector<int32_t>(op::kInputs), spot);
  ReadOutputs(table.Vector<int32_t>(op::kOutputs), spot);
  AddOptions(table, draft_);
  if (report_.Stopped(spot)) return;
  draft_.name = draft_.outputs.empty()
                    ? names_.OfOperatorWithoutOutput(spot.index)
                    : draft_.outputs.front().name;
  builder_.AddNode(draft_);
}

bool ModelReader::IsTensor(int32_t index, absl::string_view what,
                           const Spot& spot) {
  const bool exists =
      index >= 0 && static_cast<size_t>(index) < tensor_names_.size();
  if (exists) return true;
  report_.Violation(
      absl::StrCat(what, " must be a tensor"),
      absl::StrCat("tensor ", index, " of ", tensor_names_.size()), spot);
  return false;
}

void ModelReader::ReadInputs(const FlatVector<int32_t>& inputs,
                             const Spot& spot) {
  if (inputs.size() > kMaxPerOperator) {
    return report_.Exceeds(kMaxPerOperator, "inputs of one operator", spot);
  }
  for (const int32_t input : inputs) {
    DraftArg& arg = draft_.args.emplace_back();
    if (input == kAbsent) continue;
    if (IsTensor(input, "an input", spot)) {
      arg.kind = Arg::Kind::kTensor;
      arg.text = tensor_names_[static_cast<size_t>(input)];
    } else {
      draft_.broken = true;
    }
  }
}

void ModelReader::ReadOutputs(const FlatVector<int32_t>& outputs,
                              const Spot& spot) {
  if (outputs.size() > kMaxPerOperator) {
    return report_.Exceeds(kMaxPerOperator, "outputs of one operator", spot);
  }
  for (const int32_t output : outputs) {
    if (IsTensor(output, "an output", spot)) {
      draft_.outputs.emplace_back().name =
          tensor_names_[static_cast<size_t>(output)];
    } else {
      draft_.broken = true;
    }
  }
}

}  // namespace
}  // namespace tflite

ReadResult ReadTflite(std::string source, const Limits& limits) {
  GraphBuilder builder(std::move(source), GraphBuilder::Refs::kToTensors);
  const bool is_graph = tflite::ModelReader(builder, limits).Read();
  return is_graph ? std::move(builder).Finish() : std::move(builder).Abandon();
}

}  // namespace opfit
