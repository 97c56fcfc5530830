#include "core/testing/naive_matcher.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace opfit {
namespace {

using Json = nlohmann::json;

const Json& ListOf(const Json& object, const char* key) {
  static const auto* const kNone = new Json(Json::array());
  const auto it = object.find(key);
  return it == object.end() ? *kNone : *it;
}

bool Contains(const Json& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// "2.41.0" as 2.41; minor versions have two digits.
double SdkOf(const std::string& text) {
  return std::strtod(text.c_str(), nullptr);
}
int ArchOf(const std::string& text) { return std::atoi(text.c_str() + 1); }

// The definition of the port at a position: the last repeats if it is variadic.
const Json* PortAt(const Json& ports, size_t position) {
  if (position < ports.size()) return &ports[position];
  const bool repeats = !ports.empty() && ports.back().value("variadic", false);
  return repeats ? &ports.back() : nullptr;
}

struct Place {
  bool is_output;
  size_t index;
};

Place PlaceOf(const std::string& port) {
  const bool is_output = port[0] == 'o';
  const char* const digits = port.c_str() + (is_output ? 4 : 3);
  return {is_output, static_cast<size_t>(std::atoi(digits))};
}

class RowAgainstNode {
 public:
  RowAgainstNode(const Json& entry, const Json& row, const NaiveNode& node,
                 const NaiveTarget& target)
      : entry_(entry), row_(row), node_(node), target_(target) {
    CountTypes("in", node.in);
    CountTypes("out", node.out);
    changes_ = type_changes_;
    Gate(row);
    const bool needs_float = NeedsFloat("in") || NeedsFloat("out");
    if (needs_float && !target.runs_float) gated_ = true;
    for (const Json& index : ListOf(row, "when")) {
      CheckCondition(ListOf(entry, "conditions")[index.get<size_t>()]);
    }
    CheckEncodings("in", node.in, false);
    CheckEncodings("out", node.out, true);
  }

  int type_changes() const { return type_changes_; }
  int changes() const { return changes_; }
  bool gated() const { return gated_; }

 private:
  // Null: nothing may be connected. A string: this type. A list: any of them.
  static bool Takes(const Json& types, const std::string& dtype) {
    if (types.is_string()) return types == dtype;
    return types.is_array() && Contains(types, dtype);
  }

  void CountTypes(const char* side, const std::vector<NaiveTensor>& tensors) {
    const Json& ports = ListOf(ListOf(entry_, "ports"), side);
    const Json& types = ListOf(row_, side);
    const size_t count = std::max(tensors.size(), ports.size());
    for (size_t i = 0; i < count; ++i) {
      const Json* port = PortAt(ports, i);
      const Json type = i < types.size()                       ? types[i]
                        : port != nullptr && i >= ports.size() ? types.back()
                                                               : Json();
      const bool connected = i < tensors.size() && tensors[i].connected;
      if (connected) {
        if (!Takes(type, tensors[i].dtype)) ++type_changes_;
      } else {
        const bool optional = port == nullptr || port->value("optional", false);
        if (!type.is_null() && !optional) ++type_changes_;
      }
    }
  }

  bool NeedsFloat(const char* side) const {
    for (const Json& types : ListOf(row_, side)) {
      if (types.is_null()) continue;
      const Json list = types.is_array() ? types : Json::array({types});
      bool all = true;
      for (const Json& type : list) {
        all = all && type.get<std::string>().find("FLOAT") != std::string::npos;
      }
      if (all) return true;
    }
    return false;
  }

  void Gate(const Json& gate) {
    if (gate.contains("arch") && target_.arch < ArchOf(gate["arch"])) {
      gated_ = true;
    }
    if (gate.contains("since") && target_.sdk < SdkOf(gate["since"])) {
      gated_ = true;
    }
  }

  const NaiveTensor* At(const Place& place) const {
    const auto& tensors = place.is_output ? node_.out : node_.in;
    const bool there =
        place.index < tensors.size() && tensors[place.index].connected;
    return there ? &tensors[place.index] : nullptr;
  }

  bool Applies(const Json& condition, const NaiveTensor& tensor) const {
    const Json when = condition.value("if", Json::object());
    if (when.contains("encoding") &&
        !Contains(when["encoding"], tensor.encoding)) {
      return false;
    }
    if (when.contains("dtype") && !Contains(when["dtype"], tensor.dtype)) {
      return false;
    }
    if (when.contains("static") && when["static"] != tensor.constant) {
      return false;
    }
    if (when.contains("sdk_from") && target_.sdk < SdkOf(when["sdk_from"])) {
      return false;
    }
    if (when.contains("sdk_below") && target_.sdk >= SdkOf(when["sdk_below"])) {
      return false;
    }
    if (when.contains("arch_from") &&
        target_.arch < ArchOf(when["arch_from"])) {
      return false;
    }
    if (when.contains("arch_below") &&
        target_.arch >= ArchOf(when["arch_below"])) {
      return false;
    }
    // No parameter is given here: it counts as false or 0.
    for (const Json& value : when.value("param", Json::object())) {
      if (value != false && value != 0) return false;
    }
    return true;
  }

  int WantedAxis(const Json& condition, const Place& place,
                 const NaiveTensor& tensor) const {
    Json axis = condition["axis"];
    if (axis == "channel") {
      const Json& ports =
          ListOf(ListOf(entry_, "ports"), place.is_output ? "out" : "in");
      axis = (*PortAt(ports, place.index))["channel_axis"];
    }
    if (axis == "first") return 0;
    if (axis == "last") return tensor.rank - 1;
    if (axis == "second_last") return tensor.rank - 2;
    return axis.get<int>();
  }

  void CheckCondition(const Json& condition) {
    // One on a parameter cannot fail: none is given. Warnings are no changes.
    if (condition.contains("param")) return;
    if (condition.value("severity", "error") != "error") return;
    const Place first = PlaceOf(condition.value("port", "in[0]"));
    const char* const side = first.is_output ? "out" : "in";
    const Json& ports = ListOf(ListOf(entry_, "ports"), side);
    const size_t count = (first.is_output ? node_.out : node_.in).size();
    for (size_t i = first.index; i < count; ++i) {
      if (i != first.index && PortAt(ports, i) != PortAt(ports, first.index)) {
        break;
      }
      const Place place{first.is_output, i};
      const NaiveTensor* tensor = At(place);
      if (tensor == nullptr || !Applies(condition, *tensor)) continue;
      Gate(condition);
      changes_ += CountBroken(condition, place, *tensor);
    }
  }

  int CountBroken(const Json& condition, const Place& place,
                  const NaiveTensor& tensor) const {
    const bool quantized = !tensor.encoding.empty();
    int broken = 0;
    if (condition.value("symmetric", false) && quantized && !tensor.symmetric) {
      ++broken;
    }
    const bool fixed_point = tensor.dtype.find("FIXED") != std::string::npos;
    if (condition.contains("signed") && fixed_point &&
        condition["signed"] != tensor.is_signed) {
      ++broken;
    }
    const Json is_static = condition.value("static", Json());
    if ((is_static == true || is_static == "derived") && !tensor.constant) {
      ++broken;
    }
    if (condition.contains("bits") && tensor.bits != 0) {
      const Json& bits = condition["bits"];
      if (std::find(bits.begin(), bits.end(), tensor.bits) == bits.end()) {
        ++broken;
      }
    }
    if (condition.value("absent", false)) ++broken;
    if (condition.contains("rank")) {
      const Json& rank = condition["rank"];
      const int have = std::max(tensor.rank, 1);
      if (have < rank.value("min", rank.value("exact", 0)) ||
          have > rank.value("max", rank.value("exact", 99))) {
        ++broken;
      }
    }
    const bool has_axis = tensor.encoding.find("AXIS") != std::string::npos ||
                          tensor.encoding == "BLOCKWISE_EXPANSION";
    if (condition.contains("axis") && has_axis &&
        tensor.axis != WantedAxis(condition, place, tensor)) {
      ++broken;
    }
    if (condition.contains("shares")) {
      const NaiveTensor* other = At(PlaceOf(condition["shares"]));
      const bool both =
          other != nullptr && quantized && !other->encoding.empty();
      const bool same = both && !tensor.scale.empty() &&
                        tensor.scale == other->scale &&
                        tensor.zero_point == other->zero_point;
      if (both && !same) ++broken;
    }
    if (condition.contains("fixed") && quantized &&
        condition["fixed"].value("severity", "error") == "error") {
      const Json& fixed = condition["fixed"];
      const bool same =
          tensor.scale == fixed["scale"].get<std::string>() &&
          tensor.zero_point == std::to_string(fixed.value("zero_point", 0));
      if (!same) ++broken;
    }
    return broken;
  }

  // The last condition of the row that lists encodings for the port and applies
  // replaces what the port lists; SCALE_OFFSET is what a port has by itself.
  void CheckEncodings(const char* side, const std::vector<NaiveTensor>& tensors,
                      bool is_output) {
    const Json& ports = ListOf(ListOf(entry_, "ports"), side);
    for (size_t i = 0; i < tensors.size(); ++i) {
      const Json* port = PortAt(ports, i);
      const NaiveTensor& tensor = tensors[i];
      if (!tensor.connected || tensor.encoding.empty() || port == nullptr) {
        continue;
      }
      Json accepted = port->value("encodings", Json::array({"SCALE_OFFSET"}));
      for (const Json& index : ListOf(row_, "when")) {
        const Json& condition =
            ListOf(entry_, "conditions")[index.get<size_t>()];
        if (!condition.contains("encodings")) continue;
        const Place place = PlaceOf(condition["port"]);
        const bool here =
            place.is_output == is_output && PortAt(ports, place.index) == port;
        if (here && Applies(condition, tensor)) {
          accepted = condition["encodings"];
        }
      }
      if (!Contains(accepted, tensor.encoding)) ++changes_;
    }
  }

  const Json& entry_;
  const Json& row_;
  const NaiveNode& node_;
  const NaiveTarget& target_;
  int type_changes_ = 0;
  int changes_ = 0;
  bool gated_ = false;
};

}  // namespace

NaiveAnswer MatchNaively(const nlohmann::json& entry, const NaiveNode& node,
                         const NaiveTarget& target) {
  NaiveAnswer answer;
  int usable = -1;
  int any = -1;
  const auto keep = [](int& least, int changes) {
    if (least < 0 || changes < least) least = changes;
  };
  for (const Json& row : ListOf(entry, "rows")) {
    const RowAgainstNode result(entry, row, node, target);
    const bool certain = !row.value("sets", false) && !row.contains("disputed");
    answer.types_listed |= result.type_changes() == 0;
    answer.accepted |= result.changes() == 0 && !result.gated() && certain;
    keep(any, result.changes());
    if (!result.gated()) keep(usable, result.changes());
  }
  answer.nearest = usable >= 0 ? usable : any;
  return answer;
}

}  // namespace opfit
