// One entry of an encodings file as it stands there, whatever the version. No
// two versions mean different things by one key.

#ifndef OPFIT_CORE_FORMATS_AIMET_RAW_ENCODING_H_
#define OPFIT_CORE_FORMATS_AIMET_RAW_ENCODING_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"

namespace opfit {

struct RawEncoding {
  static constexpr int64_t kNoAxis = std::numeric_limits<int64_t>::min();
  enum class Type : int8_t {
    kNotGiven = -1,
    kPerTensor,
    kPerChannel,
    kPerBlock,
    kLpbq
  };

  bool has_range = false;           // `min` and `max`
  bool is_onnx_like = false;        // it has an `output_dtype`
  bool has_channel_scales = false;  // `scales` are `per_channel_float_scale`
  bool is_symmetric = false;
  Type type = Type::kNotGiven;
  int64_t bits = 0;
  int64_t compressed_bits = 0;
  int64_t block_size = 0;
  int64_t axis = kNoAxis;
  absl::string_view dtype;
  absl::string_view output_dtype;
  double min = 0;
  double max = 0;
  // Lists of lists are one list here.
  std::vector<double> scales;
  std::vector<double> offsets;
  std::vector<double> zero_points;
  std::vector<double> block_scales;
};

class RawEncodingReader {
 public:
  explicit RawEncodingReader(DocumentReader& doc) : doc_(doc) {}

  // Reads the next value; `name` is that of the entry, where it has one.
  RawEncoding Read(absl::string_view& name);

 private:
  void ReadKey(int key, RawEncoding& raw, absl::string_view& name);
  void ReadFlag(bool& flag);
  void ReadNumbers(std::vector<double>& numbers);

  DocumentReader& doc_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_AIMET_RAW_ENCODING_H_
