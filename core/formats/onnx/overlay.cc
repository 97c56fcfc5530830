#include "core/formats/onnx/overlay.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/finding/finding.h"
#include "core/finding/suggest.h"
#include "core/formats/aimet/encodings.h"
#include "core/formats/aimet/params.h"
#include "core/formats/onnx/flat_graph.h"
#include "core/formats/onnx/types.h"
#include "core/formats/quant_table.h"

namespace opfit {
namespace {

constexpr auto kNone = OnnxFlatGraph::kNone;
constexpr uint32_t kMany = kNone - 1;

// Operators that AIMET gives no quantizer of their own: they move values.
// Source: qualcomm/aimet, htp_quantsim_config_v73.json, is_output_quantized.
constexpr absl::string_view kMovers[] = {
    "BatchToSpace", "ChannelShuffle", "DepthToSpace", "Dropout",  "Expand",
    "Flatten",      "Gather",         "GatherND",     "Identity", "MaxPool",
    "Pad",          "ReduceMax",      "ReduceMin",    "Reshape",  "Slice",
    "SpaceToBatch", "SpaceToDepth",   "Split",        "Squeeze",  "Tile",
    "TopK",         "Transpose",      "Unsqueeze",    "Upsample"};

// Two operators of which only the second has an output quantizer (supergroups
// of the same file).
struct Supergroup {
  absl::string_view op;
  absl::string_view activation;
};
constexpr Supergroup kSupergroups[] = {
    {"Add", "Relu"},   {"Conv", "Clip"}, {"Conv", "HardSwish"},
    {"Conv", "PRelu"}, {"Conv", "Relu"}, {"ConvTranspose", "Relu"},
    {"Gemm", "Relu"},
};

bool HasBias(const OnnxNode& node) {
  return node.domain.empty() &&
         (node.op == "Conv" || node.op == "Gemm" || node.op == "ConvTranspose");
}

// Where the weight of an operator has its output channels and its input
// channels, along which blocks lie.
AimetAxes AxesOf(const OnnxModel& model, const OnnxNode& node) {
  AimetAxes axes;
  const bool turned =
      node.op == "ConvTranspose" ||
      (node.op == "Gemm" && model.IntOf(node, "transB", 0) == 0);
  if (turned) {
    axes.channel = 1;
    axes.block = 0;
  } else if (node.op == "MatMul") {
    axes.channel = -1;
    axes.block = -2;
  }
  return axes;
}

}  // namespace

OnnxOverlay::OnnxOverlay(const OnnxFlatGraph& flat, const QdqFolding& folding,
                         OnnxQuantization& quantization, QuantTable& table,
                         GraphBuilder& builder)
    : flat_(flat),
      folding_(folding),
      quantization_(quantization),
      table_(table),
      builder_(builder) {
  const size_t count = flat.tensors().size();
  said_.assign(count, Say::kNothing);
  params_.assign(count, QuantTable::kNone);
  axes_.resize(count);
  users_.assign(count, kNone);
}

void OnnxOverlay::Apply(absl::Span<const AimetEncoding> encodings) {
  TakeFolded();
  FindAxes();
  for (Id id = 0; id < flat_.tensors().size(); ++id) {
    if (flat_.tensors()[id].is_declared) {
      by_name_.try_emplace(flat_.tensors()[id].name, id);
    }
  }
  for (const AimetEncoding& encoding : encodings) {
    const auto it = by_name_.find(encoding.name);
    if (it == by_name_.end()) {
      ReportUnmatched(encoding);
    } else if (!encoding.is_broken) {
      Take(encoding, folding_.stand_in(it->second));
    }
  }
  Inherit();
}

void OnnxOverlay::TakeFolded() {
  for (Id id = 0; id < said_.size(); ++id) {
    if (folding_.params(id) == QuantTable::kNone) continue;
    said_[id] = Say::kParams;
    params_[id] = folding_.params(id);
  }
}

void OnnxOverlay::FindAxes() {
  for (Id id = 0; id < axes_.size(); ++id) {
    const OnnxFlatTensor& tensor = flat_.tensors()[id];
    if (tensor.has_shape) axes_[id].rank = static_cast<int>(tensor.dims.count);
  }
  for (uint32_t node = 0; node < flat_.nodes().size(); ++node) {
    if (folding_.fate(node) == QdqFolding::Fate::kGone) continue;
    const OnnxFlatNode& flat = flat_.nodes()[node];
    for (size_t i = 0; i < flat.inputs.count; ++i) {
      const Id input = folding_.input(node, flat_.inputs(flat)[i]);
      if (input == kNone) continue;
      users_[input] = users_[input] == kNone ? node : kMany;
      if (i != 1) continue;
      const int rank = axes_[input].rank;
      axes_[input] = AxesOf(flat_.model(), *flat.node);
      axes_[input].rank = rank;
    }
  }
}

void OnnxOverlay::Take(const AimetEncoding& encoding, Id tensor) {
  if (encoding.is_float) {
    said_[tensor] = Say::kFloat;
    return;
  }
  AimetEncoding known = encoding;
  // One list for all in the newest version: constants are the parameters.
  known.is_param = known.is_param || folding_.is_constant(tensor);
  said_[tensor] = Say::kParams;
  params_[tensor] = table_.Add(ParamsOf(known, axes_[tensor]));
}

void OnnxOverlay::ReportUnmatched(const AimetEncoding& encoding) {
  Finding finding =
      MakeFinding(Code::kEncodingWithoutTensor, {std::string(encoding.name)});
  finding.found = absl::StrCat("an encoding for `", encoding.name, "`");
  const std::string hint = Suggestion(encoding.name);
  if (!hint.empty()) finding.hints.push_back(hint);
  builder_.Report(std::move(finding));
}

// Comparing names takes the product of their lengths, so it is done for the
// first few encodings, and with names that a person may have typed.
std::string OnnxOverlay::Suggestion(absl::string_view name) {
  constexpr size_t kEncodings = 16;
  constexpr size_t kNames = 10'000;
  constexpr size_t kLength = 128;
  if (++suggestions_ > kEncodings || name.size() > kLength) return "";
  std::vector<absl::string_view> names;
  for (const OnnxFlatTensor& tensor : flat_.tensors()) {
    if (!tensor.is_declared || tensor.name.size() > kLength) continue;
    names.push_back(tensor.name);
    if (names.size() == kNames) break;
  }
  const absl::string_view nearest = NearestWord(name, names);
  return nearest.empty() ? "" : absl::StrCat("did you mean `", nearest, "`?");
}

bool OnnxOverlay::IsUnsaid(Id tensor) const {
  const int32_t type = flat_.tensors()[tensor].type;
  return said_[tensor] == Say::kNothing &&
         (type == kOnnxUndefined || IsOnnxFloat(type));
}

void OnnxOverlay::Copy(Id from, Id to) {
  said_[to] = said_[from];
  params_[to] = params_[from];
}

void OnnxOverlay::Inherit() {
  const auto count = static_cast<uint32_t>(flat_.nodes().size());
  const auto stays = [this](uint32_t node) {
    return folding_.fate(node) != QdqFolding::Fate::kGone;
  };
  // Activations first, then along the graph what is handed on.
  for (uint32_t node = 0; node < count; ++node) {
    if (stays(node)) Absorb(node);
  }
  for (uint32_t node = 0; node < count; ++node) {
    if (stays(node)) HandOn(node);
  }
  for (uint32_t node = 0; node < count; ++node) {
    if (stays(node)) DeriveBias(node);
  }
}

void OnnxOverlay::Absorb(uint32_t id) {
  const OnnxFlatNode& node = flat_.nodes()[id];
  if (node.outputs.count != 1 || flat_.outputs(node)[0] == kNone) return;
  const Id result = folding_.stand_in(flat_.outputs(node)[0]);
  const uint32_t user = users_[result];
  const bool is_last = user == kNone || user == kMany;
  if (is_last || !IsUnsaid(result) || flat_.tensors()[result].is_output) return;
  const OnnxFlatNode& next = flat_.nodes()[user];
  const bool is_group =
      node.node->domain.empty() && next.node->domain.empty() &&
      absl::c_any_of(kSupergroups, [&](const Supergroup& group) {
        return group.op == node.node->op && group.activation == next.node->op;
      });
  if (!is_group || next.outputs.count != 1) return;
  const Id last = flat_.outputs(next)[0];
  if (last != kNone) Copy(folding_.stand_in(last), result);
}

void OnnxOverlay::HandOn(uint32_t id) {
  const OnnxFlatNode& node = flat_.nodes()[id];
  const bool moves = node.node->domain.empty() && node.inputs.count > 0 &&
                     absl::c_linear_search(kMovers, node.node->op);
  if (!moves) return;
  const Id from = folding_.input(id, flat_.inputs(node)[0]);
  if (from == kNone || said_[from] != Say::kParams) return;
  for (const Id output : flat_.outputs(node)) {
    if (output == kNone) continue;
    const Id to = folding_.stand_in(output);
    if (IsUnsaid(to)) Copy(from, to);
  }
}

void OnnxOverlay::DeriveBias(uint32_t id) {
  const OnnxFlatNode& node = flat_.nodes()[id];
  if (!HasBias(*node.node) || node.inputs.count < 3) return;
  const auto input = [&](size_t i) {
    return folding_.input(id, flat_.inputs(node)[i]);
  };
  const Id x = input(0), weight = input(1), bias = input(2);
  if (x == kNone || weight == kNone || bias == kNone) return;
  const bool is_known = said_[x] == Say::kParams &&
                        said_[weight] == Say::kParams && IsUnsaid(bias) &&
                        folding_.is_constant(bias);
  if (!is_known) return;
  said_[bias] = Say::kParams;
  params_[bias] = quantization_.BiasOf(params_[x], params_[weight]);
}

}  // namespace opfit
