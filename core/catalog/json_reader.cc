#include "core/catalog/json_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace opfit {
namespace {

const nlohmann::json& NullJson() {
  static const auto* const kNull = new nlohmann::json();
  return *kNull;
}

}  // namespace

void JsonErrors::Add(absl::string_view path, absl::string_view problem) {
  if (!status_.ok()) return;
  status_ = absl::InvalidArgumentError(
      absl::StrCat("at ", path.empty() ? "/" : path, ": ", problem));
}

bool JsonReader::Has(const char* key) {
  asked_.push_back(key);
  return is_object() && value_->contains(key);
}

JsonReader JsonReader::At(const char* key) {
  const bool present = Has(key);
  if (!present) Fail(absl::StrCat("`", key, "` is missing"));
  JsonReader reader(present ? (*value_)[key] : NullJson(), *errors_);
  reader.parent_ = this;
  reader.key_ = key;
  return reader;
}

std::string JsonReader::String(const char* key) { return At(key).AsString(); }

std::string JsonReader::String(const char* key, std::string absent) {
  return Has(key) ? At(key).AsString() : std::move(absent);
}

int64_t JsonReader::Int(const char* key, int64_t absent) {
  return Has(key) ? At(key).AsInt() : absent;
}

bool JsonReader::Bool(const char* key, bool absent) {
  if (!Has(key)) return absent;
  const JsonReader member = At(key);
  if (!member.Expect(member.value().is_boolean(), "true or false")) {
    return absent;
  }
  return member.value().get<bool>();
}

std::string JsonReader::AsString() {
  if (!Expect(is_string(), "a string")) return "";
  return value_->get_ref<const std::string&>();
}

int64_t JsonReader::AsInt() {
  if (!Expect(value_->is_number_integer(), "an integer")) return 0;
  return value_->get<int64_t>();
}

void JsonReader::NoOtherKeys() {
  if (!Expect(is_object(), "an object")) return;
  for (auto it = value_->begin(); it != value_->end(); ++it) {
    const bool known =
        std::any_of(asked_.begin(), asked_.end(),
                    [&it](const char* key) { return it.key() == key; });
    if (!known) Fail(absl::StrCat("unknown key `", it.key(), "`"));
  }
}

void JsonReader::Fail(absl::string_view problem) const {
  if (errors_->ok()) errors_->Add(Path(), problem);
}

bool JsonReader::Expect(bool ok, absl::string_view what) const {
  if (!ok) Fail(absl::StrCat("expected ", what));
  return ok;
}

std::string JsonReader::Path() const {
  if (parent_ == nullptr) return "";
  return absl::StrCat(parent_->Path(), "/",
                      key_.empty() ? absl::StrCat(index_) : std::string(key_));
}

}  // namespace opfit
