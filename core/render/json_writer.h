// Writes JSON straight into a string.
//
//   JsonWriter json(out);
//   json.BeginObject();
//   json.Key("name");  json.String(name);
//   json.Key("dims");  json.BeginArray(JsonWriter::kOneLine);
//   …
//   json.End();
//   json.End();
//
// The caller keeps keys and values in step; nothing is checked. Keys are ours
// and need no escaping.

#ifndef OPFIT_CORE_RENDER_JSON_WRITER_H_
#define OPFIT_CORE_RENDER_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace opfit {

// Appends `text` as a JSON string with its quotes. Where it is no UTF-8 it gets
// U+FFFD, so that any bytes make a document that every parser takes.
void AppendJsonString(std::string& out, absl::string_view text);

class JsonWriter {
 public:
  // What is in a kOneLine stays on the line, whatever is nested in it.
  enum Layout : uint8_t { kLines, kOneLine };

  explicit JsonWriter(std::string& out) : out_(out) {}

  void BeginObject(Layout layout = kLines) { Begin('{', '}', layout); }
  void BeginArray(Layout layout = kLines) { Begin('[', ']', layout); }
  void End();

  void Key(absl::string_view key);
  void ForeignKey(absl::string_view key);  // one that is not ours
  void String(absl::string_view text);
  void StringOrNull(absl::string_view text);  // null if it is empty
  void Int(int64_t value);
  // The shortest digits that read back as `value`, with a point or an exponent;
  // null where it is not finite.
  void Double(double value);
  void Bool(bool value);
  void Null();
  void Verbatim(absl::string_view json);  // a value that is JSON already

 private:
  struct Level {
    char close;
    Layout layout;
    bool empty;
  };

  void Begin(char open, char close, Layout layout);
  // What stands between a value and the one before it.
  void Separate();
  void NewLine();

  std::string& out_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_JSON_WRITER_H_
