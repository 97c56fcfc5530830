#include "core/formats/aimet/raw_encoding.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

namespace entry {
enum Key {
  kBitwidth,
  kBw,
  kDtype,
  kIsSymmetric,
  kIsSym,
  kMin,
  kMax,
  kScale,
  kOffset,
  kName,
  kEncType,
  kBlockSize,
  kCompressedBw,
  kPerBlockIntScale,
  kZeroPointShift,
  kOutputDtype,
  kYScale,
  kYZeroPoint,
  kAxis,
  kPerChannelFloatScale
};
constexpr absl::string_view kNames[] = {"bitwidth",
                                        "bw",
                                        "dtype",
                                        "is_symmetric",
                                        "is_sym",
                                        "min",
                                        "max",
                                        "scale",
                                        "offset",
                                        "name",
                                        "enc_type",
                                        "block_size",
                                        "compressed_bw",
                                        "per_block_int_scale",
                                        "zero_point_shift",
                                        "output_dtype",
                                        "y_scale",
                                        "y_zero_point",
                                        "axis",
                                        "per_channel_float_scale"};
constexpr KeyTable kKeys = {"an encoding", kNames};
}  // namespace entry

constexpr absl::string_view kTypes[] = {"PER_TENSOR", "PER_CHANNEL",
                                        "PER_BLOCK", "LPBQ"};

}  // namespace

RawEncoding RawEncodingReader::Read(absl::string_view& name) {
  RawEncoding raw;
  const KeySet given =
      doc_.ReadObject(entry::kKeys, [&](int key) { ReadKey(key, raw, name); });
  const auto has = [given](int key) { return (given & KeyBit(key)) != 0; };
  raw.has_range = has(entry::kMin) && has(entry::kMax);
  raw.is_onnx_like = has(entry::kOutputDtype);
  raw.has_channel_scales = has(entry::kPerChannelFloatScale);
  return raw;
}

void RawEncodingReader::ReadKey(int key, RawEncoding& raw,
                                absl::string_view& name) {
  switch (key) {
    case entry::kBitwidth:
    case entry::kBw:
      doc_.ReadIntWithin(1, 64, raw.bits);
      return;
    case entry::kDtype:
      doc_.ReadString(raw.dtype);
      return;
    case entry::kIsSymmetric:
    case entry::kIsSym:
      return ReadFlag(raw.is_symmetric);
    case entry::kMin:
      doc_.ReadDouble(raw.min);
      return;
    case entry::kMax:
      doc_.ReadDouble(raw.max);
      return;
    case entry::kScale:
    case entry::kYScale:
    case entry::kPerChannelFloatScale:
      return ReadNumbers(raw.scales);
    case entry::kOffset:
      return ReadNumbers(raw.offsets);
    case entry::kYZeroPoint:
      return ReadNumbers(raw.zero_points);
    case entry::kPerBlockIntScale:
      return ReadNumbers(raw.block_scales);
    case entry::kName:
      if (doc_.ReadName(name)) name = doc_.Keep(name);
      return;
    case entry::kEncType:
      raw.type = static_cast<RawEncoding::Type>(doc_.ReadWord(kTypes));
      return;
    case entry::kBlockSize:
      doc_.ReadIntWithin(1, int64_t{1} << 40, raw.block_size);
      return;
    case entry::kCompressedBw:
      doc_.ReadIntWithin(1, 64, raw.compressed_bits);
      return;
    case entry::kOutputDtype:
      doc_.ReadString(raw.output_dtype);
      return;
    case entry::kAxis:
      doc_.ReadIntWithin(-kMaxRank, kMaxRank, raw.axis);
      return;
    default:
      return doc_.Skip();
  }
}

// true, or "True", as Python's str() writes it.
void RawEncodingReader::ReadFlag(bool& flag) {
  if (doc_.json().Peek() != JsonKind::kString) {
    doc_.ReadBool(flag);
    return;
  }
  const size_t offset = doc_.PeekOffset();
  absl::string_view text;
  if (!doc_.ReadString(text)) return;
  const std::string word = absl::AsciiStrToLower(text);
  flag = word == "true";
  if (!flag && word != "false") {
    doc_.Violation("a flag must be `True` or `False`", std::string(text),
                   offset);
  }
}

// One number, or lists of them however deep.
void RawEncodingReader::ReadNumbers(std::vector<double>& numbers) {
  if (doc_.json().Peek() == JsonKind::kArray) {
    doc_.ReadList(doc_.limits().channels, "values of one tensor",
                  [&] { ReadNumbers(numbers); });
    return;
  }
  double number = 0;
  if (doc_.ReadDouble(number)) numbers.push_back(number);
}

}  // namespace opfit
