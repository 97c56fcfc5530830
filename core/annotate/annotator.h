// One run of Annotate(): the nodes in order, each through its rule.

#ifndef OPFIT_CORE_ANNOTATE_ANNOTATOR_H_
#define OPFIT_CORE_ANNOTATE_ANNOTATOR_H_

#include <optional>
#include <string>
#include <vector>

#include "core/annotate/annotate.h"
#include "core/annotate/choice.h"
#include "core/annotate/spec_maker.h"
#include "core/graph/reannotation.h"

namespace opfit {

class Annotator {
 public:
  // Refers to its arguments, but for the graph.
  Annotator(Graph graph, const AnnotationRules& rules, const Target& target,
            const AnnotateOptions& options);

  absl::StatusOr<Annotated> Run() &&;

 private:
  using State = NodeAnnotation::State;

  const Graph& graph() const { return out_.graph(); }

  // What is to be done with the node, before its tensors are looked at.
  State StateOf(NodeId id, const Node& node);
  void AnnotateNode(NodeAnnotation& result);
  void AnnotateByRule(const Node& node, const AnnotationRule& rule,
                      NodeAnnotation& result);
  void AnnotateItem(const Node& node, NodeAnnotation& result);

  void AddPort(const Node& node, const AnnotationRule& rule,
               const PortRule& port, NodeAnnotation& result);
  void AddInput(const Node& node, const AnnotationRule& rule, PortSpec spec,
                ValueId value, NodeAnnotation& result);
  SpecId InputSpecOf(const Node& node, const AnnotationRule& rule,
                     PortSpec spec, ValueId value, NodeAnnotation& result);
  SpecId OutputSpecOf(const AnnotationRule& rule, NodeId id,
                      const NodeAnnotation& result);
  void SetOutputs(const Node& node, const AnnotationStyle& style, SpecId spec);
  // As the first port, by its edge.
  SpecId SharedWithFirst(NodeId id);
  const KnownParameters* KnownOf(const AnnotationRule& rule) const;

  SpecId WeightSpec(const Node& node, const AnnotationRule& rule,
                    ValueId weight, NodeAnnotation& result);
  Granularity GranularityOf(const AnnotationRule& rule, ValueId weight,
                            NodeId id, NodeAnnotation& result);
  int AxisOf(const Node& node, const AnnotationRule& rule) const;
  // Whether the weight stays floating point, as the activations do.
  bool IsUniform(const Node& node, const AnnotationRule& rule) const;
  // A positional argument that is a number; `absent` where there is none.
  int64_t IntArg(const Node& node, int arg, int64_t absent) const;
  // The shape of a block, in block_; false where the weight stays per channel.
  bool FitBlock(const AnnotationRule& rule, ValueId weight, int axis,
                const NodeAnnotation& result);
  void ReportBlock(NodeId id, std::string why, std::string pointer);

  // What the recipe writes of this node itself.
  void ApplyOverride(const Node& node, NodeAnnotation& result);
  // Whether the node has a tensor of `producer` among its arguments.
  bool TakesFrom(const Node& node, NodeId producer) const;
  std::optional<SpecId> WrittenSpec(const SpecDraft& draft,
                                    const std::string& pointer);

  void ReportBeyond(const Node& node, const NodeAnnotation& result);
  void ReportBeyondAt(const Node& node, size_t arg, double value, double range);
  void CountWithoutRule(const Node& node);
  void ReportWithoutRule();

  bool IsFloat(ValueId value) const;
  bool HasFloat(const Node& node) const;

  const AnnotationRules& rules_;
  const AnnotateOptions& options_;
  Reannotation out_;
  Choice choice_;
  SpecMaker specs_;
  std::vector<const AnnotationRule*> rule_of_op_;  // by OpId
  std::vector<uint32_t> result_of_node_;           // by NodeId; into results_
  std::vector<NodeId>
      taken_by_;  // by producer: the last node that annotated it
  std::vector<NodeAnnotation> results_;
  std::vector<Finding> findings_;
  std::vector<Finding> recipe_findings_;
  struct WithoutRule {
    NodeId first = kNoId;
    size_t count = 0;
  };
  std::vector<WithoutRule> without_rule_;  // by OpId
  // Of the node being annotated.
  std::vector<InputSpec> inputs_;
  std::vector<SpecId> outputs_;
  std::vector<int64_t> block_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_ANNOTATE_ANNOTATOR_H_
