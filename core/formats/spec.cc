#include "core/formats/spec.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/json_cursor.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

using JsonKind = JsonCursor::Kind;

constexpr absl::string_view kTorchPrefix = "torch.";

// How many specs are compared with the text before it is read.
constexpr size_t kMaxRecent = 12;

constexpr size_t kMaxRefs = 1024;

enum SpecKey {
  kKind,
  kDType,
  kQuantMin,
  kQuantMax,
  kScheme,
  kAxis,
  kIsDynamic,
  kBlockSize,
  kObserver,
  kObserverArgs,
  kScale,
  kZeroPoint,
  kWith,
  kFrom,
  kBits,
  kEncoding,
};
constexpr absl::string_view kSpecKeyNames[] = {
    "kind",     "dtype",         "quant_min",  "quant_max",
    "qscheme",  "ch_axis",       "is_dynamic", "block_size",
    "observer", "observer_args", "scale",      "zero_point",
    "with",     "from",          "bits",       "encoding"};
constexpr KeyTable kSpecKeys = {"a spec", kSpecKeyNames, KeyBit(kKind)};

// What each kind of spec has to say. Rows in the order of kKindWords.
constexpr absl::string_view kKindWords[] = {"quant", "fixed", "shared",
                                            "derived"};
constexpr QuantSpec::Kind kKinds[] = {
    QuantSpec::Kind::kQuant, QuantSpec::Kind::kFixed, QuantSpec::Kind::kShared,
    QuantSpec::Kind::kDerived};
constexpr KeySet kConcrete =
    KeyBit(kKind) | KeyBit(kDType) | KeyBit(kQuantMin) | KeyBit(kQuantMax) |
    KeyBit(kScheme) | KeyBit(kAxis) | KeyBit(kIsDynamic) | KeyBit(kBits) |
    KeyBit(kEncoding);
constexpr KeySet kParameters = KeyBit(kScale) | KeyBit(kZeroPoint);
constexpr KeySet kObserved =
    KeyBit(kBlockSize) | KeyBit(kObserver) | KeyBit(kObserverArgs);
struct KindKeys {
  absl::string_view owner;
  KeySet required;
  KeySet allowed;
};
constexpr KindKeys kKeysOfKind[] = {
    {"a `quant` spec", KeyBit(kDType), kConcrete | kParameters | kObserved},
    {"a `fixed` spec", KeyBit(kDType) | kParameters, kConcrete | kParameters},
    {"a `shared` spec", KeyBit(kWith), KeyBit(kKind) | KeyBit(kWith)},
    {"a `derived` spec", KeyBit(kDType) | KeyBit(kFrom),
     kConcrete | KeyBit(kFrom)},
};

constexpr absl::string_view kSchemeWords[] = {
    "per_tensor_affine", "per_tensor_symmetric", "per_channel_affine",
    "per_channel_symmetric", "per_channel_affine_float_qparams"};
constexpr QScheme kSchemes[] = {
    QScheme::kPerTensorAffine, QScheme::kPerTensorSymmetric,
    QScheme::kPerChannelAffine, QScheme::kPerChannelSymmetric, QScheme::kOther};

// Rows of kTypes first; then what torch has and no backend type stands for.
constexpr absl::string_view kTypeWords[] = {
    "float32", "uint8", "int8", "int32", "int64", "bool", "float16", "int16",
    "uint16", "uint32", "uint64", "float64", "bfloat16", "int4", "uint4",
    "int1", "int2", "int3", "int5", "int6", "int7", "uint1", "uint2", "uint3",
    "uint5", "uint6", "uint7", "complex32", "complex64", "complex128",
    "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz",
    "float8_e8m0fnu", "float4_e2m1fn_x2",
    // What torch has no word for.
    "string", "SFIXED_POINT_4", "SFIXED_POINT_8", "SFIXED_POINT_16",
    "SFIXED_POINT_32", "UFIXED_POINT_4", "UFIXED_POINT_8", "UFIXED_POINT_16",
    "UFIXED_POINT_32"};

// Those that a spec may name itself; else they follow from the spec.
constexpr absl::string_view kEncodingWords[] = {
    "SCALE_OFFSET",    "AXIS_SCALE_OFFSET",
    "BW_SCALE_OFFSET", "BW_AXIS_SCALE_OFFSET",
    "BLOCK",           "BLOCKWISE_EXPANSION",
    "VECTOR",          "BW_FLOAT_BLOCK",
    "unclassified"};

enum RefKey { kNode, kEdge };
constexpr absl::string_view kRefKeyNames[] = {"node", "edge"};
constexpr KeyTable kRefKeys = {"a reference", kRefKeyNames};

}  // namespace

bool ReadDType(DocumentReader& doc, DType& out) {
  const int word = doc.ReadWord(kTypeWords, kTorchPrefix);
  if (word < 0) return false;
  out = DTypeFromTorch(kTypeWords[word]);
  if (out == DType::kUnknown) out = DTypeFromName(kTypeWords[word]);
  return true;
}

SpecId SpecReader::Read() {
  if (doc_.TakeNull()) return kFloatSpec;
  if (doc_.json().Peek() != JsonKind::kObject) {
    doc_.WrongType("a spec or null");
    return kNoSpec;
  }
  SpecId id = kNoSpec;
  if (TakeKnown(id)) return id;
  const size_t begin = doc_.json().offset();
  const size_t findings = doc_.finding_count();
  const bool is_spec = ReadObject();
  if (!is_spec || doc_.json().stopped()) return kNoSpec;
  const bool is_reusable = doc_.finding_count() == findings && refs_.empty() &&
                           scales_.empty() && zero_points_.empty();
  if (!is_reusable) return Add();
  const size_t end = doc_.json().offset();
  return Remember(doc_.text().substr(begin, end - begin));
}

SpecId SpecReader::Add() {
  return doc_.builder().AddSpec(spec_, scales_, zero_points_, block_size_,
                                refs_);
}

bool SpecReader::TakeKnown(SpecId& id) {
  const absl::string_view rest = doc_.json().rest();
  for (size_t i = 0; i < recent_.size(); ++i) {
    const Known known = recent_[i];
    // An object ends where its text ends: a prefix is the whole of it.
    if (rest.substr(0, known.text.size()) != known.text) continue;
    if (i > 0) std::swap(recent_[i], recent_[i - 1]);
    doc_.json().SkipKnown(known.text.size());
    id = known.id;
    return true;
  }
  return false;
}

SpecId SpecReader::Remember(absl::string_view text) {
  const auto [it, is_new] = known_.try_emplace(text, kNoSpec);
  if (is_new) it->second = Add();
  if (recent_.size() == kMaxRecent) recent_.pop_back();
  recent_.insert(recent_.begin() + recent_.size() / 2, {text, it->second});
  return it->second;
}

bool SpecReader::ReadObject() {
  spec_ = QuantSpec();
  nulls_ = 0;
  scales_.clear();
  zero_points_.clear();
  block_size_.clear();
  refs_.clear();
  const size_t offset = doc_.json().offset();
  const KeySet given =
      doc_.ReadObject(kSpecKeys, [this](int key) { ReadKey(key); });
  if (spec_.kind == QuantSpec::Kind::kNone) return false;
  CheckKeys(given, offset);
  return true;
}

void SpecReader::CheckKeys(KeySet given, size_t offset) {
  const size_t kind = static_cast<size_t>(
      std::find(std::begin(kKinds), std::end(kKinds), spec_.kind) - kKinds);
  const KindKeys& keys = kKeysOfKind[kind];
  doc_.CheckKeys({keys.owner, kSpecKeyNames, keys.required}, keys.allowed,
                 given & ~nulls_, offset);
  if ((keys.allowed & kParameters) != 0) return;
  scales_.clear();
  zero_points_.clear();
}

void SpecReader::ReadKey(int key) {
  // Exporters write Python's None for what is not given.
  if (doc_.TakeNull()) {
    nulls_ |= KeyBit(key);
    return;
  }
  switch (key) {
    case kKind:
      return ReadKind();
    case kDType:
      ReadDType(doc_, spec_.dtype);
      return;
    case kQuantMin:
      spec_.has_min = doc_.ReadInt(spec_.quant_min);
      return;
    case kQuantMax:
      spec_.has_max = doc_.ReadInt(spec_.quant_max);
      return;
    case kScheme:
      return ReadScheme();
    case kAxis:
      return ReadAxis();
    case kIsDynamic:
      doc_.ReadBool(spec_.is_dynamic);
      return;
    case kBlockSize:
      return ReadBlockSize();
    case kObserver:
      doc_.ReadString(spec_.observer);
      return;
    case kObserverArgs:
      return ReadObserverArgs();
    case kScale:
      return ReadScales();
    case kZeroPoint:
      return ReadZeroPoints();
    case kWith:
      return ReadRef();
    case kFrom:
      return ReadRefs();
    case kBits: {
      int64_t bits = 0;
      if (doc_.ReadIntWithin(1, 64, bits)) {
        spec_.bits = static_cast<uint8_t>(bits);
      }
      return;
    }
    case kEncoding: {
      const int word = doc_.ReadWord(kEncodingWords);
      if (word >= 0) spec_.encoding = EncodingFromName(kEncodingWords[word]);
      return;
    }
  }
}

void SpecReader::ReadKind() {
  const int kind = doc_.ReadWord(kKindWords);
  if (kind >= 0) spec_.kind = kKinds[kind];
}

void SpecReader::ReadScheme() {
  const int scheme = doc_.ReadWord(kSchemeWords, kTorchPrefix);
  if (scheme >= 0) spec_.qscheme = kSchemes[scheme];
}

void SpecReader::ReadAxis() {
  int64_t axis = 0;
  if (doc_.ReadIntWithin(-kMaxRank, kMaxRank, axis)) {
    spec_.axis = static_cast<int32_t>(axis);
  }
}

// The arguments are the observer's own; one of them bounds the scale.
void SpecReader::ReadObserverArgs() {
  doc_.ReadMap(DocumentReader::Duplicates::kReported,
               [this](absl::string_view key) {
                 const bool is_eps =
                     key == "eps" && doc_.json().Peek() == JsonKind::kNumber;
                 if (is_eps) {
                   doc_.ReadDouble(spec_.eps);
                 } else {
                   doc_.Skip();
                 }
               });
}

void SpecReader::ReadBlockSize() {
  doc_.ReadList(kMaxRank, "dimensions", [this] {
    int64_t size = 0;
    if (doc_.ReadInt(size)) block_size_.push_back(size);
  });
}

void SpecReader::ReadScales() {
  const auto read = [this] {
    double scale = 0;
    if (doc_.ReadDouble(scale)) scales_.push_back(scale);
  };
  if (doc_.json().Peek() != JsonKind::kArray) return read();
  doc_.ReadList(doc_.limits().channels, "scales of one spec", read);
}

void SpecReader::ReadZeroPoints() {
  const auto read = [this] {
    int64_t zero_point = 0;
    if (doc_.ReadInt(zero_point)) zero_points_.push_back(zero_point);
  };
  if (doc_.json().Peek() != JsonKind::kArray) return read();
  doc_.ReadList(doc_.limits().channels, "zero points of one spec", read);
}

void SpecReader::ReadRefs() {
  const size_t offset = doc_.PeekOffset();
  const bool is_list =
      doc_.ReadList(kMaxRefs, "references of one spec", [this] { ReadRef(); });
  if (is_list && refs_.empty()) {
    doc_.Violation("`from` must name what it derives from", "nothing", offset);
  }
}

void SpecReader::ReadRef() {
  SpecRef ref;
  const size_t offset = doc_.PeekOffset();
  const size_t errors = doc_.error_count();
  size_t names = 0;
  const KeySet given = doc_.ReadObject(kRefKeys, [&](int key) {
    if (key == kNode) {
      doc_.ReadName(ref.producer_name);
      return;
    }
    doc_.ReadList(2, "names of an edge", [&] {
      doc_.ReadName(names++ == 0 ? ref.producer_name : ref.consumer_name);
    });
  });
  if (doc_.error_count() != errors) return;
  const bool is_node = given == KeyBit(kNode);
  const bool is_edge = given == KeyBit(kEdge) && names == 2;
  if (is_node || is_edge) {
    ref.producer_name = Renamed(ref.producer_name);
    ref.consumer_name = Renamed(ref.consumer_name);
    refs_.push_back(ref);
    return;
  }
  doc_.Violation(
      "a reference is `{\"node\": …}` or `{\"edge\": [producer, consumer]}`",
      "another object", offset);
}

}  // namespace opfit
