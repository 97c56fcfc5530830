#include "core/formats/net_tensor.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/graph/builder.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

constexpr size_t kMaxInts = 64;
constexpr int64_t kUndefined = 0x7fffffff;

namespace tensor {
enum Key {
  kId,
  kType,
  kDataFormat,
  kDataType,
  kUnquantizedDataType,
  kDims,
  kAxisFormat,
  kSrcAxisFormat,
  kPermuteOrderToSrc,
  kQuantParams,
  kIsQuantizable,
  kIsUpdateable,
  kIsDynamicDims,
  kParamsCount,
  kData,
};
constexpr absl::string_view kNames[] = {"id",
                                        "type",
                                        "dataFormat",
                                        "data_type",
                                        "unquantized_data_type",
                                        "dims",
                                        "axis_format",
                                        "src_axis_format",
                                        "permute_order_to_src",
                                        "quant_params",
                                        "is_quantizable",
                                        "is_updateable",
                                        "is_dynamic_dims",
                                        "params_count",
                                        "data"};
constexpr KeyTable kKeys = {"a tensor", kNames, KeyBit(kDataType)};
}  // namespace tensor

// Values of a tensor's `type`; newer SDKs have larger ones.
enum TensorType : int64_t {
  kAppWrite = 0,
  kAppReadWrite = 2,
  kStatic = 4,
  kNull = 5,
};

namespace quant {
enum Key {
  kDefinition,
  kEncoding,
  kIsOverridden,
  kScaleOffset,
  kAxisScaleOffset,
  kBwScaleOffset,
  kBwAxisScaleOffset,
  kKeyCount,
};
constexpr absl::string_view kNames[] = {
    "definition",          "encoding",          "is_overridden",
    "scale_offset",        "axis_scale_offset", "bw_scale_offset",
    "bw_axis_scale_offset"};
constexpr KeyTable kKeys = {"`quant_params`", kNames,
                            KeyBit(kDefinition) | KeyBit(kEncoding)};
}  // namespace quant

namespace form {
enum Key {
  kBitwidth,
  kMinimum,
  kMaximum,
  kScale,
  kOffset,
  kIsSymmetric,
  kIsFixedPoint,
  kAxis,
  kNumScaleOffsets,
  kNumElements,
  kScaleOffsets,
  kScales,
  kOffsets,
};
constexpr absl::string_view kNames[] = {
    "bitwidth",       "minimum",       "maximum",
    "scale",          "offset",        "is_symmetric",
    "is_fixed_point", "axis",          "num_scale_offsets",
    "num_elements",   "scale_offsets", "scales",
    "offsets"};
constexpr KeyTable kKeys = {"an encoding", kNames};
}  // namespace form

constexpr Encoding kEncodings[] = {
    Encoding::kScaleOffset,   Encoding::kAxisScaleOffset,
    Encoding::kBwScaleOffset, Encoding::kBwAxisScaleOffset,
    Encoding::kBlock,         Encoding::kBlockwiseExpansion,
    Encoding::kVector,
};

Encoding EncodingFromCode(int64_t code) {
  const bool is_known =
      code >= 0 && code < static_cast<int64_t>(std::size(kEncodings));
  return is_known ? kEncodings[code] : Encoding::kUnclassified;
}

// The sub-objects that may hold the values of an encoding, the best first.
// LiteRT writes the forms with a bit width under the names of those without.
struct FormKeys {
  int own;
  int other;
};
FormKeys FormKeysOf(Encoding encoding) {
  switch (encoding) {
    case Encoding::kScaleOffset:
      return {quant::kScaleOffset, quant::kScaleOffset};
    case Encoding::kAxisScaleOffset:
      return {quant::kAxisScaleOffset, quant::kBwAxisScaleOffset};
    case Encoding::kBwScaleOffset:
      return {quant::kBwScaleOffset, quant::kScaleOffset};
    case Encoding::kBwAxisScaleOffset:
      return {quant::kBwAxisScaleOffset, quant::kAxisScaleOffset};
    default:
      return {-1, -1};
  }
}

}  // namespace

const NetTensor& NetTensorReader::Read() {
  tensor_.kind = NodeKind::kOp;
  tensor_.dtype = DType::kUnknown;
  tensor_.spec = kNoSpec;
  tensor_.has_dims = tensor_.has_ints = false;
  tensor_.dims.clear();
  tensor_.ints.clear();
  type_ = kUndefined;
  has_values_ = is_quantized_ = false;
  dynamic_.clear();
  doc_.ReadObject(tensor::kKeys, [this](int key) { ReadKey(key); });
  tensor_.is_absent = type_ == kNull;
  if (type_ == kAppWrite || type_ == kAppReadWrite)
    tensor_.kind = NodeKind::kInput;
  if (type_ == kStatic || (type_ > kNull && has_values_)) {
    tensor_.kind = NodeKind::kConst;
  }
  for (size_t i = 0; i < dynamic_.size() && i < tensor_.dims.size(); ++i) {
    if (dynamic_[i]) tensor_.dims[i] = -1;
  }
  if (is_quantized_ && !doc_.json().stopped()) SetSpec();
  return tensor_;
}

void NetTensorReader::ReadKey(int key) {
  switch (key) {
    case tensor::kType:
      doc_.ReadInt(type_);
      return;
    case tensor::kDataType: {
      int64_t code = 0;
      if (doc_.ReadInt(code)) tensor_.dtype = DTypeFromQnnCode(code);
      return;
    }
    case tensor::kDims:
      return ReadDims();
    case tensor::kIsDynamicDims:
      return ReadDynamicDims();
    case tensor::kQuantParams:
      return ReadQuantParams();
    case tensor::kParamsCount:
      has_values_ = true;
      return doc_.Skip();
    case tensor::kData:
      has_values_ = true;
      tensor_.has_ints = true;
      return ReadData();
    default:
      return doc_.Skip();
  }
}

void NetTensorReader::ReadDims() {
  if (doc_.TakeNull()) return;
  tensor_.has_dims = doc_.ReadList(kMaxRank, "dimensions", [this] {
    int64_t size = 0;
    if (doc_.ReadInt(size)) tensor_.dims.push_back(size);
  });
}

void NetTensorReader::ReadDynamicDims() {
  if (doc_.json().Peek() != JsonKind::kArray) return doc_.Skip();
  doc_.ReadList(kMaxRank, "dimensions", [this] {
    bool is_dynamic = false;
    int64_t flag = 0;
    if (doc_.json().Peek() == JsonKind::kBool) {
      doc_.ReadBool(is_dynamic);
    } else {
      is_dynamic = doc_.ReadInt(flag) && flag != 0;
    }
    dynamic_.push_back(is_dynamic);
  });
}

// Nested lists, for which the dimensions speak.
void NetTensorReader::ReadData() {
  const JsonKind kind = doc_.json().Peek();
  if (tensor_.has_ints && kind == JsonKind::kArray) {
    doc_.json().EnterArray();
    while (doc_.json().NextElement()) ReadData();
    return;
  }
  if (!tensor_.has_ints) return doc_.Skip();
  tensor_.has_ints = tensor_.ints.size() < kMaxInts;
  if (kind == JsonKind::kBool) {
    tensor_.ints.push_back(doc_.json().ReadBool());
  } else if (kind == JsonKind::kNumber) {
    JsonNumber number;
    const bool is_int =
        doc_.ReadNumber(number) && number.is_written_as_integer();
    tensor_.has_ints = tensor_.has_ints && is_int;
    tensor_.ints.push_back(number.integer);
  } else {
    tensor_.has_ints = false;
    doc_.Skip();
  }
}

void NetTensorReader::ReadQuantParams() {
  if (doc_.TakeNull()) return;
  int64_t definition = kUndefined;
  int64_t encoding = kUndefined;
  JsonCursor::Position forms[quant::kKeyCount];
  const KeySet given = doc_.ReadObject(quant::kKeys, [&](int key) {
    if (key == quant::kDefinition) {
      doc_.ReadInt(definition);
    } else if (key == quant::kEncoding) {
      doc_.ReadInt(encoding);
    } else {
      // To be read when the encoding is known: the others may hold garbage.
      forms[key] = doc_.json().Save();
      doc_.json().Skip();
    }
  });
  if (definition == kUndefined || doc_.json().stopped()) return;
  is_quantized_ = true;
  form_ = ScaleOffsets();
  encoding_ = EncodingFromCode(encoding);
  const FormKeys keys = FormKeysOf(encoding_);
  const auto has = [given](int key) {
    return key >= 0 && (given & KeyBit(key)) != 0;
  };
  const int key = has(keys.own) ? keys.own : keys.other;
  if (!has(key)) return;
  ReadForm(forms[key]);
  // Old dumps of ONNX Runtime write a meaningless one, which has no bit width.
  if (key == quant::kScaleOffset && encoding_ != Encoding::kScaleOffset &&
      form_.bits == 0) {
    form_ = ScaleOffsets();
  }
}

void NetTensorReader::ReadForm(const JsonCursor::Position& position) {
  const JsonCursor::Position after = doc_.json().Save();
  doc_.json().Restore(position);
  const size_t offset = doc_.PeekOffset();
  const size_t errors = doc_.error_count();
  ReadFormObject();
  if (form_.zero_points.empty()) form_.zero_points.resize(form_.scales.size());
  const bool is_read = doc_.error_count() == errors;
  if (is_read && form_.zero_points.size() != form_.scales.size()) {
    doc_.Violation("an encoding must have as many offsets as scales",
                   absl::StrCat(form_.scales.size(), " scales and ",
                                form_.zero_points.size(), " offsets"),
                   offset);
  }
  doc_.json().Restore(after);
}

void NetTensorReader::ReadFormObject() {
  doc_.ReadObject(form::kKeys, [this](int key) { ReadFormKey(key); });
}

void NetTensorReader::ReadFormKey(int key) {
  const auto read_scale = [this] {
    double scale = 0;
    if (doc_.ReadDouble(scale)) form_.scales.push_back(scale);
  };
  const size_t channels = doc_.limits().channels;
  int64_t integer = 0;
  switch (key) {
    case form::kBitwidth:
      if (doc_.ReadIntWithin(0, 64, integer)) {
        form_.bits = static_cast<uint8_t>(integer);
      }
      return;
    case form::kAxis:
      if (doc_.ReadIntWithin(-kMaxRank, kMaxRank, integer)) {
        form_.axis = static_cast<int32_t>(integer);
      }
      return;
    case form::kScale:
      return read_scale();
    case form::kOffset:
      return ReadOffset();
    case form::kScaleOffsets:
      doc_.ReadList(channels, "channels", [this] { ReadFormObject(); });
      return;
    case form::kScales:
      doc_.ReadList(channels, "scales of one tensor", read_scale);
      return;
    case form::kOffsets:
      doc_.ReadList(channels, "offsets of one tensor",
                    [this] { ReadOffset(); });
      return;
    default:
      return doc_.Skip();
  }
}

// QNN adds its offset where others subtract their zero point.
void NetTensorReader::ReadOffset() {
  int64_t offset = 0;
  if (doc_.ReadIntWithin(std::numeric_limits<int32_t>::min(),
                         std::numeric_limits<int32_t>::max(), offset)) {
    form_.zero_points.push_back(-offset);
  }
}

void NetTensorReader::SetSpec() {
  QuantSpec spec;
  spec.kind = QuantSpec::Kind::kQuant;
  spec.dtype = tensor_.dtype;
  spec.encoding = encoding_;
  spec.bits = form_.bits;
  spec.axis = form_.axis;
  tensor_.spec =
      doc_.builder().AddSpec(spec, form_.scales, form_.zero_points, {}, {});
}

}  // namespace opfit
