#include "core/formats/tflite/test_model.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/formats/tflite/flat_writer.h"
#include "core/formats/tflite/schema.h"

namespace opfit {
namespace {

using Fields = std::vector<std::pair<int, FlatField>>;

FlatNode TableOf(Fields fields, const Fields& instead) {
  for (const auto& [slot, field] : instead) {
    const int wanted = slot;
    fields.erase(std::remove_if(
                     fields.begin(), fields.end(),
                     [wanted](const auto& own) { return own.first == wanted; }),
                 fields.end());
    fields.push_back({slot, field});
  }
  return FlatTableOf(std::move(fields));
}

FlatNode TensorOf(const TestTensor& tensor) {
  Fields fields = {
      {tflite::tensor::kShape, Part(FlatNumbers(tensor.shape))},
      {tflite::tensor::kType, Number(tensor.type)},
      // Buffer 0 is empty, and buffer 1 has data.
      {tflite::tensor::kBuffer, Number<uint32_t>(tensor.is_static ? 1 : 0)},
      {tflite::tensor::kName, Part(FlatText(tensor.name))}};
  if (!tensor.scales.empty() || !tensor.zero_points.empty()) {
    fields.push_back(
        {tflite::tensor::kQuantization,
         Part(FlatTableOf(
             {{tflite::quantization::kScale, Part(FlatNumbers(tensor.scales))},
              {tflite::quantization::kZeroPoint,
               Part(FlatNumbers(tensor.zero_points))},
              {tflite::quantization::kDimension, Number(tensor.dimension)}}))});
  }
  return TableOf(std::move(fields), tensor.fields);
}

FlatNode CodeOf(const TestOperator& op) {
  return FlatTableOf(
      {{tflite::operator_code::kDeprecatedCode,
        Number(static_cast<int8_t>(std::min(op.code, 127)))},
       {tflite::operator_code::kCustomCode, Part(FlatText(op.custom))},
       {tflite::operator_code::kCode, Number(op.code)}});
}

FlatNode OperatorOf(const TestOperator& op, uint32_t code) {
  return TableOf({{tflite::op::kOpcodeIndex, Number(code)},
                  {tflite::op::kInputs, Part(FlatNumbers(op.inputs))},
                  {tflite::op::kOutputs, Part(FlatNumbers(op.outputs))}},
                 op.fields);
}

}  // namespace

std::string WriteModel(const TestModel& model) {
  std::vector<FlatNode> codes;
  std::vector<FlatNode> subgraphs;
  for (const TestSubgraph& subgraph : model.subgraphs) {
    std::vector<FlatNode> tensors;
    for (const TestTensor& tensor : subgraph.tensors) {
      tensors.push_back(TensorOf(tensor));
    }
    std::vector<FlatNode> operators;
    for (const TestOperator& op : subgraph.operators) {
      operators.push_back(OperatorOf(op, static_cast<uint32_t>(codes.size())));
      codes.push_back(CodeOf(op));
    }
    subgraphs.push_back(FlatTableOf(
        {{tflite::subgraph::kTensors, Part(FlatTablesOf(tensors))},
         {tflite::subgraph::kInputs, Part(FlatNumbers(subgraph.inputs))},
         {tflite::subgraph::kOperators, Part(FlatTablesOf(operators))},
         {tflite::subgraph::kName, Part(FlatText(subgraph.name))}}));
  }
  const FlatNode data =
      FlatTableOf({{tflite::buffer::kData, Part(FlatText("weights"))}});
  return WriteFlatBuffer(
      TableOf({{tflite::model::kVersion, Number(model.version)},
               {tflite::model::kOperatorCodes, Part(FlatTablesOf(codes))},
               {tflite::model::kSubgraphs, Part(FlatTablesOf(subgraphs))},
               {tflite::model::kBuffers,
                Part(FlatTablesOf({FlatTableOf({}), data}))}},
              model.fields),
      "TFL3");
}

std::string WriteModel(std::vector<TestTensor> tensors,
                       std::vector<TestOperator> operators) {
  TestModel model;
  model.subgraphs[0].tensors = std::move(tensors);
  model.subgraphs[0].operators = std::move(operators);
  return WriteModel(model);
}

}  // namespace opfit
