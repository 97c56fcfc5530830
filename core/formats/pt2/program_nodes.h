// The nodes of a torch program's graph, one after the other: first what they
// say in advance, then the nodes themselves.

#ifndef OPFIT_CORE_FORMATS_PT2_PROGRAM_NODES_H_
#define OPFIT_CORE_FORMATS_PT2_PROGRAM_NODES_H_

#include <cstddef>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/pt2/attached.h"
#include "core/formats/pt2/conversions.h"
#include "core/formats/pt2/declarations.h"
#include "core/formats/pt2/program_argument.h"
#include "core/graph/builder.h"

namespace opfit {

class ProgramNodes {
 public:
  // All of these must outlive it.
  ProgramNodes(DocumentReader& doc, const Declarations& declarations,
               Conversions& conversions, Attached& attached)
      : doc_(doc),
        builder_(doc.builder()),
        declarations_(declarations),
        conversions_(conversions),
        attached_(attached),
        arguments_(doc, draft_) {}

  // Each reads the next value, a list. Of the nodes, first what they say of
  // conversions and attached annotations; the other two add nodes to the graph.
  void Scan();
  void AddInputs();
  void AddNodes();
  void AddOutputs();

 private:
  // What stands at `outputs`: one argument that is a tensor, or several.
  struct Results {
    std::vector<absl::string_view> names;  // empty: not a tensor, or unnamed
    bool is_one = false;                   // the node is called as its result
  };

  void ScanNode();
  void AddNode();
  void ReadNodeKey(absl::string_view key);
  void ReadTarget();
  void ReadArgument();
  void ReadResults();
  void ReadMetadata();
  void PlaceArguments();
  bool IsKeyword(absl::string_view name) const;
  void ResolveTensors();
  void Use(absl::string_view& name);
  void NameNode();
  DraftTensor& AddTensor(absl::string_view name, NodeDraft& draft) const;
  void Annotate();
  bool IsConverted(absl::string_view producer) const;
  bool Takes(absl::string_view producer) const;
  void AddResultNodes();
  void AddInput(absl::string_view name, size_t position, size_t offset);

  struct NamedArgument {
    Conversions::Argument argument;
    int64_t kind = 0;  // 1: positional; 2: keyword; 0: not said
  };
  // An input that nothing has used yet.
  struct Waiting {
    size_t position;
    size_t offset;
  };

  DocumentReader& doc_;
  GraphBuilder& builder_;
  const Declarations& declarations_;
  Conversions& conversions_;
  Attached& attached_;
  NodeDraft draft_;  // of the node being read, as are:
  ProgramArgumentReader arguments_;
  std::vector<NamedArgument> named_;
  std::vector<Conversions::Argument> given_;
  Results results_;
  absl::string_view node_name_;
  absl::string_view attached_text_;
  std::vector<DraftInputSpec> converted_;
  NodeDraft other_;  // of a node that comes with it
  absl::flat_hash_map<absl::string_view, Waiting> waiting_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_PROGRAM_NODES_H_
