// For tests: TFLite models from a few words.
//
//   WriteModel({{"x", tflite::kInt8, {1, 4}, {0.5f}, {-128}}, …},
//              {{kSoftmax, {0}, {1}}});

#ifndef OPFIT_CORE_FORMATS_TFLITE_TEST_MODEL_H_
#define OPFIT_CORE_FORMATS_TFLITE_TEST_MODEL_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/formats/tflite/flat_writer.h"
#include "core/formats/tflite/schema.h"

namespace opfit {

struct TestTensor {
  std::string name;
  int8_t type = tflite::kFloat32;
  std::vector<int32_t> shape;
  std::vector<float> scales;
  std::vector<int64_t> zero_points;
  int32_t dimension = 0;
  bool is_static = false;
  // Further fields of the table, or in place of these.
  std::vector<std::pair<int, FlatField>> fields;
};

struct TestOperator {
  int32_t code = 0;
  std::vector<int32_t> inputs;
  std::vector<int32_t> outputs;
  std::string custom;
  std::vector<std::pair<int, FlatField>> fields;
};

struct TestSubgraph {
  std::string name = "main";
  std::vector<TestTensor> tensors;
  std::vector<TestOperator> operators;
  std::vector<int32_t> inputs = {0};
};

struct TestModel {
  uint32_t version = tflite::kSchemaVersion;
  std::vector<TestSubgraph> subgraphs = {TestSubgraph()};
  // Further fields of the model, or in place of these.
  std::vector<std::pair<int, FlatField>> fields;
};

std::string WriteModel(const TestModel& model);

// A model of one subgraph.
std::string WriteModel(std::vector<TestTensor> tensors,
                       std::vector<TestOperator> operators);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_TFLITE_TEST_MODEL_H_
