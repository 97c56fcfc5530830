#include "core/testing/random_graph.h"

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace opfit {
namespace {

constexpr absl::string_view kSpecs[] = {"u8",
                                        "u8",
                                        "u8",
                                        "u16",
                                        "u16",
                                        "i8",
                                        "i16",
                                        "i8 affine",
                                        "u8 symmetric",
                                        "i4",
                                        "i2",
                                        "u8 no-bounds",
                                        "u16 no-bounds",
                                        "u8 no-scheme",
                                        "float",
                                        "u8 scale=0.5 zero=3",
                                        "u8 scale=0 zero=0",
                                        "u8 scale=1 zero=300",
                                        "u16 fixed scale=1/65536 zero=0",
                                        "i8 axis=1",
                                        "u8 max=300",
                                        "i32",
                                        "u8 observer=ConcatObserver",
                                        "u8 dtype=bfloat16"};

constexpr absl::string_view kWeightSpecs[] = {"i8 axis=0",
                                              "i8 axis=0",
                                              "i8",
                                              "i4 axis=0",
                                              "i8 axis=1",
                                              "i16 axis=0",
                                              "u16 symmetric",
                                              "i4 axis=0 block=1x4x1x1",
                                              "i8 axis=7",
                                              "i8 axis=0 affine",
                                              "i8 axis=0 scale=1;2 zero=0;0"};

// Of one tensor that has the sizes of the others.
constexpr absl::string_view kUnary[] = {
    "relu.default",        "sigmoid.default",   "tanh.default", "sin.default",
    "hardsigmoid.default", "view.default",      "silu.default", "clone.default",
    "softmax.int",         "no_such_op.default"};
constexpr absl::string_view kBinary[] = {"add.Tensor", "mul.Tensor",
                                         "matmul.default", "sub.Tensor"};

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  std::vector<std::string> Run() {
    for (int i = 0; i < 3; ++i) Declare("x", "input", " [1, 4, 8, 8]");
    Declare("i", "input", " int64[2]");
    tensors_.pop_back();
    for (int i = 0; i < 14; ++i) AddOp();
    return std::move(lines_);
  }

 private:
  size_t Below(size_t end) { return random_() % end; }
  bool Rarely() { return Below(8) == 0; }
  template <typename List>
  absl::string_view OneOf(const List& list) {
    return list[Below(std::size(list))];
  }

  std::string NewName(absl::string_view prefix) {
    return absl::StrCat(prefix, names_++);
  }

  std::string Declare(absl::string_view prefix, absl::string_view kind,
                      absl::string_view type) {
    const std::string name = NewName(prefix);
    lines_.push_back(absl::StrCat(name, ": ", kind, type));
    tensors_.push_back(name);
    return name;
  }

  // What `node` says of `input`, or of its output if that is empty.
  std::string Spec(absl::string_view node, absl::string_view input) {
    switch (Below(8)) {
      case 0:
        return absl::StrCat("as ", OneOf(tensors_));
      case 1:
        return absl::StrCat("as ", OneOf(tensors_), ">", node);
      case 2:
        return input.empty() || !Rarely() ? std::string(OneOf(kSpecs))
                                          : std::string("as nowhere");
      default:
        return std::string(OneOf(kSpecs));
    }
  }

  // " | a: u8, b: i8 -> u8", or nothing, or part of it.
  std::string Annotation(absl::string_view node,
                         absl::Span<const std::string> inputs,
                         absl::string_view weight) {
    if (Rarely()) return "";
    std::set<std::string> seen;
    std::vector<std::string> said;
    for (const std::string& input : inputs) {
      if (Rarely() || !seen.insert(input).second) continue;
      std::string spec;
      if (!Rarely()) {
        spec = input == weight ? std::string(OneOf(kWeightSpecs))
                               : Spec(node, input);
      }
      said.push_back(absl::StrCat(input, ": ", spec));
    }
    std::string text = absl::StrCat(" | ", absl::StrJoin(said, ", "));
    if (!Rarely()) absl::StrAppend(&text, " -> ", Spec(node, ""));
    return text;
  }

  void AddOp() {
    const std::string name = NewName("n");
    const std::string a(OneOf(tensors_));
    const std::string b(OneOf(tensors_));
    switch (Below(6)) {
      case 0: {
        const std::string w = NewName("w");
        lines_.push_back(absl::StrCat(w, ": param [4, 4, 1, 1]"));
        Add(name, absl::StrCat("conv2d.default(", a, ", ", w, ")"), {a, w}, w);
        break;
      }
      case 1:
        Add(name, absl::StrCat(OneOf(kBinary), "(", a, ", ", b, ")"), {a, b});
        break;
      case 2:
        Add(name, absl::StrCat("cat.default([", a, ", ", b, "], 1)"), {a, b});
        break;
      case 3:
        AddSplit(name, a);
        return;
      case 4:
        Add(name, absl::StrCat("index_select.default(", a, ", 1, i3)"), {a});
        break;
      default:
        Add(name, absl::StrCat(OneOf(kUnary), "(", a, ")"), {a});
    }
    tensors_.push_back(name);
  }

  void Add(absl::string_view name, absl::string_view call,
           const std::vector<std::string>& inputs,
           absl::string_view weight = "") {
    lines_.push_back(absl::StrCat(name, " = aten.", call, " [1, 4, 8, 8]",
                                  Annotation(name, inputs, weight)));
  }

  void AddSplit(const std::string& name, const std::string& input) {
    lines_.push_back(absl::StrCat(name, " = aten.split.Tensor(", input,
                                  ", 2, 1) ", "[1, 2, 8, 8], [1, 2, 8, 8] | ",
                                  input, ": ", Spec(name, input), " -> float"));
    for (int item = 0; item < 2; ++item) {
      if (Rarely()) continue;
      const std::string taken = NewName("g");
      lines_.push_back(absl::StrCat(taken, " = _operator.getitem(", name, ", ",
                                    item, ") [1, 4, 8, 8] | -> ",
                                    Spec(taken, "")));
      tensors_.push_back(taken);
    }
  }

  std::mt19937 random_;
  int names_ = 0;
  std::vector<std::string> tensors_;
  std::vector<std::string> lines_;
};

// The nodes that a line takes: the names between its brackets.
std::set<std::string> TakenBy(const std::string& line) {
  const std::string head = line.substr(0, line.find('|'));
  const size_t begin = head.find('(');
  if (begin == std::string::npos) return {};
  const std::string args = head.substr(begin, head.find(')') - begin);
  return absl::StrSplit(args, absl::ByAnyChar("()[], "), absl::SkipEmpty());
}

std::string NameOf(const std::string& line) {
  return line.substr(0, line.find_first_of(": "));
}

}  // namespace

std::vector<std::string> RandomGraph(uint32_t seed) {
  return Generator(seed).Run();
}

std::vector<std::string> Reordered(const std::vector<std::string>& lines,
                                   uint32_t seed) {
  std::mt19937 random(seed);
  std::set<std::string> names;
  for (const std::string& line : lines) names.insert(NameOf(line));
  std::vector<std::string> waiting = lines;
  std::vector<std::string> ordered;
  std::set<std::string> done;
  while (!waiting.empty()) {
    const size_t i = random() % waiting.size();
    bool ready = true;
    for (const std::string& taken : TakenBy(waiting[i])) {
      ready = ready && (names.count(taken) == 0 || done.count(taken) > 0);
    }
    if (!ready) continue;
    done.insert(NameOf(waiting[i]));
    ordered.push_back(std::move(waiting[i]));
    waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return ordered;
}

}  // namespace opfit
