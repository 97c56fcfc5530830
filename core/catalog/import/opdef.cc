#include "core/catalog/import/opdef.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/catalog/import/document.h"
#include "core/catalog/import/opdef_file.h"

namespace opfit {
namespace {

constexpr absl::string_view kBackendSpecific = "BACKEND_SPECIFIC";
constexpr size_t kMaxPorts = 64;

// "UFIXED_POINT_8" for the short "FIXED_8" of older tools, too.
std::string TypeOf(absl::string_view name) {
  if (absl::ConsumePrefix(&name, "FIXED_")) {
    return CatalogType(absl::StrCat("UFIXED_POINT_", name));
  }
  return CatalogType(name);
}

// Lays the supplement of a port over its definition.
void SupplementPort(OpDefPort& port, const OpDefPort& more) {
  if (!more.datatypes.empty()) port.datatypes = more.datatypes;
  if (!more.layout.empty()) port.layout = more.layout;
  if (!more.shape_text.empty()) port.shape_text = more.shape_text;
  port.only_default |= more.only_default;
  for (const OpDefConstraint& constraint : more.constraints) {
    const auto same = [&](const OpDefConstraint& known) {
      return !constraint.id.empty() && known.id == constraint.id;
    };
    const auto known =
        std::find_if(port.constraints.begin(), port.constraints.end(), same);
    if (known == port.constraints.end()) {
      port.constraints.push_back(constraint);
    } else {
      known->text = constraint.text;
    }
  }
}

// Makes the entry of one operator.
class EntryMaker {
 public:
  EntryMaker(const OpDefOp& op, CatalogDocument& document)
      : op_(op), document_(document) {}

  OpDocument Make() {
    Json in = Ports(op_.inputs, "in[", entry_.ports_in);
    Json out = Ports(op_.outputs, "out[", entry_.ports_out);
    for (const OpDefPort& parameter : op_.parameters) Parameter(parameter);
    const bool sets = any_ || !IsSpelledOut(in, out);
    if (sets) {
      Warn(op_.line,
           "the file does not say which types go together; a match is unknown "
           "until `sets` is taken out of the row");
    }
    entry_.Row("All", std::move(in), std::move(out), conditions_, sets);
    return std::move(entry_);
  }

 private:
  void Warn(size_t line, absl::string_view what) {
    document_.Warn(line, absl::StrCat("`", op_.name, "`: ", what));
  }

  Json Ports(const std::vector<OpDefPort>& ports, absl::string_view side,
             Json& definitions) {
    Json types = Json::array();
    for (size_t i = 0; i < ports.size(); ++i) {
      const OpDefPort& port = ports[i];
      Json definition = Json::object();
      if (port.is_static) definition["role"] = "weight";
      if (!port.mandatory) definition["optional"] = true;
      if (port.repeated && i + 1 == ports.size()) definition["variadic"] = true;
      if (port.repeated && i + 1 < ports.size()) {
        Warn(port.line, "only the last port may repeat; it is taken as one");
      }
      definition["encodings_open"] = true;
      definitions.push_back(std::move(definition));
      types.push_back(Types(port));
      Conditions(port, absl::StrCat(side, i, "]"));
    }
    return types;
  }

  Json Types(const OpDefPort& port) {
    Json types = Json::array();
    for (const std::string& name : port.datatypes) {
      if (name == kBackendSpecific) continue;
      const std::string type = TypeOf(name);
      if (type.empty()) {
        Warn(port.line, absl::StrCat("the type `", name, "` is not known"));
        entry_.SetOpen();
      } else if (std::find(types.begin(), types.end(), type) == types.end()) {
        types.push_back(type);
      }
    }
    if (types.size() == 1) return types[0];
    if (!types.empty()) return types;
    Warn(port.line, absl::StrCat("nothing says which types `", port.name,
                                 "` takes; any may be right"));
    any_ = true;
    return AnyType();
  }

  void Add(Json condition) {
    conditions_.push_back(entry_.Condition(std::move(condition)));
  }

  void Note(const std::string& port, const std::string& text) {
    if (text.empty()) return;
    Add({{"port", port}, {"severity", "note"}, {"text", text}});
  }

  void Conditions(const OpDefPort& port, const std::string& place) {
    if (port.is_static) Add({{"port", place}, {"static", true}});
    Rank(port, place);
    if (!port.layout.empty()) Note(place, "layout " + port.layout);
    if (!port.shape_text.empty()) Note(place, "shape: " + port.shape_text);
    for (const OpDefConstraint& constraint : port.constraints) {
      Note(place, constraint.text);
    }
    if (port.only_default) Add({{"port", place}, {"absent", true}});
  }

  // "4D", "4", "SCALAR", "ND".
  void Rank(const OpDefPort& port, const std::string& place) {
    absl::string_view text = port.rank;
    if (text.empty() || absl::EqualsIgnoreCase(text, "ND")) return;
    absl::ConsumeSuffix(&text, "D") || absl::ConsumeSuffix(&text, "d");
    int rank = 0;
    const bool scalar = absl::EqualsIgnoreCase(text, "SCALAR");
    if (!scalar && (!absl::SimpleAtoi(text, &rank) || rank < 0 || rank > 8)) {
      Warn(port.line, absl::StrCat("the rank `", port.rank, "` is not known"));
      return;
    }
    Json limits = rank == 0 ? Json{{"max", 1}} : Json{{"exact", rank}};
    Add({{"port", place}, {"rank", std::move(limits)}});
  }

  void Parameter(const OpDefPort& parameter) {
    Json accepted = Json::array();
    for (size_t i = 0; i < parameter.enums.size(); ++i) {
      accepted.push_back(i);
      accepted.push_back(parameter.enums[i]);
    }
    if (parameter.only_default) accepted = Default(parameter);
    if (!accepted.empty()) {
      Add({{"param", parameter.name},
           {"in", std::move(accepted)},
           {"text", parameter.name}});
    }
    for (const OpDefConstraint& constraint : parameter.constraints) {
      Add({{"severity", "note"},
           {"text", absl::StrCat(parameter.name, ": ", constraint.text)}});
    }
  }

  Json Default(const OpDefPort& parameter) {
    const std::string& text = parameter.default_value;
    int64_t integer = 0;
    if (absl::EqualsIgnoreCase(text, "true")) return Json::array({true});
    if (absl::EqualsIgnoreCase(text, "false")) return Json::array({false});
    if (absl::SimpleAtoi(text, &integer)) return Json::array({integer});
    if (!text.empty()) return Json::array({text});
    Warn(parameter.line, absl::StrCat("`", parameter.name,
                                      "` takes its default alone, and the "
                                      "file does not name it"));
    return Json::array();
  }

  const OpDefOp& op_;
  CatalogDocument& document_;
  OpDocument entry_;
  std::vector<size_t> conditions_;
  bool any_ = false;  // nothing is said of the types of some port
};

bool Names(const std::vector<std::string>& list, absl::string_view wanted) {
  return std::any_of(list.begin(), list.end(), [wanted](const std::string& s) {
    return absl::EqualsIgnoreCase(s, wanted);
  });
}

// The backend of the options, or the only one that the file names, or htp.
std::string BackendOf(const OpDefFile& file, const ImportOptions& options) {
  if (!options.backend.empty()) return options.backend;
  std::string only;
  for (const OpDefOp& op : file.ops) {
    for (const std::string& backend : op.backends) {
      const std::string name = absl::AsciiStrToLower(backend);
      if (!only.empty() && only != name) return "htp";
      only = name;
    }
  }
  return only.empty() ? "htp" : only;
}

// What the file says of one backend, by operator.
class Offer {
 public:
  Offer(const OpDefFile& file, const std::string& backend) : backend_(backend) {
    for (const OpDefSupplement& list : file.supplements) {
      if (!absl::EqualsIgnoreCase(list.backend, backend)) continue;
      supported_.insert(list.supported.begin(), list.supported.end());
      for (const OpDefOp& op : list.ops) supplements_[op.name].push_back(&op);
    }
  }

  bool Has(const OpDefOp& op) const {
    return supported_.count(op.name) != 0 || Names(op.backends, backend_);
  }

  void Supplement(OpDefOp& op) const {
    const auto found = supplements_.find(op.name);
    if (found == supplements_.end()) return;
    for (const OpDefOp* more : found->second) {
      Lay(more->inputs, op.inputs);
      Lay(more->outputs, op.outputs);
      Lay(more->parameters, op.parameters);
    }
  }

 private:
  static void Lay(const std::vector<OpDefPort>& more,
                  std::vector<OpDefPort>& ports) {
    std::map<std::string, OpDefPort*> by_name;
    for (OpDefPort& port : ports) by_name.emplace(port.name, &port);
    for (const OpDefPort& other : more) {
      const auto port = by_name.find(other.name);
      if (port != by_name.end()) SupplementPort(*port->second, other);
    }
  }

  const std::string& backend_;
  std::set<std::string> supported_;
  std::map<std::string, std::vector<const OpDefOp*>> supplements_;
};

void AddNames(CatalogDocument& document, const std::string& package,
              const std::string& op) {
  const std::string qualified =
      package.empty() ? op : absl::StrCat(package, ".", op);
  document.AddName("aten", qualified + ".default", op);
  document.AddName("onnx",
                   package.empty() ? op : absl::StrCat(package, ":", op), op);
  document.AddName("tflite", absl::StrCat("CUSTOM:", op), op);
  document.AddName("qnn", op, op);
}

}  // namespace

absl::StatusOr<Imported> ImportOpDef(absl::string_view xml,
                                     const ImportOptions& options) {
  absl::StatusOr<OpDefFile> file = ReadOpDefFile(xml);
  if (!file.ok()) return file.status();
  const std::string backend = BackendOf(*file, options);
  const std::string id = !options.id.empty()     ? options.id
                         : file->package.empty() ? "op-package"
                                                 : file->package;
  CatalogDocument document(
      backend, id, "op-package",
      absl::StrCat("OpDef XML of the package ", id,
                   options.from.empty() ? "" : ", ", options.from));
  for (ImportWarning& warning : file->warnings) {
    document.Warn(warning.line, std::move(warning.text));
  }
  const Offer offer(*file, backend);
  for (OpDefOp& op : file->ops) {
    if (op.name.empty()) {
      document.Warn(op.line, "an operator without a name is left out");
    } else if (std::max(op.inputs.size(), op.outputs.size()) > kMaxPorts) {
      document.Warn(op.line, absl::StrCat("`", op.name, "` has more than ",
                                          kMaxPorts, " ports and is left out"));
    } else if (!offer.Has(op)) {
      document.Warn(op.line, absl::StrCat("`", op.name, "` is not offered on ",
                                          backend, " and is left out"));
    } else if (document.Has(op.name)) {
      document.Warn(op.line, absl::StrCat("`", op.name,
                                          "` is defined twice; the first one "
                                          "is taken"));
    } else {
      offer.Supplement(op);
      document.Add(op.name, EntryMaker(op, document).Make());
      AddNames(document, file->package, op.name);
    }
  }
  return document.Take();
}

}  // namespace opfit
