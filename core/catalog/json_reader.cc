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

// One of 32 bits for the first letter of a key.
uint32_t LetterBit(const char* key) {
  return uint32_t{1} << (static_cast<unsigned char>(key[0]) & 31u);
}

}  // namespace

void JsonErrors::Add(absl::string_view path, absl::string_view problem) {
  if (!status_.ok()) return;
  path_ = std::string(path);
  problem_ = std::string(problem);
  status_ = absl::InvalidArgumentError(
      absl::StrCat("at ", path.empty() ? "/" : path, ": ", problem));
}

JsonReader::JsonReader(const Json& value, JsonErrors& errors)
    : value_(&value), errors_(&errors) {
  if (!is_object()) return;
  for (auto it = value.begin(); it != value.end(); ++it) {
    first_letters_ |= LetterBit(it.key().c_str());
  }
}

const JsonReader::Json* JsonReader::Find(const char* key) {
  if ((first_letters_ & LetterBit(key)) == 0) return nullptr;
  const auto it = value_->find(key);
  if (it == value_->end()) return nullptr;
  const bool asked_before =
      std::find(asked_.begin(), asked_.end(), &*it) != asked_.end();
  if (!asked_before) asked_.push_back(&*it);
  return &*it;
}

bool JsonReader::Has(const char* key) { return Find(key) != nullptr; }

JsonReader JsonReader::At(const char* key) {
  const Json* member = Find(key);
  if (member == nullptr) Fail(absl::StrCat("`", key, "` is missing"));
  JsonReader reader(member == nullptr ? NullJson() : *member, *errors_);
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
  if (asked_.size() == value_->size()) return;
  for (auto it = value_->begin(); it != value_->end(); ++it) {
    const bool known =
        std::find(asked_.begin(), asked_.end(), &*it) != asked_.end();
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
