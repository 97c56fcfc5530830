#include "core/annotate/recipe_spec.h"

#include <string>
#include <utility>
#include <vector>

#include "core/annotate/field_readers.h"

namespace opfit {
namespace {

constexpr absl::string_view kKindWords[] = {"quant", "fixed", "shared",
                                            "derived"};
constexpr QuantSpec::Kind kKinds[] = {
    QuantSpec::Kind::kQuant, QuantSpec::Kind::kFixed, QuantSpec::Kind::kShared,
    QuantSpec::Kind::kDerived};

NamedRef ReadRef(JsonReader& json) {
  NamedRef ref;
  if (json.Has("node")) {
    ref.producer = json.String("node");
  } else {
    size_t names = 0;
    json.At("edge").ForEachElement([&](JsonReader& item) {
      (names++ == 0 ? ref.producer : ref.consumer) = item.AsString();
    });
    if (names != 2) json.Fail("an edge is `[producer, consumer]`");
  }
  json.NoOtherKeys();
  return ref;
}

void ReadRefs(JsonReader& json, SpecDraft& spec) {
  if (spec.kind == QuantSpec::Kind::kShared) {
    JsonReader with = json.At("with");
    spec.refs.push_back(ReadRef(with));
    return;
  }
  json.At("from").ForEachElement(
      [&](JsonReader& item) { spec.refs.push_back(ReadRef(item)); });
  if (spec.refs.empty()) json.Fail("`from` names nothing");
}

void ReadQuant(JsonReader& json, SpecDraft& spec) {
  JsonReader dtype = json.At("dtype");
  spec.quant.dtype = TorchDTypeOf(dtype);
  if (json.Has("quant_min")) spec.quant.quant_min = json.Int("quant_min", 0);
  if (json.Has("quant_max")) spec.quant.quant_max = json.Int("quant_max", 0);
  if (json.Has("qscheme")) {
    JsonReader scheme = json.At("qscheme");
    spec.quant.scheme = SchemeOf(scheme);
  }
  if (json.Has("ch_axis")) {
    JsonReader axis = json.At("ch_axis");
    spec.axis = axis.AsInt();
    if (*spec.axis < -127 || *spec.axis > 127) axis.Fail("no such axis");
  }
  if (spec.kind == QuantSpec::Kind::kFixed) {
    JsonReader scale = json.At("scale");
    spec.scale = RatioOf(scale);
    spec.zero_point = json.At("zero_point").AsInt();
  }
  if (spec.kind != QuantSpec::Kind::kQuant) return;
  spec.observer = json.String("observer", "");
  if (!json.Has("block_size")) return;
  JsonReader size = json.At("block_size");
  spec.block_size = ReadBlockShape(size);
}

SpecDraft ReadSpec(JsonReader json) {
  SpecDraft spec;
  if (json.is_null()) return spec;
  JsonReader kind = json.At("kind");
  spec.kind = kKinds[WordOf(kind, kKindWords)];
  if (spec.kind != QuantSpec::Kind::kShared) ReadQuant(json, spec);
  const bool refers = spec.kind == QuantSpec::Kind::kShared ||
                      spec.kind == QuantSpec::Kind::kDerived;
  if (refers) ReadRefs(json, spec);
  json.NoOtherKeys();
  return spec;
}

}  // namespace

std::vector<int64_t> ReadBlockShape(JsonReader& json) {
  std::vector<int64_t> shape;
  json.ForEachElement([&](JsonReader& item) {
    shape.push_back(item.AsInt());
    if (shape.back() < 1) item.Fail("a block has at least one element");
  });
  if (shape.empty()) json.Fail("a block has at least one dimension");
  return shape;
}

Override ReadOverride(JsonReader& json) {
  Override out;
  out.node = json.String("node");
  json.ForEach("inputs", [&](JsonReader& item) {
    Override::Input& input = out.inputs.emplace_back();
    input.producer = item.String("node");
    input.spec = ReadSpec(item.At("spec"));
    item.NoOtherKeys();
  });
  if (json.Has("output")) out.output = ReadSpec(json.At("output"));
  json.NoOtherKeys();
  return out;
}

}  // namespace opfit
