#include "core/rules/port_values.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/ports.h"
#include "core/rules/spec_facts.h"

namespace opfit {
namespace {

using Problems = std::vector<ValueProblem>;

std::string ChannelSuffix(size_t index, size_t count) {
  return count == 1 ? "" : absl::StrCat(" for channel ", index);
}

void CheckScales(absl::Span<const double> scales, Problems& problems) {
  const auto bad = std::find_if(scales.begin(), scales.end(), [](double s) {
    return !(s > 0) || !std::isfinite(s);
  });
  const size_t index = static_cast<size_t>(bad - scales.begin());
  problems.push_back({Code::kScaleInvalid,
                      absl::StrCat("scale ", absl::StrFormat("%.9g", *bad),
                                   ChannelSuffix(index, scales.size())),
                      "a scale above 0", ""});
}

void CheckZeroPoints(absl::Span<const int64_t> zero_points,
                     const SpecFacts& facts, Problems& problems) {
  const auto bad =
      std::find_if(zero_points.begin(), zero_points.end(), [&facts](int64_t z) {
        return z < facts.quant_min || z > facts.quant_max;
      });
  const size_t index = static_cast<size_t>(bad - zero_points.begin());
  problems.push_back({Code::kZeroPointOutOfRange,
                      absl::StrCat("zero point ", *bad,
                                   ChannelSuffix(index, zero_points.size())),
                      absl::StrCat(facts.quant_min, " to ", facts.quant_max),
                      ""});
}

void CheckRange(const QuantSpec& spec, Problems& problems) {
  const std::string low = spec.has_min ? absl::StrCat(spec.quant_min) : "?";
  const std::string high = spec.has_max ? absl::StrCat(spec.quant_max) : "?";
  const bool reversed =
      spec.has_min && spec.has_max && spec.quant_min >= spec.quant_max;
  problems.push_back(
      {Code::kRangeDoesNotFitDataType,
       absl::StrCat("bounds ", low, " to ", high, " in ",
                    DTypeWord(spec.dtype)),
       reversed ? "quant_min below quant_max"
                : absl::StrCat("bounds that ", DTypeWord(spec.dtype), " holds"),
       ""});
}

void CheckChannels(const RuleContext& context, const Port& port,
                   Problems& problems) {
  const Graph& graph = context.graph();
  const QuantSpec& spec = graph.spec(port.spec);
  const size_t scales = spec.scale_count;
  const size_t zeros = spec.zero_point_count;
  if (scales > 1 && zeros > 1 && scales != zeros) {
    problems.push_back(
        {Code::kChannelCountMismatch,
         absl::StrCat(scales, " scales and ", zeros, " zero points"),
         "one of each a channel", ""});
  }
  const int axis = GraphAxisOf(context, port);
  if (axis == Port::kUnknownAxis || port.rank < 0) return;
  if (axis < 0 || axis >= port.rank) {
    problems.push_back(
        {Code::kAxisUnsupported,
         absl::StrCat("axis ", axis, " of a tensor of rank ", port.rank),
         absl::StrCat("an axis from 0 to ", port.rank - 1), ""});
    return;
  }
  const int64_t channels =
      graph.dims(graph.value(port.value))[static_cast<size_t>(axis)];
  const bool counted = scales > 0 && channels >= 0 &&
                       port.encoding != Encoding::kBlockwiseExpansion;
  if (counted && static_cast<int64_t>(scales) != channels) {
    problems.push_back(
        {Code::kChannelCountMismatch,
         absl::StrCat(scales, scales == 1 ? " scale" : " scales"),
         absl::StrCat(channels, ", the size of axis ", axis), ""});
  }
}

void CheckBlocks(const RuleContext& context, const Port& port,
                 Problems& problems) {
  const Graph& graph = context.graph();
  const absl::Span<const int64_t> block =
      graph.block_size(graph.spec(port.spec));
  if (block.empty() || port.rank < 0) return;
  const absl::Span<const int64_t> dims = graph.dims(graph.value(port.value));
  const std::string found =
      absl::StrCat("block size [", absl::StrJoin(block, ", "),
                   "] on a tensor of shape [", absl::StrJoin(dims, ", "), "]");
  const auto add = [&](std::string why, std::string wanted) {
    problems.push_back(
        {Code::kBlockSizeInvalid, found, std::move(wanted), std::move(why)});
  };
  if (block.size() != dims.size()) {
    add(absl::StrCat("it has ", block.size(), " axes, the tensor ",
                     dims.size()),
        absl::StrCat("one size for each of the ", dims.size(), " axes"));
    return;
  }
  for (size_t i = 0; i < block.size(); ++i) {
    if (dims[i] < 0) continue;
    if (block[i] > 0 && dims[i] % block[i] == 0) continue;
    add(absl::StrCat(block[i], " does not divide ", dims[i]),
        absl::StrCat("a divisor of ", dims[i], " on axis ", i));
  }
}

}  // namespace

std::vector<ValueProblem> CheckValues(const RuleContext& context,
                                      const Port& port) {
  Problems problems;
  if (port.encoding == Encoding::kNone) return problems;
  const Graph& graph = context.graph();
  const QuantSpec& spec = graph.spec(port.spec);
  const SpecFacts& facts = context.facts(port.spec);
  if (facts.bad_range) CheckRange(spec, problems);
  if (facts.bad_scale) CheckScales(graph.scales(spec), problems);
  if (facts.bad_zero_point) {
    CheckZeroPoints(graph.zero_points(spec), facts, problems);
  }
  if (facts.two_bit_per_tensor) {
    problems.push_back({Code::kEncodingUnsupported, "2 bits per tensor",
                        "2 bits per channel", "the backend"});
  }
  if (HasAxis(port.encoding)) CheckChannels(context, port, problems);
  if (spec.block_size_count > 0) CheckBlocks(context, port, problems);
  return problems;
}

}  // namespace opfit
