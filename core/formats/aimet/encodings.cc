#include "core/formats/aimet/encodings.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/finding/finding.h"
#include "core/formats/aimet/raw_encoding.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;
using Duplicates = DocumentReader::Duplicates;

namespace document {
enum Key {
  kVersion,
  kActivations,
  kParams,
  kEncodings,
  kExcluded,
  kQuantizerArgs,
  kProducer
};
constexpr absl::string_view kNames[] = {
    "version",         "activation_encodings", "param_encodings", "encodings",
    "excluded_layers", "quantizer_args",       "producer"};
constexpr KeyTable kKeys = {"the document", kNames};
}  // namespace document

constexpr absl::string_view kVersions[] = {"0.4.0", "0.5.0", "0.6.0",
                                           "0.6.1", "1.0.0", "2.0.0"};
class Reader {
 public:
  explicit Reader(DocumentReader& doc) : doc_(doc), reader_(doc) {}

  std::vector<AimetEncoding> Read() {
    const size_t offset = doc_.PeekOffset();
    const KeySet given = doc_.ReadObject(document::kKeys, [this](int key) {
      switch (key) {
        case document::kVersion:
          return ReadVersion();
        case document::kActivations:
          return ReadSection(/*is_param=*/false);
        case document::kParams:
          return ReadSection(/*is_param=*/true);
        case document::kEncodings:
          return ReadEntries(/*is_param=*/false);
        default:
          return doc_.Skip();
      }
    });
    constexpr KeySet kSections = KeyBit(document::kActivations) |
                                 KeyBit(document::kParams) |
                                 KeyBit(document::kEncodings);
    if ((given & kSections) == 0 && !doc_.json().stopped()) {
      doc_.Violation("encodings must be given", "none", offset);
    }
    doc_.json().ReadEnd();
    return std::move(encodings_);
  }

 private:
  void ReadVersion() {
    const size_t offset = doc_.PeekOffset();
    absl::string_view version;
    if (!doc_.ReadString(version)) return;
    if (IndexOfWord(version, kVersions) >= 0) return;
    doc_.Violation("the version must be one that is known, 0.4.0 to 2.0.0",
                   std::string(version), offset);
  }

  void ReadSection(bool is_param) {
    if (doc_.json().Peek() == JsonKind::kArray) return ReadEntries(is_param);
    doc_.ReadMap(Duplicates::kReported, [&](absl::string_view name) {
      if (doc_.json().Peek() == JsonKind::kObject) return ReadModule(name);
      ReadChannels(doc_.Keep(name), is_param);
    });
  }

  // 1.0.0 and 2.0.0: entries that name their tensor.
  void ReadEntries(bool is_param) {
    doc_.ReadList(doc_.limits().nodes, "encodings", [&] {
      AimetEncoding encoding;
      encoding.is_param = is_param;
      encoding.offset = doc_.PeekOffset();
      const size_t errors = doc_.error_count();
      const RawEncoding raw = reader_.Read(encoding.name);
      if (encoding.name.empty() && doc_.error_count() == errors) {
        doc_.Violation("an encoding must name its tensor", "no `name`",
                       encoding.offset);
      }
      Interpret(raw, encoding);
      encoding.is_broken = doc_.error_count() != errors;
      Add(std::move(encoding));
    });
  }

  // Up to 0.6.1: a list with one entry, or one a channel.
  void ReadChannels(absl::string_view name, bool is_param) {
    AimetEncoding encoding;
    encoding.name = name;
    encoding.is_param = is_param;
    encoding.offset = doc_.PeekOffset();
    const size_t errors = doc_.error_count();
    bool is_first = true;
    doc_.ReadList(doc_.limits().channels, "channels of one tensor", [&] {
      absl::string_view unused;
      const size_t offset = doc_.PeekOffset();
      const RawEncoding raw = reader_.Read(unused);
      AddChannel(raw, is_first, offset, encoding);
      is_first = false;
    });
    if (is_first && doc_.error_count() == errors) {
      doc_.Violation("a tensor must have an encoding", "an empty list",
                     encoding.offset);
    }
    encoding.is_broken = doc_.error_count() != errors;
    Add(std::move(encoding));
  }

  // The flavour for torch: a module with its inputs and outputs.
  void ReadModule(absl::string_view module) {
    const std::string prefix(module);
    doc_.ReadMap(Duplicates::kReported, [&](absl::string_view side) {
      const std::string side_name = absl::StrCat(prefix, ".", side);
      doc_.ReadMap(Duplicates::kReported, [&](absl::string_view index) {
        AimetEncoding encoding;
        encoding.name =
            doc_.builder().Keep(absl::StrCat(side_name, ".", index));
        encoding.offset = doc_.PeekOffset();
        const size_t errors = doc_.error_count();
        absl::string_view unused;
        const RawEncoding raw = reader_.Read(unused);
        AddChannel(raw, true, encoding.offset, encoding);
        encoding.is_broken = doc_.error_count() != errors;
        Add(std::move(encoding));
      });
    });
  }

  void Add(AimetEncoding encoding) {
    doc_.Flush();
    if (doc_.json().stopped() || encoding.name.empty()) return;
    if (!names_.insert(encoding.name).second) {
      Finding finding =
          MakeFinding(Code::kDuplicateName, {std::string(encoding.name)});
      finding.found = "a second encoding of this tensor";
      finding.place.anchor_offset = encoding.offset;
      doc_.builder().Report(std::move(finding));
    }
    encodings_.push_back(std::move(encoding));
  }

  static bool IsFloatType(absl::string_view dtype) {
    const std::string word = absl::AsciiStrToLower(dtype);
    return word == "float" || word == "fp";
  }

  // The smallest offset is minus the largest value of the grid.
  void AddChannel(const RawEncoding& raw, bool is_first, size_t offset,
                  AimetEncoding& encoding) {
    if (is_first) {
      encoding.bits = raw.bits;
      encoding.is_float = IsFloatType(raw.dtype);
      encoding.is_symmetric = raw.is_symmetric;
    } else if (raw.bits != encoding.bits) {
      doc_.Violation("all channels must have one bit width",
                     absl::StrCat(raw.bits, " after ", encoding.bits), offset);
    }
    if (encoding.is_float || !RequireBits(encoding.bits, offset)) return;
    if (raw.scales.size() != 1 || raw.offsets.size() != 1) {
      doc_.Violation("an encoding must have a scale and an offset",
                     absl::StrCat(raw.scales.size(), " scales and ",
                                  raw.offsets.size(), " offsets"),
                     offset);
      return;
    }
    int64_t zero_point = ZeroPointOf(raw.offsets[0], offset);
    if (raw.has_range) {
      zero_point = CheckRange(raw, encoding.bits, zero_point, offset);
    }
    encoding.scales.push_back(raw.scales[0]);
    encoding.zero_points.push_back(zero_point);
  }

  bool RequireBits(int64_t bits, size_t offset) {
    if (bits >= 2 && bits <= 32) return true;
    doc_.Violation("a bit width must be from 2 to 32",
                   absl::StrCat(bits, " bits"), offset);
    return false;
  }

  // Offsets are whole numbers, which may be written as 114.0.
  int64_t ZeroPointOf(double offset_value, size_t offset) {
    constexpr double kLargest = 9.0e15;
    if (offset_value == std::floor(offset_value) &&
        std::fabs(offset_value) < kLargest) {
      return -static_cast<int64_t>(offset_value);
    }
    doc_.Violation("an offset must be a whole number",
                   absl::StrCat(offset_value), offset);
    return 0;
  }

  // Old exports of TensorFlow have the zero point for an offset, which only
  // the range tells. Returns the zero point that the range speaks for.
  int64_t CheckRange(const RawEncoding& raw, int64_t bits, int64_t zero_point,
                     size_t offset) {
    const double scale = raw.scales[0];
    const double steps = std::ldexp(1.0, static_cast<int>(bits)) - 1;
    const auto fits = [&](double zero) {
      const double slack = std::fabs(scale) + 0.005 * std::fabs(scale) * steps;
      const double min = scale * (0 - zero);
      const double max = scale * (steps - zero);
      return std::fabs(min - raw.min) <= slack &&
             std::fabs(max - raw.max) <= slack;
    };
    const auto zero = static_cast<double>(zero_point);
    if (fits(zero)) return zero_point;
    const bool is_turned = zero_point < 0 && fits(-zero);
    Finding finding = MakeFinding(Code::kRangeContradictsOffset);
    finding.found = absl::StrCat(
        "minimum ", raw.min, " and maximum ", raw.max, " with scale ", scale,
        " and offset ", -zero_point,
        is_turned ? ", which is the zero point and is read as such" : "");
    finding.accepted = {absl::StrCat("minimum ", scale * (0 - zero)),
                        absl::StrCat("maximum ", scale * (steps - zero))};
    finding.place.anchor_offset = offset;
    doc_.builder().Report(std::move(finding));
    return is_turned ? -zero_point : zero_point;
  }

  void Interpret(const RawEncoding& raw, AimetEncoding& encoding) {
    if (IsFloatType(raw.dtype) && !raw.is_onnx_like) {
      encoding.is_float = true;
      return;
    }
    encoding.scales = raw.scales;
    encoding.block_size = raw.block_size;
    if (raw.is_onnx_like) {
      InterpretAsOnnx(raw, encoding);
    } else {
      InterpretList(raw, encoding);
    }
    if (encoding.scales.empty()) {
      doc_.Violation("an encoding must have a scale", "none", encoding.offset);
    }
  }

  void InterpretList(const RawEncoding& raw, AimetEncoding& encoding) {
    encoding.bits = raw.bits;
    encoding.is_symmetric = raw.is_symmetric;
    if (!RequireBits(encoding.bits, encoding.offset)) return;
    if (raw.type == RawEncoding::Type::kLpbq) {
      // The offsets are of the expanded 8 bits; what is stored is signed.
      encoding.is_expansion = encoding.is_signed = true;
      encoding.bits = raw.compressed_bits;
      encoding.zero_points.assign(raw.scales.size(), 0);
      RequireBits(encoding.bits, encoding.offset);
      CheckBlockScales(raw, encoding);
      return;
    }
    for (const double offset : raw.offsets) {
      encoding.zero_points.push_back(ZeroPointOf(offset, encoding.offset));
    }
    if (raw.offsets.size() != raw.scales.size()) {
      doc_.Violation("an encoding must have as many offsets as scales",
                     absl::StrCat(raw.scales.size(), " scales and ",
                                  raw.offsets.size(), " offsets"),
                     encoding.offset);
    }
    if (raw.type == RawEncoding::Type::kPerTensor && raw.scales.size() > 1) {
      doc_.Violation("PER_TENSOR must have one scale",
                     absl::StrCat(raw.scales.size(), " scales"),
                     encoding.offset);
    }
    if (raw.type == RawEncoding::Type::kPerBlock && raw.block_size == 0) {
      doc_.Violation("PER_BLOCK must have a block size", "none",
                     encoding.offset);
    }
  }

  void CheckBlockScales(const RawEncoding& raw, const AimetEncoding& encoding) {
    const double most =
        std::ldexp(1.0, static_cast<int>(std::min<int64_t>(encoding.bits, 32)));
    const auto fits = [most](double s) {
      return s >= 1 && s <= most && s == std::floor(s);
    };
    const auto wrong = std::find_if_not(raw.block_scales.begin(),
                                        raw.block_scales.end(), fits);
    if (wrong == raw.block_scales.end()) return;
    doc_.Violation(
        absl::StrCat("scales of blocks must be whole numbers from 1 to ", most),
        absl::StrCat(*wrong), encoding.offset);
  }

  // 2.0.0: a type by name, and ONNX's zero points.
  void InterpretAsOnnx(const RawEncoding& raw, AimetEncoding& encoding) {
    absl::string_view type = raw.output_dtype;
    encoding.is_signed = !absl::ConsumePrefix(&type, "u");
    int64_t bits = 0;
    const bool is_integer =
        absl::ConsumePrefix(&type, "int") && absl::SimpleAtoi(type, &bits);
    encoding.bits = bits;  // 0: 8-bit floats and what else may come
    if (!is_integer && !absl::StartsWith(raw.output_dtype, "float")) {
      doc_.Violation("`output_dtype` must be an integer or a float type",
                     std::string(raw.output_dtype), encoding.offset);
    }
    if (is_integer) RequireBits(bits, encoding.offset);
    encoding.is_expansion = raw.has_channel_scales;
    (raw.block_size > 0 ? encoding.block_axis : encoding.axis) = raw.axis;
    if (encoding.is_expansion) CheckBlockScales(raw, encoding);
    for (const double zero : raw.zero_points) {
      encoding.zero_points.push_back(-ZeroPointOf(zero, encoding.offset));
    }
    if (encoding.zero_points.empty() || encoding.is_expansion) {
      encoding.zero_points.assign(encoding.scales.size(), 0);
    }
    if (is_integer && encoding.bits <= 32) TurnOffsets(encoding);
  }

  // A writer was seen that puts minus the zero point there.
  void TurnOffsets(AimetEncoding& encoding) {
    const int64_t count = int64_t{1} << encoding.bits;
    const int64_t least = encoding.is_signed ? -count / 2 : 0;
    const auto holds = [&](int64_t z) {
      return z >= least && z < least + count;
    };
    std::vector<int64_t>& zeros = encoding.zero_points;
    if (std::all_of(zeros.begin(), zeros.end(), holds)) return;
    const bool is_turned = std::all_of(zeros.begin(), zeros.end(),
                                       [&](int64_t z) { return holds(-z); });
    if (!is_turned) return;  // A rule says so of the tensor.
    Finding finding = MakeFinding(Code::kRangeContradictsOffset);
    finding.found = absl::StrCat("zero point ", zeros[0],
                                 ", which is an offset and is read as such");
    finding.accepted = {
        absl::StrCat("zero points from ", least, " to ", least + count - 1)};
    finding.place.anchor_offset = encoding.offset;
    doc_.builder().Report(std::move(finding));
    for (int64_t& zero : zeros) zero = -zero;
  }

  DocumentReader& doc_;
  RawEncodingReader reader_;
  std::vector<AimetEncoding> encodings_;
  absl::flat_hash_set<absl::string_view> names_;
};

}  // namespace

std::vector<AimetEncoding> ReadAimetEncodings(DocumentReader& doc) {
  return Reader(doc).Read();
}

}  // namespace opfit
