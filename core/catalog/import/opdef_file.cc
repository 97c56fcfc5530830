#include "core/catalog/import/opdef_file.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/import/markup.h"

namespace opfit {
namespace {

constexpr size_t kMaxDepth = 16;

// Elements whose text is for people, or of no use here.
bool IsProse(absl::string_view name) {
  static constexpr absl::string_view kProse[] = {
      "Description", "Content", "Code", "Reference", "UseDefaultTranslation"};
  return std::find(std::begin(kProse), std::end(kProse), name) !=
         std::end(kProse);
}

// Elements that only hold others.
bool IsHolder(absl::string_view name) {
  static constexpr absl::string_view kHolders[] = {
      "OpDefCollection", "OpDefList", "SupportedOps", "Shape", "Enumeration"};
  return std::find(std::begin(kHolders), std::end(kHolders), name) !=
         std::end(kHolders);
}

class OpDefReader {
 public:
  explicit OpDefReader(absl::string_view xml) : reader_(xml) {}

  absl::StatusOr<OpDefFile> Read() {
    while (reader_.Next()) {
      switch (reader_.kind()) {
        case MarkupReader::Kind::kOpen:
          if (!Open()) return status_;
          break;
        case MarkupReader::Kind::kClose:
          if (!Close()) return status_;
          break;
        case MarkupReader::Kind::kText:
          absl::StrAppend(&text_, reader_.value());
          break;
      }
    }
    if (!reader_.ok()) Fail(reader_.problem());
    if (status_.ok() && !open_.empty()) {
      Fail(absl::StrCat("`", open_.back(), "` is never closed"));
    }
    if (status_.ok() && !is_collection_) Fail("there is no OpDefCollection");
    if (!status_.ok()) return status_;
    return std::move(file_);
  }

 private:
  bool Fail(absl::string_view problem) {
    status_ = absl::InvalidArgumentError(
        absl::StrCat("line ", reader_.line(), ": ", problem));
    return false;
  }

  bool Open() {
    const std::string& name = reader_.name();
    if (open_.empty() && name != "OpDefCollection") {
      return Fail("there is no OpDefCollection");
    }
    if (open_.size() >= kMaxDepth) return Fail("nested too deep");
    open_.push_back(name);
    text_.clear();
    if (name == "OpDefCollection") {
      is_collection_ = true;
      file_.package = std::string(reader_.Attribute("PackageName"));
    } else if (name == "SupplementalOpDefList") {
      file_.supplements.emplace_back().backend =
          std::string(reader_.Attribute("Backend"));
    } else if (name == "OpDef") {
      op_ = &file_.ops.emplace_back();
      op_->line = reader_.line();
    } else if (name == "SupplementalOpDef" && !file_.supplements.empty()) {
      op_ = &file_.supplements.back().ops.emplace_back();
      op_->line = reader_.line();
    } else if (op_ != nullptr && name == "Input") {
      OpenPort(op_->inputs);
    } else if (op_ != nullptr && name == "Output") {
      OpenPort(op_->outputs);
    } else if (op_ != nullptr && name == "Parameter") {
      OpenPort(op_->parameters);
    } else if (name == "Constraint" && port_ != nullptr) {
      port_->constraints.push_back(
          {std::string(reader_.Attribute("id")), std::string()});
    }
    return true;
  }

  void OpenPort(std::vector<OpDefPort>& ports) {
    port_ = &ports.emplace_back();
    port_->line = reader_.line();
  }

  bool Close() {
    const std::string& name = reader_.name();
    if (open_.empty() || open_.back() != name) {
      return Fail(absl::StrCat("`</", name, ">` closes nothing"));
    }
    open_.pop_back();
    const std::string text(absl::StripAsciiWhitespace(text_));
    text_.clear();
    if (name == "OpDef" || name == "SupplementalOpDef") {
      op_ = nullptr;
    } else if (name == "Input" || name == "Output" || name == "Parameter") {
      port_ = nullptr;
    } else if (!Take(name, text) && !IsProse(name) && !IsHolder(name) &&
               name != "SupplementalOpDefList") {
      file_.warnings.push_back(
          {reader_.line(), absl::StrCat("`", name, "` is not known")});
    }
    return true;
  }

  // An element with a text. False if nothing here has it.
  bool Take(const std::string& name, const std::string& text) {
    if (port_ != nullptr) return TakeOfPort(name, text);
    if (op_ != nullptr && name == "Name") {
      op_->name = text;
    } else if (op_ != nullptr && name == "SupportedBackend") {
      op_->backends.push_back(text);
    } else if (name == "OpName" && !file_.supplements.empty()) {
      file_.supplements.back().supported.push_back(text);
    } else {
      return false;
    }
    return true;
  }

  bool TakeOfPort(const std::string& name, const std::string& text) {
    if (name == "Constraint") {
      port_->constraints.back().text = text;
      return true;
    }
    const std::pair<absl::string_view, std::string*> kTexts[] = {
        {"Name", &port_->name},
        {"Rank", &port_->rank},
        {"Layout", &port_->layout},
        {"Text", &port_->shape_text},
        {"Default", &port_->default_value}};
    for (const auto& [known, member] : kTexts) {
      if (known != name) continue;
      *member = text;
      return true;
    }
    const std::pair<absl::string_view, std::vector<std::string>*> kLists[] = {
        {"Datatype", &port_->datatypes}, {"Enum", &port_->enums}};
    for (const auto& [known, member] : kLists) {
      if (known != name) continue;
      member->push_back(text);
      return true;
    }
    // An element without a text says yes by being there.
    const bool yes = !absl::EqualsIgnoreCase(text, "false");
    const std::pair<absl::string_view, bool*> kFlags[] = {
        {"Mandatory", &port_->mandatory},
        {"Repeated", &port_->repeated},
        {"IsStaticTensor", &port_->is_static},
        {"OnlyDefaultSupported", &port_->only_default}};
    for (const auto& [known, member] : kFlags) {
      if (known != name) continue;
      *member = yes;
      return true;
    }
    return false;
  }

  MarkupReader reader_;
  OpDefFile file_;
  absl::Status status_;
  std::vector<std::string> open_;
  std::string text_;
  bool is_collection_ = false;
  OpDefOp* op_ = nullptr;      // inside of this one
  OpDefPort* port_ = nullptr;  // and of this
};

}  // namespace

absl::StatusOr<OpDefFile> ReadOpDefFile(absl::string_view xml) {
  return OpDefReader(xml).Read();
}

}  // namespace opfit
