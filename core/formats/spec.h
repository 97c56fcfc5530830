// Quantization specs as annotated graphs write them: the objects tagged by
// `kind` (quant, fixed, shared, derived), or null for explicitly float.

#ifndef OPFIT_CORE_FORMATS_SPEC_H_
#define OPFIT_CORE_FORMATS_SPEC_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/graph/dtype.h"
#include "core/graph/graph.h"

namespace opfit {

// Reads a data type: in torch's words, with or without "torch." before it, or
// by the backend's name for it (SFIXED_POINT_8). Types that torch has and the
// backend has not are kUnknown, without a finding.
bool ReadDType(DocumentReader& doc, DType& out);

// Names that stand for others: the ones in the file, then what they mean.
using Renames = absl::flat_hash_map<absl::string_view, absl::string_view>;

class SpecReader {
 public:
  explicit SpecReader(DocumentReader& doc) : doc_(doc) {}

  // Reads the next value. A graph has few distinct specs: the text of one that
  // was read before, and was sound, is not read again.
  SpecId Read();

  // Null: every name means itself. Lives at least as long as this.
  void set_renames(const Renames* renames) { renames_ = renames; }
  absl::string_view Renamed(absl::string_view name) const {
    if (renames_ == nullptr) return name;
    const auto it = renames_->find(name);
    return it == renames_->end() ? name : it->second;
  }

 private:
  struct Known {
    absl::string_view text;
    SpecId id;
  };

  bool TakeKnown(SpecId& id);
  SpecId Remember(absl::string_view text);
  SpecId Add();
  bool ReadObject();
  void ReadKey(int key);
  void ReadKind();
  void ReadScheme();
  void ReadAxis();
  void ReadObserverArgs();
  void ReadBlockSize();
  void ReadScales();
  void ReadZeroPoints();
  void ReadRef();
  void ReadRefs();
  void CheckKeys(KeySet given, size_t offset);

  DocumentReader& doc_;
  const Renames* renames_ = nullptr;
  // The specs read last, the most recent first; then all that can be reused.
  std::vector<Known> recent_;
  absl::flat_hash_map<absl::string_view, SpecId> known_;
  // Of the spec being read.
  QuantSpec spec_;
  KeySet nulls_ = 0;  // the keys whose value is null: as if not given
  std::vector<double> scales_;
  std::vector<int64_t> zero_points_;
  std::vector<int64_t> block_size_;
  std::vector<SpecRef> refs_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_SPEC_H_
