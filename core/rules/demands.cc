#include "core/rules/demands.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/catalog/op_entry.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"
#include "core/rules/context.h"
#include "core/rules/parameters.h"
#include "core/rules/params.h"
#include "core/rules/ports.h"
#include "core/rules/spec_facts.h"

namespace opfit {
namespace {

Tri ToTri(bool holds) { return holds ? Tri::kYes : Tri::kNo; }

const SpecFacts& FactsAt(const DemandSite& site) {
  return site.view.context.facts(site.port().spec);
}

std::string FoundPort(const DemandSite& site) {
  return DescribePort(site.view.context, site.port());
}

std::string Symmetric(const DemandSite& site) {
  return absl::StrCat("symmetric (zero point ",
                      SymmetricZeroPoint(FactsAt(site)), ")");
}

std::string Asymmetric(const DemandSite& site) {
  const SpecFacts& facts = FactsAt(site);
  if (!facts.has_values) {
    return facts.symmetric == Tri::kNo ? "an affine qscheme"
                                       : "no qscheme that says so";
  }
  const Graph& graph = site.view.context.graph();
  const absl::Span<const int64_t> zero_points =
      graph.zero_points(graph.spec(site.port().spec));
  const auto wrong =
      std::find_if(zero_points.begin(), zero_points.end(),
                   [&](int64_t z) { return z != SymmetricZeroPoint(facts); });
  if (zero_points.size() == 1 || wrong == zero_points.end()) {
    return absl::StrCat("zero point ", ListValues(zero_points));
  }
  return absl::StrCat("zero point ", *wrong, " for channel ",
                      wrong - zero_points.begin());
}

// The axis a condition demands, in the backend's layout; kUnknownAxis if the
// rank is not known.
int WantedAxis(const DemandSite& site) {
  const int rank = site.port().rank;
  Condition::Axis axis = site.condition.axis;
  if (axis == Condition::Axis::kAt) return site.condition.axis_at;
  if (axis == Condition::Axis::kChannel) {
    const PortDef* def = site.entry.PortAt(site.is_output, site.position);
    switch (def == nullptr ? PortDef::Axis::kNone : def->channel_axis) {
      case PortDef::Axis::kNone:
        return Port::kUnknownAxis;
      case PortDef::Axis::kSecond:
        return 1;
      case PortDef::Axis::kFirst:
        axis = Condition::Axis::kFirst;
        break;
      case PortDef::Axis::kSecondLast:
        axis = Condition::Axis::kSecondLast;
        break;
      case PortDef::Axis::kLast:
        axis = Condition::Axis::kLast;
        break;
    }
  }
  if (axis == Condition::Axis::kFirst) return 0;
  if (rank < 0) return Port::kUnknownAxis;
  return axis == Condition::Axis::kLast ? rank - 1 : rank - 2;
}

Tri AxisHolds(const DemandSite& site) {
  if (!HasAxis(site.port().encoding)) return Tri::kYes;
  // An axis that the tensor lacks is wrong whatever the operator wants.
  const int axis = GraphAxisOf(site.view.context, site.port());
  const int rank = site.port().rank;
  const bool exists = axis >= 0 && (rank < 0 || axis < rank);
  const int have = AxisOf(site.view.context, site.port());
  const int want = WantedAxis(site);
  if (have == Port::kUnknownAxis || want == Port::kUnknownAxis || !exists) {
    return Tri::kUnknown;
  }
  return ToTri(have == want);
}

// Axes are named as the user's tensor has them.
std::string AxisFound(const DemandSite& site) {
  return absl::StrCat("axis ", GraphAxisOf(site.view.context, site.port()),
                      " of ", site.port().rank);
}

std::string AxisWanted(const DemandSite& site) {
  const int want = WantedAxis(site);
  for (int axis = 0; axis < site.port().rank; ++axis) {
    if (ToBackendAxis(site.port().layout, axis, site.port().rank) == want) {
      return absl::StrCat("axis ", axis);
    }
  }
  return absl::StrCat("axis ", want, " of the backend's layout");
}

Tri StaticHolds(const DemandSite& site) {
  if (site.port().value == kNoId) return Tri::kYes;  // a scalar
  const RuleContext& context = site.view.context;
  const Tri is_static = context.IsStatic(site.port().value);
  if (site.condition.is_static == Condition::Static::kDerived) return is_static;
  const Graph& graph = context.graph();
  const Value& itself = graph.value(context.Unpacked(site.port().value));
  const bool is_made = itself.kind == NodeKind::kOp &&
                       (itself.producer == kNoId ||
                        !context.IsConstant(graph.node(itself.producer)));
  return is_made && is_static == Tri::kYes ? Tri::kNo : is_static;
}

std::string StaticFound(const DemandSite& site) {
  return absl::StrCat("a computed tensor, `",
                      site.view.context.graph().NameOf(site.port().value), "`");
}

std::string StaticWanted(const DemandSite& site) {
  return site.condition.is_static == Condition::Static::kItself
             ? "a constant tensor"
             : "a constant tensor, or one computed only from constants";
}

Tri RankHolds(const DemandSite& site) {
  if (site.port().rank < 0) return Tri::kUnknown;
  const int rank = std::max(site.port().rank, 1);  // a scalar becomes [1]
  return ToTri(rank >= site.condition.rank->min &&
               rank <= site.condition.rank->max);
}

std::string RankWanted(const DemandSite& site) {
  const RankRange& range = *site.condition.rank;
  if (range.min == range.max) return absl::StrCat("rank ", range.min);
  if (range.min == 0) return absl::StrCat("rank at most ", range.max);
  if (range.max == RankRange().max) {
    return absl::StrCat("rank at least ", range.min);
  }
  return absl::StrCat("rank ", range.min, " to ", range.max);
}

Tri SharesHold(const DemandSite& site) {
  const Port* other = site.At(*site.condition.shares);
  const Port& port = site.port();
  if (other == nullptr || port.any_type || other->any_type)
    return Tri::kUnknown;
  if (port.encoding == Encoding::kNone || other->encoding == Encoding::kNone) {
    return Tri::kYes;
  }
  const QuantSpec& spec = site.view.context.graph().spec(other->spec);
  const bool joined =
      !spec.observer.empty() && spec.observer == site.condition.joined_by;
  return joined ? Tri::kYes : ShareParameters(site.view.context, port, *other);
}

std::string SharesFound(const DemandSite& site) {
  const Port* other = site.At(*site.condition.shares);
  const PortRef ref = *site.condition.shares;
  const SpecFacts& mine = FactsAt(site);
  const SpecFacts& theirs = site.view.context.facts(other->spec);
  if (!mine.has_values || !theirs.has_values) {
    return absl::StrCat("a quantization of its own, apart from ",
                        PortName(ref.is_output, ref.index));
  }
  const RuleContext& context = site.view.context;
  return absl::StrCat(DescribeParameters(context, site.port()), ", while ",
                      PortName(ref.is_output, ref.index), " has ",
                      DescribeParameters(context, *other));
}

std::string SharesWanted(const DemandSite& site) {
  const PortRef ref = *site.condition.shares;
  return absl::StrCat("the scale and zero point of ",
                      PortName(ref.is_output, ref.index));
}

Tri FixedHolds(const DemandSite& site) {
  const SpecFacts& facts = FactsAt(site);
  if (facts.encoding == Encoding::kNone) return Tri::kUnknown;
  if (!facts.has_values) return Tri::kNo;  // free to become anything
  return ToTri(HasParameters(site.view.context, site.port(),
                             site.condition.fixed->scale,
                             site.condition.fixed->zero_point));
}

std::string FixedFound(const DemandSite& site) {
  if (!FactsAt(site).has_values) return "a freely observed range";
  return DescribeParameters(site.view.context, site.port());
}

std::string FixedWanted(const DemandSite& site) {
  return DescribeParameters(site.condition.fixed->scale,
                            site.condition.fixed->zero_point);
}

Tri BiasHolds(const DemandSite& site) {
  const Port* activation = site.At(site.condition.bias_of[0]);
  const Port* weight = site.At(site.condition.bias_of[1]);
  if (activation == nullptr || weight == nullptr) return Tri::kUnknown;
  return IsDerivedBias(site.view.context, site.port(), *activation, *weight,
                       site.condition.or_zero);
}

std::string BiasFound(const DemandSite& site) {
  return DescribeParameters(site.view.context, site.port());
}

std::string BiasWanted(const DemandSite& site) {
  const Port* activation = site.At(site.condition.bias_of[0]);
  const Port* weight = site.At(site.condition.bias_of[1]);
  return DescribeDerivedBias(site.view.context, *activation, *weight);
}

std::string BitsWanted(const DemandSite& site) {
  return absl::StrCat(absl::StrJoin(site.condition.bits, " or "), " bits");
}

// clang-format off: one demand a row reads best.
const Demand kDemands[] = {
    {Code::kPortMissing, "connection",
     [](const Condition& c) { return c.absent; },
     [](const DemandSite&) { return Tri::kNo; },
     [](const DemandSite&) { return std::string("a tensor"); },
     [](const DemandSite&) { return std::string("nothing connected"); }},
    {Code::kRankUnsupported, "rank",
     [](const Condition& c) { return c.rank.has_value(); }, RankHolds,
     [](const DemandSite& s) { return absl::StrCat("rank ", s.port().rank); },
     RankWanted},
    {Code::kDynamicShapeUnsupported, "shape",
     [](const Condition& c) { return c.no_dynamic_dims; },
     [](const DemandSite& s) {
       return s.port().value == kNoId ? Tri::kYes
                                      : ToTri(!s.view.context.graph()
                                                   .value(s.port().value)
                                                   .dynamic_dims);
     },
     [](const DemandSite&) { return std::string("a symbolic size"); },
     [](const DemandSite&) { return std::string("fixed sizes"); }},
    {Code::kMustBeStatic, "tensor",
     [](const Condition& c) { return c.is_static != Condition::Static::kAny; },
     StaticHolds, StaticFound, StaticWanted},
    {Code::kEncodingUnsupported, "dtype",
     [](const Condition& c) { return c.is_signed.has_value(); },
     [](const DemandSite& s) {
       return ToTri(!IsFixedPoint(s.port().dtype) ||
                    IsSigned(s.port().dtype) == *s.condition.is_signed);
     },
     FoundPort,
     [](const DemandSite& s) {
       return std::string(*s.condition.is_signed ? "a signed type"
                                                 : "an unsigned type");
     }},
    {Code::kEncodingUnsupported, "bits",
     [](const Condition& c) { return !c.bits.empty(); },
     [](const DemandSite& s) {
       const int bits = FactsAt(s).bits;
       return ToTri(bits == 0 || std::count(s.condition.bits.begin(),
                                            s.condition.bits.end(), bits) > 0);
     },
     FoundPort, BitsWanted},
    {Code::kMustBeSymmetric, "symmetry",
     [](const Condition& c) { return c.symmetric.has_value() && *c.symmetric; },
     [](const DemandSite& s) {
       return ToTri(s.port().encoding == Encoding::kNone ||
                    FactsAt(s).symmetric == Tri::kYes);
     },
     Asymmetric, Symmetric},
    {Code::kAxisUnsupported, "axis",
     [](const Condition& c) { return c.axis != Condition::Axis::kAny; },
     AxisHolds, AxisFound, AxisWanted},
    {Code::kFixedParametersRequired, "parameters",
     [](const Condition& c) { return c.fixed.has_value(); }, FixedHolds,
     FixedFound, FixedWanted},
    {Code::kMustShareParameters, "sharing",
     [](const Condition& c) { return c.shares.has_value(); }, SharesHold,
     SharesFound, SharesWanted},
    {Code::kBiasNotDerived, "parameters",
     [](const Condition& c) { return c.bias_of.size() == 2; }, BiasHolds,
     BiasFound, BiasWanted},
};
// clang-format on

}  // namespace

const Port* DemandSite::At(PortRef ref) const {
  const PortList& ports = ref.is_output ? view.ports.out : view.ports.in;
  if (ref.index >= ports.size() || !ports[ref.index].present) return nullptr;
  return &ports[ref.index];
}

absl::Span<const Demand> TensorDemands() { return kDemands; }

bool MayApply(const Applicability& when, const Target& target) {
  const bool has_upper_sdk = !(when.sdk_below == SdkVersion());
  if (target.sdk < when.sdk_from) return false;
  if (has_upper_sdk && !(target.sdk < when.sdk_below)) return false;
  if (target.arch_number < when.arch_from) return false;
  return when.arch_below == 0 || target.arch_number < when.arch_below;
}

bool Applies(const DemandSite& site) {
  const Applicability& when = site.condition.when;
  const Port& port = site.port();
  if (when.encodings != 0 && !(when.encodings & SetOf(port.encoding))) {
    return false;
  }
  if (when.dtypes != 0 && (port.any_type || !(when.dtypes & port.dtypes))) {
    return false;
  }
  if (when.is_static.has_value()) {
    const Tri is_static = port.value == kNoId
                              ? Tri::kYes
                              : site.view.context.IsStatic(port.value);
    if (is_static != (*when.is_static ? Tri::kYes : Tri::kNo)) return false;
  }
  if (when.param.empty()) return true;
  // A parameter that is not given has its default, false or 0.
  const ParamValue have =
      FindParam(site.view, when.param).value_or(ParamValue());
  return SameParam(have, when.param_value, port.rank);
}

}  // namespace opfit
