// The parts of a report as JSON, for the formats that are made of it.

#ifndef OPFIT_CORE_RENDER_JSON_PARTS_H_
#define OPFIT_CORE_RENDER_JSON_PARTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/check/report.h"
#include "core/finding/finding.h"
#include "core/render/json_writer.h"

namespace opfit {

// A key and its value. Keys are ours.
void WriteMember(JsonWriter& json, absl::string_view key,
                 absl::string_view text);
void WriteMember(JsonWriter& json, absl::string_view key, size_t number);
void WriteNullable(JsonWriter& json, absl::string_view key,
                   absl::string_view text);  // null if it is empty
void WriteList(JsonWriter& json, absl::string_view key,
               const std::vector<std::string>& texts);

// "tool": {…}, "target": {…} and so on.
void WriteTool(JsonWriter& json);
void WriteTarget(JsonWriter& json, const Target& target);
void WriteCatalog(JsonWriter& json, const Report& report);
void WriteSummary(JsonWriter& json, const Summary& sum);

// The members of a finding, into an object that the caller begins and ends.
void WriteFindingMembers(JsonWriter& json, const Finding& finding);

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_JSON_PARTS_H_
