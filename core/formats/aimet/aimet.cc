#include "core/formats/aimet/aimet.h"

#include <string>
#include <utility>

#include "core/formats/aimet/encodings.h"
#include "core/formats/aimet/params.h"
#include "core/formats/document_reader.h"
#include "core/formats/quant_table.h"
#include "core/graph/builder.h"

namespace opfit {

ReadResult ReadAimet(std::string source, size_t start, const Limits& limits) {
  GraphBuilder builder(std::move(source), GraphBuilder::Refs::kToNodes);
  builder.set_dialect(Dialect::kOnnx);
  builder.set_pointers(false);
  DocumentReader doc(builder, limits, start);
  const std::vector<AimetEncoding> encodings = ReadAimetEncodings(doc);
  if (!doc.Finish()) return std::move(builder).Abandon();
  QuantTable table;
  NodeDraft draft;
  for (const AimetEncoding& encoding : encodings) {
    draft.Clear();
    draft.name = encoding.name;
    draft.offset = encoding.offset;
    draft.kind = encoding.is_param ? NodeKind::kParam : NodeKind::kBuffer;
    draft.broken = encoding.is_broken;
    DraftTensor& tensor = draft.outputs.emplace_back();
    tensor.dtype = DType::kFloat32;
    if (encoding.is_float) {
      tensor.spec = kFloatSpec;
    } else if (!encoding.is_broken) {
      tensor.spec =
          table.SpecOf(table.Add(ParamsOf(encoding, AimetAxes())), builder);
    }
    builder.AddNode(draft);
  }
  return std::move(builder).Finish();
}

}  // namespace opfit
