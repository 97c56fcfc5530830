// Strict reading of small JSON that is ours: every key must be asked for, every
// type must be right, and the first error is kept with its path.
//
//   JsonErrors errors;
//   JsonReader root(document, errors);
//   row.config = root.String("config", "");
//   root.NoOtherKeys();
//   if (!errors.ok()) return errors.status();
//
// After an error readers keep returning defaults, so code that reads needs no
// checks of its own. Paths cost nothing until there is an error.

#ifndef OPFIT_CORE_CATALOG_JSON_READER_H_
#define OPFIT_CORE_CATALOG_JSON_READER_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace opfit {

class JsonErrors {
 public:
  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }
  // Where and what the first error is: a JSON Pointer and a clause.
  const std::string& path() const { return path_; }
  const std::string& problem() const { return problem_; }
  void Add(absl::string_view path, absl::string_view problem);

 private:
  absl::Status status_;
  std::string path_;
  std::string problem_;
};

// A view of one value. Lives no longer than the document and its parent reader.
class JsonReader {
 public:
  using Json = nlohmann::json;

  JsonReader(const Json& value, JsonErrors& errors);

  const Json& value() const { return *value_; }
  bool is_object() const { return value_->is_object(); }
  bool is_array() const { return value_->is_array(); }
  bool is_string() const { return value_->is_string(); }
  bool is_null() const { return value_->is_null(); }

  // True if the key is there; counts as asked for.
  bool Has(const char* key);

  // Members of an object. Without a default the key is required.
  std::string String(const char* key);
  std::string String(const char* key, std::string absent);
  int64_t Int(const char* key, int64_t absent);
  bool Bool(const char* key, bool absent);
  JsonReader At(const char* key);  // required; null value if it is not there

  // This value itself.
  std::string AsString();
  int64_t AsInt();

  // Calls fn(JsonReader) for every element of the array at `key`; none if the
  // key is absent.
  template <typename Fn>
  void ForEach(const char* key, Fn&& fn) {
    if (!Has(key)) return;
    At(key).ForEachElement(std::forward<Fn>(fn));
  }
  template <typename Fn>
  void ForEachElement(Fn&& fn) {
    if (!Expect(is_array(), "an array")) return;
    size_t index = 0;
    for (const Json& element : *value_) {
      JsonReader reader(element, *errors_);
      reader.parent_ = this;
      reader.index_ = index++;
      fn(reader);
    }
  }
  // Calls fn(key, JsonReader) for every member, in the order of the keys.
  template <typename Fn>
  void ForEachMember(Fn&& fn) {
    if (!Expect(is_object(), "an object")) return;
    for (auto it = value_->begin(); it != value_->end(); ++it) {
      JsonReader reader(it.value(), *errors_);
      reader.parent_ = this;
      reader.key_ = it.key();
      fn(it.key(), reader);
    }
  }

  // Reports a key that nobody asked for.
  void NoOtherKeys();
  void Fail(absl::string_view problem) const;

 private:
  // The member of this name, noted as asked for; null if it is not there.
  const Json* Find(const char* key);
  bool Expect(bool ok, absl::string_view what) const;
  std::string Path() const;

  const Json* value_;
  JsonErrors* errors_;
  const JsonReader* parent_ = nullptr;
  absl::string_view key_;
  size_t index_ = 0;
  // The members that were asked for and are there. Most keys that are asked for
  // are not: their first letters say so without a look-up.
  absl::InlinedVector<const Json*, 8> asked_;
  uint32_t first_letters_ = 0;
};

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_JSON_READER_H_
