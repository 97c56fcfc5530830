#include "core/api/explain.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/api/request.h"
#include "core/finding/finding.h"
#include "core/finding/suggest.h"
#include "core/render/explain.h"

namespace opfit {
namespace {

void WriteCode(JsonWriter& json, const CodeInfo& info) {
  json.BeginObject();
  WriteText(json, "id", info.id);
  WriteText(json, "name", info.name);
  WriteText(json, "severity", SeverityName(info.severity));
  WriteText(json, "message", info.message);
  WriteText(json, "explain", ExplainText(info.code));
  json.End();
}

absl::Status NoSuchCode(absl::string_view code) {
  std::vector<absl::string_view> known;
  for (const CodeInfo& info : AllCodes()) known.push_back(info.id);
  for (const CodeInfo& info : AllCodes()) known.push_back(info.name);
  return absl::NotFoundError(
      absl::StrCat("no code is named `", code, "`", DidYouMean(code, known)));
}

}  // namespace

std::string ExplainReply(const char* request_text) {
  Request request(request_text);
  const std::string code = request.root().String("code", "");
  if (!request.Complete()) return ErrorReply(request.status());
  absl::Span<const CodeInfo> codes = AllCodes();
  if (!code.empty()) {
    const CodeInfo* info = FindCode(code);
    if (info == nullptr) return ErrorReply(NoSuchCode(code));
    codes = absl::MakeConstSpan(info, 1);
  }
  std::string out;
  JsonWriter json(out);
  BeginReply(json);
  json.Key("codes");
  json.BeginArray();
  for (const CodeInfo& info : codes) WriteCode(json, info);
  json.End();
  json.End();
  return out;
}

}  // namespace opfit
