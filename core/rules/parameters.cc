#include "core/rules/parameters.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/ports.h"
#include "core/rules/spec_facts.h"

namespace opfit {
namespace {

const QuantSpec& SpecOf(const RuleContext& context, const Port& port) {
  return context.graph().spec(port.spec);
}

std::string FormatValue(double value) { return absl::StrFormat("%.9g", value); }
std::string FormatValue(int64_t value) { return absl::StrCat(value); }

template <typename T>
std::string List(absl::Span<const T> values) {
  constexpr size_t kShown = 3;
  if (values.empty()) return "none";
  const bool all_equal = std::all_of(
      values.begin(), values.end(), [&](const T& v) { return v == values[0]; });
  if (all_equal) return FormatValue(values[0]);
  std::string text = FormatValue(values[0]);
  for (size_t i = 1; i < std::min(values.size(), kShown); ++i) {
    absl::StrAppend(&text, ", ", FormatValue(values[i]));
  }
  if (values.size() > kShown) {
    absl::StrAppend(&text, " and ", values.size() - kShown, " more");
  }
  return text;
}

// A list of one stands for every channel.
double ScaleAt(absl::Span<const double> scales, size_t channel) {
  return scales.size() == 1 ? scales[0] : scales[channel];
}

// A derived spec names the edges, or nodes, that it is computed from.
bool RefersTo(const RuleContext& context, const SpecRef& ref,
              const Port& port) {
  if (port.value == kNoId) return false;
  return ref.producer != kNoId &&
         ref.producer == context.graph().value(port.value).producer;
}

Tri DeclaredBias(const RuleContext& context, const QuantSpec& spec,
                 const Port& activation, const Port& weight) {
  if (spec.kind != QuantSpec::Kind::kDerived) {
    // One scale of its own cannot be the product with a scale a channel.
    const bool too_coarse = HasAxis(weight.encoding) &&
                            spec.kind == QuantSpec::Kind::kQuant &&
                            spec.qscheme != QScheme::kPerChannelAffine &&
                            spec.qscheme != QScheme::kPerChannelSymmetric;
    return too_coarse ? Tri::kNo : Tri::kUnknown;
  }
  const absl::Span<const SpecRef> refs = context.graph().refs(spec);
  const auto refers = [&](const Port& port) {
    return std::any_of(refs.begin(), refs.end(), [&](const SpecRef& ref) {
      return RefersTo(context, ref, port);
    });
  };
  return refers(activation) && refers(weight) ? Tri::kYes : Tri::kNo;
}

}  // namespace

bool SameScale(double a, double b) {
  return std::fabs(a - b) <=
         kScaleTolerance * std::max(std::fabs(a), std::fabs(b));
}

Tri ShareParameters(const RuleContext& context, const Port& a, const Port& b) {
  if (a.group == b.group && a.group != kNoId) return Tri::kYes;
  const Graph& graph = context.graph();
  const SpecFacts& facts_a = context.facts(a.spec);
  const SpecFacts& facts_b = context.facts(b.spec);
  if (!facts_a.has_values || !facts_b.has_values) return Tri::kNo;
  const absl::Span<const double> scales_a = graph.scales(SpecOf(context, a));
  const absl::Span<const double> scales_b = graph.scales(SpecOf(context, b));
  const bool same_scales =
      std::equal(scales_a.begin(), scales_a.end(), scales_b.begin(),
                 scales_b.end(), SameScale);
  const bool same_zero_points = graph.zero_points(SpecOf(context, a)) ==
                                graph.zero_points(SpecOf(context, b));
  return same_scales && same_zero_points ? Tri::kYes : Tri::kNo;
}

bool HasParameters(const RuleContext& context, const Port& port, double scale,
                   int64_t zero_point) {
  const QuantSpec& spec = SpecOf(context, port);
  const absl::Span<const double> scales = context.graph().scales(spec);
  const absl::Span<const int64_t> zeros = context.graph().zero_points(spec);
  return std::all_of(scales.begin(), scales.end(),
                     [scale](double s) { return SameScale(s, scale); }) &&
         std::all_of(zeros.begin(), zeros.end(),
                     [zero_point](int64_t z) { return z == zero_point; });
}

Tri IsDerivedBias(const RuleContext& context, const Port& bias,
                  const Port& activation, const Port& weight, bool or_zero) {
  const Graph& graph = context.graph();
  const QuantSpec& spec = SpecOf(context, bias);
  if (!context.facts(bias.spec).has_values) {
    return DeclaredBias(context, spec, activation, weight);
  }
  const absl::Span<const double> have = graph.scales(spec);
  if (or_zero &&
      std::all_of(have.begin(), have.end(), [](double s) { return s == 0; })) {
    return Tri::kYes;
  }
  if (!context.facts(activation.spec).has_values ||
      !context.facts(weight.spec).has_values) {
    return Tri::kUnknown;
  }
  const absl::Span<const double> in = graph.scales(SpecOf(context, activation));
  const absl::Span<const double> by = graph.scales(SpecOf(context, weight));
  const absl::Span<const int64_t> zeros = graph.zero_points(spec);
  if (in.size() != 1 ||
      (have.size() != 1 && by.size() != 1 && have.size() != by.size())) {
    return Tri::kNo;
  }
  const size_t channels = std::max(have.size(), by.size());
  for (size_t i = 0; i < channels; ++i) {
    if (!SameScale(ScaleAt(have, i), in[0] * ScaleAt(by, i))) return Tri::kNo;
  }
  return std::all_of(zeros.begin(), zeros.end(),
                     [](int64_t z) { return z == 0; })
             ? Tri::kYes
             : Tri::kNo;
}

std::string DescribeParameters(const RuleContext& context, const Port& port) {
  const QuantSpec& spec = SpecOf(context, port);
  if (!context.facts(port.spec).has_values) {
    return spec.kind == QuantSpec::Kind::kDerived
               ? "a spec derived from other tensors"
               : "a spec of its own, observed per tensor";
  }
  return absl::StrCat("scale ", ListValues(context.graph().scales(spec)),
                      ", zero point ",
                      ListValues(context.graph().zero_points(spec)));
}

std::string DescribeParameters(double scale, int64_t zero_point) {
  std::string text = absl::StrCat("scale ", FormatValue(scale));
  // Reciprocals of powers of two are how the sources write them.
  const double reciprocal = 1 / scale;
  const bool is_reciprocal = reciprocal > 1 && reciprocal < 1e9 &&
                             reciprocal == std::floor(reciprocal);
  if (is_reciprocal) {
    absl::StrAppend(&text, " (1/", static_cast<int64_t>(reciprocal), ")");
  }
  return absl::StrCat(text, ", zero point ", zero_point);
}

std::string DescribeDerivedBias(const RuleContext& context,
                                const Port& activation, const Port& weight) {
  const bool known = context.facts(activation.spec).has_values &&
                     context.facts(weight.spec).has_values;
  if (!known) {
    return "a spec derived from the edges of the activation and the weight";
  }
  const Graph& graph = context.graph();
  const double in = graph.scales(SpecOf(context, activation)).front();
  std::vector<double> product;
  for (const double by : graph.scales(SpecOf(context, weight))) {
    product.push_back(in * by);
  }
  return absl::StrCat("scale ", ListValues(absl::MakeConstSpan(product)),
                      ", zero point 0");
}

std::string ListValues(absl::Span<const int64_t> values) {
  return List(values);
}
std::string ListValues(absl::Span<const double> values) { return List(values); }

}  // namespace opfit
