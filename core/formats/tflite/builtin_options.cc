#include "core/formats/tflite/builtin_options.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/formats/tflite/flatbuffer.h"
#include "core/formats/tflite/schema.h"
#include "core/graph/builder.h"
#include "core/graph/graph.h"

namespace opfit {
namespace tflite {
namespace {

enum class Type : uint8_t {
  kInt,
  kByte,
  kFloat,
  kBool,
  kText,
  kPadding,
  kActivation,
  kMirror,
};

constexpr absl::string_view kPaddings[] = {"SAME", "VALID"};
constexpr absl::string_view kActivations[] = {"NONE",  "RELU", "RELU_N1_TO_1",
                                              "RELU6", "TANH", "SIGN_BIT"};
constexpr absl::string_view kMirrorModes[] = {"REFLECT", "SYMMETRIC"};

constexpr absl::string_view kFused = "fused_activation_function";

// One option of one table of options.
struct Option {
  uint8_t table;  // its number in the union
  uint8_t slot;
  Type type;
  absl::string_view name;
};

// By table. Only options that say what an operator computes on tensors of known
// types; a table that is not listed has none.
constexpr Option kOptions[] = {
    {1, 0, Type::kPadding, "padding"},  // Conv2D
    {1, 1, Type::kInt, "stride_w"},
    {1, 2, Type::kInt, "stride_h"},
    {1, 3, Type::kActivation, kFused},
    {1, 4, Type::kInt, "dilation_w_factor"},
    {1, 5, Type::kInt, "dilation_h_factor"},
    {2, 0, Type::kPadding, "padding"},  // DepthwiseConv2D
    {2, 1, Type::kInt, "stride_w"},
    {2, 2, Type::kInt, "stride_h"},
    {2, 3, Type::kInt, "depth_multiplier"},
    {2, 4, Type::kActivation, kFused},
    {2, 5, Type::kInt, "dilation_w_factor"},
    {2, 6, Type::kInt, "dilation_h_factor"},
    {5, 0, Type::kPadding, "padding"},  // Pool2D
    {5, 1, Type::kInt, "stride_w"},
    {5, 2, Type::kInt, "stride_h"},
    {5, 3, Type::kInt, "filter_width"},
    {5, 4, Type::kInt, "filter_height"},
    {5, 5, Type::kActivation, kFused},
    {6, 0, Type::kInt, "rank"},  // SVDF
    {6, 1, Type::kActivation, kFused},
    {8, 0, Type::kActivation, kFused},  // FullyConnected
    {8, 1, Type::kByte, "weights_format"},
    {8, 2, Type::kBool, "keep_num_dims"},
    {8, 3, Type::kBool, "asymmetric_quantize_inputs"},
    {9, 0, Type::kFloat, "beta"},  // Softmax
    {10, 0, Type::kInt, "axis"},   // Concatenation
    {10, 1, Type::kActivation, kFused},
    {11, 0, Type::kActivation, kFused},     // Add
    {12, 0, Type::kActivation, kFused},     // L2Norm
    {15, 2, Type::kBool, "align_corners"},  // ResizeBilinear
    {15, 3, Type::kBool, "half_pixel_centers"},
    {19, 0, Type::kInt, "block_size"},   // SpaceToDepth
    {21, 0, Type::kActivation, kFused},  // Mul
    {23, 0, Type::kInt, "axis"},         // Gather
    {23, 1, Type::kInt, "batch_dims"},
    {27, 0, Type::kBool, "keep_dims"},   // Reducer
    {28, 0, Type::kActivation, kFused},  // Sub
    {29, 0, Type::kActivation, kFused},  // Div
    {32, 0, Type::kInt, "begin_mask"},   // StridedSlice
    {32, 1, Type::kInt, "end_mask"},
    {32, 2, Type::kInt, "ellipsis_mask"},
    {32, 3, Type::kInt, "new_axis_mask"},
    {32, 4, Type::kInt, "shrink_axis_mask"},
    {35, 0, Type::kInt, "num_splits"},   // Split
    {49, 0, Type::kPadding, "padding"},  // TransposeConv
    {49, 1, Type::kInt, "stride_w"},
    {49, 2, Type::kInt, "stride_h"},
    {49, 3, Type::kActivation, kFused},
    {59, 0, Type::kInt, "values_count"},  // Pack
    {59, 1, Type::kInt, "axis"},
    {61, 0, Type::kInt, "axis"},  // OneHot
    {64, 0, Type::kInt, "num"},   // Unpack
    {64, 1, Type::kInt, "axis"},
    {74, 0, Type::kBool, "align_corners"},  // ResizeNearestNeighbor
    {74, 1, Type::kBool, "half_pixel_centers"},
    {75, 0, Type::kFloat, "alpha"},              // LeakyRelu
    {77, 0, Type::kMirror, "mode"},              // MirrorPad
    {79, 0, Type::kInt, "num_splits"},           // SplitV
    {92, 0, Type::kInt, "then_subgraph_index"},  // If
    {92, 1, Type::kInt, "else_subgraph_index"},
    {93, 0, Type::kInt, "cond_subgraph_index"},  // While
    {93, 1, Type::kInt, "body_subgraph_index"},
    {94, 0, Type::kInt, "block_size"},  // DepthToSpace
    {101, 0, Type::kBool, "adj_x"},     // BatchMatMul
    {101, 1, Type::kBool, "adj_y"},
    {101, 2, Type::kBool, "asymmetric_quantize_inputs"},
    {102, 0, Type::kBool, "exclusive"},  // Cumsum
    {102, 1, Type::kBool, "reverse"},
    {103, 0, Type::kInt, "init_subgraph_index"},  // CallOnce
    {106, 0, Type::kPadding, "padding"},          // Conv3D
    {106, 1, Type::kInt, "stride_d"},
    {106, 2, Type::kInt, "stride_w"},
    {106, 3, Type::kInt, "stride_h"},
    {106, 4, Type::kActivation, kFused},
    {106, 5, Type::kInt, "dilation_d_factor"},
    {106, 6, Type::kInt, "dilation_w_factor"},
    {106, 7, Type::kInt, "dilation_h_factor"},
    {116, 0, Type::kBool, "approximate"},  // Gelu
};

// Of the second union, which was added when the first was full.
constexpr Option kOptions2[] = {
    {21, 0, Type::kText, "name"},  // StableHLOComposite
    {21, 1, Type::kInt, "decomposition_subgraph_index"},
};

// The name of an enumeration's value; a number that has none stays a number.
DraftArg NamedArg(absl::Span<const absl::string_view> names, int8_t value) {
  DraftArg arg;
  if (value >= 0 && static_cast<size_t>(value) < names.size()) {
    arg.kind = Arg::Kind::kString;
    arg.text = names[static_cast<size_t>(value)];
  } else {
    arg.kind = Arg::Kind::kInt;
    arg.integer = value;
  }
  return arg;
}

DraftArg ReadOption(const FlatTable& table, const Option& option) {
  DraftArg arg;
  switch (option.type) {
    case Type::kInt:
      arg.kind = Arg::Kind::kInt;
      arg.integer = table.Scalar<int32_t>(option.slot, 0);
      return arg;
    case Type::kByte:
      arg.kind = Arg::Kind::kInt;
      arg.integer = table.Scalar<int8_t>(option.slot, 0);
      return arg;
    case Type::kFloat:
      arg.kind = Arg::Kind::kDouble;
      arg.real = static_cast<double>(table.Scalar<float>(option.slot, 0));
      return arg;
    case Type::kBool:
      arg.kind = Arg::Kind::kBool;
      arg.integer = table.Scalar<bool>(option.slot, false) ? 1 : 0;
      return arg;
    case Type::kText:
      arg.kind = Arg::Kind::kString;
      arg.text = table.String(option.slot);
      return arg;
    case Type::kPadding:
      return NamedArg(kPaddings, table.Scalar<int8_t>(option.slot, 0));
    case Type::kActivation:
      return NamedArg(kActivations, table.Scalar<int8_t>(option.slot, 0));
    case Type::kMirror:
      return NamedArg(kMirrorModes, table.Scalar<int8_t>(option.slot, 0));
  }
  return arg;
}

void AddFrom(absl::Span<const Option> options, uint8_t type,
             const FlatTable& table, NodeDraft& draft) {
  const auto first = std::lower_bound(options.begin(), options.end(), type,
                                      [](const Option& option, uint8_t wanted) {
                                        return option.table < wanted;
                                      });
  for (auto option = first; option != options.end() && option->table == type;
       ++option) {
    if (!table.Has(option->slot)) continue;
    draft.attributes.push_back({option->name, ReadOption(table, *option)});
  }
}

}  // namespace

void AddOptions(const FlatTable& table, NodeDraft& draft) {
  const uint8_t type = table.Scalar<uint8_t>(op::kOptionsType, 0);
  if (type != 0) AddFrom(kOptions, type, table.Table(op::kOptions), draft);
  const uint8_t type2 = table.Scalar<uint8_t>(op::kOptions2Type, 0);
  if (type2 != 0) AddFrom(kOptions2, type2, table.Table(op::kOptions2), draft);
}

}  // namespace tflite
}  // namespace opfit
