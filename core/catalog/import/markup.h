// A reader of tags, for OpDef XML and for the tables of HTML pages.
//
//   MarkupReader reader(text);
//   while (reader.Next()) {
//     if (reader.kind() == MarkupReader::Kind::kOpen) Use(reader.name());
//   }
//   if (!reader.ok()) Complain(reader.line(), reader.problem());
//
// It reads the subset that both need: tags with attributes, text, comments,
// CDATA, processing instructions, the five entities and numeric ones. There
// are no definitions, so no entity can grow: `<!DOCTYPE` with a subset and
// `<!ENTITY` end the reading. It never looks back and keeps no tree: depth and
// balance are the caller's business. Text that is no tag where one begins, such
// as `a < b`, is text, as browsers have it.

#ifndef OPFIT_CORE_CATALOG_IMPORT_MARKUP_H_
#define OPFIT_CORE_CATALOG_IMPORT_MARKUP_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace opfit {

class MarkupReader {
 public:
  enum class Kind { kOpen, kClose, kText };

  // The text outlives the reader.
  explicit MarkupReader(absl::string_view text) : text_(text) {}

  // Goes to the next tag or text. An element without content, `<br/>`, is a
  // kOpen and a kClose. False at the end, and where the text cannot be read.
  bool Next();

  Kind kind() const { return kind_; }
  const std::string& name() const { return name_; }    // of a tag
  const std::string& value() const { return value_; }  // of a text, decoded
  // Of a kOpen; empty if it is not there.
  absl::string_view Attribute(absl::string_view name) const;
  // Where the tag or text begins, from 1.
  size_t line() const { return line_; }

  bool ok() const { return problem_.empty(); }
  const std::string& problem() const { return problem_; }

 private:
  bool Fail(std::string problem);
  // What stands between `pos_` and `end`, which it finds and passes.
  bool Skip(absl::string_view begin, absl::string_view end);
  bool ReadTag();
  bool ReadAttributes();
  void ReadText();
  void Advance(size_t to);

  absl::string_view text_;
  size_t pos_ = 0;
  size_t line_ = 1;
  size_t next_line_ = 1;
  Kind kind_ = Kind::kText;
  std::string name_;
  std::string value_;
  std::vector<std::pair<std::string, std::string>> attributes_;
  bool close_follows_ = false;
  std::string problem_;
};

// The text with its entities replaced: the five of XML, `&nbsp;` and numeric
// ones. Others stay as they are.
std::string DecodeEntities(absl::string_view text);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_IMPORT_MARKUP_H_
