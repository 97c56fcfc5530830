#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/target_flag.h"
#include "core/catalog/catalog.h"
#include "core/catalog/find_target.h"
#include "core/catalog/mapping.h"
#include "core/finding/suggest.h"
#include "core/graph/graph.h"
#include "core/render/catalog_text.h"

namespace opfit {
namespace {

constexpr Dialect kDialects[] = {Dialect::kAten, Dialect::kOnnx,
                                 Dialect::kTflite, Dialect::kQnn};

const OpEntry* FindOpInAnyCase(const Catalog& catalog, absl::string_view name) {
  for (const auto& [known, entry] : catalog.ops()) {
    if (absl::EqualsIgnoreCase(known, name)) return &entry;
  }
  return nullptr;
}

const Mapping* FindMapping(const Catalog& catalog, absl::string_view name) {
  for (const Dialect dialect : kDialects) {
    const DialectMapping* mapping = catalog.FindDialect(dialect);
    if (mapping == nullptr) continue;
    const auto found = mapping->ops.find(name);
    if (found != mapping->ops.end()) return &found->second;
  }
  return nullptr;
}

// The operators that an op of a graph may become, once each.
std::set<std::string> OperatorsOf(const Mapping& mapping) {
  std::set<std::string> names;
  for (const Mapping::Choice& choice : mapping.to) {
    for (const BackendOp& op : choice.ops) names.insert(op.op);
  }
  names.insert(mapping.parts.begin(), mapping.parts.end());
  return names;
}

absl::Status UnknownOp(const Catalog& catalog, absl::string_view name) {
  std::vector<absl::string_view> known;
  for (const auto& [op, entry] : catalog.ops()) known.push_back(op);
  for (const Dialect dialect : kDialects) {
    const DialectMapping* mapping = catalog.FindDialect(dialect);
    if (mapping == nullptr) continue;
    for (const auto& [op, unused] : mapping->ops) known.push_back(op);
  }
  return absl::NotFoundError(absl::StrCat("the catalog knows no operator `",
                                          name, "`", DidYouMean(name, known)));
}

// Why an op of a graph has no operator of its own.
std::string WithoutOperator(absl::string_view name, const Mapping& mapping) {
  // In the order of Mapping::Kind.
  static constexpr absl::string_view kWhat[] = {
      "becomes no operator",
      "unpacks an output of another node",
      "hands its input on unchanged",
      "becomes several operators before it reaches the backend",
      "is folded into a constant",
      "holds what nobody can look at",
  };
  const absl::string_view what = kWhat[static_cast<size_t>(mapping.kind)];
  return absl::StrCat(name, " ", what, mapping.text.empty() ? "" : ": ",
                      mapping.text, "\n");
}

absl::StatusOr<std::string> DescribeOp(const Targeted& chosen,
                                       const std::string& name,
                                       const CatalogTextOptions& options) {
  const Catalog& catalog = *chosen.catalog;
  const OpEntry* entry = FindOpInAnyCase(catalog, name);
  if (entry != nullptr) {
    return RenderOp(catalog, *entry, chosen.target, options);
  }
  const Mapping* mapping = FindMapping(catalog, name);
  if (mapping == nullptr) return UnknownOp(catalog, name);
  const std::set<std::string> operators = OperatorsOf(*mapping);
  std::string text;
  if (mapping->kind != Mapping::Kind::kOperator || operators.empty()) {
    text = WithoutOperator(name, *mapping);
  }
  for (const std::string& op : operators) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", name, " → ", op, "\n\n");
    entry = catalog.FindOp(op);
    absl::StrAppend(&text,
                    entry == nullptr
                        ? "the catalog has no entry for it\n"
                        : RenderOp(catalog, *entry, chosen.target, options));
  }
  return text;
}

}  // namespace

absl::StatusOr<int> OpsCommand(const CommandLine& line, Host& host) {
  const absl::StatusOr<Targeted> chosen = ChooseTarget(line, host);
  if (!chosen.ok()) return chosen.status();
  absl::StatusOr<std::string> text =
      RenderOps(*chosen->catalog, chosen->target);
  if (!line.operands().empty()) {
    CatalogTextOptions options;
    options.colour = UseColour(line, host);
    if (host.out_is_terminal) options.width = host.width;
    text = DescribeOp(*chosen, line.operands().front(), options);
  }
  if (!text.ok()) return text.status();
  const absl::Status status = host.Out(*text);
  if (!status.ok()) return status;
  return kClean;
}

}  // namespace opfit
