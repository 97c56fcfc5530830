// Comparing scales and zero points, known or intended.

#ifndef OPFIT_CORE_RULES_PARAMETERS_H_
#define OPFIT_CORE_RULES_PARAMETERS_H_

#include <cstdint>
#include <string>

#include "absl/types/span.h"
#include "core/rules/context.h"
#include "core/rules/ports.h"
#include "core/rules/spec_facts.h"

namespace opfit {

// Scales travel through float32 and decimal text; what differs by less than
// this fraction was the same number once.
inline constexpr double kScaleTolerance = 1e-5;

bool SameScale(double a, double b);

// Whether two quantized ports have, or will have, equal parameters: they share
// one spec, or their known values are equal.
Tri ShareParameters(const RuleContext& context, const Port& a, const Port& b);

// Whether every scale and zero point of the port is this one.
bool HasParameters(const RuleContext& context, const Port& port, double scale,
                   int64_t zero_point);

// Whether a bias has scale = activation scale × weight scale (per channel where
// the weight is) and zero point 0, or is declared as derived from the two. With
// `or_zero`, scales of zero everywhere do too. kUnknown where values are not
// known and nothing is declared.
Tri IsDerivedBias(const RuleContext& context, const Port& bias,
                  const Port& activation, const Port& weight, bool or_zero);

// "scale 0.00390625, zero point 0"; lists are cut after a few.
std::string DescribeParameters(const RuleContext& context, const Port& port);
std::string DescribeParameters(double scale, int64_t zero_point);
std::string DescribeDerivedBias(const RuleContext& context,
                                const Port& activation, const Port& weight);

// "1, 2, 3 and 7 more"; one value if all are equal.
std::string ListValues(absl::Span<const int64_t> values);
std::string ListValues(absl::Span<const double> values);

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_PARAMETERS_H_
