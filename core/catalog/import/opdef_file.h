// An OpDef XML file as values, before anything is made of it.

#ifndef OPFIT_CORE_CATALOG_IMPORT_OPDEF_FILE_H_
#define OPFIT_CORE_CATALOG_IMPORT_OPDEF_FILE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalog/import/document.h"

namespace opfit {

struct OpDefConstraint {
  std::string id;
  std::string text;
};

// An Input, Output or Parameter, of a definition or of a supplement.
struct OpDefPort {
  size_t line = 0;
  std::string name;
  bool mandatory = true;
  bool repeated = false;
  bool is_static = false;
  bool only_default = false;
  std::vector<std::string> datatypes;
  std::vector<OpDefConstraint> constraints;
  std::string rank;
  std::string layout;
  std::string shape_text;
  std::string default_value;
  std::vector<std::string> enums;
};

struct OpDefOp {
  size_t line = 0;
  std::string name;
  std::vector<OpDefPort> inputs;
  std::vector<OpDefPort> outputs;
  std::vector<OpDefPort> parameters;
  std::vector<std::string> backends;
};

struct OpDefSupplement {
  std::string backend;
  std::vector<std::string> supported;
  std::vector<OpDefOp> ops;
};

struct OpDefFile {
  std::string package;
  std::vector<OpDefOp> ops;
  std::vector<OpDefSupplement> supplements;
  std::vector<ImportWarning> warnings;  // elements that are not known
};

// InvalidArgument with the line: no XML, elements that do not match, nested
// deeper than any such file, or no OpDefCollection.
absl::StatusOr<OpDefFile> ReadOpDefFile(absl::string_view xml);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_IMPORT_OPDEF_FILE_H_
