// What a catalog entry says, in words: for a reader who asks what an operator
// takes, without a graph at hand. (What a finding says of a graph is made by
// the rules.)

#ifndef OPFIT_CORE_API_OP_WORDS_H_
#define OPFIT_CORE_API_OP_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/catalog/op_entry.h"
#include "core/catalog/target.h"
#include "core/graph/dtype.h"

namespace opfit {

// {"UFIXED_POINT_8", "SFIXED_POINT_8"}
std::vector<std::string> DTypeNames(DTypeSet dtypes);
// {"SCALE_OFFSET", "AXIS_SCALE_OFFSET"}
std::vector<std::string> EncodingNames(EncodingSet encodings);

// "first", "second", "secondLast", "last"; empty if no axis counts channels.
absl::string_view ChannelAxisName(PortDef::Axis axis);

// "encoding AXIS_SCALE_OFFSET, SDK below 2.26"; empty if it always applies.
std::string WhenWords(const Applicability& when);

// What a condition demands, one phrase each: "rank at most 4", "symmetric".
std::vector<std::string> DemandWords(const Condition& condition);

// "v73 or newer, SDK 2.41 or newer"; empty if every target passes.
std::string GateWords(const Gate& gate);

// The words of what keeps `target` from passing; empty if nothing is known to.
std::string MissingWords(const Gate& gate, const Target& target);

}  // namespace opfit

#endif  // OPFIT_CORE_API_OP_WORDS_H_
