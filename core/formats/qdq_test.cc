#include "core/formats/qdq.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using Id = QdqFolder::Id;
using Kind = QdqFolder::Kind;

// A graph in words: "in x", "out y", "const w", "int i" declare tensors;
// "q1 x -> xq" and "dq1 xq -> xd" have the parameters 1; "conv a b -> c" may
// take in a "relu"; "add a b -> c" is any other operator. Separated by "; ".
class Words {
 public:
  explicit Words(absl::string_view text) {
    for (const absl::string_view line : absl::StrSplit(text, "; ")) Add(line);
  }

  // What the graph is after folding, in the same words: "conv x{1} w -> y{2}",
  // where a number is what the tensor's parameters are.
  std::string Folded() && {
    QdqFolder folder;
    for (const QdqFolder::Tensor& tensor : tensors_) folder.AddTensor(tensor);
    for (const Line& line : lines_) {
      folder.AddNode(line.kind, line.in, line.out, line.params);
    }
    const QdqFolding folding = std::move(folder).Fold();
    std::vector<std::string> out;
    for (Id id = 0; id < lines_.size(); ++id) {
      const Line& line = lines_[id];
      if (folding.fate(id) == QdqFolding::Fate::kGone) continue;
      const bool converts = folding.fate(id) == QdqFolding::Fate::kConverts;
      std::string text = converts ? "convert" : line.op;
      for (const Id in : line.in) {
        absl::StrAppend(&text, " ", NameOf(folding, folding.input(id, in)));
      }
      text += " ->";
      for (const Id to : line.out) {
        absl::StrAppend(&text, " ", NameOf(folding, folding.stand_in(to)));
      }
      out.push_back(text);
    }
    return absl::StrJoin(out, "; ");
  }

 private:
  struct Line {
    std::string op;
    Kind kind;
    Id params;
    std::vector<Id> in, out;
  };

  std::string NameOf(const QdqFolding& folding, Id id) const {
    if (id == QdqFolder::kNone) return "-";
    EXPECT_TRUE(folding.is_used(id)) << names_[id];
    const Id params = folding.params(id);
    const bool is_constant = folding.is_constant(id);
    const std::string of =
        params == QdqFolder::kNone ? "" : absl::StrCat("{", params, "}");
    return absl::StrCat(names_[id], is_constant ? "!" : "", of);
  }

  Id Tensor(absl::string_view name) {
    if (name == "-") return QdqFolder::kNone;
    for (size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] == name) return static_cast<Id>(i);
    }
    names_.push_back(std::string(name));
    tensors_.emplace_back();
    return static_cast<Id>(names_.size() - 1);
  }

  void Add(absl::string_view text) {
    const std::vector<absl::string_view> words = absl::StrSplit(text, ' ');
    if (words[0] == "in") {
      tensors_[Tensor(words[1])].is_input = true;
    } else if (words[0] == "out") {
      tensors_[Tensor(words[1])].is_output = true;
    } else if (words[0] == "const") {
      tensors_[Tensor(words[1])].is_constant = true;
    } else if (words[0] == "int") {
      tensors_[Tensor(words[1])].is_float = false;
    } else {
      AddNode(words);
    }
  }

  void AddNode(const std::vector<absl::string_view>& words) {
    Line line{std::string(words[0]), Kind::kOperator, QdqFolder::kNone, {}, {}};
    if (words[0][0] == 'q') line.kind = Kind::kQuantize;
    if (words[0][0] == 'd') line.kind = Kind::kDequantize;
    if (words[0] == "conv") line.kind = Kind::kAbsorbing;
    if (words[0] == "relu") line.kind = Kind::kActivation;
    const bool has_params =
        line.kind == Kind::kQuantize || line.kind == Kind::kDequantize;
    if (has_params) {
      EXPECT_TRUE(
          absl::SimpleAtoi(words[0].substr(words[0].size() - 1), &line.params));
    }
    bool is_out = false;
    for (size_t i = 1; i < words.size(); ++i) {
      if (words[i] == "->") {
        is_out = true;
      } else {
        (is_out ? line.out : line.in).push_back(Tensor(words[i]));
      }
    }
    lines_.push_back(line);
  }

  std::vector<std::string> names_;
  std::vector<QdqFolder::Tensor> tensors_;
  std::vector<Line> lines_;
};

struct QdqCase {
  const char* name;
  const char* graph;
  const char* want;
};

class QdqTest : public testing::TestWithParam<QdqCase> {};

TEST_P(QdqTest, Folds) {
  EXPECT_EQ(Words(GetParam().graph).Folded(), GetParam().want);
}

constexpr QdqCase kUnits[] = {
    {"NothingIsQuantized", "in x; out y; add x -> y", "add x -> y"},
    {"TheBordersStayOperators",
     "in x; out yd; q1 x -> xq; dq1 xq -> xd; add xd -> y; q2 y -> yq; "
     "dq2 yq -> yd",
     "q1 x -> xq{1}; add xq{1} -> y{2}; dq2 y{2} -> yd"},
    {"StoredInputsAndOutputsHaveNoOperators",
     "in x; out yq; dq1 x -> xd; add xd -> y; q2 y -> yq", "add x{1} -> y{2}"},
    {"OneOperatorAfterAnother",
     "in x; out zq; dq1 x -> xd; add xd -> y; q2 y -> yq; dq2 yq -> yd; "
     "mul yd -> z; q3 z -> zq",
     "add x{1} -> y{2}; mul y{2} -> z{3}"},
    {"OneTensorForManyConsumers",
     "in x; out aq; out bq; dq1 x -> xd; add xd xd -> a; mul xd -> b; "
     "q2 a -> aq; q3 b -> bq",
     "add x{1} x{1} -> a{2}; mul x{1} -> b{3}"},
    {"ADequantizeNodeForEachConsumer",
     "in x; out aq; out bq; dq1 x -> xd; dq1 x -> xe; add xd -> a; "
     "mul xe -> b; q2 a -> aq; q3 b -> bq",
     "add x{1} -> a{2}; mul x{1} -> b{3}"},
    {"AQuantizeNodeForEachConsumer",
     "in x; out b; dq1 x -> xd; add xd -> a; q2 a -> aq; q2 a -> ar; "
     "dq2 aq -> ad; dq2 ar -> ae; mul ad ae -> m; q3 m -> b",
     "add x{1} -> a{2}; mul a{2} a{2} -> m{3}"},
    {"AbsentOperandsStayAbsent",
     "in x; out yq; dq1 x -> xd; add xd - -> y; q2 y -> yq",
     "add x{1} - -> y{2}"},
    {"IndicesNeedNoQuantizeNode",
     "in x; out i; int i; dq1 x -> xd; argmax xd -> i", "argmax x{1} -> i"},
    {"ResultsThatNobodyUsesNeedNone",
     "in x; out yq; dq1 x -> xd; split xd -> y z; q2 y -> yq",
     "split x{1} -> y{2} z"},
    {"NodesInAnyOrder", "out yq; q2 y -> yq; add xd -> y; dq1 x -> xd; in x",
     "add x{1} -> y{2}"},
};

constexpr QdqCase kFloats[] = {
    {"AResultThatIsAlsoAnOutputIsFloat",
     "in x; out y; out yq; dq1 x -> xd; add xd -> y; q2 y -> yq",
     "dq1 x{1} -> xd; add xd -> y; q2 y -> yq{2}"},
    {"AResultWithAFloatConsumerIsFloat",
     "in x; out yq; out z; dq1 x -> xd; add xd -> y; q2 y -> yq; mul y -> z",
     "dq1 x{1} -> xd; add xd -> y; q2 y -> yq{2}; mul y -> z"},
    {"QuantizeNodesThatDisagree",
     "in x; out a; out b; dq1 x -> xd; add xd -> y; q2 y -> a; q3 y -> b",
     "dq1 x{1} -> xd; add xd -> y; q2 y -> a{2}; q3 y -> b{3}"},
    {"AnOperatorFilledWithFloatsIsFloat",
     "in x; out yq; add x -> y; q2 y -> yq", "add x -> y; q2 y -> yq{2}"},
    {"WeightsAloneMakeAnOperatorQuantized",
     "in x; const w; out yq; dq1 w -> wd; add x wd -> y; q2 y -> yq",
     "add x w!{1} -> y{2}"},
    {"WeightsOfAFloatOperatorAreDequantized",
     "in x; const w; out y; dq1 w -> wd; add x wd -> y",
     "dq1 w!{1} -> wd; add x wd -> y"},
    {"TheSameTensorAsFloatAndNot",
     "in x; out y; out zq; dq1 x -> xd; add xd -> y; mul xd -> z; q2 z -> zq",
     "dq1 x{1} -> xd; add xd -> y; mul x{1} -> z{2}"},
    {"IntegersAreNotQuantized", "in i; int i; out iq; q1 i -> iq",
     "q1 i -> iq{1}"},
};

constexpr QdqCase kConstants[] = {
    {"StoredWeights",
     "in x; const w; out yq; dq1 x -> xd; dq2 w -> wd; conv xd wd -> y; "
     "q3 y -> yq",
     "conv x{1} w!{2} -> y{3}"},
    {"FloatWeightsAreQuantizedBeforehand",
     "in x; const w; out yq; dq1 x -> xd; q2 w -> wq; dq2 wq -> wd; "
     "conv xd wd -> y; q3 y -> yq",
     "conv x{1} wq!{2} -> y{3}"},
    {"ADifferentReadingIsADifferentConstant",
     "in x; const w; out yq; out zq; dq1 x -> xd; dq2 w -> wd; dq3 w -> we; "
     "add xd wd -> y; mul xd we -> z; q4 y -> yq; q4 z -> zq",
     "add x{1} w!{2} -> y{4}; mul x{1} we!{3} -> z{4}"},
    {"FloatConstantsStayFloat",
     "in x; const w; out yq; dq1 x -> xd; add xd w -> y; q2 y -> yq",
     "add x{1} w! -> y{2}"},
};

constexpr QdqCase kConversions[] = {
    {"ToOtherParameters", "in x; out y; dq1 x -> xd; q2 xd -> y",
     "convert x{1} -> y{2}"},
    {"ToTheSameIsNothing",
     "in x; out zq; dq1 x -> xd; q1 xd -> y; dq1 y -> yd; add yd -> z; "
     "q2 z -> zq",
     "add x{1} -> z{2}"},
    {"BesideAnOperator",
     "in x; out zq; dq1 x -> xd; q2 xd -> y; dq2 y -> yd; add xd yd -> z; "
     "q3 z -> zq",
     "convert x{1} -> y{2}; add x{1} y{2} -> z{3}"},
    {"AReadingThatContradictsTheWritingStays",
     "in x; out zq; q1 x -> y; dq2 y -> yd; add yd -> z; q3 z -> zq",
     "q1 x -> y{1}; dq2 y{1} -> yd; add yd -> z; q3 z -> zq{3}"},
};

constexpr QdqCase kActivations[] = {
    {"BelongToWhatTheyFollow",
     "in x; const w; out yq; dq1 x -> xd; dq2 w -> wd; conv xd wd -> c; "
     "relu c -> y; q3 y -> yq",
     "conv x{1} w!{2} -> c{3}; relu c{3} -> y{3}"},
    {"OnlyOfOperatorsThatAbsorb",
     "in x; out yq; dq1 x -> xd; add xd -> c; relu c -> y; q3 y -> yq",
     "dq1 x{1} -> xd; add xd -> c; relu c -> y; q3 y -> yq{3}"},
    {"NotWhereAnotherTakesTheResult",
     "in x; out yq; out z; dq1 x -> xd; conv xd -> c; relu c -> y; "
     "q3 y -> yq; mul c -> z",
     "dq1 x{1} -> xd; conv xd -> c; relu c -> y; q3 y -> yq{3}; mul c -> z"},
    {"NotWhereTheyAreFloatThemselves",
     "in x; out y; dq1 x -> xd; conv xd -> c; relu c -> y",
     "dq1 x{1} -> xd; conv xd -> c; relu c -> y"},
    {"APairInBetweenMakesThemOperatorsOfTheirOwn",
     "in x; out yq; dq1 x -> xd; conv xd -> c; q2 c -> cq; dq2 cq -> cd; "
     "relu cd -> y; q3 y -> yq",
     "conv x{1} -> c{2}; relu c{2} -> y{3}"},
};

std::string NameOfCase(const testing::TestParamInfo<QdqCase>& test) {
  return test.param.name;
}
INSTANTIATE_TEST_SUITE_P(Unit, QdqTest, testing::ValuesIn(kUnits), NameOfCase);
INSTANTIATE_TEST_SUITE_P(Float, QdqTest, testing::ValuesIn(kFloats),
                         NameOfCase);
INSTANTIATE_TEST_SUITE_P(Constant, QdqTest, testing::ValuesIn(kConstants),
                         NameOfCase);
INSTANTIATE_TEST_SUITE_P(Conversion, QdqTest, testing::ValuesIn(kConversions),
                         NameOfCase);
INSTANTIATE_TEST_SUITE_P(Activation, QdqTest, testing::ValuesIn(kActivations),
                         NameOfCase);

TEST(Qdq, CirclesAreFoldedAsFarAsTheyGo) {
  EXPECT_EQ(Words("dq1 a -> b; q1 b -> a").Folded(), "");
  EXPECT_EQ(
      Words("dq1 a -> b; q1 b -> c; dq1 c -> d; q1 d -> a; out a").Folded(),
      "");
}

TEST(Qdq, ALongChainOfPairsIsLinear) {
  QdqFolder folder;
  QdqFolder::Tensor input;
  input.is_input = true;
  Id at = folder.AddTensor(input);
  constexpr int kPairs = 200'000;
  for (int i = 0; i < kPairs; ++i) {
    const Id between = folder.AddTensor({});
    const Id next = folder.AddTensor({});
    folder.AddNode(Kind::kDequantize, {at}, {between}, 1);
    folder.AddNode(Kind::kQuantize, {between}, {next}, 1);
    at = next;
  }
  const QdqFolding folding = std::move(folder).Fold();
  EXPECT_EQ(folding.stand_in(at), 0u);
}

}  // namespace
}  // namespace opfit
