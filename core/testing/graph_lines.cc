#include "core/testing/graph_lines.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using absl::string_view;

constexpr string_view kOpenMark = "«";
constexpr string_view kCloseMark = "»";

// Expands what a mark «OF305 …» encloses, and puts the mark around it again.
template <typename Expand>
std::string WithMark(string_view text, Expand&& expand) {
  if (!absl::ConsumePrefix(&text, kOpenMark)) return expand(text);
  absl::ConsumeSuffix(&text, kCloseMark);
  const size_t space = text.find(' ');
  return absl::StrCat(kOpenMark, text.substr(0, space + 1),
                      WithMark(text.substr(space + 1), expand), kCloseMark);
}

// Splits outside of brackets and quotes; one empty piece is none.
std::vector<string_view> SplitOutside(string_view text, string_view separator) {
  std::vector<string_view> pieces;
  int depth = 0;
  bool quoted = false;
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (absl::StrContains("([{", text[i])) ++depth;
    if (absl::StrContains(")]}", text[i])) --depth;
    if (depth > 0 || text.substr(i, separator.size()) != separator) continue;
    pieces.push_back(text.substr(start, i - start));
    start = i + separator.size();
  }
  pieces.push_back(text.substr(start));
  for (string_view& piece : pieces) piece = absl::StripAsciiWhitespace(piece);
  if (pieces.size() == 1 && pieces[0].empty()) pieces.clear();
  return pieces;
}

// What stands between the brackets that `text` begins with; consumes them.
string_view TakeBracketed(string_view& text) {
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (absl::StrContains("([{", text[i])) ++depth;
    if (absl::StrContains(")]}", text[i])) --depth;
    if (depth > 0) continue;
    const string_view inside = text.substr(1, i - 1);
    text = absl::StripAsciiWhitespace(text.substr(i + 1));
    return inside;
  }
  ADD_FAILURE() << "no closing bracket in: " << text;
  text = string_view();
  return text;
}

std::string Quoted(string_view text) { return absl::StrCat("\"", text, "\""); }

bool IsName(string_view text) {
  const bool is_word =
      !text.empty() && (absl::ascii_isalpha(text[0]) || text[0] == '_');
  return is_word && text != "true" && text != "false" && text != "null";
}

struct Type {
  string_view name;
  string_view dtype;
  int64_t min;
  int64_t max;
};

constexpr Type kTypes[] = {
    {"u4", "uint8", 0, 15},
    {"u8", "uint8", 0, 255},
    {"u16", "int32", 0, 65535},  // as torch has it
    {"i2", "int8", -2, 1},
    {"i4", "int8", -8, 7},
    {"i8", "int8", -128, 127},
    {"i16", "int16", -32768, 32767},
    {"i32", "int32", INT32_MIN, INT32_MAX},
};

// The members of an object, in the order in which they were first set.
class Members {
 public:
  void Set(string_view key, std::string json) {
    for (auto& [known, value] : members_) {
      if (known == key) return void(value = std::move(json));
    }
    members_.emplace_back(key, std::move(json));
  }
  void Drop(string_view key) {
    for (size_t i = 0; i < members_.size(); ++i) {
      if (members_[i].first == key) members_.erase(members_.begin() + i--);
    }
  }
  std::string Json() const {
    return absl::StrCat("{",
                        absl::StrJoin(members_, ", ",
                                      [](std::string* out, const auto& member) {
                                        absl::StrAppend(out,
                                                        Quoted(member.first),
                                                        ": ", member.second);
                                      }),
                        "}");
  }

 private:
  std::vector<std::pair<std::string, std::string>> members_;
};

std::string RefJson(string_view ref) {
  const std::vector<string_view> names = absl::StrSplit(ref, '>');
  if (names.size() == 1) return absl::StrCat("{\"node\": ", Quoted(ref), "}");
  return absl::StrCat("{\"edge\": [", Quoted(names[0]), ", ", Quoted(names[1]),
                      "]}");
}

std::string NumberJson(string_view number) {
  const std::vector<string_view> parts = absl::StrSplit(number, '/');
  double numerator = 0;
  double denominator = 1;
  if (parts.size() != 2 || !absl::SimpleAtod(parts[0], &numerator) ||
      !absl::SimpleAtod(parts[1], &denominator)) {
    return std::string(number);
  }
  return absl::StrFormat("%.17g", numerator / denominator);
}

// One number as it is, several as a list.
std::string NumbersJson(string_view numbers, char separator, bool as_list) {
  std::vector<std::string> values;
  for (const string_view number : absl::StrSplit(numbers, separator)) {
    values.push_back(NumberJson(number));
  }
  if (values.size() == 1 && !as_list) return values[0];
  return absl::StrCat("[", absl::StrJoin(values, ", "), "]");
}

bool SetType(string_view word, Members& spec) {
  for (const Type& type : kTypes) {
    if (type.name != word) continue;
    spec.Set("kind", Quoted("quant"));
    spec.Set("dtype", Quoted(type.dtype));
    spec.Set("quant_min", absl::StrCat(type.min));
    spec.Set("quant_max", absl::StrCat(type.max));
    return true;
  }
  return false;
}

void SetWord(string_view key, string_view value, Members& spec) {
  if (key == "axis") return spec.Set("ch_axis", std::string(value));
  if (key == "block") {
    return spec.Set("block_size", NumbersJson(value, 'x', true));
  }
  if (key == "scale") return spec.Set(key, NumbersJson(value, ';', false));
  if (key == "zero") {
    return spec.Set("zero_point", NumbersJson(value, ';', false));
  }
  if (key == "min") return spec.Set("quant_min", std::string(value));
  if (key == "max") return spec.Set("quant_max", std::string(value));
  if (key == "scheme") return spec.Set("qscheme", Quoted(value));
  if (key == "dtype" || key == "observer") return spec.Set(key, Quoted(value));
  ADD_FAILURE() << "no such word of a spec: " << key;
}

std::string TensorJson(string_view tensor) {
  const size_t bracket = tensor.find('[');
  string_view dtype = tensor.substr(0, bracket);
  if (dtype.empty()) dtype = "float32";
  std::vector<std::string> sizes = {"1", "4", "8", "8"};
  if (bracket != string_view::npos) {
    sizes.clear();
    string_view rest = tensor.substr(bracket);
    for (const string_view size : SplitOutside(TakeBracketed(rest), ",")) {
      sizes.push_back(IsName(size) ? Quoted(size) : std::string(size));
    }
  }
  return absl::StrCat("{\"dtype\": ", Quoted(dtype), ", \"shape\": [",
                      absl::StrJoin(sizes, ", "), "]}");
}

std::string ArgJson(string_view arg) {
  if (IsName(arg)) return absl::StrCat("{\"node\": ", Quoted(arg), "}");
  if (!absl::StartsWith(arg, "[")) return std::string(arg);
  string_view rest = arg;
  const std::vector<string_view> items = SplitOutside(TakeBracketed(rest), ",");
  if (items.empty() || !IsName(items[0])) return std::string(arg);
  std::vector<std::string> names;
  for (const string_view item : items) {
    names.push_back(item == "null" ? "null" : Quoted(item));
  }
  return absl::StrCat("{\"nodes\": [", absl::StrJoin(names, ", "), "]}");
}

void SetArgs(string_view args, Members& node) {
  std::vector<std::string> positional;
  Members keywords;
  bool has_keywords = false;
  for (const string_view arg : SplitOutside(args, ",")) {
    const size_t equals = arg.find('=');
    if (equals == string_view::npos || !IsName(arg)) {
      positional.push_back(ArgJson(arg));
      continue;
    }
    has_keywords = true;
    keywords.Set(arg.substr(0, equals), ArgJson(arg.substr(equals + 1)));
  }
  node.Set("args", absl::StrCat("[", absl::StrJoin(positional, ", "), "]"));
  if (has_keywords) node.Set("kwargs", keywords.Json());
}

std::string OutputSpecJson(string_view text) {
  if (!absl::StartsWith(text, "[")) return SpecJson(text);
  std::vector<std::string> specs;
  for (const string_view spec : SplitOutside(TakeBracketed(text), ",")) {
    specs.push_back(SpecJson(spec));
  }
  return absl::StrCat("[", absl::StrJoin(specs, ", "), "]");
}

std::string AnnotationJson(string_view said, string_view flag) {
  Members annotation;
  annotation.Set("annotated", flag == "unannotated" ? "false" : "true");
  const std::vector<string_view> sides = SplitOutside(said, "->");
  std::vector<std::string> inputs;
  for (const string_view input :
       SplitOutside(sides.empty() ? "" : sides[0], ",")) {
    const size_t colon = input.find(':');
    const string_view spec =
        absl::StripAsciiWhitespace(input.substr(colon + 1));
    Members member;
    member.Set("node", Quoted(input.substr(0, colon)));
    if (!spec.empty()) member.Set("spec", SpecJson(spec));
    inputs.push_back(member.Json());
  }
  annotation.Set("inputs", absl::StrCat("[", absl::StrJoin(inputs, ", "), "]"));
  if (sides.size() > 1) annotation.Set("output", OutputSpecJson(sides[1]));
  if (flag == "unshared") annotation.Set("allow_implicit_sharing", "false");
  return annotation.Json();
}

void SetOutputs(string_view tensors, Members& node) {
  std::vector<std::string> outputs;
  for (const string_view tensor : SplitOutside(tensors, ",")) {
    outputs.push_back(TensorJson(tensor));
  }
  if (outputs.empty()) outputs.push_back(TensorJson(""));
  node.Set("outputs", absl::StrCat("[", absl::StrJoin(outputs, ", "), "]"));
}

std::string UnmarkedNodeJson(string_view line) {
  const std::vector<string_view> parts = SplitOutside(line, "|");
  const string_view head = parts[0];
  Members node;
  const size_t colon = head.find(':');
  const size_t equals = head.find('=');
  if (colon < equals) {
    const string_view rest = absl::StripAsciiWhitespace(head.substr(colon + 1));
    const size_t space = rest.find(' ');
    node.Set("name", Quoted(head.substr(0, colon)));
    node.Set("kind", Quoted(rest.substr(0, space)));
    SetOutputs(space == string_view::npos ? "" : rest.substr(space + 1), node);
  } else if (equals != string_view::npos) {
    const size_t bracket = head.find('(');
    node.Set("name",
             Quoted(absl::StripAsciiWhitespace(head.substr(0, equals))));
    node.Set("kind", Quoted("op"));
    node.Set("target", Quoted(absl::StripAsciiWhitespace(
                           head.substr(equals + 1, bracket - equals - 1))));
    string_view rest = head.substr(bracket);
    SetArgs(TakeBracketed(rest), node);
    SetOutputs(rest, node);
  } else {
    ADD_FAILURE() << "no node: " << line;
  }
  if (parts.size() > 1) {
    node.Set("annotation",
             AnnotationJson(parts[1], parts.size() > 2 ? parts[2] : ""));
  }
  return node.Json();
}

std::string UnmarkedSpecJson(string_view text) {
  if (text == "float") return "null";
  if (absl::StartsWith(text, "{")) return std::string(text);
  if (absl::ConsumePrefix(&text, "as ")) {
    return absl::StrCat("{\"kind\": \"shared\", \"with\": ", RefJson(text),
                        "}");
  }
  Members spec;
  std::vector<std::string> factors;
  bool affine = absl::StartsWith(text, "u");
  bool has_scheme = true;
  bool per_channel = false;
  for (const string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::vector<string_view> pair =
        absl::StrSplit(word, absl::MaxSplits('=', 1));
    if (word == "affine" || word == "symmetric") {
      affine = word == "affine";
    } else if (word == "no-scheme") {
      has_scheme = false;
    } else if (word == "no-bounds") {
      spec.Drop("quant_min");
      spec.Drop("quant_max");
    } else if (word == "fixed") {
      spec.Set("kind", Quoted("fixed"));
    } else if (word == "product") {
      SetType("i32", spec);
      spec.Set("kind", Quoted("derived"));
    } else if (pair.size() == 2) {
      SetWord(pair[0], pair[1], spec);
      has_scheme = has_scheme && pair[0] != "scheme";
      per_channel = per_channel || pair[0] == "axis" || pair[0] == "block";
    } else if (absl::StrContains(word, '>')) {
      factors.push_back(RefJson(word));
    } else if (!SetType(word, spec)) {
      ADD_FAILURE() << "no such type of a spec: " << word;
    }
  }
  if (has_scheme) {
    spec.Set("qscheme",
             Quoted(absl::StrCat(per_channel ? "per_channel_" : "per_tensor_",
                                 affine ? "affine" : "symmetric")));
  }
  if (!factors.empty()) {
    spec.Set("from", absl::StrCat("[", absl::StrJoin(factors, ", "), "]"));
  }
  return spec.Json();
}

}  // namespace

std::string SpecJson(string_view text) {
  return WithMark(absl::StripAsciiWhitespace(text), UnmarkedSpecJson);
}

std::string GraphJson(string_view lines) {
  string_view dialect = "aten";
  std::vector<std::string> nodes;
  for (const string_view line : absl::StrSplit(lines, '\n')) {
    string_view text = absl::StripAsciiWhitespace(line);
    if (text.empty() || absl::StartsWith(text, "#")) continue;
    if (absl::ConsumePrefix(&text, "dialect ")) {
      dialect = text;
    } else {
      nodes.push_back(WithMark(text, UnmarkedNodeJson));
    }
  }
  return absl::StrCat(R"({"format": "annotated-graph", "version": "1.0",)",
                      R"( "dialect": )", Quoted(dialect), ", \"nodes\": [\n",
                      absl::StrJoin(nodes, ",\n"), "\n]}\n");
}

}  // namespace opfit
