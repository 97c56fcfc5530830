// Everything that rules may look at while one graph is checked for one target:
// the graph, what its specs amount to and where they lead, the catalog.

#ifndef OPFIT_CORE_RULES_CONTEXT_H_
#define OPFIT_CORE_RULES_CONTEXT_H_

#include <vector>

#include "core/catalog/catalog.h"
#include "core/catalog/target.h"
#include "core/graph/graph.h"
#include "core/graph/resolve.h"
#include "core/rules/spec_facts.h"

namespace opfit {

// Computed once a graph, then only read. Refers to its arguments.
class RuleContext {
 public:
  RuleContext(const Graph& graph, const Catalog& catalog, const Target& target);

  const Graph& graph() const { return *graph_; }
  const Catalog& catalog() const { return *catalog_; }
  const Target& target() const { return *target_; }
  const DialectMapping* dialect() const { return dialect_; }
  const ResolvedSpecs& resolved() const { return resolved_; }
  const SpecFacts& facts(SpecId spec) const { return facts_[spec]; }

  // How the op of `node` maps; null where the catalog says nothing of it.
  const Mapping* MappingOf(const Node& node) const {
    return node.op == kNoId ? nullptr : mappings_[node.op];
  }
  // Whether the node is an operator of the backend, or only hands on a value.
  bool IsOperator(const Node& node) const {
    const Mapping* mapping = MappingOf(node);
    return node.kind == NodeKind::kOp &&
           (mapping == nullptr || (mapping->kind != Mapping::Kind::kGetItem &&
                                   mapping->kind != Mapping::Kind::kIdentity));
  }
  // Whether the node makes a constant and is folded into it.
  bool IsConstant(const Node& node) const {
    const Mapping* mapping = MappingOf(node);
    return mapping != nullptr && mapping->kind == Mapping::Kind::kConstant;
  }
  // Looks through nodes that only hand on a value of another node.
  ValueId Unpacked(ValueId value) const {
    return unpacked_.empty() ? value : unpacked_[value];
  }
  // The place that speaks for an output: itself, or the node that unpacks it
  // where the output itself says nothing.
  ValueId Speaker(ValueId output) const {
    return speaker_.empty() ? output : speaker_[output];
  }
  // Whether the value is computed from constants only.
  Tri IsStatic(ValueId value) const { return static_[value]; }

 private:
  void MapOps();
  void UnpackItems();
  // The value that a node hands on as its own; kNoId if it does more.
  ValueId HandedOn(const Node& node) const;
  void PropagateStatic();
  Tri StaticFrom(const Node& node) const;

  const Graph* graph_;
  const Catalog* catalog_;
  const Target* target_;
  const DialectMapping* dialect_;
  ResolvedSpecs resolved_;
  std::vector<SpecFacts> facts_;
  std::vector<const Mapping*> mappings_;  // by OpId
  std::vector<ValueId> unpacked_;         // by ValueId; empty: no such nodes
  std::vector<ValueId> speaker_;
  std::vector<Tri> static_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RULES_CONTEXT_H_
