#include "core/catalog/mapping_parser.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/catalog/field_readers.h"
#include "core/catalog/json_reader.h"
#include "core/catalog/mapping.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

// "arg": a position; "kwarg": a name. Both: the position, else the name.
ArgRef ReadArgRef(JsonReader& json) {
  ArgRef ref;
  ref.position = static_cast<int>(json.Int("arg", -1));
  ref.keyword = json.String("kwarg", "");
  if (ref.position < 0 && ref.keyword.empty()) json.Fail("no argument named");
  return ref;
}

MappedInput ReadInput(JsonReader& json) {
  MappedInput input;
  input.implied = json.Has("implied");
  if (!input.implied || json.Has("arg")) input.arg = ReadArgRef(json);
  input.follows_output = json.Has("follows");
  // "list": true tells the reader of the file only: lists are seen as such.
  input.first_of_list = json.Has("list") && json.At("list").is_string();
  const std::string layout = json.String("layout", "oi");
  if (layout == "oihw_to_hwio") {
    input.layout = Layout::kOihwToHwio;
  } else if (layout == "iohw_to_hwio") {
    input.layout = Layout::kIohwToHwio;
  } else if (layout == "ohwi_to_hwio") {
    input.layout = Layout::kOhwiToHwio;
  } else if (layout == "1hwc_to_hw1c") {
    input.layout = Layout::k1HwcToHw1c;
  } else if (layout != "oi") {
    json.Fail("unknown layout");
  }
  json.NoOtherKeys();
  return input;
}

std::vector<MappedInput> ReadInputs(JsonReader& json) {
  std::vector<MappedInput> inputs;
  json.ForEach(
      "in", [&inputs](JsonReader& item) { inputs.push_back(ReadInput(item)); });
  return inputs;
}

std::vector<MappingPredicate> ReadPredicates(JsonReader& json) {
  std::vector<MappingPredicate> predicates;
  if (!json.Has("if")) return predicates;
  JsonReader part = json.At("if");
  const auto add = [&predicates](MappingPredicate::Kind kind) {
    predicates.emplace_back().kind = kind;
    return &predicates.back();
  };
  if (part.Has("rank")) {
    JsonReader rank = part.At("rank");
    MappingPredicate* predicate = add(MappingPredicate::Kind::kRank);
    predicate->arg = ReadArgRef(rank);
    predicate->rank = static_cast<int>(rank.Int("is", 0));
    rank.NoOtherKeys();
  }
  if (part.Bool("depthwise", false)) add(MappingPredicate::Kind::kDepthwise);
  if (part.Bool("transposed", false)) add(MappingPredicate::Kind::kTransposed);
  if (part.Has("param")) {
    MappingPredicate* predicate = add(MappingPredicate::Kind::kArgEquals);
    predicate->arg.keyword = part.String("param");
    part.ForEach("in", [predicate](JsonReader& value) {
      predicate->values.push_back(ReadParamValue(value));
    });
  }
  if (part.Has("equals")) {
    MappingPredicate* predicate = add(MappingPredicate::Kind::kArgEquals);
    predicate->arg = ReadArgRef(part);
    JsonReader value = part.At("equals");
    predicate->values.push_back(ReadParamValue(value));
  }
  part.NoOtherKeys();
  return predicates;
}

Mapping::Choice ReadChoice(JsonReader& json) {
  Mapping::Choice choice;
  choice.when = ReadPredicates(json);
  json.ForEach("ops", [&choice](JsonReader& item) {
    choice.ops.push_back({item.String("op"), item.String("operation", "")});
    item.NoOtherKeys();
  });
  choice.in = ReadInputs(json);
  json.NoOtherKeys();
  return choice;
}

MappedParam ReadParam(const std::string& name, JsonReader& json) {
  MappedParam param;
  param.name = name;
  param.arg = ReadArgRef(json);
  if (json.Has("default")) {
    JsonReader value = json.At("default");
    param.default_value = ReadParamValue(value);
  }
  json.NoOtherKeys();
  return param;
}

Mapping ReadMapping(JsonReader& json) {
  Mapping mapping;
  const std::string structural = json.String("structural", "");
  if (structural == "getitem") {
    mapping.kind = Mapping::Kind::kGetItem;
  } else if (structural == "identity") {
    mapping.kind = Mapping::Kind::kIdentity;
  } else if (!structural.empty()) {
    json.Fail("unknown structural kind");
  }
  if (json.Has("decomposed")) {
    mapping.kind = Mapping::Kind::kDecomposed;
    mapping.text = json.String("decomposed");
  }
  if (json.Has("constant")) {
    mapping.kind = Mapping::Kind::kConstant;
    mapping.text = json.String("constant");
  }
  if (json.Has("opaque")) {
    mapping.kind = Mapping::Kind::kOpaque;
    mapping.text = json.String("opaque");
  }
  json.ForEach("to", [&mapping](JsonReader& item) {
    mapping.to.push_back(ReadChoice(item));
  });
  mapping.in = ReadInputs(json);
  json.ForEach("out", [&mapping](JsonReader& item) {
    mapping.out.push_back(static_cast<int>(item.AsInt()));
  });
  if (json.Has("params")) {
    json.At("params").ForEachMember(
        [&mapping](const std::string& name, JsonReader& item) {
          mapping.params.push_back(ReadParam(name, item));
        });
  }
  json.ForEach("parts", [&mapping](JsonReader& item) {
    mapping.parts.push_back(item.String("op"));
    item.String("operation", "");
    item.NoOtherKeys();
  });
  json.ForEach("sources", [](JsonReader&) {});
  json.String("note", "");
  json.NoOtherKeys();
  if (mapping.kind == Mapping::Kind::kOperator && mapping.to.empty()) {
    json.Fail("maps to nothing");
  }
  return mapping;
}

Dialect ReadDialect(JsonReader& json) {
  const std::string name = json.String("dialect");
  for (const Dialect dialect :
       {Dialect::kAten, Dialect::kOnnx, Dialect::kTflite, Dialect::kQnn}) {
    if (DialectName(dialect) == name) return dialect;
  }
  json.Fail("unknown dialect");
  return Dialect::kAten;
}

}  // namespace

DialectMapping ReadDialectMapping(JsonReader& json, Dialect& dialect) {
  DialectMapping result;
  json.String("$comment", "");
  json.String("backend");
  result.same_name = json.String("default", "") == "same-name";
  dialect = ReadDialect(json);
  json.ForEach("sources", [](JsonReader&) {});
  if (json.Has("treat_as")) {
    json.At("treat_as")
        .ForEachMember([&result](const std::string& name, JsonReader& value) {
          const DType from = DTypeFromTorch(name);
          const DType to = DTypeFromName(value.AsString());
          if (from == DType::kUnknown || to == DType::kUnknown) {
            value.Fail("not a data type");
          }
          result.treat_as[from] = to;
        });
  }
  json.At("ops").ForEachMember(
      [&result](const std::string& name, JsonReader& item) {
        result.ops.emplace(name, ReadMapping(item));
      });
  json.NoOtherKeys();
  return result;
}

}  // namespace opfit
