#include "core/formats/pt2/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/string_view.h"

namespace opfit {
namespace {

constexpr size_t kFirstRoom = 1 << 16;

// Raw deflate, as zip has it: no header, and no checksum behind.
constexpr int kRawWindow = -15;

// zlib counts in these.
constexpr size_t kMostAtOnce = std::numeric_limits<uInt>::max();

bool InflateInto(z_stream& stream, absl::string_view packed, size_t size,
                 std::string& out) {
  int status = Z_OK;
  size_t done = 0;
  while (status == Z_OK) {
    if (done == out.size()) {
      // One byte more than it says, so that what is too long is found out.
      const size_t room = std::max(kFirstRoom, 2 * out.size());
      out.resize(std::min(room, size + 1));
      if (done == out.size()) return false;
    }
    const size_t in = std::min(packed.size(), kMostAtOnce);
    const size_t room = std::min(out.size() - done, kMostAtOnce);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(in);
    stream.next_out = reinterpret_cast<Bytef*>(&out[done]);
    stream.avail_out = static_cast<uInt>(room);
    status = inflate(&stream, Z_NO_FLUSH);
    packed.remove_prefix(in - stream.avail_in);
    done += room - stream.avail_out;
  }
  out.resize(done);
  return status == Z_STREAM_END && packed.empty();
}

uint32_t ChecksumOf(absl::string_view bytes) {
  uLong crc = crc32(0, nullptr, 0);
  while (!bytes.empty()) {
    const absl::string_view part = bytes.substr(0, kMostAtOnce);
    crc = crc32(crc, reinterpret_cast<const Bytef*>(part.data()),
                static_cast<uInt>(part.size()));
    bytes.remove_prefix(part.size());
  }
  return static_cast<uint32_t>(crc);
}

}  // namespace

bool Inflate(absl::string_view packed, size_t size, uint32_t crc,
             std::string& out) {
  out.clear();
  z_stream stream = {};
  if (inflateInit2(&stream, kRawWindow) != Z_OK) return false;
  const bool is_whole = InflateInto(stream, packed, size, out);
  inflateEnd(&stream);
  if (is_whole && out.size() == size && ChecksumOf(out) == crc) return true;
  out.clear();
  return false;
}

}  // namespace opfit
