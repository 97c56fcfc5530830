// A request as it arrives, and the one shape of what is wrong with it.
//
//   Request request(text);
//   const std::string op = request.root().String("op", "");
//   if (!request.Complete()) return ErrorReply(request.status());
//
// Reading is strict: JsonReader wants every key asked for and every type right.

#ifndef OPFIT_CORE_API_REQUEST_H_
#define OPFIT_CORE_API_REQUEST_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/catalog/json_reader.h"
#include "core/render/json_writer.h"
#include "nlohmann/json.hpp"

namespace opfit {

// The version of the shape of every reply.
inline constexpr int kApiSchemaVersion = 1;

class Request {
 public:
  // Null or empty text stands for an object without keys.
  explicit Request(const char* text);
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  JsonReader& root() { return root_; }

  // Call after every key was asked for. False if anything was wrong.
  bool Complete();
  const absl::Status& status() const { return errors_.status(); }

 private:
  nlohmann::json document_;
  JsonErrors errors_;
  JsonReader root_;
};

// {"schemaVersion": 1, "error": {"message": …}}
std::string ErrorReply(const absl::Status& status);

// Opens the object that every reply is and writes its version. The caller ends
// it.
void BeginReply(JsonWriter& json);

// Adds a member to an object that JsonWriter wrote on lines; `value` is JSON.
void AddMember(std::string& document, absl::string_view key,
               absl::string_view value);

// `"key": "text"`, and null where the text is empty.
void WriteText(JsonWriter& json, absl::string_view key, absl::string_view text);
void WriteTextOrNull(JsonWriter& json, absl::string_view key,
                     absl::string_view text);
void WriteNumber(JsonWriter& json, absl::string_view key, size_t number);
void WriteTexts(JsonWriter& json, absl::string_view key,
                const std::vector<std::string>& texts);

}  // namespace opfit

#endif  // OPFIT_CORE_API_REQUEST_H_
