#include "core/formats/aimet/params.h"

#include <algorithm>
#include <utility>

#include "core/formats/aimet/encodings.h"
#include "core/formats/quant_table.h"
#include "core/graph/dtype.h"

namespace opfit {
namespace {

// The middle of an unsigned grid, or one below: then the least value is unused.
bool IsAtMiddle(const AimetEncoding& encoding) {
  const int64_t middle = int64_t{1} << (encoding.bits - 1);
  return std::all_of(
      encoding.zero_points.begin(), encoding.zero_points.end(),
      [middle](int64_t z) { return z == middle || z == middle - 1; });
}

int StorageBits(int64_t bits) { return bits <= 8 ? 8 : bits <= 16 ? 16 : 32; }

}  // namespace

QuantParams ParamsOf(const AimetEncoding& encoding, const AimetAxes& axes) {
  QuantParams params;
  params.scales = encoding.scales;
  params.zero_points = encoding.zero_points;
  if (params.zero_points.size() == 1) {
    params.zero_points.resize(params.scales.size(), params.zero_points[0]);
  }
  params.is_expansion = encoding.is_expansion;
  if (encoding.bits == 0) return params;  // no integers
  bool is_signed = encoding.is_signed;
  if (!is_signed && encoding.is_param && encoding.is_symmetric &&
      IsAtMiddle(encoding)) {
    is_signed = true;
    std::fill(params.zero_points.begin(), params.zero_points.end(), 0);
  }
  params.dtype = FixedPoint(StorageBits(encoding.bits), is_signed);
  params.bits = static_cast<uint8_t>(encoding.bits);
  const bool is_blocked = encoding.block_size > 0;
  const bool has_channels = encoding.scales.size() > 1 || is_blocked;
  if (!has_channels) return params;
  const auto or_else = [](int64_t said, int32_t otherwise) {
    return said == AimetEncoding::kNoAxis ? otherwise
                                          : static_cast<int32_t>(said);
  };
  params.axis = or_else(encoding.axis, axes.channel);
  if (!is_blocked || axes.rank < 0) return params;
  int32_t block = or_else(encoding.block_axis, axes.block);
  if (block < 0) block += axes.rank;
  params.block_size.assign(static_cast<size_t>(axes.rank), 1);
  if (block >= 0 && block < axes.rank) {
    params.block_size[static_cast<size_t>(block)] = encoding.block_size;
  }
  return params;
}

}  // namespace opfit
