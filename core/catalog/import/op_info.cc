#include "core/catalog/import/op_info.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/catalog/import/document.h"
#include "core/catalog/json_reader.h"
#include "core/catalog/target.h"
#include "core/graph/dtype.h"
#include "nlohmann/json.hpp"

namespace opfit {
namespace {

constexpr size_t kMaxPorts = 64;

std::string EncodingOf(std::string name) {
  absl::string_view rest = name;
  absl::ConsumePrefix(&rest, "QNN_QUANTIZATION_ENCODING_");
  return std::string(rest);
}

// One variant of one operator.
class VariantReader {
 public:
  VariantReader(const std::string& op, CatalogDocument& document,
                OpDocument& entry)
      : op_(op), document_(document), entry_(entry) {}

  void Read(JsonReader& json) {
    const bool is_first = entry_.row_count() == 0;
    Json in =
        Side(json, "inputs", "in[", is_first ? &entry_.ports_in : nullptr);
    Json out =
        Side(json, "outputs", "out[", is_first ? &entry_.ports_out : nullptr);
    json.NoOtherKeys();
    if (!complete_) {
      if (is_first) entry_.ports_in = entry_.ports_out = Json::array();
      return;
    }
    // A variant may leave out the ports at the end that another has.
    Widen(entry_.ports_in, in);
    Widen(entry_.ports_out, out);
    entry_.Row("SDK", std::move(in), std::move(out), conditions_, false);
  }

 private:
  void Warn(const std::string& what) {
    document_.Warn(0, absl::StrCat("`", op_, "`: ", what));
  }

  Json Side(JsonReader& json, const char* key, absl::string_view side,
            Json* ports) {
    Json types = Json::array();
    json.ForEach(key, [&](JsonReader& port) {
      if (types.size() >= kMaxPorts) return port.Fail("too many ports");
      const std::string place = absl::StrCat(side, types.size(), "]");
      const std::string name = port.String("datatype");
      const bool onward = port.Bool("onward", false);
      const std::string type = CatalogType(name);
      if (type.empty()) {
        Warn(absl::StrCat("the type `", name, "` at ", place,
                          " is not known; the variant is left out"));
        complete_ = false;
        entry_.SetOpen();
      }
      types.push_back(type);
      if (ports != nullptr) {
        ports->push_back(onward ? Json{{"variadic", true}} : Json::object());
      }
      port.ForEach("constraints", [&](JsonReader& constraint) {
        Constraint(constraint, place);
      });
      Encodings(place);
      port.NoOtherKeys();
    });
    return types;
  }

  void Add(Json condition) {
    conditions_.push_back(entry_.Condition(std::move(condition)));
  }

  static bool IsGiven(JsonReader& json, const char* key) {
    return json.Has(key) && !json.At(key).is_null();
  }

  void Constraint(JsonReader& json, const std::string& place) {
    Json encodings = Json::array();
    json.ForEach("encodings", [&](JsonReader& item) {
      const std::string name = EncodingOf(item.AsString());
      if (EncodingFromName(name) == Encoding::kUnclassified) {
        Warn(absl::StrCat("the encoding `", name, "` at ", place,
                          " is not known"));
      } else {
        encodings.push_back(name);
        encodings_.push_back(name);
      }
    });
    Json base = {{"port", place}};
    if (!encodings.empty()) base["if"] = {{"encoding", encodings}};
    if (IsGiven(json, "symmetric") && json.Bool("symmetric", false)) {
      Json condition = base;
      condition["symmetric"] = true;
      Add(std::move(condition));
    }
    if (IsGiven(json, "axis")) Axis(json, base);
    const bool invariant =
        IsGiven(json, "math_invariant") && json.Bool("math_invariant", false);
    if (invariant && absl::StartsWith(place, "out")) {
      Json condition = base;
      condition["shares"] = "in[0]";
      Add(std::move(condition));
    }
    Fixed(json, base);
    json.NoOtherKeys();
  }

  void Axis(JsonReader& json, const Json& base) {
    json.ForEach("axis", [&](JsonReader& item) {
      Json condition = base;
      condition["axis"] = item.AsInt();
      Add(std::move(condition));
    });
  }

  void Fixed(JsonReader& json, const Json& base) {
    const bool has_scale = IsGiven(json, "scale");
    const bool has_offset = IsGiven(json, "offset");
    if (!has_scale || !has_offset) return;
    const nlohmann::json& scale = json.At("scale").value();
    if (!scale.is_number() || !(scale.get<double>() > 0)) {
      return json.Fail("the scale is no positive number");
    }
    Json condition = base;
    condition["fixed"] = {{"scale", scale.get<double>()},
                          {"zero_point", -json.Int("offset", 0)},
                          {"severity", "error"}};
    Add(std::move(condition));
  }

  // All that some constraint of the port speaks of is accepted there.
  void Encodings(const std::string& place) {
    if (encodings_.empty()) return;
    std::sort(encodings_.begin(), encodings_.end());
    encodings_.erase(std::unique(encodings_.begin(), encodings_.end()),
                     encodings_.end());
    Add({{"port", place}, {"encodings", encodings_}});
    encodings_.clear();
  }

  static void Widen(Json& ports, Json& types) {
    while (types.size() < ports.size()) {
      ports[types.size()]["optional"] = true;
      types.push_back(nullptr);
    }
    while (ports.size() < types.size()) {
      ports.push_back({{"optional", true}});
    }
  }

  const std::string& op_;
  CatalogDocument& document_;
  OpDocument& entry_;
  std::vector<size_t> conditions_;
  std::vector<std::string> encodings_;
  bool complete_ = true;
};

}  // namespace

absl::StatusOr<Imported> ImportOpInfo(absl::string_view text,
                                      const ImportOptions& options) {
  const nlohmann::json dump =
      nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (dump.is_discarded()) {
    return absl::InvalidArgumentError("the dump is not well-formed JSON");
  }
  JsonErrors errors;
  JsonReader root(dump, errors);
  if (root.String("format", "") != "opfit-op-info") {
    return absl::InvalidArgumentError(
        "the file is no dump of op info: its `format` is not `opfit-op-info`");
  }
  root.String("version");
  const std::string backend = root.String("backend");
  const std::string soc = root.String("soc", "");
  const std::string sdk = root.String("sdk", "");
  CatalogDocument document(
      options.backend.empty() ? backend : options.backend,
      options.id.empty() ? "sdk" : options.id, "sdk",
      absl::StrCat("BackendOpInfo of SDK ", sdk.empty() ? "(not named)" : sdk,
                   soc.empty() ? "" : " for ", soc,
                   options.from.empty() ? "" : ", ", options.from));
  if (!sdk.empty() && ParseSdkVersion(sdk).ok()) {
    document.SetSdk(sdk);
  } else {
    document.Warn(0, "the dump does not name its SDK");
  }
  root.At("ops").ForEachMember(
      [&document](const std::string& op, JsonReader& variants) {
        OpDocument entry;
        variants.ForEachElement([&](JsonReader& variant) {
          VariantReader(op, document, entry).Read(variant);
        });
        if (entry.row_count() == 0) {
          document.Warn(0, absl::StrCat("`", op,
                                        "` has no variant that can be "
                                        "read and is left out"));
        } else {
          document.Add(op, std::move(entry));
        }
      });
  if (root.Has("failed")) {
    root.At("failed").ForEachMember(
        [&document](const std::string& op, JsonReader& why) {
          document.Warn(0, absl::StrCat("the SDK did not say what `", op,
                                        "` takes: ", why.AsString()));
        });
  }
  root.NoOtherKeys();
  if (!errors.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the dump is not valid ", errors.status().message()));
  }
  return document.Take();
}

}  // namespace opfit
